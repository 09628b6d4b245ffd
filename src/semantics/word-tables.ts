import { BAND_COUNT } from "../effects/index.ts";
import type { StoredTensor, TensorData } from "../model/index.ts";
import type { Agreement } from "./agreement.ts";
import type { Vocabulary } from "./vocabulary.ts";
import type { WordSpace } from "./word-space.ts";

/** What a bundle keeps of words, in the order of its vocabulary; tables are kept in single precision. */
export interface WordTables {
  readonly space: WordSpace;
  /** Shape `[words, size]`: mean of what is known of each word's effect. */
  readonly effects: ArrayLike<number>;
  /** Shape `[words, size]`: its variance. */
  readonly variances: ArrayLike<number>;
  /** For each word, up to three others that it draws on, best first. */
  readonly kin: readonly (readonly number[])[];
  /** Shape `[40]`, z²: variance of people's curves around what is expected of their word. */
  readonly commonSpread: ArrayLike<number>;
  /** Of words with two people or more, by their place in the vocabulary. */
  readonly crowds: ReadonlyMap<number, WordCrowd>;
  /** Readings of words that have several, those of a word together. */
  readonly senses: readonly StoredSense[];
}

export interface WordCrowd {
  /** Shape `[40]`, z²: variance of people's curves around what is expected of the word. */
  readonly spread: ArrayLike<number>;
  readonly agreement: Agreement;
}

/** One reading of a word. */
export interface StoredSense {
  /** Place in the vocabulary. */
  readonly word: number;
  readonly name: string;
  /** Share of the word's people, 0..1. */
  readonly share: number;
  /** Shape `[size]`. */
  readonly effect: ArrayLike<number>;
}

type Reader = <Values extends TensorData>(
  name: string,
  type: new (length: number) => Values,
  shape?: readonly number[],
) => Values;

/**
 * The tables as tensors: `word.origin`, `word.axes`, `word.mean`, `word.ratio`, `word.loading` (the word space, float64),
 * `word.effects`, `word.variances` (float32), `word.commonSpread` (float64), `crowd.spread` and `crowd.agreement` (float32,
 * one row per word with two people or more, in order), `sense.effects` (float32).
 */
export function wordTensors(tables: WordTables, { entries }: Vocabulary): Record<string, StoredTensor> {
  const { space, effects, variances, commonSpread, crowds, senses } = tables;
  const { size, origin, axes, mean, ratio, loading } = space;
  const wide = (shape: readonly number[], values: ArrayLike<number>): StoredTensor => ({
    shape,
    data: Float64Array.from(values),
  });
  const narrow = (shape: readonly number[], values: ArrayLike<number>): StoredTensor => ({
    shape,
    data: Float32Array.from(values),
  });
  const shared = sharedWords(entries).map((index) => crowds.get(index)!);
  return {
    "word.origin": wide([origin.length], origin),
    "word.axes": wide([size, origin.length], axes),
    "word.mean": wide([size], mean),
    "word.ratio": wide([size], ratio),
    "word.loading": wide([], [loading]),
    "word.effects": narrow([entries.length, size], effects),
    "word.variances": narrow([entries.length, size], variances),
    "word.commonSpread": wide([BAND_COUNT], commonSpread),
    "crowd.spread": narrow(
      [shared.length, BAND_COUNT],
      shared.flatMap(({ spread }) => Array.from(spread)),
    ),
    "crowd.agreement": narrow(
      [shared.length, 2],
      shared.flatMap(({ agreement }) => [agreement.pairs, agreement.leaveOneOut]),
    ),
    "sense.effects": narrow(
      [senses.length, size],
      senses.flatMap(({ effect }) => Array.from(effect)),
    ),
  };
}

/**
 * @param tensor Reads a tensor of a type and shape, or throws. @param json Reads a field of metadata, or throws.
 * @returns The tables, or what is wrong with their metadata.
 */
export function readWordTables(
  { entries }: Vocabulary,
  tensor: Reader,
  json: (field: string) => unknown,
): WordTables | string {
  const kin = json("kin");
  if (!isListOfLists(kin, entries.length)) return "kin must hold up to three places for each word";
  const named = json("senses");
  if (!Array.isArray(named)) return "senses must be an array";
  const origin = tensor("word.origin", Float64Array);
  const ratio = tensor("word.ratio", Float64Array);
  const size = ratio.length;
  const [loading = Number.NaN] = tensor("word.loading", Float64Array, []);
  const shared = sharedWords(entries);
  const spread = tensor("crowd.spread", Float32Array, [shared.length, BAND_COUNT]);
  const agreement = tensor("crowd.agreement", Float32Array, [shared.length, 2]);
  const senseEffects = tensor("sense.effects", Float32Array, [named.length, size]);
  const senses: StoredSense[] = [];
  for (const [row, sense] of named.entries()) {
    const [word, name, share]: unknown[] = Array.isArray(sense) ? sense : [];
    if (typeof word !== "number" || typeof name !== "string" || typeof share !== "number") {
      return `a sense must be [word, name, share], got ${JSON.stringify(sense)}`;
    }
    senses.push({ word, name, share, effect: senseEffects.subarray(row * size, (row + 1) * size) });
  }
  return {
    space: {
      size,
      origin,
      axes: tensor("word.axes", Float64Array, [size, origin.length]),
      mean: tensor("word.mean", Float64Array, [size]),
      ratio,
      loading,
    },
    effects: tensor("word.effects", Float32Array, [entries.length, size]),
    variances: tensor("word.variances", Float32Array, [entries.length, size]),
    kin,
    commonSpread: tensor("word.commonSpread", Float64Array, [BAND_COUNT]),
    crowds: new Map(
      shared.map((word, row) => [
        word,
        {
          spread: spread.subarray(row * BAND_COUNT, (row + 1) * BAND_COUNT),
          agreement: { pairs: agreement[2 * row]!, leaveOneOut: agreement[2 * row + 1]! },
        },
      ]),
    ),
    senses,
  };
}

/** What is wrong with the numbers of the tables, if anything. */
export function problemOfTables(tables: WordTables, { entries }: Vocabulary): string | undefined {
  const { space, effects, variances, kin, commonSpread, crowds, senses } = tables;
  const { size, origin, axes, mean, ratio, loading } = space;
  const words = entries.length;
  const sizes = [
    ["space.origin", origin, Math.max(1, origin.length)],
    ["space.axes", axes, size * origin.length],
    ["space.mean", mean, size],
    ["space.ratio", ratio, Math.max(1, size)],
    ["effects", effects, words * size],
    ["variances", variances, words * size],
    ["commonSpread", commonSpread, BAND_COUNT],
    ...Array.from(crowds.values(), ({ spread }) => ["a crowd's spread", spread, BAND_COUNT] as const),
    ...Array.from(
      crowds.values(),
      ({ agreement: { pairs, leaveOneOut } }) => ["a crowd's agreement", [pairs, leaveOneOut], 2] as const,
    ),
    ...senses.map(({ effect }) => ["a sense's effect", effect, size] as const),
  ] as const;
  for (const [name, values, length] of sizes) {
    if (values.length !== length) return `${name} must hold ${length} values, got ${values.length}`;
    const wrong = Array.from(values).find((value) => !Number.isFinite(value));
    if (wrong !== undefined) return `${name} must be finite, got ${wrong}`;
  }
  const spreads = [commonSpread, variances, ratio, ...Array.from(crowds.values(), ({ spread }) => spread)];
  for (const values of spreads) {
    const negative = Array.from(values).find((value) => value < 0);
    if (negative !== undefined) return `variances must be 0 or above, got ${negative}`;
  }
  if (!(loading > 0 && loading <= 1)) return `space.loading must be within 0..1, got ${loading}`;
  const isPlace = (place: number) => Number.isInteger(place) && place >= 0 && place < words;
  if (kin.length !== words || !kin.flat().every(isPlace)) return "kin must name places of the vocabulary";
  if (!senses.every(({ word, share }) => isPlace(word) && share >= 0 && share <= 1)) {
    return "senses must name places of the vocabulary and shares within 0..1";
  }
  const missing = sharedWords(entries).find((index) => !crowds.has(index));
  return missing === undefined ? undefined : `crowds must hold "${entries[missing]!.word}"`;
}

/** Places of the words with two people or more. */
function sharedWords(entries: Vocabulary["entries"]): number[] {
  return entries.flatMap(({ people }, index) => (people >= 2 ? [index] : []));
}

function isListOfLists(value: unknown, length: number): value is number[][] {
  return (
    Array.isArray(value) &&
    value.length === length &&
    value.every((list) => Array.isArray(list) && list.every((place) => typeof place === "number"))
  );
}
