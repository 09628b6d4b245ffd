import { lineChart, scatterChart } from "../charts/index.ts";
import { meanOf, quantile } from "../metrics/prediction.ts";
import type { Figure, Json, Section, Table } from "../study.ts";
import { type PairPaths, POSITIONS, type WalkedPath } from "./morph-walk.ts";

type Way = "latent" | "evened" | "curve";

const ways: readonly { readonly way: Way; readonly name: string }[] = [
  { way: "latent", name: "latent" },
  { way: "evened", name: "latent, steps of equal length" },
  { way: "curve", name: "curve space" },
];

/** Words whose curves are closer than this, dB rms, say the same: there is no way to speak of. */
const CLOSE_DB = 0.5;
/** Where the largest step is less than this times the mean step, we call a path even as it is. */
const EVEN_ENOUGH = 1.1;

/** @param seeds The walked pairs of each model, in the same order. @param note What is to be known of the scope. */
export async function summarizeMorph(
  seeds: readonly (readonly PairPaths[])[],
  note: string | undefined,
): Promise<Section> {
  const close = seeds[0]!.filter((_, pair) => seeds.some((seed) => seed[pair]!.latent.chordDb < CLOSE_DB));
  const all = seeds.flatMap((seed) =>
    seed.filter(({ from, to }) => !close.some((pair) => pair.from === from && pair.to === to)),
  );
  if (all.length === 0) throw new RangeError("summarizeMorph: two words must differ, got none that do");
  return {
    findings: [...findingsOf(all), ...(note === undefined ? [] : [note])],
    tables: [measureTable(all, seeds.length, close), antonymTable(seeds)],
    figures: await figuresOf(seeds[0]!),
    values: seeds as unknown as Json,
  };
}

function findingsOf(all: readonly PairPaths[]): string[] {
  const median = (of: (pair: PairPaths) => number): number => quantile(all.map(of), 0.5);
  const worst = (of: (pair: PairPaths) => number): number => Math.max(...all.map(of));
  const detour = ({ latent }: PairPaths): number => latent.detour;
  const before = median(({ latent }) => latent.unevenness);
  const after = median(({ evened }) => evened.unevenness);
  const gain =
    before < EVEN_ENOUGH
      ? "so little was to be gained, and evenly spaced positions may stay"
      : "so that they are worth having where a knob is to feel the same everywhere";
  const antonyms = all.filter(({ isAntonym }) => isAntonym);
  const nearer = median(({ latent, curve }) => latent.nearestListener - curve.nearestListener);
  return [
    `Through the latent space a morph is ${fixed(median(detour), 3)} times as long as the straight way in dB ` +
      `(median; at most ${fixed(worst(detour), 2)}), and ${percent(meanOf(all.map(({ latent }) => latent.monotone)))} of ` +
      `the bands never turn back. Curve-space morphs are straight and monotone by construction.`,
    `The two ways are ${fixed(
      median(({ apartDb }) => apartDb),
      2,
    )} dB rms apart at most (median of the pairs; ${fixed(
      worst(({ apartDb }) => apartDb),
      2,
    )} dB for the worst), against ${fixed(
      median(({ latent }) => latent.chordDb),
      1,
    )} dB from word to word: ${median(({ apartDb }) => apartDb) < 0.5 ? "less than half a dB for most pairs" : "more than half a dB for most pairs"}.`,
    `Half way, the curve is like some listener's with r ${fixed(
      median(({ latent }) => latent.nearestListener),
      3,
    )} (latent) and ${fixed(
      median(({ curve }) => curve.nearestListener),
      3,
    )} (curve space): ${Math.abs(nearer) < 0.01 ? "the latent way is no more like what people draw" : `the latent way is ${nearer > 0 ? "more" : "less"} like what people draw`}. ` +
      `Both get shallower on the way, to ${percent(median(({ latent }) => latent.middleDepth))} and ${percent(median(({ curve }) => curve.middleDepth))} of their ends' depth` +
      (antonyms.length === 0
        ? "."
        : `; between antonyms to ${percent(meanOf(antonyms.map(({ latent }) => latent.middleDepth)))} and ` +
          `${percent(meanOf(antonyms.map(({ curve }) => curve.middleDepth)))}.`),
    `The largest of ${POSITIONS - 1} latent steps is ${fixed(before, 3)} times the mean step (median; at most ` +
      `${fixed(
        worst(({ latent }) => latent.unevenness),
        2,
      )}); steps of equal length bring that to ${fixed(after, 3)} (at most ${fixed(
        worst(({ evened }) => evened.unevenness),
        3,
      )}), ${gain}.`,
  ];
}

function measureTable(all: readonly PairPaths[], seedCount: number, close: readonly PairPaths[]): Table {
  const leftOut = close.map(({ from, to }) => `${from} | ${to}`).join(", ");
  const row = (
    name: string,
    of: (path: WalkedPath) => number,
    digits: number,
    end: "largest" | "smallest",
  ): string[] => [
    name,
    ...ways.map(({ way }) => {
      const values = all.map((pair) => of(pair[way]));
      const extreme = end === "largest" ? Math.max(...values) : Math.min(...values);
      return `${fixed(quantile(values, 0.5), digits)} (${fixed(extreme, digits)})`;
    }),
  ];
  return {
    title: "Three ways from word to word",
    note:
      `Medians over ${all.length / seedCount} pairs of words and ${seedCount} trained model${seedCount === 1 ? "" : "s"}, the worst in brackets; ${POSITIONS} positions, ` +
      `amount 100 %. Pairs closer than ${CLOSE_DB} dB are left out (${leftOut === "" ? "none" : leftOut}). Distances are the rms over the 40 bands of the difference in dB; the bands are evenly spaced in ` +
      "ERB-number (Glasberg & Moore 1990), so hearing's resolution is weighed in. Length: sum of the steps. Chord: from " +
      "end to end. Length / chord: 1 is straight. Monotone: share of the bands that turn back by no more than 0.01 dB. In " +
      "vain: movement of a band that leads nowhere, mean over bands. Largest / mean step: 1 is even. Depth half way: rms " +
      "of the curve over the mean rms of both ends. Nearest listener: largest correlation of the curve half way with any " +
      "of the data's curves. Steps of equal length: the latent path's length, summed at its positions, read backwards.",
    columns: ["measure", ...ways.map(({ name }) => name)],
    rows: [
      row("length, dB", ({ lengthDb }) => lengthDb, 2, "largest"),
      row("chord, dB", ({ chordDb }) => chordDb, 2, "largest"),
      row("length / chord", ({ detour }) => detour, 3, "largest"),
      row("monotone, share of bands", ({ monotone }) => monotone, 2, "smallest"),
      row("in vain, dB", ({ retreatDb }) => retreatDb, 3, "largest"),
      row("largest / mean step", ({ unevenness }) => unevenness, 3, "largest"),
      row("depth half way", ({ middleDepth }) => middleDepth, 2, "smallest"),
      row("nearest listener, r", ({ nearestListener }) => nearestListener, 3, "smallest"),
    ],
  };
}

function antonymTable(seeds: readonly (readonly PairPaths[])[]): Table {
  const antonyms = seeds[0]!.flatMap((pair, index) => (pair.isAntonym ? [index] : []));
  return {
    title: "Antonyms",
    note: `As above, means over the ${seeds.length === 1 ? "one model" : `${seeds.length} models`}; all but the last two columns of the latent path. Apart: largest distance between the latent and the curve-space path, dB rms.`,
    columns: [
      ...["pair", "chord, dB", "length / chord", "monotone", "largest / mean step", "depth half way"],
      ...["largest / mean step, equal length", "apart, dB"],
    ],
    rows: antonyms.map((index) => {
      const pairs = seeds.map((seed) => seed[index]!);
      const mean = (of: (pair: PairPaths) => number, digits: number): string =>
        fixed(meanOf(pairs.map(of)), digits);
      return [
        `${pairs[0]!.from} | ${pairs[0]!.to}`,
        mean(({ latent }) => latent.chordDb, 2),
        mean(({ latent }) => latent.detour, 3),
        mean(({ latent }) => latent.monotone, 2),
        mean(({ latent }) => latent.unevenness, 3),
        mean(({ latent }) => latent.middleDepth, 2),
        mean(({ evened }) => evened.unevenness, 3),
        mean(({ apartDb }) => apartDb, 2),
      ];
    }),
  };
}

async function figuresOf(pairs: readonly PairPaths[]): Promise<Figure[]> {
  const antonyms = pairs.filter(({ isAntonym }) => isAntonym);
  const steps = antonyms.map(({ from, to, latent }) => ({
    name: `${from} | ${to}`,
    points: latent.steps.map((step, k) => ({
      x: (k + 0.5) / latent.steps.length,
      y: (step * latent.steps.length) / latent.lengthDb,
    })),
  }));
  const lengths = pairs.map(({ from, to, isAntonym, latent }) => ({
    ...{ x: latent.chordDb, y: latent.lengthDb, group: isAntonym ? "antonyms" : "other pairs" },
    ...(isAntonym ? { label: `${from} | ${to}` } : {}),
  }));
  return [
    ...(steps.length === 0
      ? []
      : [
          {
            title: "Size of the steps along latent morphs of antonyms",
            note: "Each step over the path's mean step; a flat line is an even morph.",
            svg: await lineChart({
              ...{ xLabel: "position", yLabel: "step over mean step", series: steps },
              references: [{ y: 1, label: "even" }],
            }),
          },
        ]),
    {
      title: "Length of latent morphs",
      note: "Against the straight way from word to word; on the diagonal a path is straight.",
      svg: await scatterChart({
        ...{ xLabel: "chord, dB rms", yLabel: "length, dB rms", points: lengths, diagonal: true },
      }),
    },
  ];
}

function fixed(value: number, digits: number): string {
  return value.toFixed(digits);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
