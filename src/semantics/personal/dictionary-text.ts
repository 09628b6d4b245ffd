import { foldWord, normalizeWord } from "../spelling.ts";
import { languages } from "../vocabulary.ts";
import {
  DictionaryError,
  MOST_EVIDENCE,
  MOST_WORDS,
  type PersonalDictionary,
  problemOfGains,
  problemOfWord,
  sorted,
  type TaughtFrom,
  type TaughtWord,
} from "./dictionary.ts";

/** What the file says of itself; another format has another number. */
export const DICTIONARY_FORMAT = "timbral-dictionary/1";

/** Characters of a dictionary's text: 5,000 words need half of it. */
export const LONGEST_TEXT: number = 8 * 2 ** 20;

/** Characters of a file's name or a phrase in it. */
const LONGEST_NAME = 255;

type Fields = Readonly<Record<string, unknown>>;

/** Fields of each kind of source beside `kind` and `date`. */
const sourceFields: Readonly<Record<TaughtFrom["kind"], readonly string[]>> = {
  preset: ["file", "format"],
  curve: ["file"],
  recordings: ["before", "after", "coherence"],
  ratings: ["count"],
  phrase: ["phrase"],
  merged: [],
};

const wordFields = ["word", "gainDb", "from", "evidence", "consistency", "isFault", "language"];

/**
 * Reads a dictionary. Strict: a field that is not of the format is refused, since a slip in a file edited by hand
 * ("isfault") would otherwise do nothing without a word; a later format has another number.
 *
 * @throws DictionaryError naming the word and the field.
 */
export function parseDictionary(text: string): PersonalDictionary {
  if (text.length > LONGEST_TEXT) {
    throw new DictionaryError(
      `a dictionary must have at most ${LONGEST_TEXT} characters, got ${text.length}`,
    );
  }
  const root = record(parseJson(text.replace(/^\uFEFF/, "")), "a dictionary");
  if (root.format !== DICTIONARY_FORMAT) {
    const other = typeof root.format === "string" && /^timbral-dictionary\//.test(root.format);
    const got = root.format === undefined ? "none" : shown(root.format);
    throw new DictionaryError(
      `format must be ${shown(DICTIONARY_FORMAT)}, got ${got}${other ? " of another version of Timbral" : ""}`,
    );
  }
  assertFields(root, ["format", "words"], "a dictionary");
  if (!Array.isArray(root.words)) throw new DictionaryError(`words must be a list, got ${shown(root.words)}`);
  if (root.words.length > MOST_WORDS) {
    throw new DictionaryError(`words must be at most ${MOST_WORDS}, got ${root.words.length}`);
  }
  const words = root.words.map(readWord);
  const byFold = new Map<string, string>();
  for (const { word } of words) {
    const known = byFold.get(foldWord(word));
    if (known !== undefined) {
      const same = known === word ? "" : ` (${shown(known)} differs in accents or punctuation only)`;
      throw new DictionaryError(`a word must come once, got ${shown(word)} twice${same}`);
    }
    byFold.set(foldWord(word), word);
  }
  return { words: sorted(words) };
}

/**
 * The dictionary as JSON: sorted, one word to a block, fields in one order, so that equal dictionaries give the same
 * text and a change shows as few changed lines.
 */
export function writeDictionary({ words }: PersonalDictionary): string {
  const blocks = sorted(words).map((taught) => {
    const { word, gainDb, from, evidence, consistency, isFault, language } = taught;
    const lines = [
      ["word", word],
      ["gainDb", gainDb],
      ["from", { kind: from.kind, ...inOrder(from) }],
      ["evidence", evidence],
      ["consistency", consistency],
      ["isFault", isFault],
      ["language", language],
    ].flatMap(([field, value]) =>
      value === undefined ? [] : [`      ${JSON.stringify(field)}: ${JSON.stringify(value)}`],
    );
    return `    {\n${lines.join(",\n")}\n    }`;
  });
  const list = blocks.length === 0 ? "[]" : `[\n${blocks.join(",\n")}\n  ]`;
  return `{\n  "format": ${JSON.stringify(DICTIONARY_FORMAT)},\n  "words": ${list}\n}\n`;
}

function inOrder(from: TaughtFrom): Fields {
  const fields: Fields = { ...from };
  return Object.fromEntries([...sourceFields[from.kind], "date"].map((field) => [field, fields[field]]));
}

function readWord(value: unknown, index: number): TaughtWord {
  const place = `word ${index + 1}`;
  const fields = record(value, place);
  const { word } = fields;
  if (typeof word !== "string") throw new DictionaryError(`${place}: word must be text, got ${shown(word)}`);
  const problem = problemOfWord(word);
  if (problem) throw new DictionaryError(`${place}: word ${problem}, got ${shown(word)}`);
  if (word !== normalizeWord(word)) {
    throw new DictionaryError(`${place}: word must be ${shown(normalizeWord(word))}, got ${shown(word)}`);
  }
  const name = shown(word);
  assertFields(fields, wordFields, name);
  const { gainDb, evidence, consistency, isFault } = fields;
  if (!Array.isArray(gainDb) || !gainDb.every((gain): gain is number => typeof gain === "number")) {
    throw new DictionaryError(`${name}: gainDb must be a list of numbers, got ${shown(gainDb)}`);
  }
  const wrong = problemOfGains(gainDb);
  if (wrong) throw new DictionaryError(`${name}: gainDb ${wrong}`);
  const language = languages.find((code) => code === fields.language);
  if (fields.language !== undefined && language === undefined) {
    throw new DictionaryError(
      `${name}: language must be ${languages.join(" or ")}, got ${shown(fields.language)}`,
    );
  }
  if (isFault !== undefined && typeof isFault !== "boolean") {
    throw new DictionaryError(`${name}: isFault must be true or false, got ${shown(isFault)}`);
  }
  const within = (field: string, given: unknown, low: number, high: number): number => {
    if (typeof given === "number" && given >= low && given <= high) return given;
    throw new DictionaryError(`${name}: ${field} must be within ${low}..${high}, got ${shown(given)}`);
  };
  return {
    word,
    gainDb,
    from: readSource(fields.from, name, within),
    evidence: within("evidence", evidence, 0.001, MOST_EVIDENCE),
    ...(consistency === undefined ? {} : { consistency: within("consistency", consistency, 0, 1) }),
    ...(isFault === undefined ? {} : { isFault }),
    ...(language === undefined ? {} : { language }),
  };
}

function readSource(
  value: unknown,
  name: string,
  within: (field: string, given: unknown, low: number, high: number) => number,
): TaughtFrom {
  const from = record(value, `${name}: from`);
  const kinds = Object.keys(sourceFields) as TaughtFrom["kind"][];
  const kind = kinds.find((known) => known === from.kind);
  if (kind === undefined) {
    throw new DictionaryError(`${name}: from.kind must be ${kinds.join(", ")}, got ${shown(from.kind)}`);
  }
  assertFields(from, ["kind", "date", ...sourceFields[kind]], `${name}: from`);
  const text = (field: string): string => {
    const given = from[field];
    if (typeof given !== "string" || given.length > LONGEST_NAME) {
      throw new DictionaryError(
        `${name}: from.${field} must be text of at most ${LONGEST_NAME} characters, got ${shown(given)}`,
      );
    }
    if (/\p{Cc}/u.test(given)) {
      // Shown on terminals, which do as they say.
      throw new DictionaryError(
        `${name}: from.${field} must hold no control characters, got ${shown(given)}`,
      );
    }
    return given;
  };
  const date = text("date");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    throw new DictionaryError(`${name}: from.date must be a day as 2026-11-22, got ${shown(date)}`);
  }
  switch (kind) {
    case "preset":
      return { kind, file: text("file"), format: text("format"), date };
    case "curve":
      return { kind, ...(from.file === undefined ? {} : { file: text("file") }), date };
    case "recordings": {
      const coherence = within("from.coherence", from.coherence, 0, 1);
      return { kind, before: text("before"), after: text("after"), coherence, date };
    }
    case "ratings":
      if (!Number.isInteger(from.count)) {
        throw new DictionaryError(`${name}: from.count must be a whole number, got ${shown(from.count)}`);
      }
      return { kind, count: within("from.count", from.count, 1, 10_000), date };
    case "phrase":
      return { kind, phrase: text("phrase"), date };
    case "merged":
      return { kind, date };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = error instanceof Error ? error.message.replaceAll(/\s+/g, " ").slice(0, 120) : "";
    throw new DictionaryError(`a dictionary must be JSON (${problem})`);
  }
}

function record(value: unknown, what: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new DictionaryError(`${what} must be an object, got ${shown(value)}`);
}

function assertFields(fields: Fields, known: readonly string[], what: string): void {
  const stray = Object.keys(fields).find((field) => !known.includes(field));
  if (stray === undefined) return;
  throw new DictionaryError(`${what}: must hold nothing but ${known.join(", ")}, got ${shown(stray)}`);
}

/** A value as JSON, cut short. */
function shown(value: unknown): string {
  if (value === undefined) return "none";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
