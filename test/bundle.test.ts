import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { trainModel } from "../src/node/train-model.ts";
import { openModel } from "../src/semantics/index.ts";
import { hasShared, sharedPath } from "./support/shared.ts";

const path = fileURLToPath(new URL("../models/socialfx-eq/model.safetensors", import.meta.url));
const { model, bundle } = openModel(readFileSync(path));

describe("the bundled model", () => {
  test("knows the crowd's 765 words and how many people used each", () => {
    const { entries } = model.vocabulary;
    const asked = entries.filter(({ people }) => people > 0);
    expect(asked).toHaveLength(765);
    expect(entries.reduce((total, { people }) => total + people, 0)).toBe(1595);
    const people = (word: string) => model.curve(word).words[0]!.people;
    expect(["warm", "bright", "claro", "punchy"].map(people)).toEqual([64, 19, 33, 2]);
  });

  test("answers words that nobody was asked for from their kin, less surely than the best known", () => {
    const { entries } = model.vocabulary;
    expect(entries.filter(({ people }) => people === 0).length).toBeGreaterThan(1000);
    const { people, kin, confidence } = model.describe("boomy");
    expect(people).toBe(0);
    expect(kin).toContain("boom");
    expect(confidence).toBeGreaterThan(15);
    expect(confidence).toBeLessThan(model.describe("tinny").confidence);
    expect(() => model.describe("xylophone")).toThrow("nobody was asked for it");
  });

  test("two words have readings; warm has one", () => {
    expect(model.describe("soft").senses).toHaveLength(2);
    expect(model.describe("tranquilo").senses).toHaveLength(2);
    expect(model.describe("warm").senses).toEqual([]);
  });

  test("warm boosts the bass and bright the treble, as the crowd's curves do", () => {
    const curve = (word: string) => model.curve(word).expectedZ;
    const [low, high] = [3, 30];
    expect(curve("warm")[low]).toBeGreaterThan(0.5);
    expect(curve("warm")[high]).toBeLessThan(0);
    expect(curve("bright")[low]).toBeLessThan(-0.5);
    expect(curve("bright")[high]).toBeGreaterThan(0);
  });

  test("is small, and says in its card what its metadata say", () => {
    expect(statSync(path).size).toBeLessThan(3e6);
    const card = readFileSync(join(path, "../README.md"), "utf8");
    expect(card).toContain(bundle.contentSha256);
    expect(card).toContain(bundle.dataSha256);
  });
});

describe.skipIf(!hasShared("data/socialfx/eq_contributions.csv"))("trained again (../shared/data)", () => {
  test("the same data and seed come to the same content hash", async () => {
    const outDir = mkdtempSync(join(tmpdir(), "timbral-bundle-"));
    try {
      const dataPath = sharedPath("data/socialfx/eq_contributions.csv");
      const { sha256, validation } = await trainModel({ dataPath, outDir });
      expect(sha256).toBe(bundle.contentSha256);
      expect(validation).toEqual(bundle.validation);
    } finally {
      rmSync(outDir, { recursive: true });
    }
  });
});
