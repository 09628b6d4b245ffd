import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Rows to learn from and rows to judge by; both in the order of the input. */
export interface Split<T> {
  readonly train: readonly T[];
  readonly validation: readonly T[];
}

/** Anything that belongs to a word. */
interface Labelled {
  readonly term: string;
}

/**
 * Splits rows in two, stratified by word, by systematic sampling (Cochran, Sampling Techniques, ch. 8): the rows
 * are shuffled within each word, the words are laid end to end in a shuffled order, and along that line every
 * n/m-th row is taken from a random start. Thus exactly `m = round(fraction · n)` rows are held out, and of a word
 * with k rows either the floor or the ceiling of `k · m / n`: also the words that are too rare for any rule that
 * treats each word by itself are held out in proportion.
 *
 * @param options.fraction Share held out, 0..1. Default 0.2: 1,595 rows -> 1,276 and 319.
 * @param options.seed A 32-bit integer; the same seed and rows give the same split.
 */
export function split<T extends Labelled>(
  examples: readonly T[],
  options: { readonly fraction?: number; readonly seed: number },
): Split<T> {
  const { fraction = 0.2, seed } = options;
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new RangeError(`split: fraction must be within 0..1, got ${fraction}`);
  }
  const { order, start } = lineUp("split", examples, seed);
  const total = examples.length;
  const taken = Math.round(fraction * total);
  const isHeldOut = new Uint8Array(total);
  order.forEach((row, position) => {
    // Integers throughout: the count of multiples of n passed by steps of m rises by one m times.
    const before = Math.floor((position * taken + start) / total);
    const after = Math.floor(((position + 1) * taken + start) / total);
    if (after > before) isHeldOut[row] = 1;
  });
  return divide(examples, (row) => isHeldOut[row] === 1);
}

/**
 * The same with k parts: k splits, each row held out in exactly one of them, each word spread evenly over them (a
 * word with n rows gives floor or ceiling of n/k to each) and the parts' sizes equal to within one.
 *
 * @param k Number of parts, an integer from 2 to the number of rows.
 * @param seed A 32-bit integer.
 */
export function folds<T extends Labelled>(examples: readonly T[], k: number, seed: number): Split<T>[] {
  if (!(Number.isInteger(k) && k >= 2 && k <= examples.length)) {
    throw new RangeError(`folds: k must be an integer within 2..${examples.length}, got ${k}`);
  }
  const { order, start } = lineUp("folds", examples, seed);
  const fold = new Uint32Array(examples.length);
  order.forEach((row, position) => {
    fold[row] = (position + start) % k;
  });
  return Array.from({ length: k }, (_, part) => divide(examples, (row) => fold[row] === part));
}

/** Row numbers with each word's rows together, and a random integer from 0 to one below their number. */
function lineUp(
  caller: string,
  examples: readonly Labelled[],
  seed: number,
): { order: number[]; start: number } {
  if (!Number.isInteger(seed)) throw new RangeError(`${caller}: seed must be an integer, got ${seed}`);
  const rng = xoroshiro128plus(seed);
  const shuffle = <V>(values: V[]): V[] => {
    for (let last = values.length - 1; last > 0; last--) {
      const other = uniformInt(rng, 0, last);
      [values[last], values[other]] = [values[other]!, values[last]!];
    }
    return values;
  };
  const rowsOfTerm = new Map<string, number[]>();
  examples.forEach(({ term }, row) => {
    const rows = rowsOfTerm.get(term);
    if (rows) rows.push(row);
    else rowsOfTerm.set(term, [row]);
  });
  const order = shuffle([...rowsOfTerm.values()]).flatMap((rows) => shuffle(rows));
  return { order, start: examples.length === 0 ? 0 : uniformInt(rng, 0, examples.length - 1) };
}

function divide<T>(examples: readonly T[], isHeldOut: (row: number) => boolean): Split<T> {
  return {
    train: examples.filter((_, row) => !isHeldOut(row)),
    validation: examples.filter((_, row) => isHeldOut(row)),
  };
}
