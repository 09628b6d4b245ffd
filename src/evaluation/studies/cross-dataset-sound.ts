import { type Example, folds } from "../../dataset/index.ts";
import { BAND_COUNT } from "../../effects/index.ts";
import { meanCurve } from "../baselines/mean-curve.ts";
import { rowsByTerm } from "../baselines/per-word.ts";
import { intervalChart } from "../charts/index.ts";
import type { BootstrapInterval } from "../metrics/bootstrap.ts";
import { safeCurves } from "../safe-curve.ts";
import type { Json, Scope, Section, Study, StudyData } from "../study.ts";
import { frequentTerms, listenerFolds } from "./cross-dataset-data.ts";
import { shrunkenGroupMeans, shrunkenMean } from "./cross-dataset-shrunken-mean.ts";
import { createTally, rowScores, type Tally, tallyInterval } from "./cross-dataset-tally.ts";
import { differenceText, intervalText, numberText, sureSign } from "./number-text.ts";

const FOLDS = 5;
const MINIMUM_ROWS = 4;

/** What is known of a row besides its word. */
const contexts = {
  "audio-id": { set: "socialfx", name: "SocialFX, which of three sounds played" },
  stimulus: { set: "safe", name: "SAFE, which of the tests' sounds played" },
  genre: { set: "safe", name: "SAFE, genre" },
  instrument: { set: "safe", name: "SAFE, instrument" },
} as const;
type Context = keyof typeof contexts;

/** Ways to use it; the first is the comparison, which does not. */
const methods = {
  word: "word alone",
  offset: "word + the sound's own offset",
  cell: "word + the word's offset with this sound",
  alone: "the word's rows with this sound only",
} as const;
const methodIds = Object.keys(methods) as (keyof typeof methods)[];

/** A row with what is known of it; `sound` undefined where the file does not say. */
export interface ContextRow {
  readonly example: Example;
  readonly sound: string | undefined;
  /** For the interval: the word, in SAFE the listener. */
  readonly cluster: string;
}

/** Whether knowing the sound, the genre or the instrument helps to predict the curve for a word. */
export const soundPart: Pick<Study, "tasks" | "summarize"> = {
  tasks: (data, scope) =>
    contextsIn(data).map((context) => ({
      id: `sound/${context}`,
      seconds: scope === "quick" ? 0.2 : 0.7,
      run: () => score(data, context, scope) as unknown as Json,
    })),
  summarize: summarizeSound,
};

function contextsIn(data: StudyData): Context[] {
  const all = Object.keys(contexts) as Context[];
  return all.filter((context) => contexts[context].set === "socialfx" || data.safe !== undefined);
}

/** Scores of each method at the held-out rows whose sound is known: r and R2, in the order of the methods. */
function score(data: StudyData, context: Context, scope: Scope): Tally {
  const counter = createTally();
  for (const seed of scope === "quick" ? [1] : [1, 2, 3]) {
    for (const { train, asked } of partsOf(data, context, seed)) {
      const predict = fitContext(train);
      for (const { example, sound, cluster } of asked) {
        if (sound === undefined) continue;
        const predicted = predict(example.term, sound);
        counter.add(
          cluster,
          methodIds.flatMap((method) => rowScores(predicted[method], example.gains)),
        );
      }
    }
  }
  return counter.tally;
}

function partsOf(
  data: StudyData,
  context: Context,
  seed: number,
): { train: readonly ContextRow[]; asked: readonly ContextRow[] }[] {
  if (context === "audio-id") {
    const frequent = frequentTerms(data.examples, MINIMUM_ROWS);
    const row = (example: Example): ContextRow => ({
      ...{ example, cluster: example.term },
      sound: example.audioId === undefined ? undefined : String(example.audioId),
    });
    return folds(data.examples, FOLDS, seed).map(({ train, validation }) => ({
      train: train.map(row),
      asked: validation.filter(({ term }) => frequent.has(term)).map(row),
    }));
  }
  const curves = safeCurves(data.safe!).curves;
  const frequent = frequentTerms(
    curves.map(({ example }) => example),
    MINIMUM_ROWS,
  );
  return listenerFolds(curves, FOLDS, seed).map(({ train, heldOut }) => {
    const rows = (part: typeof train): ContextRow[] =>
      part.map(({ example, source }) => ({ example, sound: source[context], cluster: source.listener }));
    return { train: rows(train), asked: rows(heldOut).filter(({ example }) => frequent.has(example.term)) };
  });
}

/**
 * Fits the word's shrunken mean and three ways to add what is known of the sound. What a sound adds is the mean of
 * its rows' deviations from the word's mean, shrunken by `n / (n + κ)`, κ from the training rows (`strengthWithin`).
 */
export function fitContext(
  train: readonly ContextRow[],
): (term: string, sound: string) => Record<keyof typeof methods, ArrayLike<number>> {
  const predictor = shrunkenMean.fit(
    train.map(({ example }) => example),
    1,
  );
  const flat = new Float64Array(BAND_COUNT);
  const known = train.flatMap(({ example, sound }) =>
    sound === undefined ? [] : [{ term: example.term, sound, curve: example.gains }],
  );
  const byTerm = rowsByTerm(known);
  // Only words with two rows or more show what a sound adds apart from the word.
  const deviations = [...byTerm.values()].flatMap((rows) => {
    if (rows.length < 2) return [];
    const mean = meanCurve(rows.map(({ curve }) => curve));
    return rows.map((row) => ({ ...row, curve: row.curve.map((z, band) => z - mean[band]!) }));
  });
  const offsets = shrunkenGroupMeans(
    deviations.map(({ sound, curve }) => ({ word: "", cell: sound, curve })),
  );
  const cells = shrunkenGroupMeans(
    deviations.map(({ term, sound, curve }) => ({ word: term, cell: `${term}\n${sound}`, curve })),
  );
  return (term, sound) => {
    const word = predictor.predict({ term }) ?? flat;
    const add = (extra: ArrayLike<number> = flat) => Float64Array.from(word, (z, band) => z + extra[band]!);
    const own = (byTerm.get(term) ?? []).filter((row) => row.sound === sound).map(({ curve }) => curve);
    return {
      word,
      offset: add(offsets.get(sound)),
      cell: add(cells.get(`${term}\n${sound}`)),
      alone: own.length === 0 ? word : meanCurve(own),
    };
  };
}

interface Effect {
  readonly context: Context;
  readonly method: keyof typeof methods;
  readonly r: BootstrapInterval;
  readonly r2: BootstrapInterval;
  /** Minus the same of the word alone. */
  readonly rGain: BootstrapInterval;
  readonly r2Gain: BootstrapInterval;
}

async function summarizeSound(
  resultOf: (id: string) => Json,
  data: StudyData,
  scope: Scope,
): Promise<Section> {
  const found = contextsIn(data).map((context) => {
    const tally = resultOf(`sound/${context}`) as unknown as Tally;
    const interval = (score: (means: readonly number[]) => number) =>
      tallyInterval(tally, score, { seed: 1 });
    const effects = methodIds.map((method, i): Effect => {
      const [r, r2] = [2 * i, 2 * i + 1];
      return {
        ...{ context, method },
        r: interval((means) => means[r]!),
        r2: interval((means) => means[r2]!),
        rGain: interval((means) => means[r]! - means[0]!),
        r2Gain: interval((means) => means[r2]! - means[1]!),
      };
    });
    const seeds = scope === "quick" ? 1 : 3;
    const rows = Object.values(tally).reduce((sum, [count]) => sum + count!, 0) / seeds;
    return { context, rows, clusters: Object.keys(tally).length, effects };
  });
  return {
    findings: found.map(({ context, rows, effects }) => verdictOn(context, rows, effects.slice(1))),
    tables: [
      {
        title: "Does it help to know the sound?",
        note:
          "Held-out rows for which the sound (genre, instrument) is known, predicted from other people's rows: 5 folds, " +
          `${scope === "quick" ? "one draw (quick)" : "3 draws"}, words with ${MINIMUM_ROWS} rows or more. SocialFX: folds ` +
          "over contributions, intervals over words. SAFE: no listener on both sides, intervals over listeners; the " +
          "tests' sounds are jazz1..5 and metal1..5, and genre is jazz or metal for them. Word alone: its shrunken mean. " +
          "The offsets are mean deviations from the word's mean (words with two rows or more), over the sound's rows of " +
          "all words or of this word, shrunken; the last method takes the plain mean of the word's rows with this sound, where there are any. r: " +
          "mean Pearson r; R2: 1 − Σ(actual − predicted)² / Σ actual². Gains: minus the word alone on the same rows. " +
          "Shrinkage n / (n + κ), κ = variance within over variance between cells (Searle, Casella & McCulloch 1992). " +
          "Brackets: 95 % bootstrap.",
        columns: ["", "rows", "clusters", "r", "R2", "gain in r", "gain in R2"],
        rows: found.flatMap(({ context, rows, clusters, effects }) =>
          effects.map(({ method, r, r2, rGain, r2Gain }) => [
            `${contexts[context].name}: ${methods[method]}`,
            ...[String(rows), String(clusters), intervalText(r), intervalText(r2)],
            ...(method === "word" ? ["", ""] : [differenceText(rGain), differenceText(r2Gain)]),
          ]),
        ),
      },
    ],
    figures: [
      {
        title: "What the sound's own offset adds to held-out R2",
        note:
          "One shrunken offset per sound (genre, instrument), the same for every word; right of 0 it helps. 95 % intervals " +
          "over words (SocialFX) or listeners (SAFE).",
        svg: await intervalChart({
          xLabel: "gain in held-out R2 over the word alone",
          rows: found.flatMap(({ effects }) =>
            effects
              .filter(({ method }) => method === "offset")
              .map(({ context, r2Gain: { mean, low, high } }) => ({
                ...{ label: contexts[context].name, value: mean, low, high },
              })),
          ),
        }),
      },
    ],
    values: found as unknown as Json,
  };
}

function verdictOn(context: Context, rows: number, effects: readonly Effect[]): string {
  const shrunken = effects.filter(({ method }) => method !== "alone");
  const helpful = shrunken.filter(({ r2Gain }) => sureSign(r2Gain) > 0);
  const best = [...(helpful.length > 0 ? helpful : shrunken)].sort(
    (a, b) => b.r2Gain.mean - a.r2Gain.mean,
  )[0]!;
  const alone = effects.find(({ method }) => method === "alone")!;
  const gain = `R2 ${differenceText(best.r2Gain)}, r ${differenceText(best.rGain)}`;
  return (
    `${contexts[context].name} (${rows} rows): ` +
    (helpful.length > 0
      ? `helps, at best by ${gain} (${methods[best.method]})`
      : `no sure help, at best ${gain}`) +
    `; without shrinkage R2 changes by ${differenceText(alone.r2Gain)}, to ${numberText(alone.r2.mean)}.`
  );
}
