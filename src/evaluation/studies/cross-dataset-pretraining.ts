import { type Example, split } from "../../dataset/index.ts";
import {
  fitStandardizer,
  type ParameterValues,
  type Standardizer,
  standardize,
  unstandardize,
} from "../../math/index.ts";
import {
  type Architecture,
  createDecoder,
  createEncoder,
  createTrainer,
  defaultTrainingOptions,
  reportArchitecture,
  residualArchitecture,
} from "../../model/index.ts";
import { centroidBaseline, type LatentSpace } from "../baselines/centroid.ts";
import { meanAbsoluteError } from "../metrics/prediction.ts";
import { safeCurves } from "../safe-curve.ts";
import type { Scope, StudyData } from "../study.ts";
import { frequentTerms, listenerFolds, shareOf } from "./cross-dataset-data.ts";
import { createTally, rowScores, type Tally } from "./cross-dataset-tally.ts";

/** Ids of the networks. */
export type Network = "report" | "residual";
export const networks: Readonly<
  Record<Network, { readonly name: string; readonly architecture: Architecture }>
> = {
  report: { name: "report's network", architecture: reportArchitecture },
  residual: { name: "network with a linear path", architecture: residualArchitecture },
};

/** Where each direction leads. */
export const targets = {
  socialfx: "SAFE → SocialFX",
  safe: "SocialFX → SAFE",
} as const;
export type Target = keyof typeof targets;

interface Plan {
  /** On all rows; fewer rows are gone through more often. */
  readonly epochs: number;
  /** Shares of the target's rows. */
  readonly shares: readonly number[];
  readonly networks: readonly Network[];
  /** A seed decides held-out rows, shares and training. From scratch, the report's network ends at MAE 0.22..0.33. */
  readonly seeds: readonly number[];
}

/** How much each scope trains. */
export const plans: Record<Scope, Plan> = {
  quick: { epochs: 2, shares: [0.1, 0.5], networks: ["report"], seeds: [1] },
  full: { epochs: 16, shares: [0.1, 0.25, 0.5, 1], networks: ["report", "residual"], seeds: [1, 2] },
};

/** SocialFX words with fewer rows in all are not scored by word. */
export const MINIMUM_ROWS = 4;

/** Position of each score in a tally; `pretrained` and `scratch` of the same rows, so that they pair. */
export const scores = { rPretrained: 0, rScratch: 1, maePretrained: 2, maeScratch: 3 } as const;

/** What one run found. */
export interface TransferResult {
  /** Target rows learned from, in the order of the shares. */
  readonly trainRows: readonly number[];
  /** Held-out reconstruction, all held-out rows; r is 0 there. By word (SocialFX) or listener (SAFE). */
  readonly reconstruction: readonly Tally[];
  /** Word to curve, rows of the scored words. */
  readonly words: readonly Tally[];
  /** Mean absolute error of the pre-trained network before it has seen a row of the target. */
  readonly untunedMae: number;
}

/** One training on both data sets. */
export interface Run {
  readonly id: string;
  readonly target: Target;
  readonly network: Network;
  readonly seed: number;
}

/** What a scope trains; each run is a task. */
export function runsOf(scope: Scope): Run[] {
  const { networks, seeds } = plans[scope];
  return (Object.keys(targets) as Target[]).flatMap((target) =>
    networks.flatMap((network) =>
      seeds.map((seed) => ({ id: `transfer/to=${target}/${network}/seed=${seed}`, target, network, seed })),
    ),
  );
}

/** A trained network, and its parameters to go on from. */
interface Trained extends LatentSpace {
  readonly parameters: ParameterValues;
}

/** @param start Parameters to begin with. Default: as `createTrainer` begins. */
function train(
  rows: readonly Example[],
  architecture: Architecture,
  options: { readonly epochs: number; readonly seed: number; readonly start?: ParameterValues },
): Trained {
  const { epochs, seed, start } = options;
  const standardizer: Standardizer = fitStandardizer(rows.map(({ gains }) => gains));
  const labels = new Map<string, number>();
  for (const { term } of rows) if (!labels.has(term)) labels.set(term, labels.size);
  const trainer = createTrainer(
    architecture,
    {
      curves: rows.map(({ gains }) => standardize(standardizer, gains)),
      labels: rows.map(({ term }) => labels.get(term)!),
      standardizer,
    },
    { ...defaultTrainingOptions, epochs, seed },
  );
  if (start) trainer.parameters.import(start);
  for (let epoch = 0; epoch < epochs; epoch++) trainer.runEpoch();
  const parameters = trainer.parameters.export();
  const encoder = createEncoder(architecture, parameters);
  const decoder = createDecoder(architecture, parameters, standardizer);
  return {
    parameters,
    encode(gains) {
      const latent = new Float64Array(architecture.latentSize);
      encoder.encode(standardize(standardizer, gains), latent);
      return latent;
    },
    decode(latent) {
      const curve = new Float64Array(architecture.curveSize);
      decoder.decode(latent, curve);
      return unstandardize(standardizer, curve, curve);
    },
  };
}

interface Held {
  readonly example: Example;
  readonly cluster: string;
}

function holdOut(
  data: StudyData,
  target: Target,
  seed: number,
): { train: readonly Example[]; heldOut: Held[] } {
  if (target === "socialfx") {
    const { train, validation } = split(data.examples, { seed });
    return { train, heldOut: validation.map((example) => ({ example, cluster: example.term })) };
  }
  const { train, heldOut } = listenerFolds(safeCurves(data.safe!).curves, 5, seed)[0]!;
  return {
    train: train.map(({ example }) => example),
    heldOut: heldOut.map(({ example, source }) => ({ example, cluster: source.listener })),
  };
}

/** Pre-trains on all of one data set, then learns shares of the other with and without that, and scores held-out rows. */
export function transfer(data: StudyData, scope: Scope, { target, network, seed }: Run): TransferResult {
  const { architecture } = networks[network];
  const { epochs, shares } = plans[scope];
  const safe = safeCurves(data.safe!).curves.map(({ example }) => example);
  const [source, all] = target === "socialfx" ? [safe, data.examples] : [data.examples, safe];
  const scored = frequentTerms(all, MINIMUM_ROWS);
  const { train: targetRows, heldOut } = holdOut(data, target, seed);
  const pretrained = train(source, architecture, { epochs, seed });
  const result = { trainRows: [] as number[], reconstruction: [] as Tally[], words: [] as Tally[] };
  for (const share of shares) {
    const rows = shareOf(targetRows, share, seed);
    // As many epochs on few rows as on all would end a training from scratch before it has converged.
    const options = { epochs: Math.round(epochs / Math.sqrt(share)), seed };
    const spaces = [
      train(rows, architecture, { ...options, start: pretrained.parameters }),
      train(rows, architecture, options),
    ] as const;
    const predictors = spaces.map((space) => {
      const centroid = centroidBaseline({ id: network, name: "", source: "" }, () => space);
      return centroid.fit(rows, seed);
    });
    const [reconstruction, words] = [createTally(), createTally()];
    for (const { example, cluster } of heldOut) {
      const { gains, term } = example;
      const errors = spaces.map((space) => meanAbsoluteError(space.decode(space.encode(gains)), gains));
      reconstruction.add(cluster, [0, 0, ...errors]);
      if (!scored.has(term)) continue;
      const predicted = predictors.map((predictor) => predictor.predict({ term }) ?? gains.map(() => 0));
      words.add(cluster, [
        ...predicted.map((curve) => rowScores(curve, gains)[0]),
        ...predicted.map((curve) => meanAbsoluteError(curve, gains)),
      ]);
    }
    result.trainRows.push(rows.length);
    result.reconstruction.push(reconstruction.tally);
    result.words.push(words.tally);
  }
  const untuned = heldOut.map(({ example: { gains } }) =>
    meanAbsoluteError(pretrained.decode(pretrained.encode(gains)), gains),
  );
  return { ...result, untunedMae: untuned.reduce((sum, error) => sum + error, 0) / untuned.length };
}
