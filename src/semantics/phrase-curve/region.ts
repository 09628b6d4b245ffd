import { bandFrequencyHz } from "../../effects/index.ts";

/** A stretch of the frequency scale, by the centres of its outermost bands, Hz. */
export interface Region {
  readonly fromHz: number;
  readonly toHz: number;
}

/** A band belongs to a region if it has at least this part of the strongest band's weight. */
const LEAST_OF_STRONGEST = 0.25;
/** A second region is named if it weighs at least this part of the first. */
const LEAST_OF_FIRST = 1 / 3;
const MOST_REGIONS = 2;

/**
 * Where a quantity is concentrated: stretches of bands that have it, the weightiest first, at most two.
 *
 * @param weight Shape `[40]`: positive where it is to be found.
 * @returns Empty if no weight is positive.
 */
export function regionsOf(weight: ArrayLike<number>): Region[] {
  let strongest = 0;
  for (let band = 0; band < weight.length; band++) strongest = Math.max(strongest, weight[band]!);
  const found: { from: number; to: number; sum: number }[] = [];
  for (let band = 0; band < weight.length; band++) {
    if (!(strongest > 0 && weight[band]! >= LEAST_OF_STRONGEST * strongest)) continue;
    const last = found.at(-1);
    if (last && last.to === band - 1) {
      last.to = band;
      last.sum += weight[band]!;
    } else found.push({ from: band, to: band, sum: weight[band]! });
  }
  found.sort((a, b) => b.sum - a.sum || a.from - b.from);
  return found
    .slice(0, MOST_REGIONS)
    .filter(({ sum }) => sum >= LEAST_OF_FIRST * found[0]!.sum)
    .map(({ from, to }) => ({ fromHz: bandFrequencyHz[from]!, toHz: bandFrequencyHz[to]! }));
}
