import type { Example } from "../../dataset/index.ts";
import { bandFrequencyHz } from "../../effects/index.ts";
import { createRandom, type Random } from "../../math/index.ts";
import { meanOf, pearson, quantile } from "../metrics/prediction.ts";
import type { Table } from "../study.ts";
import {
  analyzeTerm,
  bandVariance,
  compareTerms,
  type RegionSignature,
  regions,
  type TermRow,
} from "../term-analysis.ts";
import { decimals, listed, percent } from "./terms-text.ts";

/** The report's consistency figures (its section 3.4). */
const reportConsistency: readonly (readonly [word: string, consistency: number])[] = [
  ["warm", 0.5756],
  ["bright", 0.6159],
  ["smooth", 0.5793],
  ["punchy", 0.8564],
  ["aggressive", 0.5359],
];
/** The report's correlation of the mean curves of warm and bright. */
const REPORT_CORRELATION = -0.87;
/** The report's program read every third of the 40 gains as the gain of one of 13 bands; it named the first six. */
const REPORT_STRIDE = 3;
/** A figure of the report that has this many decimals agrees within this. */
const ROUNDING = 0.0005;

/** What the report said about words, measured. */
export interface Claims {
  readonly words: readonly {
    readonly word: string;
    readonly people: number;
    readonly claimed: number;
    readonly consistency: number;
    /** Mean correlation of two people's curves; null for one person. */
    readonly agreement: number | null;
    /** Consistency of as many people who were asked for different words: mean and 95th percentile over draws. */
    readonly strangers: { readonly mean: number; readonly high: number };
  }[];
  readonly signatures: readonly {
    readonly word: string;
    /** One per region: what the report's program read in its place, and what is really there. */
    readonly rows: readonly { readonly read: BandFigures; readonly real: RegionSignature }[];
  }[];
  readonly warmBright: {
    readonly mean: number;
    /** 95 % interval of `mean`, people of both words drawn anew. */
    readonly low: number;
    readonly high: number;
    readonly median: number;
    readonly weightedMean: number;
    /** Over the 13 bands that the report's program read, and over the six of them that it named. */
    readonly readBands: number;
    readonly namedBands: number;
  };
}

/** One band, and the shares of people beyond +0.5 and below −0.5 z in it. */
interface BandFigures {
  readonly frequencyHz: number;
  readonly mean: number;
  readonly boosted: number;
  readonly cut: number;
}

/** @param draws How often people are drawn anew, for each figure that needs it. */
export function measureClaims(examples: readonly Example[], draws: number): Claims {
  const rowsOf = (word: string): readonly Example[] => examples.filter(({ term }) => term === word);
  const random = createRandom(1);
  return {
    words: reportConsistency.map(([word, claimed]) => {
      const { people, consistency, agreement } = analyzeTerm(rowsOf(word));
      const strangers = Array.from({ length: draws }, () => {
        const drawn = drawStrangers(examples, people, random);
        return 1 / (1 + bandVariance(drawn));
      });
      return {
        ...{ word, people, claimed, consistency, agreement: agreement ?? null },
        strangers: { mean: meanOf(strangers), high: quantile(strangers, 0.95) },
      };
    }),
    signatures: ["warm", "bright"].map((word) => ({ word, rows: signatureRows(rowsOf(word)) })),
    warmBright: compareWarmBright(rowsOf("warm"), rowsOf("bright"), draws, random),
  };
}

/** Curves of people who were asked for different words, no two for the same. */
export function drawStrangers(examples: readonly Example[], people: number, random: Random): Float64Array[] {
  const drawn = new Map<string, Float64Array>();
  while (drawn.size < people) {
    const { term, gains } = examples[random.integer(0, examples.length - 1)]!;
    if (!drawn.has(term)) drawn.set(term, gains);
  }
  return [...drawn.values()];
}

function signatureRows(rows: readonly TermRow[]): { read: BandFigures; real: RegionSignature }[] {
  return analyzeTerm(rows).regions.map((real, region) => {
    const band = REPORT_STRIDE * region;
    const levels = rows.map(({ gains }) => gains[band]!);
    const share = (holds: (level: number) => boolean): number => levels.filter(holds).length / levels.length;
    return {
      real,
      read: {
        frequencyHz: bandFrequencyHz[band]!,
        mean: meanOf(levels),
        boosted: share((level) => level > 0.5),
        cut: share((level) => level < -0.5),
      },
    };
  });
}

function compareWarmBright(
  warm: readonly Example[],
  bright: readonly Example[],
  draws: number,
  random: Random,
): Claims["warmBright"] {
  const [a, b] = [analyzeTerm(warm), analyzeTerm(bright)];
  const again = (rows: readonly Example[]): Float64Array => {
    const mean = new Float64Array(bandFrequencyHz.length);
    for (const _ of rows) {
      const { gains } = rows[random.integer(0, rows.length - 1)]!;
      for (let band = 0; band < mean.length; band++) mean[band]! += gains[band]! / rows.length;
    }
    return mean;
  };
  const drawn = Array.from({ length: draws }, () => pearson(again(warm), again(bright)));
  const every = (curve: Float64Array, count: number): number[] =>
    Array.from({ length: count }, (_, index) => curve[REPORT_STRIDE * index]!);
  return {
    ...compareTerms(a, b),
    low: quantile(drawn, 0.025),
    high: quantile(drawn, 0.975),
    readBands: pearson(every(a.mean, 13), every(b.mean, 13)),
    namedBands: pearson(every(a.mean, 6), every(b.mean, 6)),
  };
}

export function claimTables({ words, signatures, warmBright }: Claims): Table[] {
  const { mean, low, high, median, weightedMean, readBands, namedBands } = warmBright;
  return [
    {
      title: "Consistency of words",
      note:
        "Consistency = 1 / (1 + mean over the 40 bands of the population variance over people), the report's " +
        "definition. Strangers: the same for as many people who were asked for different words, mean (95th " +
        "percentile) over draws: with few people it is high whatever the word. Agreement: mean Pearson correlation " +
        "of two people's curves over all pairs, which does not depend on the number of people.",
      columns: ["word", "people", "report", "measured", "strangers", "agreement"],
      rows: words.map(({ word, people, claimed, consistency, agreement, strangers }) => [
        ...[word, String(people), claimed.toFixed(4), consistency.toFixed(4)],
        `${strangers.mean.toFixed(3)} (${strangers.high.toFixed(3)})`,
        agreement === null ? "–" : decimals(agreement, 2),
      ]),
    },
    {
      title: "Band signatures, with the report's frequencies and the true ones",
      note:
        "The report's program took every third of the 40 gains for the gain of one of its bands, so that what it " +
        "says of a region is about the single band in the second column. Left: that band; right: the region itself " +
        "(everybody counted by the mean of their curve over the region's bands). Means in z units, which are not " +
        "decibels; shares of people above +0.5 z and below −0.5 z.",
      columns: [
        ...["word: region", "band it read", "mean", "> +0.5", "< −0.5"],
        ...["true mean", "true > +0.5", "true < −0.5"],
      ],
      rows: signatures.flatMap(({ word, rows }) =>
        rows.map(({ read, real }) => [
          `${word}: ${real.name}, ${rangeText(real.rangeHz)}`,
          `${read.frequencyHz} Hz`,
          ...[decimals(read.mean, 2), percent(read.boosted), percent(read.cut)],
          ...[decimals(real.mean, 2), percent(real.boosted), percent(real.cut)],
        ]),
      ),
    },
    {
      title: "Warm against bright",
      note:
        "Pearson correlation of the two words' curves over the 40 bands; the interval is the 95 % percentile interval " +
        "with the people of both words drawn anew (Efron & Tibshirani 1993).",
      columns: ["curves", "r"],
      rows: [
        ["the report's figure", decimals(REPORT_CORRELATION, 2)],
        ["means", `${decimals(mean, 3)} [${decimals(low, 3)}, ${decimals(high, 3)}]`],
        ["medians", decimals(median, 3)],
        ["means weighted by the listeners' consistency", decimals(weightedMean, 3)],
        ["means over the 13 bands that its program read", decimals(readBands, 3)],
        ["means over the 6 bands that it named", decimals(namedBands, 3)],
      ],
    },
  ];
}

/** "60–200 Hz", "0.5–2 kHz". */
function rangeText([lowHz, highHz]: readonly [number, number]): string {
  return highHz < 1000 ? `${lowHz}–${highHz} Hz` : `${lowHz / 1000}–${highHz / 1000} kHz`;
}

/** Sentences about {@link Claims}. */
export function claimFindings({ words, signatures, warmBright }: Claims): string[] {
  const right = words.filter(({ claimed, consistency }) => Math.abs(claimed - consistency) < ROUNDING);
  const beyond = words.filter(({ consistency, strangers }) => consistency > strangers.high);
  const weak = words.filter((word) => !beyond.includes(word));
  const first = words[0]!;
  const fewest = words.reduce((least, next) => (next.people < least.people ? next : least));
  const { mean, low, high } = warmBright;
  const within = REPORT_CORRELATION >= low && REPORT_CORRELATION <= high;
  const [bass, treble] = [regionRow(signatures[0]!, "bass"), regionRow(signatures[0]!, "treble")];
  return [
    `${right.length} of the report's ${words.length} consistency figures come out the same. They flatter words with ` +
      `few people: ${fewest.people} people who were asked for different words reach ` +
      `${fewest.strangers.mean.toFixed(2)} on average, against ${fewest.consistency.toFixed(2)} for ` +
      `"${fewest.word}"; ${first.people} reach ${first.strangers.mean.toFixed(2)}, against ` +
      `${first.consistency.toFixed(2)} for "${first.word}". ` +
      `Above 95 % of such strangers ${beyond.length === 1 ? "is" : "are"} ` +
      `${beyond.length === 0 ? "none of the words" : listed(beyond.map(({ word }) => word))}` +
      `${weak.length === 0 || beyond.length === 0 ? "" : `, not ${listed(weak.map(({ word }) => word))}`}.`,
    `The band signatures carry wrong frequencies. "Bass, 60–200 Hz" of "warm" is the band at ` +
      `${bass.read.frequencyHz} Hz, ${percent(bass.read.boosted)} of the people above +0.5 z; the region itself has ` +
      `${percent(bass.real.boosted)}. "Treble, 8–16 kHz" is the band at ${treble.read.frequencyHz} Hz (mean ` +
      `${decimals(treble.read.mean, 2)} z, ${percent(treble.read.cut)} below −0.5 z): the true treble of "warm" is ` +
      `${decimals(treble.real.mean, 2)} z, with ${percent(treble.real.cut)} below −0.5 z.`,
    `Warm and bright are opposites: the mean curves correlate by ${decimals(mean, 3)} ` +
      `[${decimals(low, 3)}, ${decimals(high, 3)}]; the report's ${decimals(REPORT_CORRELATION, 2)} lies ` +
      `${within ? "within" : "outside"} that interval.`,
  ];
}

function regionRow(signature: Claims["signatures"][number], name: string) {
  return signature.rows[regions.findIndex((region) => region.name === name)]!;
}
