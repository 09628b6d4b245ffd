import { dominantEigenvectors, ln } from "../math/index.ts";

/** Words that carry no sound, in rows where people wrote whole sentences. */
const functionWords: ReadonlySet<string> = new Set(
  (
    "a about all almost also an and any are as at be because been being bit but by can could did do does don't " +
    "effect even felt for from had has have hear heard if in into is it it's its just kind less like little made " +
    "make makes many more most much no no-change no-effect none not nothing of off on one or other out over quite " +
    "same seem seemed seems slightly so some something sort sound sounded sounding sounds than that the their them " +
    "then there they thing this through to too up very was way were what when which while will with without would " +
    "y de la el en con sin los las un una unos unas del al se lo le que como más mas menos muy poco mucho es era no sí"
  ).split(" "),
);

/** Whether a word, or a part of "the-end", carries no sound. */
function hasFunctionWord(word: string): boolean {
  return functionWords.has(word) || word.split(/[\s-]+/).some((part) => functionWords.has(part));
}

/** Where words stand that go together: of two words that are used alike, the vectors point alike. */
export interface CoUse {
  readonly dimensions: number;
  /** Normalised word to its vector, shape `[dimensions]`, of length 1. */
  readonly vectors: ReadonlyMap<string, Float64Array>;
}

export interface CoUseOptions {
  /** Default 30. */
  readonly dimensions?: number;
  /** Rows in which a word must occur. Default 3. */
  readonly minimumRows?: number;
}

/**
 * Learns from sets of words that people used together for one sound (typed, or ticked as fitting): counts how often
 * two words share a set, takes the positive pointwise mutual information and its leading eigenvectors, each scaled
 * by the square root of its eigenvalue's size (Church & Hanks 1990; Bullinaria & Levy 2007; Levy, Goldberg & Dagan 2015).
 * Nothing in it knows an equalizer curve.
 *
 * @param sets Normalised words, each once per set.
 */
export function learnCoUse(sets: readonly (readonly string[])[], options: CoUseOptions = {}): CoUse {
  const { dimensions = 30, minimumRows = 3 } = options;
  const rowsOf = new Map<string, number>();
  for (const set of sets) for (const word of set) rowsOf.set(word, (rowsOf.get(word) ?? 0) + 1);
  const words = [...rowsOf]
    .filter(([word, rows]) => rows >= minimumRows && /\p{L}{2}/u.test(word) && !hasFunctionWord(word))
    .map(([word]) => word)
    .sort();
  const indexOf = new Map(words.map((word, index) => [word, index]));
  const together = words.map(() => new Map<number, number>());
  for (const set of sets) {
    const known = set.flatMap((word) => indexOf.get(word) ?? []);
    for (const one of known) {
      for (const other of known) {
        if (one !== other) together[one]!.set(other, (together[one]!.get(other) ?? 0) + 1);
      }
    }
  }
  const totals = together.map((row) => [...row.values()].reduce((sum, count) => sum + count, 0));
  const total = totals.reduce((sum, count) => sum + count, 0);
  if (total === 0) return { dimensions, vectors: new Map() };

  const entries = together.map((row, one) =>
    [...row]
      .map(([other, count]) => [other, ln((count * total) / (totals[one]! * totals[other]!))] as const)
      .filter(([, information]) => information > 0)
      .sort(([a], [b]) => a - b),
  );
  const columns = entries.map((row) => Int32Array.from(row, ([other]) => other));
  const values = entries.map((row) => Float64Array.from(row, ([, information]) => information));
  const multiply = (x: Float64Array, out: Float64Array): void => {
    for (let one = 0; one < out.length; one++) {
      const others = columns[one]!;
      const information = values[one]!;
      let sum = 0;
      for (let k = 0; k < others.length; k++) sum += information[k]! * x[others[k]!]!;
      out[one] = sum;
    }
  };
  const count = Math.min(dimensions, words.length);
  const leading = dominantEigenvectors(multiply, words.length, count);
  const found = new Map<string, Float64Array>();
  words.forEach((word, index) => {
    const vector = new Float64Array(dimensions);
    for (let d = 0; d < count; d++) {
      vector[d] = leading.vectors[d * words.length + index]! * Math.sqrt(Math.abs(leading.values[d]!));
    }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    if (length > 1e-9)
      found.set(
        word,
        vector.map((value) => value / length),
      );
  });
  return { dimensions, vectors: found };
}
