import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../effects/index.ts";
import { checkDataset, loadSocialFx } from "./dataset-file.ts";

const gains = bandFrequencyHz.map((_, band) => Math.SQRT2 * Math.cos((2 * Math.PI * band) / 40));
const bandNames = bandFrequencyHz.map((frequencyHz) => `RSC_${frequencyHz}Hz_band`);
const csv = [
  ["word", "language", "audio_id", "ratings_consistency", ...bandNames].join(","),
  ["Frío", "Español", 7, 0.5, ...gains].join(","),
  ["warm", "English", 8, 2, ...gains].join(","),
].join("\n");
const parquet = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: "text", data: ["frío"], type: "STRING" },
      { name: "param_keys", data: [bandNames], type: "JSON" },
      { name: "param_values", data: [gains], type: "JSON" },
      { name: "extra", data: ["{'lang': 'Español', 'ratings_consistency': 0.5}"], type: "STRING" },
    ],
  }),
);

let scratch: string;
/** A fresh folder below the scratch folder with these files in it. */
async function folderWith(name: string, files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = join(scratch, name);
  await mkdir(folder, { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    await mkdir(join(folder, file, ".."), { recursive: true });
    await writeFile(join(folder, file), content);
  }
  return folder;
}
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "timbral-dataset-file-"));
});
afterAll(() => rm(scratch, { recursive: true }));

describe("loadSocialFx", () => {
  test("reads a file by what it holds, whatever its name, and hashes it", async () => {
    const folder = await folderWith("names", { "table.txt": csv, "table.bin": parquet });
    const fromCsv = await loadSocialFx(join(folder, "table.txt"));
    expect(fromCsv.format).toBe("csv");
    expect(fromCsv.path).toBe(join(folder, "table.txt"));
    expect(fromCsv.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(fromCsv.problems).toEqual([{ line: 3, reason: expect.stringContaining("within -1..1") }]);
    const fromParquet = await loadSocialFx(join(folder, "table.bin"));
    expect(fromParquet.format).toBe("parquet");
    expect(fromParquet.examples[0]!.gains).toEqual(fromCsv.examples[0]!.gains);
    expect(fromParquet.sha256).not.toBe(fromCsv.sha256);
  });

  test.each([
    "eq_contributions.csv",
    "socialfx/eq_contributions.csv",
    "eq-00000-of-00001.parquet",
    "data/eq-00000-of-00001.parquet",
    "huggingface/data/eq-00000-of-00001.parquet",
    "socialfx/huggingface/data/eq-00000-of-00001.parquet",
  ])("finds %s in a folder, beside the other tables", async (file) => {
    const folder = await folderWith(file.replaceAll("/", "_"), {
      [file]: file.endsWith("csv") ? csv : parquet,
      [join(file, "../comp-00000-of-00001.parquet")]: parquet,
      [join(file, "../reverb_contributions.csv")]: "rawwords\n",
    });
    const { path, examples } = await loadSocialFx(folder);
    expect(path).toBe(join(folder, file));
    expect(examples.map(({ term }) => term)).toEqual(["frío"]);
  });

  test("prefers the CSV, which says which sound was playing", async () => {
    const folder = await folderWith("both", {
      "huggingface/data/eq-00000-of-00001.parquet": parquet,
      "eq_contributions.csv": csv,
    });
    expect((await loadSocialFx(folder)).examples[0]!.audioId).toBe(7);
  });

  test("says what it expected and what it found", async () => {
    const nothing = join(scratch, "nowhere");
    await expect(loadSocialFx(nothing)).rejects.toThrow(`folder that holds eq_contributions.csv`);
    await expect(loadSocialFx(nothing)).rejects.toThrow(`got nothing at ${nothing}`);
    const empty = await folderWith("empty", {});
    await expect(loadSocialFx(empty)).rejects.toThrow(`got an empty folder in ${empty}`);
    const other = await folderWith("other", { "a.txt": "", "reverbs.csv": "" });
    await expect(loadSocialFx(other)).rejects.toThrow(`got a.txt, reverbs.csv in ${other}`);
    const shards = await folderWith("shards", { "data/eq-0.parquet": parquet, "data/eq-1.parquet": parquet });
    await expect(loadSocialFx(shards)).rejects.toThrow(/one equalizer table, got eq-0.parquet, eq-1.parquet/);
    const wrong = await folderWith("wrong", {
      "eq_contributions.csv": "a,b\n",
      "latin.csv": Uint8Array.of(0x77, 0xf1, 0x2c),
      "cut.parquet": parquet.subarray(0, 200),
    });
    await expect(loadSocialFx(wrong)).rejects.toThrow(
      `loadSocialFx: cannot read ${join(wrong, "eq_contributions.csv")}: readSocialFxCsv: the header must`,
    );
    await expect(loadSocialFx(join(wrong, "latin.csv"))).rejects.toThrow(
      /CSV text in UTF-8, got other bytes/,
    );
    await expect(loadSocialFx(join(wrong, "cut.parquet"))).rejects.toThrow(
      /must be a Parquet file, got 200 bytes/,
    );
  });
});

test("checkDataset counts what is there", async () => {
  const folder = await folderWith("check", { "eq_contributions.csv": csv });
  expect(await checkDataset(folder)).toMatchObject({
    ...{ format: "csv", rows: 1, words: 1, spellings: 1, languages: { en: 0, es: 1 } },
    ...{ wordCounts: [["frío", 1]], consistency: [0.5, 0.5] },
    problems: [{ line: 3 }],
    path: join(folder, "eq_contributions.csv"),
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

const data = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const because = existsSync(data) ? "" : ` [SKIPPED: ${data} missing]`;
if (because !== "") console.warn(`dataset-file.test.ts:${because}`);

describe.skipIf(because !== "")(`the public data${because}`, () => {
  test("is found in its folder, with the sum of the public file", async () => {
    const { path, rows, problems, sha256 } = await checkDataset(data);
    expect([path, rows, problems]).toEqual([join(data, "socialfx/eq_contributions.csv"), 1595, []]);
    expect(sha256).toMatchInlineSnapshot(
      `"80f967a4131f53fec882c1b0fc7ae7a0f8aa1c181f45fcf9cd555d35a49342f0"`,
    );
  });

  test("is found in the hub's layout", async () => {
    const folder = join(scratch, "hub/data");
    await mkdir(folder, { recursive: true });
    const name = "eq-00000-of-00001.parquet";
    await copyFile(join(data, "socialfx/huggingface/data", name), join(folder, name));
    expect(await checkDataset(join(scratch, "hub"))).toMatchObject({
      format: "parquet",
      rows: 1595,
      words: 765,
    });
  });
});
