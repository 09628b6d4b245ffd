import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hasShared, sharedPath } from "../../test/support/shared.ts";
import { createRandom } from "../math/index.ts";
import { countTerms, readSafeEqualizerCsv, type SafeParameters } from "./index.ts";

const limits: readonly (readonly [number, number])[] = [
  ...([
    [-12, 12],
    [22, 1000],
    [-12, 12],
    [82, 3900],
    [0.1, 10],
    [-12, 12],
    [180, 4700],
    [0.1, 10],
  ] as const),
  ...([
    [-12, 12],
    [220, 10_000],
    [0.1, 10],
    [-12, 12],
    [580, 20_000],
  ] as const),
];

/** 13 parameters within their ranges, each limit now and then exactly. */
function drawParameters(seed: number): number[] {
  const random = createRandom(seed);
  return limits.map(([low, high]) => {
    const place = [0, 1, random.uniform(), random.uniform()][random.integer(0, 3)]!;
    return low + place * (high - low);
  });
}

function line(
  descriptors: string,
  options: {
    participant?: string;
    parameters?: readonly (number | string)[];
    genre?: string;
    instrument?: string;
  } = {},
): string {
  const { participant = "p007", parameters = drawParameters(1), genre = "", instrument = "" } = options;
  const cell = descriptors.includes(",") ? `"${descriptors}"` : descriptors;
  return [1, cell, participant, 2, 2, ...parameters, genre, instrument, "", "", ""].join(",");
}

const flatten = ({ lowShelf, bells, highShelf }: SafeParameters): number[] => [
  ...[lowShelf.gainDb, lowShelf.frequencyHz],
  ...bells.flatMap(({ gainDb, frequencyHz, q }) => [gainDb, frequencyHz, q]),
  ...[highShelf.gainDb, highShelf.frequencyHz],
];

describe("readSafeEqualizerCsv", () => {
  test("every number arrives under its own name", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const parameters = drawParameters(seed);
      const { examples, problems } = readSafeEqualizerCsv(line("warm", { parameters }));
      expect(problems).toEqual([]);
      expect(flatten(examples[0]!.parameters)).toEqual(parameters);
    }
  });

  test("splits at commas and spaces, in lower case, and gives one example for each descriptor", () => {
    const { examples } = readSafeEqualizerCsv(line(" Love, thick,HONKS  Loud"));
    expect(examples.map(({ term }) => term)).toEqual(["love", "thick", "honks", "loud"]);
    for (const { descriptors } of examples) expect(descriptors).toEqual(["love", "thick", "honks", "loud"]);
  });

  test("leaves out what is no descriptor, each with its reason", () => {
    const text = [
      line("Test"),
      line("test1"),
      line("RE27"),
      line("Jazz1 metal12, jazz"),
      line("vocal Vocals vocalise"),
      line("bright 1 - bright"),
      line(" "),
    ].join("\n");
    const { examples, drops, rows, problems } = readSafeEqualizerCsv(text);
    expect(examples.map(({ term }) => term)).toEqual(["jazz", "vocalise", "bright"]);
    expect(drops.map(({ line, descriptor, reason }) => `${line} ${descriptor}: ${reason}`)).toEqual([
      "1 test: a test of the plug-in",
      "2 test1: a test of the plug-in",
      "3 re27: a name (re27)",
      "4 jazz1: a stimulus",
      "4 metal12: a stimulus",
      "5 vocal: vocal(s), the source",
      "5 vocals: vocal(s), the source",
      "6 1: no letter in it",
      "6 -: no letter in it",
      "6 bright: repeated in its row",
      "7 : empty",
    ]);
    expect([rows, problems]).toEqual([7, []]);
  });

  test("tells stimulus, genre, instrument and listener apart, whichever column holds them", () => {
    const contexts = [
      ["", "", "p007", undefined, undefined, undefined],
      ["Reggae ", " Guitar", "p007", undefined, "reggae", "guitar"],
      ["jazz2", "guitar", "p007", "jazz2", "jazz", "guitar"],
      ["metal1 ", "", "p007", "metal1", "metal", undefined],
      ["08", "Jazz5", "listener 08", "jazz5", "jazz", undefined],
      ["8", "Metal5", "listener 08", "metal5", "metal", undefined],
    ] as const;
    for (const [genre, instrument, ...expected] of contexts) {
      const [example] = readSafeEqualizerCsv(line("warm", { genre, instrument })).examples;
      const { listener, stimulus, genre: genreRead, instrument: instrumentRead } = example!;
      expect([listener, stimulus, genreRead, instrumentRead]).toEqual(expected);
    }
  });

  test("a parameter that is out of range or no number makes its row a problem, and only its row", () => {
    for (let column = 0; column < limits.length; column++) {
      const [low, high] = limits[column]!;
      for (const wrong of [low - 0.01 * high, high * 1.01, Number.NaN, "", "0x10"]) {
        const parameters: (number | string)[] = drawParameters(column + 1);
        parameters[column] = wrong;
        const reading = readSafeEqualizerCsv([line("warm"), line("warm", { parameters })].join("\r\n"));
        expect(reading.examples).toHaveLength(1);
        expect(reading.problems).toEqual([
          { line: 2, reason: expect.stringMatching(/must be within .*, got/) },
        ]);
      }
    }
    expect(readSafeEqualizerCsv("1,warm,p1,2,2,0").problems[0]!.reason).toMatch(/at least 20 cells, got 6/);
    expect(readSafeEqualizerCsv(line("warm", { participant: " " })).problems[0]!.reason).toMatch(
      /participant/,
    );
  });

  test("refuses an empty file", () => {
    expect(() => readSafeEqualizerCsv("\n \n")).toThrow(/must hold rows, got none/);
  });
});

describe.skipIf(!hasShared("data/safe"))("SAFE-DB's equalizer table", () => {
  test("holds what the data's README says, and every descriptor is kept or dropped with a reason", () => {
    const text = readFileSync(sharedPath("data/safe/SAFEEqualiserUserData.csv"), "utf8");
    const { rows, examples, drops, problems } = readSafeEqualizerCsv(text);
    expect([rows, problems]).toEqual([1680, []]);
    // The README counts rows that hold nothing but the word.
    const alone = countTerms(examples.filter(({ descriptors }) => descriptors.length === 1));
    expect([alone.get("warm"), alone.get("bright")]).toEqual([532, 504]);
    const all = countTerms(examples);
    expect([all.get("warm"), all.get("bright"), all.size]).toEqual([538, 521, 346]);
    expect(drops.filter(({ descriptor }) => descriptor === "test")).toHaveLength(181);
    expect(Object.fromEntries(countTerms(drops.map(({ reason }) => ({ term: reason }))))).toEqual({
      ...{ "a test of the plug-in": 183, "a name (re27)": 8, "vocal(s), the source": 7 },
      ...{ "no letter in it": 8, "repeated in its row": 1 },
    });
    const tokens = text
      .trim()
      .split("\n")
      .flatMap((row) =>
        row
          .split(/,p\d{3},/)[0]!
          .replace(/^\d+,/, "")
          .split(/[\s,"]+/),
      )
      .filter((token) => token !== "");
    expect(examples.length + drops.length).toBe(tokens.length);
  });

  test("machine p001 was the listening test of some twenty listeners", () => {
    const { examples } = readSafeEqualizerCsv(
      readFileSync(sharedPath("data/safe/SAFEEqualiserUserData.csv"), "utf8"),
    );
    const listeners = countTerms(
      examples
        .filter(({ participant, stimulus }) => participant === "p001" && stimulus !== undefined)
        .map(({ listener }) => ({ term: listener })),
    );
    expect(listeners.size).toBe(20);
    expect(Math.min(...listeners.values())).toBeGreaterThanOrEqual(18);
  });
});
