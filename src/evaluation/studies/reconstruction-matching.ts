import type { BiquadSetting } from "../../dsp/index.ts";

/** A bell and the one that it is compared with. */
export type BellPair = readonly [bell: BiquadSetting, other: BiquadSetting];

/** Two banks of bells, paired off. */
export interface BellMatch {
  readonly pairs: readonly BellPair[];
  /** Bells of either bank that are left out because they are next to nothing. */
  readonly faint: number;
  /** Bells of either bank that found no partner, since the banks differ in number. */
  readonly single: number;
}

/** Bells of less than this, in dB, are next to nothing: their frequency and Q mean little. */
export const FAINT_DB = 0.5;

/** How far two bells are apart: an octave counts as much as 6 dB, or as a factor of 4 in Q. */
function distance(a: BiquadSetting, b: BiquadSetting): number {
  return (
    Math.abs(Math.log2(a.frequencyHz / b.frequencyHz)) +
    Math.abs(a.gainDb - b.gainDb) / 6 +
    Math.abs(Math.log2(a.q / b.q)) / 2
  );
}

/**
 * Pairs the bells of two banks one to one so that the sum of their distances is the least that there is: the most
 * favourable comparison for both. Bells below {@link FAINT_DB} are left out first.
 */
export function matchBells(bank: readonly BiquadSetting[], other: readonly BiquadSetting[]): BellMatch {
  const isHeard = ({ gainDb }: BiquadSetting): boolean => Math.abs(gainDb) >= FAINT_DB;
  const [left, right] = [bank.filter(isHeard), other.filter(isHeard)];
  const swap = left.length > right.length;
  const [few, many] = swap ? [right, left] : [left, right];
  const partners = leastAssignment(few.map((a) => many.map((b) => distance(a, b))));
  return {
    pairs: few.map((a, i) => {
      const b = many[partners[i]!]!;
      return swap ? [b, a] : [a, b];
    }),
    faint: bank.length + other.length - left.length - right.length,
    single: many.length - few.length,
  };
}

/**
 * The assignment problem: a column for each row, none twice, with the least sum of costs. Hungarian method by shortest
 * augmenting paths with potentials (Jonker & Volgenant, Computing 38, 1987), O(rows² · columns).
 *
 * @param cost Shape `[rows, columns]`, no more rows than columns, finite.
 * @returns Shape `[rows]`: the column of each row.
 * @throws RangeError if there are more rows than columns.
 */
export function leastAssignment(cost: readonly (readonly number[])[]): number[] {
  const rows = cost.length;
  const columns = cost[0]?.length ?? 0;
  if (rows > columns) {
    throw new RangeError(
      `leastAssignment: cost must have no more rows than columns, got ${rows} × ${columns}`,
    );
  }
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(columns);
  /** Row that has each column, −1 for none. */
  const rowOf = new Int32Array(columns).fill(-1);
  for (let row = 0; row < rows; row++) {
    const nearest = new Float64Array(columns).fill(Infinity);
    const cameFrom = new Int32Array(columns).fill(-1);
    const isReached = new Uint8Array(columns);
    let column = -1;
    let at = row;
    // Reach out from the new row along the cheapest edges until a free column is found.
    do {
      let [next, least] = [-1, Infinity];
      for (let candidate = 0; candidate < columns; candidate++) {
        if (isReached[candidate]) continue;
        const reduced = cost[at]![candidate]! - rowPrice[at]! - columnPrice[candidate]!;
        if (reduced < nearest[candidate]!) [nearest[candidate], cameFrom[candidate]] = [reduced, column];
        if (nearest[candidate]! < least) [next, least] = [candidate, nearest[candidate]!];
      }
      rowPrice[row]! += least;
      for (let other = 0; other < columns; other++) {
        if (isReached[other]) {
          rowPrice[rowOf[other]!]! += least;
          columnPrice[other]! -= least;
        } else nearest[other]! -= least;
      }
      column = next;
      isReached[column] = 1;
      at = rowOf[column]!;
    } while (at >= 0);
    // Hand each column on along the path.
    while (column >= 0) {
      const previous = cameFrom[column]!;
      rowOf[column] = previous < 0 ? row : rowOf[previous]!;
      column = previous;
    }
  }
  const assigned = new Array<number>(rows).fill(-1);
  rowOf.forEach((row, column) => {
    if (row >= 0) assigned[row] = column;
  });
  return assigned;
}
