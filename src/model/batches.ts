import { createRandom } from "../math/index.ts";

/**
 * How an epoch's rows are ordered into batches.
 * - `by-word`: rows of one word stay together in groups of up to four, so that batches hold positive pairs.
 * - `shuffled`: plain shuffling; in batches of 16, more than half then hold no positive pair at all.
 */
export type BatchOrder = "by-word" | "shuffled";

const GROUP_SIZE = 4;

/**
 * The rows of one epoch in training order: every row once, then as many of the first again as fill the last batch.
 * Depends on nothing but its arguments, so a resumed training draws what an unbroken one would have.
 *
 * @param labels Word of each row. @param epoch From 0.
 * @returns Length: a whole number of batches.
 */
export function epochOrder(
  labels: ArrayLike<number>,
  options: {
    readonly order: BatchOrder;
    readonly batchSize: number;
    readonly seed: number;
    readonly epoch: number;
  },
): Int32Array {
  const { order, batchSize, seed, epoch } = options;
  const random = createRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(epoch + 1, 0x85ebca6b));
  const rows = random.shuffle(Int32Array.from({ length: labels.length }, (_, row) => row));
  const ordered = order === "shuffled" ? rows : grouped(rows, labels, (groups) => random.shuffle(groups));
  const batches = Math.ceil(rows.length / batchSize);
  return Int32Array.from({ length: batches * batchSize }, (_, i) => ordered[i % ordered.length]!);
}

/** Shuffled rows, cut into groups of one word each, the groups shuffled in turn. */
function grouped(
  rows: Int32Array,
  labels: ArrayLike<number>,
  shuffle: (groups: number[]) => number[],
): Int32Array {
  const byWord = new Map<number, number[]>();
  for (const row of rows) {
    const label = labels[row]!;
    const members = byWord.get(label);
    if (members) members.push(row);
    else byWord.set(label, [row]);
  }
  const groups: number[][] = [];
  for (const members of byWord.values()) {
    for (let at = 0; at < members.length; at += GROUP_SIZE) groups.push(members.slice(at, at + GROUP_SIZE));
  }
  const order = shuffle(groups.map((_, i) => i));
  return Int32Array.from(order.flatMap((group) => groups[group]!));
}
