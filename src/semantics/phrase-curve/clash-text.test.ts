import { describe, expect, test } from "vitest";
import { bandFrequencyHz } from "../../effects/index.ts";
import { clashText, regionsText, remainsText, takenText } from "./clash-text.ts";
import { mixTerms } from "./mix-terms.ts";
import { phraseSpread } from "./phrase-spread.ts";
import { regionsOf } from "./region.ts";
import type { TermMode } from "./term-point.ts";

/** A curve of rms 1 that has its gain in a few bands. */
function shelf(from: number, to: number, sign = 1): Float64Array {
  const height = sign * Math.sqrt(40 / (to - from + 1));
  return Float64Array.from({ length: 40 }, (_, band) => (band >= from && band <= to ? height : 0));
}
const term = (word: string, unitCurve: Float64Array, mode: TermMode = "add", strength = 1) => ({
  ...{ word, mode, strength, unitCurve, expectedZ: unitCurve.map((z) => 0.4 * z) },
});

describe("clashes", () => {
  test("are named in the order of the phrase, with where they are and what remains", () => {
    const thin = shelf(0, 9, -1).map((gain, band) => (band === 30 ? 0.5 : gain));
    const point = mixTerms([term("warm", shelf(0, 9)), term("thin", thin)]);
    expect(point.clashes.map(clashText)).toEqual(["warm and thin pull opposite ways below 460 Hz"]);
    expect(remainsText(point)).toBe("what remains is +1.5 dB at 7 kHz");
    expect(remainsText(point, -200)).toBe("what remains is −3.0 dB at 7 kHz");
    const other = mixTerms([term("thin", thin), term("warm", shelf(0, 9))]);
    expect(other.clashes.map(clashText)).toEqual(["thin and warm pull opposite ways below 460 Hz"]);
  });

  test("less of a word is said so", () => {
    const point = mixTerms([term("bright", shelf(30, 39)), term("harsh", shelf(29, 39), "add", -1)]);
    expect(point.clashes.map(clashText)).toEqual(["bright and less harsh pull opposite ways above 7 kHz"]);
  });

  test("words that share nothing, or go the same way, do not clash, however weak they are", () => {
    for (const strength of [0.25, 1, 2]) {
      const [low, high] = [shelf(0, 9), shelf(30, 39)];
      expect(mixTerms([term("a", low, "add", strength), term("b", high, "add", strength)]).clashes).toEqual(
        [],
      );
      expect(mixTerms([term("a", low, "add", strength), term("b", low, "add", 0.5)]).clashes).toEqual([]);
    }
  });

  test("those that cost most come first", () => {
    const low = shelf(0, 9);
    const partly = shelf(0, 19, -1).map((gain, band) => (band < 16 ? gain : 0));
    const size = Math.sqrt(partly.reduce((sum, gain) => sum + gain * gain, 0) / 40);
    const { clashes } = mixTerms([
      term("low", low),
      term(
        "partly",
        partly.map((gain) => gain / size),
      ),
      term("against", shelf(0, 9, -1)),
    ]);
    expect(clashes.map(({ b }) => b.word)).toEqual(["against", "partly"]);
    expect(clashes[0]!.kept).toBeCloseTo(0, 12);
    expect(clashes[1]!.kept).toBeGreaterThan(0);
  });
});

describe("what was taken", () => {
  test("is told with its cost and place", () => {
    const { taken } = mixTerms([term("warm", shelf(0, 19)), term("muddy", shelf(10, 14), "without")]);
    expect(taken.map(takenText)).toEqual([
      "without muddy: took 13 % of the depth, most of it from 540 Hz to 970 Hz",
    ]);
    expect(taken[0]!.overlap).toBeCloseTo(0.5, 12);
    expect(taken[0]!.part).toBeCloseTo(0.8, 6);
  });

  test("nothing to take, already taken, and too much alike are told apart", () => {
    const text = (...terms: Parameters<typeof mixTerms>[0]) => mixTerms(terms).taken.map(takenText);
    const [low, high] = [shelf(0, 9), shelf(30, 39)];
    expect(text(term("warm", low), term("airy", high, "without"))).toEqual([
      "without airy: there is nothing of it to take",
    ]);
    expect(text(term("warm", low), term("airy", high, "keep"))).toEqual([
      "keep airy: nothing works against it",
    ]);
    expect(text(term("warm", low), term("muddy", low, "without"))).toEqual([
      "without muddy: took 50 % of the depth, most of it below 460 Hz; what is asked is much like muddy, so that much of it stays",
    ]);
    expect(text(term("thin", shelf(0, 9, -1)), term("warm", low, "keep"))).toEqual([
      "keep warm: took 50 % of the depth, most of it below 460 Hz; what is asked is nearly the opposite of warm, so that much of it stays",
    ]);
    const [, second] = text(
      term("warm", shelf(0, 9)),
      term("muddy", low, "without"),
      term("boomy", shelf(0, 29), "without"),
    );
    expect(second).toBe("without boomy: the others have done that already");
  });
});

describe("regions", () => {
  test("are the stretches that hold most, at most two, weightiest first", () => {
    const weight = new Float64Array(40);
    weight.fill(1, 3, 6).fill(1, 20, 30).fill(0.2, 10, 12);
    expect(regionsOf(weight)).toEqual([{ fromHz: bandFrequencyHz[20], toHz: bandFrequencyHz[29] }]);
    weight.fill(1, 3, 8);
    expect(regionsOf(weight)).toEqual([
      { fromHz: bandFrequencyHz[20], toHz: bandFrequencyHz[29] },
      { fromHz: bandFrequencyHz[3], toHz: bandFrequencyHz[7] },
    ]);
    expect(regionsOf(new Float64Array(40))).toEqual([]);
    expect(regionsOf(new Float64Array(40).fill(-1))).toEqual([]);
  });

  test("are written as people would", () => {
    const region = (from: number, to: number) => ({
      fromHz: bandFrequencyHz[from]!,
      toHz: bandFrequencyHz[to]!,
    });
    expect(regionsText([region(0, 39)])).toBe("at all frequencies");
    expect(regionsText([region(12, 12)])).toBe("at 730 Hz");
    expect(regionsText([region(14, 20), region(36, 39)])).toBe("from 970 Hz to 2.1 kHz and above 14 kHz");
  });

  test("a flat curve leaves hardly anything", () => {
    expect(remainsText({ unitCurve: new Float64Array(40) })).toBe("hardly anything remains");
    expect(remainsText({ unitCurve: shelf(0, 0) }, 200)).toBe("what remains is +12.0 dB at 20 Hz");
  });
});

describe("phraseSpread", () => {
  const [narrow, wide] = [new Float64Array(40).fill(0.25), new Float64Array(40).fill(1)];
  test("weighs variances by strengths, whatever their sign; limits count only alone", () => {
    const spread = phraseSpread([
      { mode: "add", strength: 0.5, variance: narrow },
      { mode: "add", strength: -1.5, variance: wide },
      { mode: "without", strength: 1, variance: new Float64Array(40).fill(99) },
    ]);
    for (const value of spread) expect(value).toBeCloseTo(Math.sqrt(0.25 * 0.25 + 0.75), 12);
    expect(phraseSpread([{ mode: "without", strength: 1, variance: narrow }])[0]).toBe(0.5);
    expect(phraseSpread([{ mode: "add", strength: 0, variance: narrow }])[0]).toBe(0);
  });
});
