import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../math/index.ts";
import { DictionaryError } from "./dictionary.ts";
import { parseRatings, writeRatingSheet } from "./ratings-text.ts";

fc.configureGlobal({ seed: 1 });

const random = createRandom(1);
const probes = Array.from({ length: 8 }, (_, probe) => ({
  name: `probe-${probe + 1}.wav`,
  gainDb: Array.from({ length: 40 }, () => Math.round(2000 * random.normal()) / 1000),
}));
const given = [0, 10, 50, 100, 75, 33.5, 62, undefined];

/** The sheet with ratings filled in. */
const filled = (ratings: readonly (number | string | undefined)[] = given): string =>
  writeRatingSheet(probes)
    .split("\n")
    .map((line, row) => (row === 0 ? line : line.replace(",,", `,${ratings[row - 1] ?? ""},`)))
    .join("\n");

describe("a sheet of ratings", () => {
  const read = parseRatings(filled());

  test("is read back with its gains, on a scale from -1 to 1, rows without a rating left out", () => {
    expect(read.unrated).toBe(1);
    expect(read.probes).toEqual(probes.slice(0, 7).map(({ gainDb }) => gainDb));
    expect(read.ratings).toEqual([-1, -0.8, 0, 1, 0.5, -0.33, 0.24]);
  });

  test("as a spreadsheet saves it again", () => {
    const saved = filled()
      .replaceAll(",", ";")
      .replaceAll(".", ",")
      .replaceAll("probe-1,wav", '"probe-1.wav"');
    expect(parseRatings(`\uFEFF${saved.replaceAll("\n", "\r\n")}`)).toEqual(read);
    expect(parseRatings(filled().replaceAll(",", "\t"))).toEqual(read);
  });

  test("as JSON, and from -1 to 1", () => {
    const ratings = probes.map(({ gainDb }, probe) => ({ rating: probe / 4 - 1, gainDb }));
    const list = parseRatings(JSON.stringify(ratings));
    expect(list.ratings).toEqual(ratings.map(({ rating }) => rating));
    expect(parseRatings(JSON.stringify({ ratings }))).toEqual(list);
  });

  test.each([
    ["too few", filled([1, 2, 3, 4]), /5 or more, got 4/],
    ["all alike", filled(probes.map(() => 70)), /must differ/],
    ["of a range that says nothing", filled(probes.map((_, i) => i / 10)), /0\.\.100 or -1\.\.1, and some/],
    ["out of range", filled([...given.slice(0, 7), 101]), /within 0\.\.100 or -1\.\.1, got 0\.\.101/],
    ["words", filled(["good", ...given.slice(1)]), /line 2: the rating must be a number, got "good"/],
    ["of other bands", filled().replace(",50,", ",51,"), /line 1: band 2 must be 50 Hz, got 51/],
    ["cut short", filled().slice(0, -20), /line 9: must hold 42 cells/],
    ["no table", "hello", /line 1: must be "probe,rating"/],
    ["JSON without ratings", "{}", /must hold a list "ratings"/],
    ["JSON of another kind", "[1,2]", /rating 1: rating must be a number/],
    ["broken JSON", "[1,", /cannot be read/],
  ])("refuses ratings that are %s", (_, text, message) => {
    expect(() => parseRatings(text)).toThrow(DictionaryError);
    expect(() => parseRatings(text)).toThrow(message);
  });

  test("throws nothing else for any text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => `{"ratings":[${json}]}`),
        ),
        (text) => {
          expect(() => parseRatings(text)).toThrow(DictionaryError);
        },
      ),
    );
  });
});
