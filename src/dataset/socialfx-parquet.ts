import { BAND_COUNT, bandFrequencyHz } from "../effects/index.ts";
import { bandOfName, type Example, exampleOf, type Problem, type RawRow, type Reading } from "./example.ts";
import { parsePythonDict } from "./python-literal.ts";

const columns = ["text", "param_keys", "param_values", "extra"];

/**
 * Reads the equalizer table of the Hugging Face copy `seungheondoh/socialfx-original`: one row per curve, with
 * `text` the word, `param_keys` and `param_values` the bands and gains, and `extra` a Python dictionary in a
 * string that holds `lang` and `ratings_consistency`. The copy has no `audio_id`: it is undefined unless `extra`
 * should hold one.
 *
 * @param bytes The whole file; any of the usual compressions.
 * @returns Every row, either as an example or as a problem with its row number, from 1.
 * @throws TypeError if the bytes are no Parquet file with these columns.
 */
export async function readSocialFxParquet(bytes: Uint8Array): Promise<Reading> {
  // hyparquet takes slices of an ArrayBuffer; a Node Buffer is often a window on a larger one.
  const file = new Uint8Array(bytes).buffer;
  const rows = await rowsOf(file);
  const examples: Example[] = [];
  const problems: Problem[] = [];
  rows.forEach((row, index) => {
    const result = readRow(row, index + 1);
    if ("reason" in result) problems.push(result);
    else examples.push(result);
  });
  return { format: "parquet", examples, problems };
}

async function rowsOf(file: ArrayBuffer): Promise<Record<string, unknown>[]> {
  // Loaded when wanted: they take longer to load than the CSV takes to read.
  const { parquetMetadata, parquetReadObjects, parquetSchema } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  let names: string[];
  try {
    names = parquetSchema(parquetMetadata(file)).children.map((child) => child.element.name);
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw new TypeError(
      `readSocialFxParquet: bytes must be a Parquet file, got ${file.byteLength} bytes: ${got}`,
    );
  }
  if (!columns.every((name) => names.includes(name))) {
    throw new TypeError(
      `readSocialFxParquet: the table must have the columns ${columns.join(", ")}, got ${names.join(", ")}`,
    );
  }
  return parquetReadObjects({ file, compressors, columns });
}

function readRow(row: Record<string, unknown>, line: number): Example | Problem {
  const { text, param_keys: keys, param_values: values, extra } = row;
  if (!Array.isArray(keys) || !Array.isArray(values) || keys.length !== values.length) {
    return { line, reason: "param_keys and param_values must be lists of the same length" };
  }
  const frequencies = keys.map((key) => bandOfName(String(key)));
  const order = bandFrequencyHz.map((frequencyHz) => frequencies.indexOf(frequencyHz));
  if (keys.length !== BAND_COUNT || order.includes(-1)) {
    const got = `${keys.length}: ${keys.slice(0, 2).join(", ").slice(0, 60)} ...`;
    return { line, reason: `param_keys must name the ${BAND_COUNT} bands, got ${got}` };
  }
  let more: ReturnType<typeof parsePythonDict>;
  try {
    more = parsePythonDict(String(extra));
  } catch (error) {
    return { line, reason: `extra must be a Python dictionary: ${(error as Error).message}` };
  }
  const raw: RawRow = {
    word: text,
    language: more.get("lang"),
    audioId: more.get("audio_id"),
    consistency: more.get("ratings_consistency"),
    gains: order.map((index) => values[index]),
  };
  return exampleOf(raw, line);
}
