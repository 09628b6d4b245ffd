import { describe, expect, test } from "vitest";
import { openModelFile } from "../src/node.ts";
import { createWordResolver } from "../src/semantics/resolver/word-resolver.ts";
import { misread, readPhraseTable } from "./support/phrase-table.ts";

const { model } = await openModelFile();
const resolver = createWordResolver({ vocabulary: model.vocabulary });

describe("phrases as people say them", () => {
  test("every phrase of the golden table is read as a person reads it", () => {
    const lines = readPhraseTable(new URL("phrases/golden.tsv", import.meta.url));
    expect(lines.length).toBeGreaterThanOrEqual(300);
    expect(misread(lines, resolver)).toEqual([]);
  });
});
