import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasShared, sharedPath } from "../../test/support/shared.ts";
import { loadSafe } from "./safe-file.ts";

const row = "1,Warm,p001,2,2,6,100,0,560,0.71,0,1000,0.71,0,3300,0.71,0,8200,,,,,,,";
const name = "SAFEEqualiserUserData.csv";

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "timbral-safe-file-"));
});
afterAll(() => rm(scratch, { recursive: true }));

async function write(path: string, content: string | Uint8Array): Promise<string> {
  const file = join(scratch, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

describe("loadSafe", () => {
  test.each([
    ["in the folder", `a/${name}`, "a"],
    ["below safe/", `b/safe/${name}`, "b"],
    ["beside SocialFX's folder", `c/safe/${name}`, "c/socialfx"],
    ["beside the folder of SocialFX's table", `d/safe/${name}`, "d/socialfx/eq_contributions.csv"],
    ["by its own path", `e/${name}`, `e/${name}`],
  ])("finds the table %s", async (_, at, asked) => {
    const file = await write(at, row);
    if (asked.endsWith("eq_contributions.csv")) await write(asked, "word\n");
    else if (asked.endsWith("socialfx")) await mkdir(join(scratch, asked), { recursive: true });
    const { safe, note } = await loadSafe(join(scratch, asked));
    expect(safe).toMatchObject({ rows: 1, problems: [], drops: [], path: file });
    expect(safe!.examples[0]!.term).toBe("warm");
    expect(safe!.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(note).toContain(`1 rows, 1 words, from ${file}`);
  });

  test("where it is absent, says where it looked", async () => {
    await write("empty/notes.txt", "");
    for (const path of ["empty", "nowhere", "empty/notes.txt"]) {
      const { safe, note } = await loadSafe(join(scratch, path));
      expect(safe).toBeUndefined();
      expect(note).toMatch(/no SAFEEqualiserUserData\.csv at .*left out/);
    }
  });

  test("a file that is there but is no such table is an error that names it", async () => {
    const empty = await write(`f/${name}`, "\n");
    await expect(loadSafe(join(scratch, "f"))).rejects.toThrow(`cannot read ${empty}`);
    await write(`g/${name}`, Uint8Array.of(0xff, 0xfe, 0x00));
    await expect(loadSafe(join(scratch, "g"))).rejects.toThrow(/cannot read/);
  });

  test.skipIf(!hasShared("data/safe"))("reads the real one", async () => {
    const { safe, note } = await loadSafe(sharedPath("data"));
    expect([safe!.rows, safe!.problems.length]).toEqual([1680, 0]);
    expect(note).toMatch(/1680 rows, 346 words/);
  });
});
