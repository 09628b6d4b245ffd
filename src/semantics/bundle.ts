import { BAND_COUNT } from "../effects/index.ts";
import type { Standardizer } from "../math/index.ts";
import { BundleError, openBundle, type StoredTensor, sealBundle, type TensorData } from "../model/index.ts";
import { canonicalJson } from "./canonical-json.ts";
import {
  createVocabulary,
  type Language,
  languages,
  type Vocabulary,
  type VocabularyEntry,
} from "./vocabulary.ts";
import { problemOfTables, readWordTables, type WordTables, wordTensors } from "./word-tables.ts";

/** The one artefact that goes from training to use. */
export interface WordBundle extends WordTables {
  /** The network's parameters by name. */
  readonly network: Readonly<Record<string, StoredTensor>>;
  readonly normalizer: Standardizer;
  readonly vocabulary: Vocabulary;
  /** The network's and the training's settings: anything that JSON can say, for the reader to check. */
  readonly config: unknown;
  /** SHA-256 of the data that were trained on, 64 hex digits. */
  readonly dataSha256: string;
  /** SHA-256 of the code that trained: provenance, not part of `contentSha256`. */
  readonly codeSha256: string;
  readonly seed: number;
  /** Scores on held-out rows: anything that JSON can say. */
  readonly validation: unknown;
}

/** A bundle as read: its numbers in typed arrays (views of the bytes: read-only) and its checksums. */
export interface ReadWordBundle extends WordBundle {
  readonly normalizer: { readonly mean: Float64Array; readonly scale: Float64Array };
  readonly contentSha256: string;
  readonly fileSha256: string;
}

const NETWORK_PREFIX = "network.";

/**
 * Writes a bundle: parameters as `network.*`, then `normalizer.mean`, `normalizer.scale` and the words' tables (see
 * `wordTensors`); the rest as metadata, `vocabulary` as JSON rows `[word, English count, Spanish count]`, with the
 * language as a fourth for words without people. The same content gives the same bytes.
 *
 * @throws RangeError if shapes do not match, a number is not finite or a checksum has not 64 hex digits.
 * @throws TypeError if config or validation has no JSON form.
 */
export function writeWordBundle(bundle: WordBundle): Uint8Array<ArrayBuffer> {
  const { network, normalizer, vocabulary, config, dataSha256, codeSha256, seed, validation } = bundle;
  const fail = (message: string): never => {
    throw new RangeError(`writeWordBundle: ${message}`);
  };
  if (!Number.isSafeInteger(seed)) fail(`seed must be a safe whole number, got ${seed}`);
  for (const [field, digits] of Object.entries({ dataSha256, codeSha256 })) {
    if (!isSha256(digits)) fail(`${field} must be 64 hex digits, got ${JSON.stringify(digits)}`);
  }
  const problem = problemOfNormalizer(normalizer) ?? problemOfTables(bundle, vocabulary);
  if (problem) fail(problem);

  const tensors: Record<string, StoredTensor> = {
    "normalizer.mean": { shape: [BAND_COUNT], data: Float64Array.from(normalizer.mean) },
    "normalizer.scale": { shape: [BAND_COUNT], data: Float64Array.from(normalizer.scale) },
    ...wordTensors(bundle, vocabulary),
  };
  for (const [name, tensor] of Object.entries(network)) tensors[`${NETWORK_PREFIX}${name}`] = tensor;
  return sealBundle(tensors, {
    vocabulary: canonicalJson(
      vocabulary.entries.map(({ word, languages, language }) => [
        word,
        languages.en,
        languages.es,
        ...(language === undefined ? [] : [language]),
      ]),
    ),
    kin: canonicalJson(bundle.kin),
    senses: canonicalJson(bundle.senses.map(({ word, name, share }) => [word, name, share])),
    config: canonicalJson(config),
    validation: canonicalJson(validation),
    seed: String(seed),
    dataSha256,
    codeSha256,
  });
}

/**
 * Reads what `writeWordBundle` made.
 *
 * @throws BundleError, and nothing else: `version` for another format, `damaged` if a byte has changed,
 *   `content` if it is a sound file of something else.
 */
export function readWordBundle(bytes: Uint8Array): ReadWordBundle {
  const { tensors, metadata, contentSha256, fileSha256 } = openBundle(bytes);
  const network: Record<string, StoredTensor> = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    if (name.startsWith(NETWORK_PREFIX)) network[name.slice(NETWORK_PREFIX.length)] = tensor;
  }
  const vocabulary = readVocabulary(metadata);
  const normalizer = {
    mean: readTensor(tensors, "normalizer.mean", Float64Array, [BAND_COUNT]),
    scale: readTensor(tensors, "normalizer.scale", Float64Array, [BAND_COUNT]),
  };
  const tables = readWordTables(
    vocabulary,
    (name, type, shape) => readTensor(tensors, name, type, shape),
    (field) => readJson(metadata, field),
  );
  if (typeof tables === "string") throw content(tables);
  const problem = problemOfNormalizer(normalizer) ?? problemOfTables(tables, vocabulary);
  if (problem) throw content(problem);
  const seed = Number(readField(metadata, "seed"));
  if (!Number.isSafeInteger(seed)) throw content(`seed must be a safe whole number, got ${metadata.seed}`);
  return {
    ...tables,
    network,
    normalizer,
    vocabulary,
    config: readJson(metadata, "config"),
    dataSha256: readField(metadata, "dataSha256"),
    codeSha256: readField(metadata, "codeSha256"),
    seed,
    validation: readJson(metadata, "validation"),
    contentSha256,
    fileSha256,
  };
}

function problemOfNormalizer({ mean, scale }: Standardizer): string | undefined {
  for (const [name, values] of Object.entries({ mean, scale })) {
    if (values.length !== BAND_COUNT)
      return `normalizer.${name} must hold ${BAND_COUNT} values, got ${values.length}`;
    const wrong = Array.from(values).find((value) => !Number.isFinite(value));
    if (wrong !== undefined) return `normalizer.${name} must be finite, got ${wrong}`;
  }
  const narrow = Array.from(scale).find((value) => !(value > 0));
  return narrow === undefined ? undefined : `normalizer.scale must be above 0, got ${narrow}`;
}

function readTensor<Values extends TensorData>(
  tensors: Readonly<Record<string, StoredTensor>>,
  name: string,
  type: new (length: number) => Values,
  shape?: readonly number[],
): Values {
  const { data, shape: found } = tensors[name] ?? {};
  if (!(data instanceof type)) {
    throw content(`"${name}" must be a ${type.name}, got ${data ? data.constructor.name : "none"}`);
  }
  if (shape && shape.join() !== found?.join()) {
    throw content(`"${name}" must have the shape [${shape.join(", ")}], got [${found?.join(", ")}]`);
  }
  return data;
}

function readVocabulary(metadata: Readonly<Record<string, string>>): Vocabulary {
  const rows = readJson(metadata, "vocabulary");
  if (!Array.isArray(rows)) throw content("vocabulary must be an array, got something else");
  try {
    return createVocabulary(
      rows.map((row: unknown): VocabularyEntry => {
        const [word, en, es, language]: unknown[] = Array.isArray(row) ? row : [];
        const known = language === undefined || languages.find((code) => code === language) !== undefined;
        if (typeof word !== "string" || typeof en !== "number" || typeof es !== "number" || !known) {
          throw new TypeError(
            `a row must be [word, English count, Spanish count, perhaps a language], got ${JSON.stringify(row)}`,
          );
        }
        const entry = { word, people: en + es, languages: { en, es } };
        return language === undefined ? entry : { ...entry, language: language as Language };
      }),
    );
  } catch (error) {
    throw content(`vocabulary: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readJson(metadata: Readonly<Record<string, string>>, field: string): unknown {
  const text = readField(metadata, field);
  try {
    return JSON.parse(text);
  } catch {
    throw content(`metadata "${field}" must be JSON, got ${JSON.stringify(text.slice(0, 60))}`);
  }
}

function readField(metadata: Readonly<Record<string, string>>, field: string): string {
  const text = metadata[field];
  if (text === undefined)
    throw content(`metadata must hold "${field}", got ${Object.keys(metadata).join(", ")}`);
  return text;
}

function isSha256(text: unknown): boolean {
  return typeof text === "string" && /^[0-9a-f]{64}$/.test(text);
}

function content(message: string): BundleError {
  return new BundleError("content", `readWordBundle: ${message}`);
}
