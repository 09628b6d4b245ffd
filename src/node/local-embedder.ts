import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Tokenizer } from "@huggingface/tokenizers";
import type { InferenceSession, Tensor } from "onnxruntime-web";
import type { WordEmbedder } from "../semantics/embedding/index.ts";
import { absent, FileError, fileError, hasCode } from "./file-error.ts";

/** Brings the optional packages. */
const INSTALL = "npm install @huggingface/tokenizers@0.2 onnxruntime-web@1.30";
/** What goes wrong is thrown, so the engine need not print it as well. */
const quiet = { logSeverityLevel: 4 } as const;
const MODEL_FILES = ["model.onnx", "model_quantized.onnx"];
/** Longer texts are no words, and would outgrow a model's positions. */
const MOST_LETTERS = 100;

/**
 * Opens a sentence embedding model that lies in a folder as transformers.js has them:
 *
 * ```
 * tokenizer.json   tokenizer_config.json   onnx/model.onnx (or onnx/model_quantized.onnx)
 * 1_Pooling/config.json   (optional: `pooling_mode_cls_token`; without it, the mean over the tokens)
 * ```
 *
 * The model must take `input_ids` and may take `attention_mask` and `token_type_ids`; it must give
 * `sentence_embedding` `[1, size]`, or `last_hidden_state` or `token_embeddings` `[1, tokens, size]`, in float32. Runs
 * in WebAssembly, in one thread, one word at a time, so that a word's vector does not depend on its company. Only
 * the folder is read: nothing is asked of any network. It takes two packages that are not installed with this one:
 * `@huggingface/tokenizers` and `onnxruntime-web`, which are what transformers.js runs such a folder with.
 *
 * A word of which the tokenizer makes an unknown token gets zeros.
 *
 * @returns An embedder named after the folder and the SHA-256 of its files.
 * @throws FileError if a file is missing or holds something else, or a package is not installed.
 */
export async function openLocalEmbedder(folder: string): Promise<WordEmbedder> {
  if (!(await stat(folder).catch(rethrown(folder))).isDirectory()) {
    throw new FileError(folder, "must be a folder with a transformers.js model, got a file");
  }
  const tokenizerFile = await readJson(join(folder, "tokenizer.json"));
  const config = await readJson(join(folder, "tokenizer_config.json"));
  const pooling = await readPooling(join(folder, "1_Pooling", "config.json"));
  const model = await readModel(join(folder, "onnx"));

  const { Tokenizer } = await loadOptional(folder, () => import("@huggingface/tokenizers"));
  const { env, InferenceSession, Tensor } = await loadOptional(folder, () => import("onnxruntime-web"));
  env.wasm.numThreads = 1;

  const tokenizer = made(tokenizerFile.path, "must be a tokenizer", () => {
    return new Tokenizer(tokenizerFile.content, config.content);
  });
  const unknownId = idOfUnknown(tokenizer, tokenizerFile.content, config.content);
  const session = await InferenceSession.create(model.bytes, {
    executionProviders: ["wasm"],
    ...quiet,
  }).catch((error: unknown) => {
    const problem = `must be a model that onnxruntime-web runs, got ${messageOf(error)}`;
    throw new FileError(model.path, problem, error);
  });
  const problem = problemOfNames(session);
  if (problem) throw new FileError(model.path, problem);

  const sum = createHash("sha256");
  for (const bytes of [tokenizerFile.bytes, config.bytes, pooling, model.bytes]) sum.update(bytes);
  const name = `${basename(resolve(folder))} (${sum.digest("hex").slice(0, 12)})`;

  const embedWord = async (word: string): Promise<Float32Array | undefined> => {
    if (word.length > MOST_LETTERS) return undefined;
    const { ids: content } = tokenizer.encode(word, { add_special_tokens: false });
    if (content.length === 0 || content.some((id) => id === unknownId)) return undefined;
    const { ids } = tokenizer.encode(word);
    const row = (valueAt: (i: number) => number): Tensor =>
      new Tensor(
        "int64",
        BigInt64Array.from(ids, (_, i) => BigInt(valueAt(i))),
        [1, ids.length],
      );
    const inputs: Record<string, Tensor> = {
      input_ids: row((i) => ids[i]!),
      attention_mask: row(() => 1),
      token_type_ids: row(() => 0),
    };
    const feeds = Object.fromEntries(session.inputNames.map((input) => [input, inputs[input]!]));
    const results = await session.run(feeds, quiet).catch((error: unknown) => {
      throw new FileError(model.path, `must run on "${word}", got ${messageOf(error)}`, error);
    });
    return pooled(results, ids.length, pooling, model.path);
  };

  return {
    name,
    async embed(words) {
      const vectors: (Float32Array | undefined)[] = [];
      for (const word of words) vectors.push(await embedWord(word));
      const size = vectors.find((vector) => vector !== undefined)?.length ?? (await sizeOf(embedWord));
      return vectors.map((vector) => vector ?? new Float32Array(size));
    },
  };

  /** From any word that can be read, where none of those asked for could. */
  async function sizeOf(embed: typeof embedWord): Promise<number> {
    for (const letter of ["a", ...Object.keys(vocabularyOf(tokenizerFile.content))]) {
      const vector = await embed(letter);
      if (vector) return vector.length;
    }
    throw new FileError(tokenizerFile.path, "must read some word, got none that it reads");
  }
}

/**
 * Loads a package that need not be installed.
 *
 * @throws FileError naming the command that installs it.
 */
export async function loadOptional<Module>(folder: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (!hasCode(error, "ERR_MODULE_NOT_FOUND") && !hasCode(error, "MODULE_NOT_FOUND")) throw error;
    throw new FileError(
      folder,
      `reading a model takes optional packages that are missing: ${INSTALL}`,
      error,
    );
  }
}

type Pooling = "mean" | "cls";

interface JsonFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly content: Readonly<Record<string, unknown>>;
}

async function readJson(path: string): Promise<JsonFile> {
  const bytes = await readFile(path).catch(rethrown(path));
  const content = made(path, "must be JSON", (): unknown => JSON.parse(bytes.toString("utf8")));
  if (!isRecord(content)) throw new FileError(path, "must hold a JSON object, got something else");
  return { path, bytes, content };
}

async function readPooling(path: string): Promise<Pooling> {
  if ((await stat(path).catch(absent)) === undefined) return "mean";
  const { content } = await readJson(path);
  const modes = Object.keys(content).filter(
    (key) => key.startsWith("pooling_mode_") && content[key] === true,
  );
  if (modes.length === 1 && modes[0] === "pooling_mode_cls_token") return "cls";
  if (modes.length === 1 && modes[0] === "pooling_mode_mean_tokens") return "mean";
  throw new FileError(
    path,
    `must set pooling_mode_mean_tokens or pooling_mode_cls_token alone, got ${modes.join(", ") || "none"}`,
  );
}

async function readModel(folder: string): Promise<{ path: string; bytes: Buffer }> {
  for (const file of MODEL_FILES) {
    const path = join(folder, file);
    if ((await stat(path).catch(absent)) === undefined) continue;
    return { path, bytes: await readFile(path).catch(rethrown(path)) };
  }
  throw new FileError(folder, `must hold ${MODEL_FILES.join(" or ")}, got neither`);
}

/** The token for what a tokenizer does not know, if it has one. */
function idOfUnknown(
  tokenizer: Tokenizer,
  file: JsonFile["content"],
  config: JsonFile["content"],
): number | undefined {
  const named = isRecord(config.unk_token) ? config.unk_token.content : config.unk_token;
  const token = named ?? (isRecord(file.model) ? file.model.unk_token : undefined);
  return typeof token === "string" ? tokenizer.token_to_id(token) : undefined;
}

function vocabularyOf({ model }: JsonFile["content"]): Readonly<Record<string, unknown>> {
  return isRecord(model) && isRecord(model.vocab) ? model.vocab : {};
}

const inputNames: readonly string[] = ["input_ids", "attention_mask", "token_type_ids"];
const outputNames: readonly string[] = ["sentence_embedding", "last_hidden_state", "token_embeddings"];

function problemOfNames(session: InferenceSession): string | undefined {
  const strange = session.inputNames.filter((name) => !inputNames.includes(name));
  if (strange.length > 0 || !session.inputNames.includes("input_ids")) {
    return `must take input_ids, perhaps attention_mask and token_type_ids, got ${session.inputNames.join(", ")}`;
  }
  if (session.outputNames.some((name) => outputNames.includes(name))) return undefined;
  return `must give ${outputNames.join(" or ")}, got ${session.outputNames.join(", ")}`;
}

function pooled(
  results: Readonly<Record<string, Tensor>>,
  tokens: number,
  pooling: Pooling,
  path: string,
): Float32Array {
  const name = outputNames.find((output) => results[output] !== undefined)!;
  const { data, dims, type } = results[name]!;
  if (!(data instanceof Float32Array)) throw new FileError(path, `must give float32, got ${type}`);
  const size = dims[dims.length - 1]!;
  if (name === "sentence_embedding" && data.length === size) return data.slice();
  if (dims.length !== 3 || data.length !== tokens * size) {
    throw new FileError(path, `must give ${name} of shape [1, ${tokens}, size], got [${dims.join(", ")}]`);
  }
  if (pooling === "cls") return data.slice(0, size);
  const mean = new Float64Array(size);
  for (let i = 0; i < data.length; i++) mean[i % size]! += data[i]! / tokens;
  return Float32Array.from(mean);
}

function made<Value>(path: string, must: string, make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    throw new FileError(path, `${must}, got ${messageOf(error)}`, error);
  }
}

/** Handler that names the file of a system error. */
function rethrown(path: string): (error: unknown) => never {
  return (error) => {
    throw fileError(path, error);
  };
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
