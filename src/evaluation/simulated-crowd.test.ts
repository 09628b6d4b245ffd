import { describe, expect, test } from "vitest";
import { createRandom } from "../math/index.ts";
import { euclidean, silhouette } from "./metrics/clustering.ts";
import { type Crowd, drawCrowd, expectedEffect, fitCrowd, shareBetweenWords } from "./simulated-crowd.ts";

const unit = (i: number) => Float64Array.from({ length: 5 }, (_, column) => (column === i ? 1 : 0));
/** Three coordinates along the first three of five columns; words do not differ along the third. */
const known: Crowd = {
  mean: Float64Array.of(0.4, -1, 2, 0.1, 0.3),
  directions: [0, 1, 2].map((i) => unit(i).map((value) => value * (3 - i))),
  readings: [0, 1, 2].map((i) => unit(i).map((value) => value / (3 - i))),
  ratio: Float64Array.of(2, 0.5, 0),
};
const random = createRandom(3);
/** Words as the crowd has them: many with one row, some with many. */
const labels = Array.from({ length: 6000 }, () => `word ${Math.floor(1500 * random.uniform() ** 1.5)}`);

describe("a simulated crowd", () => {
  test("the same seed draws the same rows, another seed others", () => {
    const some = labels.slice(0, 20);
    expect(drawCrowd(known, some, { seed: 1 })).toEqual(drawCrowd(known, some, { seed: 1 }));
    expect(drawCrowd(known, some, { seed: 1 })).not.toEqual(drawCrowd(known, some, { seed: 2 }));
  });

  test("fitted to its own draws, it comes back: mean, both covariances, share of the words", () => {
    const found = fitCrowd(drawCrowd(known, labels, { seed: 1 }), labels, 3);
    const covariance = ({ directions }: Crowd, weights: ArrayLike<number>, i: number, j: number) =>
      directions.reduce((sum, direction, k) => sum + weights[k]! * direction[i]! * direction[j]!, 0);
    for (let i = 0; i < 3; i++) {
      expect(Math.abs(found.mean[i]! - known.mean[i]!)).toBeLessThan(0.4);
      for (let j = 0; j < 3; j++) {
        for (const weights of [[1, 1, 1], undefined]) {
          const [got, want] = [found, known].map((crowd) => covariance(crowd, weights ?? crowd.ratio, i, j));
          expect(Math.abs(got! - want!)).toBeLessThan(weights ? 0.6 : 2.5); // of variances up to 9 and 18
        }
      }
    }
    expect(shareBetweenWords(known)).toBeCloseTo((2 * 9 + 0.5 * 4) / (3 * 9 + 1.5 * 4 + 1), 12);
    expect(Math.abs(shareBetweenWords(found) - shareBetweenWords(known))).toBeLessThan(0.05);
  });

  test("where people do not disagree, rows of a word are one, and the embedding is the whole effect", () => {
    const some = labels.slice(0, 200);
    const rows = drawCrowd(known, some, { seed: 4, disagreement: 0 });
    const effects = rows.map((row) => expectedEffect(known, row, { disagreement: 0 }));
    const isShared = (label: string) => some.indexOf(label) !== some.lastIndexOf(label);
    const shared = some.filter(isShared).length / some.length; // a word's only row has silhouette 0
    expect(silhouette(effects, some, euclidean)).toBeCloseTo(shared, 6);
    effects.forEach((effect, row) => {
      const same = some.indexOf(some[row]!);
      expect(rows[row]).toEqual(rows[same]);
      for (const column of [0, 1]) {
        expect(effect[column]).toBeCloseTo(rows[row]![column]! - known.mean[column]!, 9);
      }
      expect(effect[2]).toBe(0);
    });
  });

  test("the embedding is the regression of the effect on the row: its error is uncorrelated with it", () => {
    // Each row its own word, so that effects are independent; with no disagreement the same seed's effects show.
    const own = Array.from({ length: 4000 }, (_, row) => String(row));
    const rows = drawCrowd(known, own, { seed: 8 });
    const effects = drawCrowd(known, own, { seed: 8, disagreement: 0 });
    for (const column of [0, 1]) {
      let [product, square] = [0, 0];
      rows.forEach((row, i) => {
        const embedded = expectedEffect(known, row)[column]!;
        product += embedded * (effects[i]![column]! - known.mean[column]! - embedded);
        square += embedded * embedded;
      });
      expect(Math.abs(product / square)).toBeLessThan(0.06);
    }
  });

  test("rows that say nothing of people are refused", () => {
    const rows = drawCrowd(known, ["a", "b", "c"], { seed: 1 });
    expect(() => fitCrowd(rows, ["a", "b", "c"], 2)).toThrow(
      "two words and one with two rows, got 3 words in 3 rows",
    );
    expect(() => fitCrowd(rows, ["a", "a", "a"], 2)).toThrow("got 1 words");
  });
});
