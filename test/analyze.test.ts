import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../src/effects/index.ts";
import { emptyFolder, timbral } from "./support/run-cli.ts";
import { hasShared, sharedPath } from "./support/shared.ts";
import { writeTable } from "./support/small-table.ts";

/** A folder with the small table as `table.csv`. */
function withTable(): string {
  const folder = emptyFolder();
  writeTable(join(folder, "table.csv"));
  return folder;
}

const small = ["--data", "table.csv"];

describe("analyze", () => {
  test("tells of each word how far people agree and where they boost, and of every pair how alike", async () => {
    const folder = withTable();
    const { code, stdout, stderr } = await timbral(folder, ["analyze", "warm", "calido", ...small]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^warm \(12 people, English\)\n {2}mean curve +[▁-█]{40} {2}within ±\d\.\d z\n/);
    expect(stdout).toMatch(/\ncálido \(12 people, Spanish\)\n/);
    expect(stdout).toMatch(/consistency +0\.\d{3} = 1 \/ \(1 \+ variance 0\.\d{3}\)\n/);
    expect(stdout).toMatch(/agreement +r [+-]0\.\d\d between two people\n/);
    expect(stdout).toMatch(/groups +\d, of \d+ and \d+ people; silhouette -?\d\.\d\d\n/);
    expect(stdout).toMatch(/\n {2}bass +60-200 Hz +[+-]\d\.\d\d z( +\d+ %){3}\n/);
    expect(stdout).toMatch(/\nwarm \| cálido( +[+-]\d\.\d{3}){3}\n/);
    for (const line of stdout.split("\n").slice(0, -2)) expect([...line].length).toBeLessThanOrEqual(80);
  });

  test("--json is one document, --plot draws, and a plot that is there is refused", async () => {
    const folder = withTable();
    const args = ["analyze", "brigth", "soft", ...small, "--plot", "two.svg"];
    const { code, stdout, stderr } = await timbral(folder, [...args, "--json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'timbral: understood "brigth" as "bright"\n' });
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).toEqual(["data", "frequencyHz", "words", "pairs"]);
    expect(result.frequencyHz).toEqual(bandFrequencyHz);
    expect(result.pairs).toEqual([
      {
        words: ["bright", "soft"],
        ...{ mean: expect.any(Number), median: expect.any(Number), weightedMean: expect.any(Number) },
      },
    ]);
    for (const word of result.words) {
      expect(word.people).toBe(12);
      expect(word.regions).toHaveLength(6);
      expect(word.clusters.labels).toHaveLength(12);
      for (const key of ["meanZ", "medianZ", "weightedMeanZ"]) expect(word[key]).toHaveLength(40);
    }
    expect(readFileSync(join(folder, "two.svg"), "utf8")).toMatch(
      />bright, soft<.* z<.*middle half of people</s,
    );
    const again = await timbral(folder, args);
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(again.stderr).toMatch(/two\.svg: plot must not exist yet \(or --force be given\)/);
    expect((await timbral(folder, [...args, "--force"])).code).toBe(0);
  });

  test("an unknown word, no dataset and a file that is none are one line each", async () => {
    const folder = withTable();
    const failure = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await timbral(folder, ["analyze", ...args]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(/^timbral: [^\n]+\n$/);
      expect(stderr).not.toContain("unexpected error");
      return stderr;
    };
    expect(await failure("war", ...small, "--plot", "war.svg")).toContain("did you mean warm?");
    expect(existsSync(join(folder, "war.svg"))).toBe(false);
    expect(await failure("warm", "--data", "nowhere.csv")).toContain("nowhere.csv");
    writeFileSync(join(folder, "other.csv"), "a,b\n1,2\n");
    expect(await failure("warm", "--data", "other.csv")).toContain("other.csv");
  });

  test.each([
    "analyze",
    "analyze a b c d e f g",
    "analyze warm --plot warm.gif",
    "analyze warm --sense 2",
  ])("`timbral %s` exits 2 with one line", async (line) => {
    const { code, stdout, stderr } = await timbral(emptyFolder(), line.split(" "));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^timbral: [^\n]+\n$/);
  });

  test.skipIf(!hasShared("data/socialfx/eq_contributions.csv"))("the crowd's warm and bright", async () => {
    const args = ["analyze", "warm", "bright", "--data", sharedPath("data"), "--json"];
    const { words, pairs } = JSON.parse((await timbral(emptyFolder(), args)).stdout);
    expect(words.map(({ consistency }: { consistency: number }) => consistency)).toEqual([
      expect.closeTo(0.5756, 4),
      expect.closeTo(0.6159, 4),
    ]);
    const sizes = words[0].clusters.groups.map(({ people }: { people: number }) => people);
    expect([sizes, words[0].clusters.silhouette]).toEqual([[50, 14], expect.closeTo(0.413, 3)]);
    expect(pairs[0]).toMatchObject({ mean: expect.closeTo(-0.895, 3), median: expect.closeTo(-0.914, 3) });
  });
});
