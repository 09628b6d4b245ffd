import { type Example, termOf } from "../dataset/index.ts";
import { createRandom, type Random } from "../math/index.ts";
import { defaultShares } from "../semantics/index.ts";
import { calibrated } from "./synthetic-corpus-calibration.ts";
import { discountOf, drawWordOfRow, startingCounts } from "./synthetic-corpus-counts.ts";
import { createExpectation } from "./synthetic-corpus-expectation.ts";
import { audioIdAt, consistencyAt, shownShare } from "./synthetic-corpus-listeners.ts";
import { type CorpusSource, type KnownWord, LEAST_READ, type ReadingLaw } from "./synthetic-corpus-source.ts";
import { type MadeWord, makeWords } from "./synthetic-corpus-words.ts";

/** One reading of a word. */
export interface CorpusReading {
  /** Share of the word's people who mean it, 0..1. */
  readonly share: number;
  /** Shape `[size]`, in the law's coordinates. */
  readonly effect: Float64Array;
}

/** A word of the corpus and the truth about it. */
export interface CorpusWord extends MadeWord {
  /** How many rows it has. */
  readonly people: number;
  /** One or two. */
  readonly readings: readonly CorpusReading[];
}

/** A row of the corpus and what it was before it was brought to deviation 1. */
export interface CorpusRow {
  readonly example: Example;
  /** Place of its word in `SyntheticCorpus.words`. */
  readonly word: number;
  /** Shape `[size]`, in the law's coordinates. */
  readonly coordinates: Float64Array;
}

/** Rows whose truth is known. */
export interface SyntheticCorpus {
  /** What rows are drawn from before they are brought to deviation 1. */
  readonly law: CorpusSource;
  /** The crowd's own first. */
  readonly words: readonly CorpusWord[];
  readonly rowCount: number;
  /** The rows one after another, the same at every call; only the row in hand is in memory. */
  rows(): Generator<CorpusRow>;
  /** Shape `[40]`, z units, a new array: the curve that the next person is truly expected to make for an effect. */
  expectedZ(effect: ArrayLike<number>): Float64Array;
}

export interface CorpusOptions {
  /** 2 or more. */
  readonly rows: number;
  /** 2..rows; every one has a row. */
  readonly words: number;
  /** A 32-bit whole number: the same seed gives the same corpus. */
  readonly seed: number;
}

/** Of two readings, each is meant by at least this share of the people. */
const SMALLEST_SHARE = 0.3;

/**
 * Draws a corpus as large as wanted in the statistics of a crowd: rows per word by the crowd's own law; first the crowd's
 * words, each with an effect drawn from what is known of it, then made-up ones in families, with effects `~ N(0, ratio)`
 * of which a family shares 95 %; listeners as consistent as the crowd's; now and then a word with two readings. A row is
 * `shown (mean + effect) + N(0, 1)` in the coordinates of the law, drawn as a curve and brought to mean 0 and deviation 1
 * over its bands as the data are; the law is such that rows then have the source's statistics (`calibrated`).
 *
 * What the source does not keep is not in it either: curves have no part beyond the source's coordinates (8, which hold
 * 98 % of the variance), sounds do not matter, translations and synonyms that spelling does not show do not exist.
 *
 * @throws RangeError if an option is out of range.
 */
export function drawCorpus(source: CorpusSource, { rows, words, seed }: CorpusOptions): SyntheticCorpus {
  assertOptions({ rows, words, seed });
  const law = calibrated(source);
  const stream = (number: number): Random =>
    createRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number, 0x85ebca6b));
  const start = startingCounts(
    law.first.map((word) => word.people),
    rows,
    words,
  );
  const made = makeWords(words - start.length, stream(1), law);
  // Not in the order of making: words that come early get many rows, and those of a family are made together.
  const order = stream(2).shuffle(Int32Array.from(made, (_, index) => index));
  const drawn = drawWordOfRow(rows, words, discountOf(law.people), stream(3), start);
  const people = new Int32Array(words);
  for (const word of drawn) people[word]!++;
  const wordOf = stream(4).shuffle(drawn);
  const random = stream(5);
  const shuffled = Array.from(order, (index) => made[index]!);
  const known = knownEffects(law.first.slice(0, start.length), random);
  const all = [...known, ...madeEffects(law.ratio, shuffled, random)].map(
    (word, index): CorpusWord => ({
      ...word.made,
      people: people[index]!,
      readings: readingsOf(word.effect, people[index]!, law.readings, random),
    }),
  );
  return {
    law,
    words: all,
    rowCount: rows,
    expectedZ: createExpectation(law),
    *rows() {
      const random = stream(6);
      for (let row = 0; row < rows; row++) {
        const word = wordOf[row]!;
        const consistency = Number(consistencyAt(random.uniform()).toFixed(6));
        const effect = effectOf(all[word]!, random);
        const shown = shownShare(consistency);
        const coordinates = effect.map((value, d) => shown * (law.mean[d]! + value) + random.normal());
        yield {
          example: {
            word: all[word]!.word,
            term: termOf(all[word]!.word),
            language: all[word]!.language,
            audioId: audioIdAt(random.uniform()),
            consistency,
            gains: standardizedRow(law.curveAt(coordinates)),
            line: row + 2,
          },
          word,
          coordinates,
        };
      }
    },
  };
}

interface WordEffect {
  readonly made: MadeWord;
  readonly effect: Float64Array;
}

/** Effects of words of the crowd: what is known of them, and by chance what is not. */
function knownEffects(words: readonly KnownWord[], random: Random): WordEffect[] {
  return words.map(({ word, language, effect, variance }) => ({
    made: { word, language, family: word },
    effect: Float64Array.from(effect, (mean, d) => mean + Math.sqrt(variance[d]!) * random.normal()),
  }));
}

/** Effects of made-up words: most of it the family's, the rest their own. */
function madeEffects(ratio: ArrayLike<number>, words: readonly MadeWord[], random: Random): WordEffect[] {
  const { meaning } = defaultShares;
  const families = new Map<string, Float64Array>();
  return words.map((made) => {
    const common = families.get(made.family) ?? drawNormal(ratio, meaning, random);
    families.set(made.family, common);
    const own = drawNormal(ratio, 1 - meaning, random);
    return { made, effect: common.map((value, d) => value + own[d]!) };
  });
}

/** One reading, or for some of the words with people enough two, of which the word's effect is the mean. */
function readingsOf(
  effect: Float64Array,
  people: number,
  law: ReadingLaw,
  random: Random,
): readonly CorpusReading[] {
  if (people < LEAST_READ || random.uniform() >= law.share) return [{ share: 1, effect }];
  const share = SMALLEST_SHARE + (1 - 2 * SMALLEST_SHARE) * random.uniform();
  const apart = drawNormal(law.variance, 1 / (share * (1 - share)), random);
  return [
    { share, effect: effect.map((value, d) => value + (1 - share) * apart[d]!) },
    { share: 1 - share, effect: effect.map((value, d) => value - share * apart[d]!) },
  ];
}

/** Normal numbers of the given variances times a factor. */
function drawNormal(variance: ArrayLike<number>, factor: number, random: Random): Float64Array {
  return Float64Array.from(variance, (value) => Math.sqrt(factor * value) * random.normal());
}

/** The effect that one of the word's people means. */
function effectOf({ readings }: CorpusWord, random: Random): Float64Array {
  const [first, second] = readings;
  return second && random.uniform() >= first!.share ? second.effect : first!.effect;
}

/** Mean 0 and population standard deviation 1 over the bands, as the data's rows. */
function standardizedRow(curve: Float64Array): Float64Array {
  const mean = curve.reduce((sum, value) => sum + value, 0) / curve.length;
  const square = curve.reduce((sum, value) => sum + (value - mean) ** 2, 0) / curve.length;
  return curve.map((value) => (value - mean) / Math.sqrt(square));
}

function assertOptions({ rows, words, seed }: CorpusOptions): void {
  if (!(Number.isSafeInteger(rows) && rows >= 2)) {
    throw new RangeError(`drawCorpus: rows must be a whole number from 2, got ${rows}`);
  }
  if (!(Number.isSafeInteger(words) && words >= 2 && words <= rows)) {
    throw new RangeError(`drawCorpus: words must be a whole number within 2..${rows}, got ${words}`);
  }
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`drawCorpus: seed must be a whole number, got ${seed}`);
  }
}
