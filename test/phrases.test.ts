import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openModelFile } from "../src/node.ts";
import { misread, readPhraseTable } from "./support/phrase-table.ts";

const { model } = await openModelFile();
const tableOf = (name: string): URL => new URL(`phrases/${name}.tsv`, import.meta.url);

/** docs/phrases.md says how the tables came about. */
describe("phrases as people say them", () => {
  test("every phrase of the golden table is read as a person reads it", () => {
    const lines = readPhraseTable(tableOf("golden"));
    expect(lines.length).toBeGreaterThanOrEqual(300);
    expect(misread(lines, model.resolver)).toEqual([]);
  });

  test("so are 95 of 100 of the table that was sealed before the parser was written", () => {
    const sealed = createHash("sha256")
      .update(readFileSync(tableOf("sealed")))
      .digest("hex");
    expect(sealed).toBe("589346dadfe6daffcf4f2fdab0fbf2af4f7533b3cbc850772508e809100022b1");
    const lines = readPhraseTable(tableOf("sealed"));
    expect(lines).toHaveLength(100);
    expect(lines.length - misread(lines, model.resolver).length).toBeGreaterThanOrEqual(95); // no phrase is shown
  });

  test("and 94 % of the batches that were written while the grammar grew", () => {
    const lines = readPhraseTable(tableOf("development"));
    expect(1 - misread(lines, model.resolver).length / lines.length).toBeGreaterThanOrEqual(0.94);
  });
});
