import type { Json, Scope, StudyData } from "../study.ts";
import { frequentTerms } from "./cross-dataset-data.ts";
import { antonymPairs, type PairFigures } from "./latent-space-antonyms.ts";
import { DISAGREEMENTS, type RawResult, type SimulatedResult } from "./latent-space-controls.ts";
import {
  type ClusterFigure,
  type ClusterFigures,
  type Spread,
  spreadOf,
  spreadOfFigures,
} from "./latent-space-figures.ts";
import {
  ANTONYM_LAMBDAS,
  type BothSides,
  CLUSTER_ROWS,
  CLUSTER_SPLITS,
  type MappedWord,
  type PairTraining,
  splitsOf,
  type Training,
  type TrainingResult,
  trainingId,
  trainings,
} from "./latent-space-trainings.ts";

/** Figures of training rows and of held-out rows, over the splits. */
export interface BothSpreads {
  readonly train: Record<ClusterFigure, Spread>;
  readonly heldOut: Record<ClusterFigure, Spread>;
}

/** One space's figures, named for the tables. */
export interface Measured {
  readonly name: string;
  /** Latent and projection, or one space where there is only one. */
  readonly spaces: readonly BothSpreads[];
}

/** A training over its splits. */
export interface MeasuredTraining extends Measured {
  readonly training: Training;
  readonly reconstructionMae: Spread;
  readonly wordToCurveR: Spread;
}

/** A way to tell antonyms apart: of each pair (or null where a word is missing), one entry per split. */
export interface MeasuredAntonyms {
  readonly name: string;
  readonly lambda: number | null;
  readonly pairs: readonly (readonly PairFigures[])[];
}

/** All that the study's tasks gave, gathered. */
export interface Results {
  readonly clusterWords: number;
  readonly raw: Measured;
  readonly rawWordToCurveR: Spread;
  readonly shuffled: readonly Measured[];
  readonly trainings: readonly MeasuredTraining[];
  readonly shareBetweenWords: number;
  /** By disagreement, the crowd as it is first. */
  readonly simulated: readonly (Measured & { readonly disagreement: number })[];
  readonly antonyms: {
    readonly raw: MeasuredAntonyms;
    /** Report's network trained on the pair alone, by λ; in the latent and in the projection. */
    readonly pairLatent: readonly MeasuredAntonyms[];
    readonly pairProjection: readonly MeasuredAntonyms[];
    /** Ours trained on everyone, by λ. */
    readonly oursLatent: readonly MeasuredAntonyms[];
    readonly oursProjection: readonly MeasuredAntonyms[];
  };
  readonly map: readonly MappedWord[];
}

/** The id of a pair's task. */
export function pairId(pair: readonly [string, string]): string {
  return `pair=${pair.join(",")}`;
}

/** "report, all words, λ 10, no dropout" */
function trainingName({ network, rows, contrastiveWeight, dropout }: Training): string {
  const words = { all: "all words", frequent: "by heart", dealt: "by heart, words dealt by chance" }[rows];
  return `${network}, ${words}, λ ${contrastiveWeight}${dropout === 0 ? ", no dropout" : ""}`;
}

function spreads(repeated: readonly BothSides[]): BothSpreads {
  const of = (side: (one: BothSides) => ClusterFigures) => spreadOfFigures(repeated.map(side));
  return { train: of(({ train }) => train), heldOut: of(({ heldOut }) => heldOut) };
}

/** @param resultOf As a study's `summarize` gets it. */
export function gatherResults(resultOf: (id: string) => Json, data: StudyData, scope: Scope): Results {
  const get = <T>(id: string): T => resultOf(id) as unknown as T;
  const raw = get<RawResult[]>("raw");
  const rawClusters = raw.slice(0, CLUSTER_SPLITS[scope]);
  const simulated = get<SimulatedResult>("simulated");
  const trained = trainings(scope).map((training) => ({
    training,
    results: splitsOf(training, scope).map((number) => get<TrainingResult>(trainingId(training, number))),
  }));
  const clusters = trained.map(({ training, results }) => ({
    training,
    results: results.slice(0, CLUSTER_SPLITS[scope]),
  }));
  const controls = clusters.flatMap(({ results }) => results.flatMap(({ control }) => control ?? []));
  const pairs = antonymPairs.map((pair) => get<PairTraining[]>(pairId(pair)));
  const ofPairs = (space: "latent" | "projection") =>
    ANTONYM_LAMBDAS.map((lambda) => ({
      name: `report, trained on the pair, λ ${lambda}`,
      lambda,
      pairs: pairs.map((own) =>
        own
          .filter(({ contrastiveWeight }) => contrastiveWeight === lambda)
          .flatMap((one) => one[space] ?? []),
      ),
    }));
  const ofOurs = (space: "latent" | "projection") =>
    trained
      .filter(({ training }) => training.network === "ours" && isAntonymLambda(training.contrastiveWeight))
      .map(({ training, results }) => ({
        name: `ours, trained on all words, λ ${training.contrastiveWeight}`,
        lambda: training.contrastiveWeight,
        pairs: antonymPairs.map((_, pair) =>
          results.flatMap(({ antonyms }) => antonyms?.[pair]?.[space] ?? []),
        ),
      }));
  return {
    clusterWords: frequentTerms(data.examples, CLUSTER_ROWS).size,
    raw: { name: "raw curves", spaces: [spreads(rawClusters.map(({ curves }) => curves))] },
    rawWordToCurveR: spreadOf(rawClusters.map(({ wordToCurveR }) => wordToCurveR)),
    shuffled: [
      { name: "raw curves, words shuffled", spaces: [spreads(rawClusters.map(({ control }) => control))] },
      { name: "ours, all words, λ 0.1, latent, words shuffled", spaces: [spreads(controls)] },
    ],
    trainings: clusters.map(({ training, results }) => ({
      training,
      name: trainingName(training),
      spaces: [
        spreads(results.map(({ latent }) => latent)),
        spreads(results.map(({ projection }) => projection)),
      ],
      reconstructionMae: spreadOf(results.map(({ reconstructionMae }) => reconstructionMae)),
      wordToCurveR: spreadOf(results.map(({ wordToCurveR }) => wordToCurveR)),
    })),
    shareBetweenWords: simulated.shareBetweenWords,
    simulated: DISAGREEMENTS.map((disagreement) => ({
      disagreement,
      name: `simulated crowd, ideal embedding${disagreement === 1 ? "" : `, ${disagreement} × the disagreement`}`,
      spaces: [
        spreads(
          simulated.draws.filter((draw) => draw.disagreement === disagreement).map(({ ideal }) => ideal),
        ),
      ],
    })),
    antonyms: {
      raw: {
        name: "raw curves",
        lambda: null,
        pairs: antonymPairs.map((_, pair) => raw.flatMap(({ antonyms }) => antonyms[pair] ?? [])),
      },
      pairLatent: ofPairs("latent"),
      pairProjection: ofPairs("projection"),
      oursLatent: ofOurs("latent"),
      oursProjection: ofOurs("projection"),
    },
    map: trained.flatMap(({ results }) => results.flatMap(({ map }) => map ?? [])),
  };
}

/** Whether there is a pair of which both words are there. */
export function hasAntonyms({ antonyms }: Results): boolean {
  return antonyms.raw.pairs.some((own) => own.length > 0);
}

function isAntonymLambda(lambda: number): boolean {
  return (ANTONYM_LAMBDAS as readonly number[]).includes(lambda);
}

/** A figure of one pair over the splits; undefined where a word is missing. */
export function pairSpread(
  { pairs }: MeasuredAntonyms,
  pair: number,
  figure: Exclude<keyof PairFigures, "rows">,
): Spread | undefined {
  const own = pairs[pair]!;
  return own.length === 0 ? undefined : spreadOf(own.map((one) => one[figure]));
}

/** A figure's mean over the pairs, split by split; pairs that are missing on a split are left out. */
export function meanOverPairs(
  { pairs }: MeasuredAntonyms,
  figure: Exclude<keyof PairFigures, "rows">,
): number[] {
  const splits = Math.max(...pairs.map((own) => own.length));
  const present = pairs.filter((own) => own.length === splits);
  return Array.from(
    { length: splits },
    (_, split) => present.reduce((sum, own) => sum + own[split]![figure], 0) / present.length,
  );
}
