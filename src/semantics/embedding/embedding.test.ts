import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../math/index.ts";
import { BundleError } from "../../model/index.ts";
import { correlation } from "../agreement.ts";
import { createVocabulary, type Vocabulary } from "../vocabulary.ts";
import { indexVocabulary, readEmbeddingIndex, writeEmbeddingIndex } from "./embedding-index.ts";
import { createEmbeddingLookup, embedUnknown } from "./embedding-lookup.ts";
import { createEmbeddingSpace, type EmbeddingSpace } from "./embedding-space.ts";
import type { WordEmbedder } from "./word-embedder.ts";

fc.configureGlobal({ seed: 1 });

function fixedEmbedder(vectors: Readonly<Record<string, readonly number[]>>, name = "fixed"): WordEmbedder {
  return {
    name,
    embed: (words) => Promise.resolve(words.map((word) => Float32Array.from(vectors[word] ?? [0, 0, 0]))),
  };
}

function vocabularyOf(words: readonly string[]): Vocabulary {
  return createVocabulary(
    words.map((word) => ({
      word,
      people: 2,
      languages: word === "cálido" ? { en: 0, es: 2 } : { en: 2, es: 0 },
    })),
  );
}

/** Words and vectors of two kinds of sound, which lie apart, and thick and thin, which lie side by side. */
const known: Readonly<Record<string, readonly [number, number, number]>> = {
  warm: [9, 0, 0],
  cálido: [9, 0.1, 0],
  mellow: [9, 0.5, 0],
  soft: [9, 0, 0.6],
  dark: [9, 0.4, 0.5],
  deep: [9, -0.4, 0.5],
  round: [9, -0.3, -0.2],
  bright: [-9, 0, 0],
  crisp: [-9, 0.5, 0],
  airy: [-9, 0, 0.6],
  glassy: [-9, 0.6, 0.3],
  clear: [-9, 0.2, 0.1],
  sharp: [-9, -0.2, 0.4],
  tinny: [-9, -0.4, 0.1],
  thick: [0, 9, 0.02],
  thin: [0, 9, -0.02],
  ...Object.fromEntries(
    Array.from({ length: 48 }, (_, i) => {
      const side = i % 2 === 0 ? 9 : -9;
      return [`${i}word`, [side, Math.sin(i), Math.cos(2 * i)] as const];
    }),
  ),
};
const words = Object.keys(known);
const vocabulary = vocabularyOf(words);
const dark = ["warm", "cálido", "mellow", "soft", "dark", "deep", "round", "thick"];
const slopeOf = (word: string): number => (dark.includes(word) || /^\d*[02468]word$/.test(word) ? -1 : 1);
const curveOf = (row: number): Float64Array =>
  Float64Array.from({ length: 40 }, (_, band) => slopeOf(words[row]!) * (band - 19.5) + Math.sin(row + band));

async function fixedSpace(): Promise<EmbeddingSpace> {
  return createEmbeddingSpace(await indexVocabulary(fixedEmbedder(known), vocabulary), vocabulary, curveOf);
}

const unit = (vector: readonly number[]): Float32Array =>
  Float32Array.from(vector, (value) => value / Math.hypot(...vector));

describe("polarity", () => {
  test("a word between thick and thin is refused, with both named", async () => {
    const answer = (await fixedSpace()).nearestMeaning(unit([0, 1, 0]), "slim");
    expect(answer).toMatchObject({ kind: "opposed", near: [{ word: "thick" }, { word: "thin" }] });
  });

  test("even a word that lies on one of them: nearness does not decide which way it pulls", async () => {
    expect((await fixedSpace()).nearestMeaning(unit([0, 9, 0.02]), "fat").kind).toBe("opposed");
  });

  test("random spaces: parts never pull opposite ways, weights are a softmax of brute-force cosines", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2, max: 40 }), (seed, count) => {
        const random = createRandom(seed);
        const size = 4;
        const many = vocabularyOf(Array.from({ length: count }, (_, i) => `${i}word`));
        const row = (): Float32Array => unit(Array.from({ length: size }, () => random.normal()));
        const rows = Array.from({ length: count }, row);
        const curves = rows.map((vector) =>
          Float64Array.from(
            { length: 40 },
            (_, k) => vector[0]! * k + vector[1]! * (k % 7) + random.normal(),
          ),
        );
        const index = {
          embedder: "random",
          rows: Array.from(rows.keys()),
          size,
          vectors: Float32Array.from(rows.flatMap((vector) => [...vector])),
        };
        const space = createEmbeddingSpace(index, many, (i) => curves[i]!);
        const { trial, leastCosine, trust } = space;
        expect(trial.far + trial.opposed + trial.answered).toBe(trial.words);
        expect(trial.wrongWay).toBeLessThanOrEqual(trial.answered);
        expect(trust >= 0 && trust <= 0.5).toBe(true);
        const vector = row();
        const answer = space.nearestMeaning(vector, "New");
        const cosines = rows.map((other) => other.reduce((sum, value, k) => sum + value * vector[k]!, 0));
        const order = [...cosines.keys()].sort((a, b) => cosines[b]! - cosines[a]!);
        const best = cosines[order[0]!]!;
        const isNear = best > 0 && best >= leastCosine;
        const rivals = isNear ? order.slice(0, 5).filter((i) => cosines[i]! > Math.max(0, best - 0.2)) : [];
        const opposed = rivals.some((i) => rivals.some((j) => correlation(curves[i]!, curves[j]!) < -0.3));
        if (trust < 0.15) expect(answer).toEqual({ kind: "untrusted", trust });
        else if (rivals.length === 0) expect(answer.kind).toBe("far");
        else if (opposed) expect(answer.kind).toBe("opposed");
        else {
          const powers = rivals.slice(0, 3).map((i) => Math.exp(10 * cosines[i]!));
          const total = powers.reduce((sum, power) => sum + power, 0);
          if (answer.kind !== "meaning") throw new Error(`got ${answer.kind}`);
          const { meaning } = answer;
          expect(meaning).toMatchObject({
            word: "new",
            source: "embedding",
            people: 0,
            isFault: false,
            trust,
          });
          expect(meaning.parts?.map(({ index: i }) => i)).toEqual(rivals.slice(0, 3));
          meaning.parts?.forEach(({ weight }, i) => {
            expect(weight).toBeCloseTo(powers[i]! / total, 9);
          });
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("trust", () => {
  test("an embedding that goes with the curves is believed half at most, one that goes against them not at all", async () => {
    const space = await fixedSpace();
    // thick and thin have no near word but each other: those two go the wrong way, if they are answered at all
    expect(space.trial.words).toBe(words.length);
    expect(space.trial.wrongWay).toBeLessThanOrEqual(2);
    expect(space.trust).toBeGreaterThan(0.15);
    const index = await indexVocabulary(fixedEmbedder(known), vocabulary);
    const random = createRandom(5);
    const noise = words.map(() => Float64Array.from({ length: 40 }, () => random.normal()));
    const lost = createEmbeddingSpace(index, vocabulary, (row) => noise[row]!);
    expect(lost.trust).toBeLessThan(0.15);
    expect(lost.nearestMeaning(unit([9, 0.2, 0.1]), "cosy")).toEqual({
      kind: "untrusted",
      trust: lost.trust,
    });
  });

  test("members of one family do not stand in for each other in the trial", async () => {
    const family = ["warm", "warmth", "warmly", "warmish"];
    const many = vocabularyOf(family);
    const embedder = fixedEmbedder(Object.fromEntries(family.map((word) => [word, [1, 0, 0]])));
    const { trial, trust } = createEmbeddingSpace(await indexVocabulary(embedder, many), many, curveOf);
    expect([trial.words, trial.answered, trust]).toEqual([0, 0, 0]);
  });
});

test("noise is not trusted, though most curves are of one kind and near words are only heard where they agree", () => {
  const random = createRandom(7);
  const many = vocabularyOf(Array.from({ length: 300 }, (_, i) => `${i}word`));
  const curves = many.entries.map((_, i) =>
    Float64Array.from({ length: 40 }, (_, band) => (i % 4 === 0 ? -1 : 1) * band + 4 * random.normal()),
  );
  const vectors = many.entries.flatMap(() => [...unit(Array.from({ length: 50 }, () => random.normal()))]);
  const index = {
    embedder: "noise",
    rows: Array.from(many.entries.keys()),
    size: 50,
    vectors: Float32Array.from(vectors),
  };
  const { trial, trust } = createEmbeddingSpace(index, many, (row) => curves[row]!);
  expect(trial.correlation).toBeGreaterThan(0.15);
  expect(trust).toBeLessThan(0.15);
});

describe("the step that takes time", () => {
  test("afterwards answers are at hand, in any case, and refusals say why", async () => {
    const space = await fixedSpace();
    const embedder = fixedEmbedder({ ...known, cosy: [5, -0.01, 0.01], slim: [0, 3, 0], table: [0, 0, 1] });
    const lookup = await embedUnknown(space, embedder, ["Cosy", "cosy ", "slim", "table", "blorby", " "]);
    expect(lookup.meaningOf("COSY")).toMatchObject({ word: "cosy", language: "en", trust: space.trust });
    expect(lookup.refusalOf("cosy")).toBeUndefined();
    expect(lookup.refusalOf("slim")).toBe(
      'embedding fixed: "slim" lies near thick (1.00) and thin (1.00), which pull opposite ways',
    );
    expect(lookup.refusalOf("table")).toMatch(
      /^embedding fixed: no known word is as near to "table" as \d\.\d\d; /,
    );
    expect(lookup.refusalOf("blorby")).toBe('embedding fixed: cannot read "blorby"');
    expect([lookup.meaningOf("never asked"), lookup.refusalOf("never asked")]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("the same answers from vectors that the caller has", async () => {
    const space = await fixedSpace();
    const vectors = new Map([["cosy", unit([5, -0.01, 0.01])]]);
    const asked = await embedUnknown(space, fixedEmbedder({ cosy: [50, -0.1, 0.1] }), ["cosy"]);
    const parts = (meaning = asked.meaningOf("cosy")) => meaning?.parts?.map(({ index }) => words[index]);
    expect(parts()?.[0]).toBe("warm");
    expect(parts(createEmbeddingLookup(space, vectors).meaningOf("cosy"))).toEqual(parts());
    expect(() => createEmbeddingLookup(space, new Map([["cosy", [1, 0]]]))).toThrow(
      /must hold 3 values, got 2/,
    );
  });

  test("nothing unknown: the embedder is not asked; another embedder is refused", async () => {
    const space = await fixedSpace();
    const silent: WordEmbedder = { name: "fixed", embed: () => Promise.reject(new Error("asked")) };
    expect((await embedUnknown(space, silent, [])).meaningOf("warm")).toBeUndefined();
    await expect(embedUnknown(space, { ...silent, name: "other" }, ["x"])).rejects.toThrow(
      "embedder must be fixed, which made the index, got other",
    );
  });

  test.each([
    ["too few", [], /must give 16 vectors, got 0/],
    [
      "none of a size",
      words.slice(0, 16).map(() => new Float32Array(0)),
      /vectors of 1 or more values, got 0/,
    ],
    [
      "of two sizes",
      words.slice(0, 16).map((_, i) => new Float32Array(2 + (i % 2))),
      /vectors of 2 values, got 3 for "cálido"/,
    ],
    [
      "not finite",
      words.slice(0, 16).map(() => Float32Array.of(1, Number.NaN)),
      /finite values, got others for "warm"/,
    ],
  ])("vectors that are wrong: %s", async (_, vectors, message) => {
    const wrong: WordEmbedder = { name: "wrong", embed: () => Promise.resolve(vectors) };
    await expect(indexVocabulary(wrong, vocabulary)).rejects.toThrow(message);
  });
});

describe("an index", () => {
  test("holds words with people, as directions, whatever the vectors' lengths", async () => {
    const some = createVocabulary([
      ...vocabulary.entries,
      { word: "unasked", people: 0, languages: { en: 0, es: 0 }, language: "en" },
    ]);
    const progress: number[] = [];
    const index = await indexVocabulary(fixedEmbedder(known), some, { onProgress: (n) => progress.push(n) });
    expect([index.rows.length, index.size, progress.at(-1)]).toEqual([words.length, 3, words.length]);
    const huge = Object.fromEntries(Object.entries(known).map(([word, v]) => [word, v.map((x) => x * 1e37)]));
    expect((await indexVocabulary(fixedEmbedder(huge), some)).vectors.length).toBe(3 * words.length);
    for (const at of index.rows.keys()) {
      expect(Math.hypot(...index.vectors.subarray(3 * at, 3 * at + 3))).toBeCloseTo(1, 6);
    }
  });

  test("comes back from its bytes, and only for its own words", async () => {
    const index = await indexVocabulary(fixedEmbedder(known), vocabulary);
    const bytes = writeEmbeddingIndex(index, vocabulary);
    expect(readEmbeddingIndex(bytes, vocabulary)).toEqual(index);
    expect(writeEmbeddingIndex(index, vocabulary)).toEqual(bytes);
    expect(() => readEmbeddingIndex(bytes, vocabularyOf(["other"]))).toThrow(BundleError);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const broken = bytes.slice();
        broken[place]! ^= change;
        expect(() => readEmbeddingIndex(broken, vocabulary)).toThrow(BundleError);
      }),
    );
  });
});
