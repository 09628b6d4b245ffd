import { describe, expect, test } from "vitest";
import { createVocabulary } from "../vocabulary.ts";
import type { WordDescription } from "../word-description.ts";
import { addWord, emptyDictionary, type TaughtFrom, type TaughtWord } from "./dictionary.ts";
import { correlationOf } from "./merge-dictionaries.ts";
import { personalMeanings, recordedEvidence, SAID_EVIDENCE } from "./personal-meanings.ts";

const date = "2026-11-22";
const curve = (phase: number): number[] =>
  Array.from({ length: 40 }, (_, band) => 4 * Math.sin(band / 3 + phase));
const crowd = Float64Array.from(curve(1.5), (gain) => gain / 10);
const model = {
  vocabulary: createVocabulary([{ word: "cálido", people: 9, languages: { en: 0, es: 9 } }]),
  describe: () => ({ expectedZ: [...crowd] }) as unknown as WordDescription,
};
const meaningOf = (word: string, evidence: number, from: TaughtFrom = { kind: "curve", date }) => {
  const taught: TaughtWord = { word, gainDb: curve(0), from, evidence };
  return personalMeanings(addWord(emptyDictionary, taught), model).get(word)!;
};

describe("what the user's own words mean", () => {
  test("a word that the crowd does not know: the curve as it was taught, at rms 1", () => {
    const { unitCurve, index, people, source, trust, origin } = meaningOf("my air", SAID_EVIDENCE);
    expect(correlationOf(unitCurve!, curve(0))).toBeCloseTo(1, 6);
    expect(unitCurve!.reduce((sum, z) => sum + z * z, 0)).toBeCloseTo(40, 6);
    expect({ index, people, source }).toEqual({ index: undefined, people: 0, source: "personal" });
    expect(trust).toBeCloseTo(0.57 * Math.sqrt(0.95), 9);
    expect(origin).toBe("taught from a curve, 2026-11-22");
  });

  test("a word of the crowd's is drawn towards it, the less the more is known; accents do not matter", () => {
    const similarity = (evidence: number) =>
      correlationOf(meaningOf("calido", evidence).unitCurve!, curve(0));
    const levels = [0.1, 0.5, 1, 5, SAID_EVIDENCE, 100].map(similarity);
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
    expect(similarity(SAID_EVIDENCE)).toBeGreaterThan(0.999);
    expect(similarity(0.1)).toBeLessThan(0.9);
    expect(meaningOf("calido", 1)).toMatchObject({ word: "calido", index: 0, people: 9 });
    // By hand: the mean of both at evidence 1.
    const own = curve(0).map((gain) => gain - curve(0).reduce((sum, value) => sum + value, 0) / 40);
    const size = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0) / 40);
    const between = own.map((gain, band) => gain / size + crowd[band]!);
    expect(correlationOf(meaningOf("calido", 1).unitCurve!, between)).toBeCloseTo(1, 6);
  });

  test("a fault stays one unless it is said not to be", () => {
    const from: TaughtFrom = { kind: "curve", date };
    const taught = { word: "muddy", gainDb: curve(0), from, evidence: 1 };
    const isFault = (marks: { isFault?: boolean }): boolean =>
      personalMeanings(addWord(emptyDictionary, { ...taught, ...marks }), model).get("muddy")!.isFault;
    expect([isFault({}), isFault({ isFault: false }), isFault({ isFault: true })]).toEqual([
      true,
      false,
      true,
    ]);
    expect(meaningOf("my air", 1).isFault).toBe(false);
  });

  test("ratings have the crowd in them already; recordings count by their coherence", () => {
    const from: TaughtFrom = { kind: "ratings", count: 12, date };
    expect(correlationOf(meaningOf("cálido", 0.5, from).unitCurve!, curve(0))).toBeCloseTo(1, 6);
    expect(recordedEvidence(1)).toBe(SAID_EVIDENCE);
    expect(recordedEvidence(0.5)).toBe(SAID_EVIDENCE / 4);
  });
});
