/**
 * How well a word is learned from ratings, on simulated listeners made of the crowd's rows.
 *
 *   npx tsx runs/teach-ratings.ts [data folder] [folds, default 2 of 5]
 *
 * A held-out person's row is taken for the curve that this listener means; the model has not seen it. A rating is the
 * correlation of that curve with the probe, plus noise of such a size that two ratings of SocialEQ's probes would correlate
 * as the data say of this person, cut to −1..1. Printed is the mean correlation of the learned curve with the listener's own.
 *
 * Then, from SAFE-DB: how much of one setting that somebody makes for a word comes back in that person's next one, and how far it
 * should be drawn towards other people's mean to predict that next one best.
 */

import { type Example, folds } from "../src/dataset/index.ts";
import { safeResponseDb, standardizedCurve } from "../src/evaluation/safe-curve.ts";
import { createRandom, fitStandardizer, type Random } from "../src/math/index.ts";
import { defaultTrainingOptions, residualArchitecture } from "../src/model/index.ts";
import { loadSocialFx } from "../src/node/dataset-file.ts";
import { loadSafe } from "../src/node/safe-file.ts";
import { openModel, startLearning, type WordModel } from "../src/semantics/index.ts";
import {
  type CurvePrior,
  chooseProbes,
  correlationOf,
  curvePrior,
  type LearnedRatings,
  learnFromRatings,
} from "../src/semantics/personal/index.ts";

const BANDS = 40;
const COUNTS = [0, 5, 10, 15, 25] as const;
const MOST = COUNTS.at(-1)!;
/** Listeners who rate worse than this are taken to rate like this: their noise would be without bound. */
const LEAST_CONSISTENCY = 0.05;

const dataPath = process.argv[2] ?? "../shared/data";
const { examples } = await loadSocialFx(dataPath);
const foldCount = Number(process.argv[3] ?? 2);

/** A model of the training rows alone. */
function modelOf(train: readonly Example[]): WordModel {
  const learning = startLearning({
    examples: train.map(({ term, language, consistency, gains }) => ({
      word: term,
      language,
      consistency,
      gains,
    })),
    training: train.map((_, row) => row),
    validation: [0],
    standardizer: fitStandardizer(train.map(({ gains }) => gains)),
    architecture: residualArchitecture,
    options: defaultTrainingOptions,
  });
  for (let epoch = 0; epoch < defaultTrainingOptions.epochs; epoch++) learning.trainer.runEpoch();
  const digits = "0".repeat(64);
  return openModel(learning.finish({ dataSha256: digits, codeSha256: digits }).bytes).model;
}

/** A probe as SocialEQ makes them: Gaussians of random height and of 5 to 20 bands side by side. */
function randomProbe(random: Random): Float64Array {
  const curve = new Float64Array(BANDS);
  for (let center = random.uniform() * 10; center < BANDS + 10; ) {
    const width = random.integer(5, 20);
    const height = 2 * random.uniform() - 1;
    for (let band = 0; band < BANDS; band++) {
      curve[band]! += height * Math.exp(-0.5 * ((band - center) / (width / 4)) ** 2);
    }
    center += width;
  }
  return curve;
}

/** SocialEQ's way: each band's gain is the slope of the ratings over it. */
function bandSlopes(probes: readonly Float64Array[], ratings: readonly number[]): Float64Array {
  const mean = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
  return Float64Array.from({ length: BANDS }, (_, band) => {
    const center = probes.reduce((sum, probe) => sum + probe[band]!, 0) / probes.length;
    let [product, square] = [0, 0];
    probes.forEach((probe, i) => {
      product += (probe[band]! - center) * (ratings[i]! - mean);
      square += (probe[band]! - center) ** 2;
    });
    return square > 0 ? product / square : 0;
  });
}

/** Nothing but that neighbouring bands are alike. */
const smoothPrior = (candidates: CurvePrior["candidates"]): CurvePrior => ({
  mean: new Float64Array(BANDS),
  covariance: Float64Array.from({ length: BANDS * BANDS }, (_, i) =>
    Math.exp(-0.5 * (((i % BANDS) - Math.floor(i / BANDS)) / 4) ** 2),
  ),
  candidates,
});

interface Tally {
  sum: number;
  promised: number;
  listeners: number;
}
const tallies = new Map<string, Tally[]>();
const consistencies: [told: number, found: number][] = [];

function add(
  method: string,
  place: number,
  truth: Float64Array,
  learned: ArrayLike<number>,
  promised = 0,
): void {
  const row = tallies.get(method) ?? COUNTS.map(() => ({ sum: 0, promised: 0, listeners: 0 }));
  tallies.set(method, row);
  row[place]!.sum += correlationOf(truth, learned);
  row[place]!.promised += promised / 100;
  row[place]!.listeners++;
}

for (let fold = 0; fold < foldCount; fold++) {
  const { train, validation } = folds(examples, 5, 1)[fold]!;
  const model = modelOf(train);
  const known = new Set(train.map(({ term }) => term));
  const anybody = curvePrior(model);
  const random = createRandom(fold + 1);
  const setOf = (): Float64Array[] => Array.from({ length: MOST }, () => randomProbe(random));
  const pool = setOf().concat(...Array.from({ length: 11 }, setOf));
  const chosen = new Map<CurvePrior, Float64Array[][]>();
  const probesOf = (prior: CurvePrior): Float64Array[][] => {
    const found =
      chosen.get(prior) ?? COUNTS.map((count) => (count === 0 ? [] : chooseProbes({ prior, count })));
    chosen.set(prior, found);
    return found;
  };
  const priors = new Map<string, CurvePrior>();
  const priorOf = (term: string): CurvePrior => {
    const found = priors.get(term) ?? curvePrior(model, term);
    priors.set(term, found);
    return found;
  };
  const smooth = smoothPrior(anybody.candidates);

  for (const { term, gains, consistency } of validation.filter((row) => known.has(row.term))) {
    const said = pool.map((probe) => correlationOf(probe, gains));
    const center = said.reduce((sum, value) => sum + value, 0) / said.length;
    const signal = said.reduce((sum, value) => sum + (value - center) ** 2, 0) / said.length;
    const steady = Math.max(LEAST_CONSISTENCY, consistency);
    const noise = Math.sqrt((signal * (1 - steady)) / steady);
    const rate = (probes: readonly Float64Array[]): number[] =>
      probes.map((probe) => Math.max(-1, Math.min(1, correlationOf(probe, gains) + noise * random.normal())));
    const learn = (prior: CurvePrior, probes: readonly Float64Array[]): LearnedRatings =>
      learnFromRatings({ probes, ratings: rate(probes), prior });
    const prior = priorOf(term);
    COUNTS.forEach((count, place) => {
      const drawn = setOf().slice(0, count);
      const tell = (method: string, { expectedZ, confidence }: LearnedRatings): void =>
        add(method, place, gains, expectedZ, confidence);
      const own = learn(prior, probesOf(prior)[place]!);
      tell("prior of the word, chosen probes", own);
      tell("prior of the word, random probes", learn(prior, drawn));
      tell("prior of any word, chosen probes", learn(anybody, probesOf(anybody)[place]!));
      tell("prior of any word, random probes", learn(anybody, drawn));
      tell("smoothness alone, random probes", learn(smooth, drawn));
      add(
        "a slope for each band, random probes",
        place,
        gains,
        count > 1 ? bandSlopes(drawn, rate(drawn)) : new Float64Array(BANDS),
      );
      if (count === MOST) consistencies.push([own.consistency, consistency]);
    });
  }
}

const cell = (text: string): string => text.padStart(13);
console.log(`r with the listener's own curve (expected by the method itself), by number of ratings`);
console.log("".padEnd(38) + COUNTS.map((count) => cell(String(count))).join(""));
for (const [method, row] of tallies) {
  const texts = row.map(({ sum, promised, listeners }) => {
    const expected = promised > 0 ? ` (${(promised / listeners).toFixed(2)})` : "";
    return cell(`${(sum / listeners).toFixed(3)}${expected}`);
  });
  console.log(method.padEnd(38) + texts.join(""));
}
const [tells, founds] = [0, 1].map((side) => Float64Array.from(consistencies, (pair) => pair[side]!)) as [
  Float64Array,
  Float64Array,
];
const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, i) => sum + (value - meanOf(a)) * (b[i]! - meanOf(b)), 0);
const r = spread(tells, founds) / Math.sqrt(spread(tells, tells) * spread(founds, founds));
console.log(
  `${consistencies.length} listeners; consistency told from ${MOST} ratings: mean ${meanOf(tells).toFixed(2)}, true ${meanOf(founds).toFixed(2)}, r ${r.toFixed(2)}`,
);

/** Rows at one machine in a listening test may be of many listeners: more than this of one word are not one person's. */
const MOST_SETTINGS = 25;
/** Correlated more, they are one setting saved twice. */
const SAME = 0.99999;
const SHARES = [0, 0.25, 0.5, 0.75, 0.95, 1] as const;

/** Words of the settings that tell nothing of sound: connectives and commands. */
const noDescriptors = new Set(
  "a and the more for out up my bit add adds cut remove time slightly".split(" "),
);

const { safe } = await loadSafe(dataPath);
if (safe) {
  const byWord = new Map<string, Map<string, Float64Array[]>>();
  for (const { term, listener, parameters } of safe.examples) {
    const curve = standardizedCurve(safeResponseDb(parameters));
    if (!curve || noDescriptors.has(term)) continue;
    const listeners = byWord.get(term) ?? new Map<string, Float64Array[]>();
    byWord.set(term, listeners.set(listener, [...(listeners.get(listener) ?? []), curve]));
  }
  const within: number[] = [];
  const between: number[] = [];
  const predicted = SHARES.map((): number[] => []);
  for (const listeners of byWord.values()) {
    const people = [...listeners].filter(([, curves]) => curves.length <= MOST_SETTINGS);
    for (const [listener, own] of people) {
      const others = people.filter(([other]) => other !== listener).flatMap(([, curves]) => curves);
      const pairs = own.flatMap((a, i) =>
        own.flatMap((b, j) => (i !== j && correlationOf(a, b) < SAME ? [[a, b] as const] : [])),
      );
      if (others.length === 0 || pairs.length === 0) continue;
      const average = (values: readonly number[]): number =>
        values.reduce((sum, value) => sum + value, 0) / values.length;
      const mean = Float64Array.from({ length: BANDS }, (_, band) =>
        average(others.map((curve) => curve[band]!)),
      );
      within.push(average(pairs.map(([a, b]) => correlationOf(a, b))));
      between.push(average(own.flatMap((a) => others.map((b) => correlationOf(a, b)))));
      SHARES.forEach((share, place) => {
        const drawn = pairs.map(([a, b]) =>
          correlationOf(
            a.map((z, band) => mean[band]! + share * (z - mean[band]!)),
            b,
          ),
        );
        predicted[place]!.push(average(drawn));
      });
    }
  }
  const mean = (values: readonly number[]): string => meanOf(Float64Array.from(values)).toFixed(3);
  console.log(`\nSAFE-DB, ${within.length} words of a listener with several settings`);
  console.log(`r of two settings for a word: of one person ${mean(within)}, of two ${mean(between)}`);
  SHARES.forEach((share, place) => {
    console.log(`r with the next setting, share of the own one ${share}: ${mean(predicted[place]!)}`);
  });
}
