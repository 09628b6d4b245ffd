import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { FileError } from "../src/node/file-error.ts";
import { loadOptional, openLocalEmbedder } from "../src/node/local-embedder.ts";
import { cachedEmbeddingIndex } from "../src/node/local-embedder-cache.ts";
import { createEmbeddingSpace, embedUnknown, type WordEmbedder } from "../src/semantics/embedding/index.ts";
import { createVocabulary } from "../src/semantics/index.ts";
import { gatherModel, type TokenTable, writeTinyModel } from "./support/tiny-embedding-model.ts";

/** A direction in three dimensions, as an angle in the plane of the first two and a part of the third. */
const at = (degrees: number, third = 0): [number, number, number] => [
  Math.cos((degrees * Math.PI) / 180),
  Math.sin((degrees * Math.PI) / 180),
  third,
];

const known: TokenTable = [
  ["warm", at(0)],
  ["mellow", at(4)],
  ["soft", at(9)],
  ["thick", at(88)],
  ["thin", at(92)],
  ["bright", at(180)],
  ["airy", at(183)],
  ["crisp", at(187)],
];
const tokens: TokenTable = [
  ["[PAD]", at(0)],
  ["[UNK]", at(1)],
  ["[CLS]", [0, 0, 0]],
  ["[SEP]", [0, 0, 0]],
  ...known,
  ["velvety", at(1)],
  ["slim", at(90)],
  ["table", at(270)],
  ["glit", at(170)],
  ["##tery", at(198)],
];
const vocabulary = createVocabulary(
  known.map(([word]) => ({ word, people: 3, languages: { en: 3, es: 0 } })),
);
/** Curves of one slope each: down for the dark words, up for the bright ones; thick falls, thin rises. */
const slopes = [-1, -1, -1, -1, 1, 1, 1, 1];
const curveOf = (row: number): Float64Array =>
  Float64Array.from({ length: 40 }, (_, band) => slopes[row]! * (band - 19.5));

let scratch: string;
let folder: string;
let embedder: WordEmbedder;

beforeAll(async () => {
  // whatever would ask a network fails the tests
  vi.stubGlobal("fetch", () => {
    throw new Error("fetch was called");
  });
  scratch = mkdtempSync(join(tmpdir(), "timbral-embedder-"));
  folder = join(scratch, "tiny");
  writeTinyModel(folder, tokens);
  embedder = await openLocalEmbedder(folder);
});

afterAll(() => {
  vi.unstubAllGlobals();
  rmSync(scratch, { recursive: true });
});

/** A copy of the model folder that a test may spoil. */
function copyOf(name: string): string {
  const copy = join(scratch, name);
  mkdirSync(join(copy, "onnx"), { recursive: true });
  for (const file of ["config.json", "tokenizer.json", "tokenizer_config.json", "onnx/model.onnx"]) {
    copyFileSync(join(folder, file), join(copy, file));
  }
  return copy;
}

describe("a local model folder", () => {
  test("gives the table's vectors: the mean over all tokens, the ones around a word included", async () => {
    const [warm, glittery] = await embedder.embed(["warm", "glittery"]);
    expect([warm!.length, glittery!.length]).toEqual([3, 3]);
    at(0).forEach((value, k) => {
      expect(warm![k]).toBeCloseTo(value / 3, 6);
      expect(glittery![k]).toBeCloseTo((at(170)[k]! + at(198)[k]!) / 4, 6);
    });
  });

  test("a word's vector does not depend on its company, and case is no difference", async () => {
    const [alone] = await embedder.embed(["slim"]);
    const all = await embedder.embed(["glittery", "slim", "warm thick", "SLIM"]);
    expect([...all[1]!]).toEqual([...alone!]);
    expect([...all[3]!]).toEqual([...alone!]);
  });

  test("words that the tokenizer does not know get zeros, not the vector of the unknown token", async () => {
    const vectors = await embedder.embed(["blorby", "warm", "", "x".repeat(500)]);
    expect(vectors.map((vector) => vector.some((value) => value !== 0))).toEqual([false, true, false, false]);
    expect(vectors.map(({ length }) => length)).toEqual([3, 3, 3, 3]);
    expect((await embedder.embed(["blorby"])).map((vector) => [...vector])).toEqual([[0, 0, 0]]);
  });

  test("is named after its folder and what is in it", async () => {
    expect(embedder.name).toMatch(/^tiny \([0-9a-f]{12}\)$/);
    const copy = copyOf("copy");
    expect((await openLocalEmbedder(copy)).name.slice(4)).toBe(embedder.name.slice(4));
    writeFileSync(join(copy, "onnx/model.onnx"), gatherModel(tokens.map(() => [1, 2])));
    expect((await openLocalEmbedder(copy)).name.slice(4)).not.toBe(embedder.name.slice(4));
  });

  test("takes a quantized model where there is no other, and pools as the folder says", async () => {
    const copy = copyOf("variants");
    copyFileSync(join(copy, "onnx/model.onnx"), join(copy, "onnx/model_quantized.onnx"));
    rmSync(join(copy, "onnx/model.onnx"));
    mkdirSync(join(copy, "1_Pooling"));
    writeFileSync(join(copy, "1_Pooling/config.json"), JSON.stringify({ pooling_mode_cls_token: true }));
    const [vector] = await (await openLocalEmbedder(copy)).embed(["warm"]);
    expect([...vector!]).toEqual([0, 0, 0]); // the table's row of [CLS]
    writeFileSync(join(copy, "1_Pooling/config.json"), JSON.stringify({ pooling_mode_max_tokens: true }));
    await expect(openLocalEmbedder(copy)).rejects.toThrow(/1_Pooling.*got pooling_mode_max_tokens$/);
  });
});

describe("from a folder to a meaning", () => {
  test("near words stand in, opposed ones are refused, far and unknown ones too", async () => {
    const index = await cachedEmbeddingIndex(embedder, vocabulary, { folder: join(scratch, "cache") });
    const space = createEmbeddingSpace(index, vocabulary, curveOf);
    const lookup = await embedUnknown(space, embedder, ["Velvety", "glittery", "slim", "table", "blorby"]);
    const nearest = (word: string): (string | undefined)[] | undefined =>
      lookup.meaningOf(word)?.parts?.map(({ index: row }) => vocabulary.entries[row]?.word);
    expect(nearest("velvety")).toEqual(["warm", "mellow", "soft"]);
    expect(nearest("glittery")?.[0]).toBe("airy"); // 184 degrees
    expect(lookup.meaningOf("velvety")).toMatchObject({
      source: "embedding",
      people: 0,
      isFault: false,
      origin: expect.stringMatching(/^embedding tiny \([0-9a-f]{12}\): near warm \(1\.00\), mellow/),
    });
    expect(lookup.refusalOf("slim")).toMatch(/near thi(ck|n) .* and thi(ck|n) .*, which pull opposite ways$/);
    expect(lookup.refusalOf("table")).toMatch(/no known word is as near/);
    expect(lookup.refusalOf("blorby")).toMatch(/cannot read "blorby"$/);
    for (const word of ["slim", "table", "blorby"]) expect(lookup.meaningOf(word)).toBeUndefined();
  });

  test("an index is made once, and again if its file is damaged", async () => {
    const cache = join(scratch, "cache2");
    let asked = 0;
    const counting: WordEmbedder = {
      name: embedder.name,
      embed: (words) => {
        asked += words.length;
        return embedder.embed(words);
      },
    };
    const steps: number[] = [];
    const make = (): ReturnType<typeof cachedEmbeddingIndex> =>
      cachedEmbeddingIndex(counting, vocabulary, {
        folder: cache,
        onProgress: (done) => steps.push(done),
      });
    const first = await make();
    expect([asked, steps.at(-1)]).toEqual([8, 8]);
    expect(await make()).toEqual(first);
    expect(asked).toBe(8);
    const path = join(cache, readdirSync(cache)[0]!);
    writeFileSync(path, readFileSync(path).fill(7, 200, 210));
    expect(await make()).toEqual(first);
    expect(asked).toBe(16);
  });
});

describe("what is wrong is named in one line", () => {
  const refused = async (path: string): Promise<string> => {
    const error: unknown = await openLocalEmbedder(path).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(FileError);
    const { message } = error as FileError;
    expect(message).not.toContain("fetch was called");
    return message.replaceAll(scratch, "");
  };

  test("a folder that is missing, or a file", async () => {
    expect(await refused(join(scratch, "none"))).toBe("/none: must exist, got no such file or directory");
    expect(await refused(join(folder, "config.json"))).toMatch(/must be a folder/);
  });

  test.each(["tokenizer.json", "tokenizer_config.json"])("%s missing, cut or no object", async (file) => {
    const copy = copyOf(`no-${file}`);
    writeFileSync(join(copy, file), '{"cut');
    expect(await refused(copy)).toMatch(new RegExp(`^/no-${file}/${file}: must be JSON, got `));
    writeFileSync(join(copy, file), "[]");
    expect(await refused(copy)).toMatch(/must hold a JSON object/);
    rmSync(join(copy, file));
    expect(await refused(copy)).toBe(`/no-${file}/${file}: must exist, got no such file or directory`);
  });

  test("a tokenizer of an unknown kind", async () => {
    const copy = copyOf("strange-tokenizer");
    writeFileSync(join(copy, "tokenizer.json"), JSON.stringify({ model: { type: "Runes", vocab: {} } }));
    expect(await refused(copy)).toMatch(/^\/strange-tokenizer\/tokenizer.json: must be a tokenizer, got /);
  });

  test("no model, no ONNX, or one with other inputs or outputs", async () => {
    const copy = copyOf("models");
    const path = join(copy, "onnx/model.onnx");
    writeFileSync(path, "not a model");
    expect(await refused(copy)).toMatch(/model\.onnx: must be a model that onnxruntime-web runs, got /);
    const table = tokens.map(([, vector]) => vector);
    writeFileSync(path, gatherModel(table, { inputs: ["pixels"] }));
    expect(await refused(copy)).toMatch(/must take input_ids.*, got pixels$/);
    writeFileSync(path, gatherModel(table, { output: "logits" }));
    expect(await refused(copy)).toMatch(/must give .*, got logits$/);
    rmSync(path);
    expect(await refused(copy)).toBe(
      "/models/onnx: must hold model.onnx or model_quantized.onnx, got neither",
    );
  });

  test("a table that is too short for a token", async () => {
    const copy = copyOf("short");
    writeFileSync(join(copy, "onnx/model.onnx"), gatherModel(known.slice(0, 3).map(([, vector]) => vector)));
    const short = await openLocalEmbedder(copy);
    await expect(short.embed(["warm"])).rejects.toThrow(/model\.onnx: must run on "warm", got /);
  });

  test("packages that are not installed: the command is given, other errors pass", async () => {
    const absentPackage = "timbral-has-no-such-package";
    await expect(loadOptional("models/m", () => import(absentPackage))).rejects.toThrow(
      /^models\/m: .*missing: npm install @huggingface\/tokenizers@\S+ onnxruntime-web@\S+$/,
    );
    const broken = new Error("broken");
    await expect(loadOptional("m", () => Promise.reject(broken))).rejects.toBe(broken);
  });
});
