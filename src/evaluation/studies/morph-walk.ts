import type { Example } from "../../dataset/index.ts";
import { evenPositions, type MixSpace, type WordModel } from "../../semantics/index.ts";
import { pearson, rootMeanSquareError } from "../metrics/prediction.ts";
import { antonymPairs } from "./latent-space-antonyms.ts";
import { measurePath, type Path, type PathMeasures, stepsOf } from "./morph-paths.ts";

/** Words whose pairs are all walked. */
const WORD_COUNT = 12;
/** Positions of each path, both ends included. */
export const POSITIONS = 41;

/** One pair of words, walked in three ways. */
export interface PairPaths {
  readonly from: string;
  readonly to: string;
  readonly isAntonym: boolean;
  readonly latent: WalkedPath;
  /** Through the latent space at positions of equal length. */
  readonly evened: WalkedPath;
  readonly curve: WalkedPath;
  /** Largest distance between the latent and the curve-space path at one position, dB rms. */
  readonly apartDb: number;
}

export interface WalkedPath extends PathMeasures {
  /** Shape `[POSITIONS - 1]`, dB rms. */
  readonly steps: readonly number[];
  /** Correlation of the curve at the middle with the listener's curve that is most like it. */
  readonly nearestListener: number;
}

/** Walks all pairs. @param examples Rows that say which words are used most, and what listeners' curves look like. */
export function walkPairs(model: WordModel, examples: readonly Example[]): PairPaths[] {
  return pairsOf(examples).map(({ from, to, isAntonym }) => {
    const latent = pathOf(model, from, to, "latent");
    const curve = pathOf(model, from, to, "curve");
    const evened = evenPositions(latent, POSITIONS).map(
      (position) => model.morph(from, to, position, { space: "latent" }).gainDb,
    );
    const walked = (path: Path): WalkedPath => ({
      ...measurePath(path),
      steps: stepsOf(path),
      nearestListener: nearest(path[(POSITIONS - 1) / 2]!, examples),
    });
    return {
      ...{ from, to, isAntonym },
      ...{ latent: walked(latent), evened: walked(evened), curve: walked(curve) },
      apartDb: Math.max(...latent.map((gainDb, k) => rootMeanSquareError(gainDb, curve[k]!))),
    };
  });
}

function pathOf(model: WordModel, from: string, to: string, space: MixSpace): Path {
  return model.morphPath(from, to, POSITIONS, { space }).positions.map(({ gainDb }) => gainDb);
}

/** All pairs of the words that most people used, and the antonyms that are not among them. */
export function pairsOf(
  examples: readonly Example[],
): { readonly from: string; readonly to: string; readonly isAntonym: boolean }[] {
  const people = new Map<string, number>();
  for (const { term } of examples) people.set(term, (people.get(term) ?? 0) + 1);
  const words = [...people]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, WORD_COUNT)
    .map(([word]) => word);
  const known = antonymPairs.filter((pair) => pair.every((word) => people.has(word)));
  const same = (a: readonly string[], b: readonly string[]): boolean => a.every((word) => b.includes(word));
  const frequent = words.flatMap((from, i) => words.slice(i + 1).map((to) => [from, to] as const));
  return [...known, ...frequent.filter((pair) => !known.some((other) => same(pair, other)))].map((pair) => ({
    ...{ from: pair[0], to: pair[1] },
    isAntonym: known.includes(pair),
  }));
}

/** Largest correlation of a curve with any listener's. */
function nearest(gainDb: ArrayLike<number>, examples: readonly Example[]): number {
  return Math.max(...examples.map(({ gains }) => pearson(gainDb, gains)));
}
