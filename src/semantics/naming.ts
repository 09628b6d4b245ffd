import { BAND_COUNT, curveToGainDb } from "../effects/index.ts";
import { type CurveShape, dot, invertDecoder, shapeOf } from "./curve-coordinates.ts";
import type { CurveDecoder } from "./mixture.ts";
import { type Language, languages, mainLanguage, type Vocabulary } from "./vocabulary.ts";
import { deviationOf } from "./word-space.ts";
import type { WordTables } from "./word-tables.ts";

/** A word for a curve. A public JSON contract. */
export interface NamedWord {
  readonly word: string;
  readonly language: Language;
  /** How many people made a curve for it; 0 for a word that is answered from its kin alone. */
  readonly people: number;
  /** 0..100: a hundred times the correlation that is expected between this curve and the next person's for the word. */
  readonly confidence: number;
  /** 0..100: of a hundred people who make such a curve, how many have this word in mind; 0 for a word without people. */
  readonly sharePercent: number;
  /** −1..1: correlation of this curve with the one that is expected for the word. */
  readonly similarity: number;
  /** The amount, percent, at which the word's curve is as deep as this one; negative for an opposite. May leave ±200. */
  readonly amountPercent: number;
}

/** What people would call a curve. A public JSON contract. */
export interface CurveNames {
  /** rms of the curve around its mean, dB. */
  readonly depthDb: number;
  /** The curve's mean over the bands, dB: a level is no tone colour, so it is left out. */
  readonly meanDb: number;
  /** The curve is too shallow for anybody to name ({@link LEAST_DEPTH_DB}): there are no names. */
  readonly isFlat: boolean;
  /** Best first. Words that nobody was asked for come after all others. */
  readonly words: readonly NamedWord[];
  /** Words of which the curve is the inverse, best first. */
  readonly opposites: readonly NamedWord[];
  /** The curve is rather the inverse of a word than any word: its best opposite is half as sure again. */
  readonly isInverse: boolean;
}

export interface NameOptions {
  /** At most so many words, and so many opposites. Default 10. */
  readonly count?: number;
  /** Only words that were used in it. Default: all. */
  readonly language?: Language;
  /** Words whose curve correlates less with this one are left out, −1..1. Default 0.3. */
  readonly leastSimilarity?: number;
}

/** Says what people would call a curve. */
export interface CurveNamer {
  /**
   * @param gainDb Shape `[40]`, dB; only its shape matters for the words, its depth for the amounts.
   * @throws RangeError if it has not 40 finite values or an option is out of range.
   */
  name(gainDb: ArrayLike<number>, options?: NameOptions): CurveNames;
}

export interface NamerOptions extends Pick<WordTables, "space" | "effects" | "variances"> {
  readonly vocabulary: Vocabulary;
  readonly decoder: CurveDecoder;
}

/** Curves whose rms around their mean is less, a tenth of amount 100 %, have no name. */
export const LEAST_DEPTH_DB = 0.3;
const LEAST_SIMILARITY = 0.3;
const DEFAULT_COUNT = 10;
/** An opposite must be so many times as sure as the surest word. */
const INVERSE_LEAD = 1.5;
/**
 * The power of a word's people that ranks it. 1 would favour the few words that everybody uses; 0.5 finds a row's own word
 * as often and finds rarer words more often (`timbral evaluate --only naming`).
 */
const PRIOR_POWER = 0.5;

/** What is compared with a curve: a word's own. */
interface Expectation {
  /** Shape `[40]`: mean 0, rms 1. */
  readonly shape: Float64Array;
  /** The correlation that is expected between the word's curve and the next person's, 0..1. */
  readonly promise: number;
  /** rms of the word's curve around its mean at amount 100 %, dB. */
  readonly fullDepthDb: number;
}

/** Whose words are ranked. */
interface Crowd {
  /** Shape `[words]`: how many people used each word. */
  readonly people: Float64Array;
  /** Words with people. */
  readonly asked: readonly number[];
  /** Words that nobody was asked for. */
  readonly outside: readonly number[];
}

/**
 * Ranks words by the story that the word space tells of a row: `c = a (mean + effect of the word) + noise`, with the mean
 * loading a, noise of variance 1 and the effect known up to its posterior variance v. A curve of any depth is brought to mean
 * 0 and rms 1 as the rows are; its coordinates c come from `invertDecoder`, which names held-out rows as well as the
 * encoder does. Then `ln p(c | word) = −½ Σ_d ((c_d − a (mean_d + effect_d))² / (1 + a² v_d) + ln(1 + a² v_d))`. Shares are
 * that likelihood times the word's people; the list goes by likelihood times the square root of the people.
 */
export function createCurveNamer(options: NamerOptions): CurveNamer {
  const { vocabulary, decoder, space, effects, variances } = options;
  const { entries } = vocabulary;
  const { size, loading, mean, origin } = space;
  const inversion = invertDecoder(space, decoder);
  const centers = Float64Array.from(effects, (effect, i) => loading * (mean[i % size]! + effect));
  const precisions = Float64Array.from(variances, (variance) => 1 / (1 + loading * loading * variance));
  const constants = Float64Array.from(entries, (_, word) =>
    precisions.subarray(word * size, (word + 1) * size).reduce((sum, value) => sum + Math.log(value) / 2, 0),
  );
  const expectations = new Map<number, Expectation>();
  const crowds = new Map<Language | undefined, Crowd>();
  const scores = new Float64Array(entries.length); // of the words that are being ranked

  const expectationOf = (word: number): Expectation => {
    const known = expectations.get(word);
    if (known) return known;
    const expectedZ = new Float64Array(BAND_COUNT);
    const deviation = deviationOf(space, effects, word * size);
    decoder.decode(
      deviation.map((value, k) => origin[k]! + value),
      expectedZ,
    );
    const { shape, depth } = shapeOf(expectedZ);
    const found = {
      shape,
      promise: Math.min(1, depth),
      fullDepthDb: shapeOf(curveToGainDb(expectedZ)).depth,
    };
    expectations.set(word, found);
    return found;
  };

  const crowdOf = (language: Language | undefined): Crowd => {
    const known = crowds.get(language);
    if (known) return known;
    const people = Float64Array.from(entries, (entry) =>
      language ? entry.languages[language] : entry.people,
    );
    const words = Array.from(entries.keys());
    const outside = words.filter((word) => {
      const entry = entries[word]!;
      return entry.people === 0 && (language === undefined || entry.language === language);
    });
    const found = { people, asked: words.filter((word) => people[word]! > 0), outside };
    crowds.set(language, found);
    return found;
  };

  const logLikelihood = (coordinates: ArrayLike<number>, word: number): number => {
    let sum = constants[word]!;
    for (let d = 0; d < size; d++) {
      const i = word * size + d;
      sum -= 0.5 * precisions[i]! * (coordinates[d]! - centers[i]!) ** 2;
    }
    return sum;
  };

  /** @param sign −1: words of which the curve is the inverse. */
  const namesOf = (
    curve: CurveShape,
    sign: 1 | -1,
    { count, language, leastSimilarity }: Wanted,
  ): NamedWord[] => {
    const coordinates = inversion.map((row) => sign * dot(row, curve.shape));
    const { people, asked, outside } = crowdOf(language);
    const most = asked.reduce((best, word) => Math.max(best, logLikelihood(coordinates, word)), -Infinity);
    const evidence = (word: number): number =>
      people[word]! > 0 ? people[word]! * Math.exp(logLikelihood(coordinates, word) - most) : 0;
    const total = asked.reduce((sum, word) => sum + evidence(word), 0);

    const named: NamedWord[] = [];
    for (const words of [asked, outside]) {
      if (named.length >= count) break;
      for (const word of words) {
        scores[word] = logLikelihood(coordinates, word) + PRIOR_POWER * Math.log(people[word]! || 1);
      }
      for (const word of words.toSorted((a, b) => scores[b]! - scores[a]! || a - b)) {
        if (named.length >= count) break;
        const { shape, promise, fullDepthDb } = expectationOf(word);
        const similarity = Math.max(-1, Math.min(1, (sign * dot(shape, curve.shape)) / BAND_COUNT));
        if (similarity < leastSimilarity || fullDepthDb === 0) continue;
        const entry = entries[word]!;
        named.push({
          word: entry.word,
          language: mainLanguage(entry),
          people: entry.people,
          confidence: 100 * Math.max(0, similarity) * promise,
          sharePercent: total > 0 ? (100 * evidence(word)) / total : 0,
          similarity,
          amountPercent: (sign * 100 * curve.depth) / fullDepthDb,
        });
      }
    }
    return named;
  };

  return {
    name(gainDb, { count = DEFAULT_COUNT, language, leastSimilarity = LEAST_SIMILARITY } = {}) {
      assertWanted(gainDb, { count, language, leastSimilarity });
      const curve = shapeOf(gainDb);
      const { depth: depthDb, mean: meanDb } = curve;
      if (depthDb < LEAST_DEPTH_DB) {
        return { depthDb, meanDb, isFlat: true, words: [], opposites: [], isInverse: false };
      }
      const wanted = { count: Math.max(count, DEFAULT_COUNT), language, leastSimilarity };
      const words = namesOf(curve, 1, wanted);
      const opposites = namesOf(curve, -1, wanted);
      const surest = words.reduce((most, { confidence }) => Math.max(most, confidence), 0);
      return {
        depthDb,
        meanDb,
        isFlat: false,
        words: words.slice(0, count),
        opposites: opposites.slice(0, count),
        isInverse: (opposites[0]?.confidence ?? 0) > INVERSE_LEAD * surest,
      };
    },
  };
}

/** Options with their defaults. */
interface Wanted {
  readonly count: number;
  readonly language: Language | undefined;
  readonly leastSimilarity: number;
}

function assertWanted(gainDb: ArrayLike<number>, { count, language, leastSimilarity }: Wanted): void {
  const wrong = Array.from(gainDb).find((gain) => !Number.isFinite(gain));
  if (gainDb.length !== BAND_COUNT || wrong !== undefined) {
    const came = wrong === undefined ? `${gainDb.length} values` : wrong;
    throw new RangeError(`name: gainDb must hold ${BAND_COUNT} finite values, got ${came}`);
  }
  if (!(count >= 1)) throw new RangeError(`name: count must be 1 or more, got ${count}`);
  if (language !== undefined && !languages.includes(language)) {
    throw new RangeError(`name: language must be ${languages.join(" or ")}, got ${language}`);
  }
  if (!(leastSimilarity >= -1 && leastSimilarity <= 1)) {
    throw new RangeError(`name: leastSimilarity must be within -1..1, got ${leastSimilarity}`);
  }
}
