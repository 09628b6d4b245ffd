import { readFileSync } from "node:fs";
import { Resvg } from "@resvg/resvg-js";
import { beforeAll, describe, expect, test } from "vitest";
import { hasShared, sharedPath } from "../../../test/support/shared.ts";
import type { Example } from "../../dataset/index.ts";
import { bandFrequencyHz } from "../../effects/index.ts";
import { createRandom } from "../../math/index.ts";
import { loadSocialFx } from "../../node/dataset-file.ts";
import type { Json } from "../study.ts";
import { termsStudy } from "./terms.ts";
import { alignAxes, type PlacedWord, semanticAxes } from "./terms-axes.ts";
import { drawStrangers, measureClaims } from "./terms-claims.ts";
import { alignInCurves, alignInLatents } from "./terms-dimensions.ts";
import { measureGroups } from "./terms-groups.ts";

const options = { seed: 1, shuffles: 400, discriminantShuffles: 19 };
const random = createRandom(21);

/** Every anchor and as many other words in six dimensions of noise, `shift` added by the anchor's axis and side. */
function placedWords(shift: (axis: number, side: number, place: Float64Array) => void): PlacedWord[] {
  const noise = (): Float64Array =>
    Float64Array.from({ length: 6 }, () => random.uniform() + random.uniform() - 1);
  const others = Array.from({ length: 60 }, (_, i) => ({ word: `word ${i}`, people: 5, place: noise() }));
  const anchors = semanticAxes.flatMap(({ positive, negative }, axis) =>
    [...positive, ...negative].map((word) => {
      const place = noise();
      shift(axis, positive.includes(word) ? 1 : -1, place);
      return { word, people: 5, place };
    }),
  );
  return [...anchors, ...others];
}

describe("alignment with the semantic axes", () => {
  test("no word is on two axes or on two sides", () => {
    const words = semanticAxes.flatMap(({ positive, negative }) => [...positive, ...negative]);
    expect(new Set(words).size).toBe(words.length);
  });

  test("axes that are there are found, each along its own direction, with treble as its positive side", () => {
    const words = placedWords((axis, side, place) => {
      place[axis]! += side * (6 - 1.5 * axis);
    });
    const places = new Map(words.map(({ word, place }) => [word, place]));
    const report = alignAxes(words, (word) => -places.get(word)!.reduce((a, b) => a + b, 0), options);
    expect(report.words).toBe(words.length);
    report.axes.forEach(({ alignments, held }, axis) => {
      expect(alignments[axis]!.r).toBeLessThan(-0.9); // treble falls where the axes rise
      expect(alignments[axis]!.auc).toBe(0);
      expect(alignments[axis]!.familyP).toBeLessThan(0.01);
      expect(held.auc).toBeGreaterThan(0.95);
      expect(held.p).toBeCloseTo(1 / 20, 9);
    });
    for (const { cosine } of report.betweenAxes) expect(Math.abs(cosine)).toBeLessThan(0.35);
    expect(report.varianceShares[0]).toBeGreaterThan(report.varianceShares[1]!);
  });

  test("axes that are not there are not found, and p is never below the family's", () => {
    const report = alignAxes(
      placedWords(() => {}),
      () => 0,
      options,
    );
    for (const { alignments, held } of report.axes) {
      for (const { r, p, familyP } of alignments) {
        expect(Math.abs(r)).toBeLessThan(0.6);
        expect(familyP).toBeGreaterThanOrEqual(p);
        expect(familyP).toBeGreaterThan(0.05);
      }
      expect(held.auc).toBeLessThan(0.85);
    }
  });

  test("two axes that are one thing have a cosine of 1, opposite ones of −1", () => {
    const words = placedWords((axis, side, place) => {
      place[0]! += (axis === 2 ? -1 : 1) * side * 8;
    });
    const cosines = alignAxes(words, () => 0, options).betweenAxes.map(({ cosine }) => cosine);
    expect(cosines.map(Math.round)).toEqual([1, -1, -1]);
  });
});

test("groups: a word of two meanings stands out from strangers, a word without any does not", () => {
  const curveOf = (tilt: number): Float64Array =>
    Float64Array.from(bandFrequencyHz, (_, band) => tilt * (band < 20 ? 1 : -1) + 2 * random.uniform());
  const row = (term: string, gains: Float64Array, line: number): Example => ({
    ...{ word: term, term, language: "en", audioId: 7, consistency: 0.5, gains, line },
  });
  const examples = [
    ...Array.from({ length: 12 }, (_, i) => row("two", curveOf(i % 2 === 0 ? 1.5 : -1.5), i)),
    ...Array.from({ length: 12 }, (_, i) => row("none", curveOf(0), i)),
    ...Array.from({ length: 40 }, (_, i) => row(`other ${i}`, curveOf(0), i)),
  ];
  const [none, two] = measureGroups(examples, 19);
  expect(two).toMatchObject({ word: "two", people: 12, sizes: [6, 6], p: 1 / 20 });
  expect(two!.silhouette).toBeGreaterThan(two!.strangers + 0.2);
  expect(none!.p).toBeGreaterThan(0.05);
  expect(drawStrangers(examples, 30, createRandom(1))).toHaveLength(30);
});

describe.skipIf(!(hasShared("data/socialfx/eq_contributions.csv") && hasShared("oracles/words.json")))(
  "on the crowd's rows",
  () => {
    const oracle = JSON.parse(readFileSync(sharedPath("oracles/words.json"), "utf8"));
    let examples: readonly Example[];
    beforeAll(async () => {
      ({ examples } = await loadSocialFx(sharedPath("data")));
    });

    test("the report's figures are what its program reads, at the frequencies that it really reads", () => {
      const { words, signatures, warmBright } = measureClaims(examples, 20);
      for (const { consistency, claimed } of words) expect(consistency).toBeCloseTo(claimed, 4);
      for (const { word, rows } of signatures) {
        rows.forEach(({ read }, region) => {
          const band = oracle.terms_EXACT[word].author_bands[region];
          expect(read.frequencyHz).toBe(band.true_hz);
          expect(read.mean).toBeCloseTo(band.mean, 5);
          expect(100 * read.boosted).toBeCloseTo(band.boost_pct, 4);
          expect(100 * read.cut).toBeCloseTo(band.cut_pct, 4);
        });
      }
      const { mean_curves, author_13bands, author_6bands } = oracle.warm_bright_EXACT;
      expect(warmBright.mean).toBeCloseTo(mean_curves, 6);
      expect(warmBright.readBands).toBeCloseTo(author_13bands, 5);
      expect(warmBright.namedBands).toBeCloseTo(author_6bands, 5);
      expect(warmBright.low).toBeLessThan(warmBright.mean);
      expect(warmBright.high).toBeGreaterThan(warmBright.mean);
    });

    test("a section from its tasks' results: whole tables, drawn figures, plain JSON", async () => {
      const data = { examples };
      const ids = termsStudy.tasks(data, "quick").map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const small = { seed: 1, shuffles: 50, discriminantShuffles: 3 };
      const results: Record<string, unknown> = {
        claims: measureClaims(examples, 20),
        groups: measureGroups(examples, 2),
        "dimensions/curves": alignInCurves(examples, small),
        "dimensions/latents/seed=1": alignInLatents(examples, { seed: 1, epochs: 1 }, small),
      };
      expect(Object.keys(results).sort()).toEqual(ids.sort());
      const stored = JSON.parse(JSON.stringify(results)) as Record<string, Json>;
      expect(stored).toEqual(results);
      const section = await termsStudy.summarize((id) => stored[id]!, data, "quick");
      for (const { columns, rows } of section.tables) {
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) expect(row).toHaveLength(columns.length);
      }
      for (const { svg } of section.figures) {
        expect(new Resvg(svg, { font: { loadSystemFonts: false } }).width).toBeGreaterThan(0);
      }
      expect(section.findings.join(" ")).not.toMatch(/NaN|undefined|Infinity/);
      expect(section.findings.at(-1)).toMatch(/^Quick: /);
      expect(JSON.stringify(section.values)).not.toContain("null,null");
    });
  },
);
