import type { Example, Language } from "../dataset/index.ts";
import { BAND_COUNT } from "../effects/index.ts";
import { unstandardize } from "../math/index.ts";
import { type Architecture, createDecoder } from "../model/index.ts";
import {
  foldWord,
  learnWordPosterior,
  mainLanguage,
  normalizeWord,
  type ReadWordBundle,
} from "../semantics/index.ts";

/** What a corpus is drawn from: a crowd's own statistics. */
export interface CorpusSource {
  /**
   * Shape `[size]`: what all words have in common, in coordinates in which people's curves differ with variance 1 from
   * their word.
   */
  readonly mean: ArrayLike<number>;
  /** Shape `[size]`: variance of words' effects. */
  readonly ratio: ArrayLike<number>;
  /** Shape `[40]`, a new array: the curve at some coordinates, shape `[size]`, before it is brought to deviation 1. */
  curveAt(coordinates: ArrayLike<number>): Float64Array;
  /** Rows of each word of the crowd. */
  readonly people: readonly number[];
  /** Share of the words that are Spanish, 0..1. */
  readonly spanish: number;
  readonly readings: ReadingLaw;
  /** Words that are used before any is made up, most people first. */
  readonly first: readonly KnownWord[];
  /** Words that must not be made up, folded: see `foldWord`. */
  readonly taken: ReadonlySet<string>;
}

/** A word of the crowd and what is known of it. */
export interface KnownWord {
  readonly word: string;
  readonly language: Language;
  readonly people: number;
  /** Shape `[size]`: mean of what is known of its effect. */
  readonly effect: ArrayLike<number>;
  /** Shape `[size]`: its variance. */
  readonly variance: ArrayLike<number>;
}

/** How often a word has two readings, and how far they lie apart. */
export interface ReadingLaw {
  /** Share of the words with people enough. */
  readonly share: number;
  /** Shape `[size]`: variance of the readings around their word. */
  readonly variance: ArrayLike<number>;
}

/** Words with fewer people are not searched for readings. */
export const LEAST_READ = 12;

/** The statistics that a trained model keeps, and its words. */
export function sourceOfBundle(bundle: ReadWordBundle): CorpusSource {
  const { space, vocabulary, normalizer, effects, variances } = bundle;
  const { architecture } = bundle.config as { readonly architecture: Architecture };
  const values = Object.fromEntries(
    Object.entries(bundle.network).map(([name, { data }]) => [name, data as Float32Array]),
  );
  const decoder = createDecoder(architecture, values, normalizer);
  const ofWord = (table: ArrayLike<number>, index: number): Float64Array =>
    Float64Array.from({ length: space.size }, (_, d) => table[index * space.size + d]!);
  const words = vocabulary.entries
    .map((entry, index) => ({
      ...{ word: entry.word, language: mainLanguage(entry), people: entry.people },
      ...{ effect: ofWord(effects, index), variance: ofWord(variances, index) },
    }))
    .filter(({ word, people }) => people > 0 && !/[",\n\r]/.test(word)) // tables need no quotes
    .sort((a, b) => b.people - a.people || (a.word < b.word ? -1 : 1));
  return {
    mean: space.mean,
    ratio: space.ratio,
    curveAt(coordinates) {
      const latent = Float64Array.from(space.origin);
      addAlong(latent, space.axes, coordinates);
      const curve = new Float64Array(BAND_COUNT);
      decoder.decode(latent, curve);
      return unstandardize(normalizer, curve, curve);
    },
    people: words.map(({ people }) => people),
    spanish: words.filter(({ language }) => language === "es").length / words.length,
    readings: readingLaw(bundle),
    first: words,
    taken: new Set(vocabulary.entries.map(({ word }) => foldWord(word))),
  };
}

/** The statistics of rows, in the principal components of the curves themselves, without readings and words. */
export function sourceOfExamples(examples: readonly Example[]): CorpusSource {
  const words = [...new Set(examples.map(({ term }) => normalizeWord(term)))].sort();
  const { space, wordIndex } = learnWordPosterior({
    rows: examples.map(({ term, consistency, gains }) => ({
      ...{ word: normalizeWord(term), consistency, curve: gains, latent: gains },
    })),
    words,
    coUse: { dimensions: 0, vectors: new Map() },
    origin: new Float64Array(BAND_COUNT),
    decode: (latent) => Float64Array.from(latent),
  });
  const people = words.map(() => 0);
  for (const word of wordIndex) people[word]!++;
  return {
    mean: space.mean,
    ratio: space.ratio,
    curveAt(coordinates) {
      const curve = new Float64Array(BAND_COUNT);
      addAlong(curve, space.axes, coordinates);
      return curve;
    },
    people,
    spanish: examples.filter(({ language }) => language === "es").length / examples.length,
    readings: { share: 0, variance: new Float64Array(space.size) },
    first: [],
    taken: new Set(words.map(foldWord)),
  };
}

/** Adds `Σ_d coordinates_d axes_d`. @param axes Shape `[size, place]`, row by row. */
function addAlong(place: Float64Array, axes: ArrayLike<number>, coordinates: ArrayLike<number>): void {
  for (let d = 0; d < coordinates.length; d++) {
    for (let k = 0; k < place.length; k++) place[k]! += coordinates[d]! * axes[d * place.length + k]!;
  }
}

function readingLaw({ vocabulary, senses, space }: ReadWordBundle): ReadingLaw {
  const searched = vocabulary.entries.filter(({ people }) => people >= LEAST_READ).length;
  const divided = new Set(senses.map(({ word }) => word));
  const variance = new Float64Array(space.size);
  for (const word of divided) {
    const own = senses.filter((sense) => sense.word === word);
    for (let d = 0; d < space.size; d++) {
      const center = own.reduce((sum, { share, effect }) => sum + share * effect[d]!, 0);
      const around = own.reduce((sum, { share, effect }) => sum + share * (effect[d]! - center) ** 2, 0);
      variance[d]! += around / divided.size;
    }
  }
  return { share: searched > 0 ? Math.min(1, divided.size / searched) : 0, variance };
}
