import type { Example } from "../../dataset/index.ts";
import { createRandom } from "../../math/index.ts";
import type { SafeCurve } from "../safe-curve.ts";

/** Rows to learn from and rows to judge by. */
export interface HoldOut<T> {
  readonly train: readonly T[];
  readonly heldOut: readonly T[];
}

/**
 * Splits SAFE's rows in k parts so that no listener is on both sides: one person's settings for one word resemble
 * each other, and rows with two descriptors stand there twice. Listeners in shuffled order, the largest first, each
 * go to the part that has the fewest rows.
 */
export function listenerFolds(curves: readonly SafeCurve[], k: number, seed: number): HoldOut<SafeCurve>[] {
  const rowsOf = new Map<string, number>();
  for (const { source } of curves) rowsOf.set(source.listener, (rowsOf.get(source.listener) ?? 0) + 1);
  const names = [...rowsOf.keys()];
  if (!(Number.isInteger(k) && k >= 2 && k <= names.length)) {
    throw new RangeError(`listenerFolds: k must be a whole number within 2..${names.length}, got ${k}`);
  }
  const order = createRandom(seed)
    .shuffle(names.map((_, i) => i))
    .map((i) => names[i]!)
    .sort((a, b) => rowsOf.get(b)! - rowsOf.get(a)!);
  const sizes = new Array<number>(k).fill(0);
  const partOf = new Map<string, number>();
  for (const name of order) {
    const part = sizes.indexOf(Math.min(...sizes));
    partOf.set(name, part);
    sizes[part]! += rowsOf.get(name)!;
  }
  return sizes.map((_, part) => ({
    train: curves.filter(({ source }) => partOf.get(source.listener) !== part),
    heldOut: curves.filter(({ source }) => partOf.get(source.listener) === part),
  }));
}

/**
 * A share of the rows: the first of a shuffled order, so that with the same seed smaller shares lie within larger
 * ones. At least two rows, in the order of the input.
 */
export function shareOf<T>(rows: readonly T[], share: number, seed: number): T[] {
  const count = Math.min(rows.length, Math.max(2, Math.round(share * rows.length)));
  const order = createRandom(seed).shuffle(rows.map((_, i) => i));
  return order
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((row) => rows[row]!);
}

/** Words with at least so many rows. */
export function frequentTerms(examples: readonly Example[], minimum: number): Set<string> {
  const counts = new Map<string, number>();
  for (const { term } of examples) counts.set(term, (counts.get(term) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= minimum).map(([term]) => term));
}
