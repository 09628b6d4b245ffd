import { type Example, split } from "../../dataset/index.ts";
import {
  type Architecture,
  defaultTrainingOptions,
  reportArchitecture,
  residualArchitecture,
  type TrainingOptions,
} from "../../model/index.ts";
import { meanCurve } from "../baselines/mean-curve.ts";
import { meanAbsoluteError, summarizePredictions } from "../metrics/prediction.ts";
import type { Scope } from "../study.ts";
import { type TrainedNetwork, trainNetwork } from "../train-network.ts";
import { frequentTerms } from "./cross-dataset-data.ts";
import { antonymPairs, type PairFigures, pairFigures } from "./latent-space-antonyms.ts";
import { type ClusterFigures, clusterFigures, shuffledLabels } from "./latent-space-figures.ts";

/** Words with at least so many rows count as clusters. */
export const CLUSTER_ROWS = 8;
/** Share of the rows that no network sees. */
const HELD_OUT = 0.3;

/** One way to train, to be repeated on several splits. */
export interface Training {
  /** The report's network, or ours: the same with a linear path. */
  readonly network: "report" | "ours";
  /**
   * `all`: as ours is trained. `frequent`: words with 8 rows or more alone, in batches of 64 and 200 epochs, so that each
   * batch holds most words and the contrastive loss can learn them by heart. `dealt`: the same, each row given
   * another row's word by chance.
   */
  readonly rows: "all" | "frequent" | "dealt";
  /** λ */
  readonly contrastiveWeight: number;
  readonly dropout: number;
}

/** Weights of the contrastive loss that are compared. */
export const LAMBDAS = [0, 0.1, 1, 5, 10] as const;
/** Weights of the contrastive loss with which antonyms are told apart; 0 is without it. */
export const ANTONYM_LAMBDAS = [0, 0.1, 1] as const;

const { dropout } = reportArchitecture;
/** Every training of the study. */
export function trainings(scope: Scope): Training[] {
  if (scope === "quick") {
    return [
      { network: "ours", rows: "all", contrastiveWeight: 0, dropout },
      { network: "ours", rows: "all", contrastiveWeight: 0.1, dropout },
      { network: "report", rows: "frequent", contrastiveWeight: 0, dropout },
      { network: "report", rows: "frequent", contrastiveWeight: 10, dropout: 0 },
      { network: "report", rows: "dealt", contrastiveWeight: 10, dropout: 0 },
    ];
  }
  const sweep = (network: "report" | "ours", rows: "all" | "frequent"): Training[] =>
    LAMBDAS.map((contrastiveWeight) => ({ network, rows, contrastiveWeight, dropout }));
  const undropped = { network: "report", contrastiveWeight: 10, dropout: 0 } as const;
  return [
    ...sweep("ours", "all"),
    ...sweep("report", "all"),
    { ...undropped, rows: "all" },
    ...sweep("report", "frequent"),
    { ...undropped, rows: "frequent" },
    { ...undropped, rows: "dealt" },
  ];
}

/** Splits that figures of clusters and of cost are means over, the same for all that is compared. */
export const CLUSTER_SPLITS: Readonly<Record<Scope, number>> = { quick: 1, full: 2 };
/** Splits on which antonyms are told apart; there are few rows of each pair. */
export const ANTONYM_SPLITS: Readonly<Record<Scope, number>> = { quick: 1, full: 6 };

/** Splits that a training is repeated on, numbered from 1. */
export function splitsOf({ network, contrastiveWeight }: Training, scope: Scope): number[] {
  const forAntonyms =
    network === "ours" && (ANTONYM_LAMBDAS as readonly number[]).includes(contrastiveWeight);
  const count = (forAntonyms ? ANTONYM_SPLITS : CLUSTER_SPLITS)[scope];
  return Array.from({ length: count }, (_, i) => i + 1);
}

export function trainingId(training: Training, splitNumber: number): string {
  const { network, rows, contrastiveWeight } = training;
  return `net=${network}/rows=${rows}/lambda=${contrastiveWeight}/dropout=${training.dropout}/split=${splitNumber}`;
}

/** About how long a training takes, s. */
export function trainingSeconds({ rows }: Training, scope: Scope): number {
  if (scope === "quick") return 1.5;
  return rows === "all" ? 9 : 8;
}

function architectureOf({ network, dropout: share }: Training): Architecture {
  return { ...(network === "report" ? reportArchitecture : residualArchitecture), dropout: share };
}

function optionsOf({ rows, contrastiveWeight }: Training, seed: number, scope: Scope): TrainingOptions {
  const base = { ...defaultTrainingOptions, contrastiveWeight, seed };
  if (rows === "all") return { ...base, epochs: scope === "quick" ? 5 : base.epochs };
  return { ...base, batchSize: 64, epochs: scope === "quick" ? 25 : 200 };
}

/** Rows that networks learn from and rows that they do not see, and those of words that count as clusters. */
export interface Division {
  readonly train: readonly Example[];
  readonly heldOut: readonly Example[];
  readonly clusterTrain: readonly Example[];
  readonly clusterHeldOut: readonly Example[];
}

/** The same for every network, so that all are asked about the same rows. */
export function divisionOf(examples: readonly Example[], splitNumber: number): Division {
  const frequent = frequentTerms(examples, CLUSTER_ROWS);
  const { train, validation } = split(examples, { fraction: HELD_OUT, seed: splitNumber });
  const isCluster = ({ term }: Example) => frequent.has(term);
  return {
    train,
    heldOut: validation,
    clusterTrain: train.filter(isCluster),
    clusterHeldOut: validation.filter(isCluster),
  };
}

/** Figures of training rows and of held-out rows. */
export interface BothSides {
  readonly train: ClusterFigures;
  readonly heldOut: ClusterFigures;
}

/** @param shuffle Deals the labels out anew on both sides, from this seed: the control. */
export function figuresOfBothSides(
  { clusterTrain, clusterHeldOut }: Pick<Division, "clusterTrain" | "clusterHeldOut">,
  embed: (example: Example) => ArrayLike<number>,
  shuffle?: number,
): BothSides {
  const [train, heldOut] = [clusterTrain, clusterHeldOut].map((examples, side) => {
    const labels = examples.map(({ term }) => term);
    return {
      rows: examples.map((example) => embed(example)),
      labels: shuffle === undefined ? labels : shuffledLabels(labels, 2 * shuffle + side),
    };
  });
  return {
    train: clusterFigures(train!.rows, train!.labels),
    heldOut: clusterFigures(heldOut!.rows, heldOut!.labels, train),
  };
}

/** A word's place on the map of our latent space. */
export interface MappedWord {
  readonly term: string;
  readonly rows: number;
  readonly language: string;
  /** Shape `[latent]`: mean of its rows, trained on or not. */
  readonly centroid: readonly number[];
}

/** What one training on one split comes to. */
export interface TrainingResult {
  readonly latent: BothSides;
  readonly projection: BothSides;
  /** The latent's figures under words dealt out by chance; for our default network. */
  readonly control: BothSides | null;
  /** Mean absolute error of held-out rows that went through the network, z units. */
  readonly reconstructionMae: number;
  /** Mean Pearson r of held-out rows of clusters with their word's decoded centroid. */
  readonly wordToCurveR: number;
  /** By pair, latent and projection; null where a word is missing. Where the network was trained on all rows. */
  readonly antonyms: readonly AntonymResult[] | null;
  readonly map: readonly MappedWord[] | null;
}

export interface AntonymResult {
  readonly latent: PairFigures | null;
  readonly projection: PairFigures | null;
}

/** Trains on one split and measures. */
export function runTraining(
  examples: readonly Example[],
  training: Training,
  splitNumber: number,
  scope: Scope,
): TrainingResult {
  const dealt = training.rows === "dealt" ? dealWords(examples, splitNumber) : examples;
  const division = divisionOf(dealt, splitNumber);
  const { train, heldOut, clusterTrain, clusterHeldOut } = division;
  const network = trainNetwork(
    training.rows === "all" ? train : clusterTrain,
    architectureOf(training),
    optionsOf(training, splitNumber, scope),
  );
  const isOurs = training.network === "ours" && training.contrastiveWeight === 0.1;
  const unseen = training.rows === "all" ? heldOut : clusterHeldOut;
  const errors = unseen.map(({ gains }) => meanAbsoluteError(network.decode(network.encode(gains)), gains));
  return {
    latent: figuresOfBothSides(division, ({ gains }) => network.encode(gains)),
    projection: figuresOfBothSides(division, ({ gains }) => network.project(network.encode(gains))),
    control: isOurs ? figuresOfBothSides(division, ({ gains }) => network.encode(gains), splitNumber) : null,
    reconstructionMae: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    wordToCurveR: wordToCurveR(division, (rows) =>
      network.decode(meanCurve(rows.map(({ gains }) => network.encode(gains)))),
    ),
    antonyms: training.rows === "all" ? antonymsOf(network, train, heldOut) : null,
    map: isOurs && splitNumber === 1 ? mapOf(network, [...clusterTrain, ...clusterHeldOut]) : null,
  };
}

/** Rows of words that count as clusters, each with the word of another by chance; words keep their numbers of rows. */
function dealWords(examples: readonly Example[], seed: number): Example[] {
  const frequent = frequentTerms(examples, CLUSTER_ROWS);
  const terms = shuffledLabels(
    examples.map(({ term }) => term).filter((term) => frequent.has(term)),
    seed,
  );
  let next = 0;
  return examples.map((example) =>
    frequent.has(example.term) ? { ...example, term: terms[next++]! } : example,
  );
}

/** @param curveOf What is answered for a word, from its training rows. */
export function wordToCurveR(
  { clusterTrain, clusterHeldOut }: Division,
  curveOf: (rows: readonly Example[]) => ArrayLike<number>,
): number {
  const answers = new Map<string, ArrayLike<number>>();
  for (const { term } of clusterTrain) {
    if (!answers.has(term))
      answers.set(term, curveOf(clusterTrain.filter((example) => example.term === term)));
  }
  return summarizePredictions(
    clusterHeldOut.map(({ term, gains }) => ({ predicted: answers.get(term)!, actual: gains })),
  ).r;
}

function antonymsOf(
  network: TrainedNetwork,
  train: readonly Example[],
  heldOut: readonly Example[],
): AntonymResult[] {
  return antonymPairs.map((pair) => ({
    latent: pairFigures(train, heldOut, pair, (gains) => network.encode(gains)) ?? null,
    projection: pairFigures(train, heldOut, pair, (gains) => network.project(network.encode(gains))) ?? null,
  }));
}

/** A pair's figures with one weight of the contrastive loss, of a network that was trained on the pair alone. */
export interface PairTraining extends AntonymResult {
  readonly contrastiveWeight: number;
  readonly split: number;
}

/** Trains the report's network on the pair's training rows alone, on each split with each λ: the loss at its best. */
export function runPair(
  examples: readonly Example[],
  pair: readonly [string, string],
  scope: Scope,
): PairTraining[] {
  return Array.from({ length: ANTONYM_SPLITS[scope] }, (_, i) => i + 1).flatMap((splitNumber) => {
    const { train, heldOut } = divisionOf(examples, splitNumber);
    const own = train.filter(({ term }) => pair.includes(term));
    return ANTONYM_LAMBDAS.map((contrastiveWeight) => {
      const training: Training = { network: "report", rows: "all", contrastiveWeight, dropout };
      const options = optionsOf(training, splitNumber, "full");
      const network = trainNetwork(own, architectureOf(training), {
        ...options,
        epochs: scope === "quick" ? 10 : options.epochs,
      });
      return {
        contrastiveWeight,
        split: splitNumber,
        latent: pairFigures(train, heldOut, pair, (gains) => network.encode(gains)) ?? null,
        projection:
          pairFigures(train, heldOut, pair, (gains) => network.project(network.encode(gains))) ?? null,
      };
    });
  });
}

function mapOf(network: TrainedNetwork, rows: readonly Example[]): MappedWord[] {
  return [...new Set(rows.map(({ term }) => term))].sort().map((term) => {
    const own = rows.filter((example) => example.term === term);
    const spanish = own.filter(({ language }) => language === "es").length;
    return {
      term,
      rows: own.length,
      language: 2 * spanish > own.length ? "Spanish" : "English",
      centroid: Array.from(meanCurve(own.map(({ gains }) => network.encode(gains)))),
    };
  });
}
