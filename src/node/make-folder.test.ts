import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

const scratch = mkdtempSync(join(tmpdir(), "timbral-folder-"));
afterAll(() => rmSync(scratch, { recursive: true }));

describe("makeFolder", () => {
  test("makes what is missing and leaves what is there", async () => {
    const path = join(scratch, "a", "b", "c");
    await makeFolder(path);
    await makeFolder(path);
    await makeFolder("/");
    expect(statSync(path).isDirectory()).toBe(true);
  });

  test("many at once do not disturb each other", async () => {
    const path = join(scratch, "many", "folders", "deep");
    await Promise.all(Array.from({ length: 20 }, () => makeFolder(path)));
    expect(existsSync(path)).toBe(true);
  });

  test("a file in the way is an error", async () => {
    writeFileSync(join(scratch, "file"), "");
    await expect(makeFolder(join(scratch, "file"))).rejects.toThrow("file: must be a folder, got a file");
    await expect(makeFolder(join(scratch, "file", "below"))).rejects.toThrow("ENOTDIR");
  });

  test.skipIf(!existsSync("/proc/self"))(
    "a parent that takes no entries is an error, not a hang",
    async () => {
      await expect(makeFolder("/proc/no-such-process/folder")).rejects.toThrow("ENOENT");
    },
  );
});
