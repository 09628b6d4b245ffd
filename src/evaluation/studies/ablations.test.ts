import { describe, expect, test } from "vitest";
import { crowdExamples } from "../../../test/support/crowd-examples.ts";
import { defaultTrainingOptions, residualArchitecture } from "../../model/index.ts";
import { assertJson, assertSection } from "../report/check-section.ts";
import type { Json } from "../study.ts";
import { ablationsStudy, createAblationsStudy } from "./ablations.ts";
import { latentCentroid, latentPosterior, type WordEstimator } from "./ablations-estimators.ts";
import { DEFAULT_ID, distinctLevels, factors, type Setting } from "./ablations-factors.ts";
import { type AblationResult, runAblation } from "./ablations-training.ts";
import { antonymPairs } from "./latent-space-antonyms.ts";

const words = [...new Set(antonymPairs.flat())];
const examples = crowdExamples(Object.fromEntries(words.map((word) => [word, 9])), {
  seed: 2,
  disagreement: 1,
});
const [defaults] = distinctLevels(factors("quick"));

describe("factors", () => {
  /** Fields in which a setting is not the default's, by their paths; blocks stand on both sides. */
  const changed = ({ architecture, options, isWeighted }: Setting): string[] => [
    ...Object.entries(architecture)
      .filter(([field, value]) => residualArchitecture[field as "dropout"] !== value)
      .map(([field]) => field.replace(/^(?:en|de)coder/, "")),
    ...Object.entries(options)
      .filter(([field, value]) => defaultTrainingOptions[field as "epochs"] !== value)
      .map(([field]) => field),
    ...(isWeighted ? ["isWeighted"] : []),
  ];

  test.each([
    "quick",
    "full",
  ] as const)("a level differs from the default in its factor alone: %s", (scope) => {
    const all = factors(scope);
    for (const { levels, id } of all) {
      expect(levels.filter((level) => level.id === DEFAULT_ID)).toHaveLength(1);
      for (const level of levels) {
        const fields = new Set(changed(level.setting));
        // Without the path there is nothing for the branch to be small beside.
        if (id === "path") fields.delete("branchScale");
        expect(fields.size).toBe(level.id === DEFAULT_ID ? 0 : 1);
      }
    }
    const ids = distinctLevels(all).map((level) => level.id);
    expect(new Set(ids).size).toBe(1 + all.reduce((sum, { levels }) => sum + levels.length - 1, 0));
    for (const id of ids) expect(`${id}/seed=1`).toMatch(/^[A-Za-z0-9.=,/-]+$/);
  });

  test("are those that were asked for", () => {
    const labels = Object.fromEntries(
      factors("full").map(({ id, levels }) => [id, levels.map(({ label }) => label)]),
    );
    expect(labels).toMatchObject({
      lambda: ["0", "0.05", "0.1", "0.2", "0.5", "1", "5"],
      tau: ["0.05", "0.1", "0.2", "0.5"],
      latent: ["16", "32", "64", "128"],
      blocks: ["2", "3", "4"],
      dropout: ["0", "0.1", "0.3"],
    });
    expect(ablationsStudy.tasks({ examples }, "full").length).toBe(24 * 5);
  });
});

describe("one training", () => {
  const run = (setting: Setting, estimators: readonly WordEstimator[]) =>
    runAblation({ examples }, setting, estimators, 1, "quick");
  const result = run(defaults!.setting, [latentCentroid, latentPosterior]);

  test("gives the same figures again, and others with weights by consistency", () => {
    expect(run(defaults!.setting, [latentCentroid, latentPosterior])).toEqual(result);
    const weighted = run({ ...defaults!.setting, isWeighted: true }, [latentCentroid]);
    expect(weighted.reconstructionMae).not.toBe(result.reconstructionMae);
  });

  test("rates a word's estimator by held-out rows: silence as nothing, words mixed up below that", () => {
    const estimator = (id: string, answer: (term: string) => string | undefined): WordEstimator => ({
      ...{ id, name: id },
      fit(network, train, uses) {
        const { predict } = latentCentroid.fit(network, train, uses);
        return {
          predict({ term }) {
            const word = answer(term);
            return word === undefined ? undefined : predict({ term: word });
          },
        };
      },
    });
    const { silent, centroid, mixed } = run(defaults!.setting, [
      latentCentroid,
      estimator("silent", () => undefined),
      estimator("mixed", (term) => words[(words.indexOf(term) + 1) % words.length]),
    ]).words;
    expect(silent!.r).toBe(0);
    expect(silent!.r2).toBeCloseTo(0, 12);
    expect(centroid).toEqual(result.words.centroid);
    expect(centroid!.r).toBeGreaterThan(0.2);
    expect(mixed!.r2).toBeLessThan(0);
    expect(result.words[latentPosterior.id]!.r).toBeGreaterThan(0.2);
  });
});

describe("the study's section", () => {
  /** Five seeds with their own levels; λ 5 costs reconstruction, nothing else matters. */
  const planted = (id: string): Json => {
    const [level, seed] = [id.split("/")[0]!, Number(/seed=(\d)/.exec(id)![1])];
    const noise = 0.001 * Math.sin(seed * level.length);
    const scores = { r: 0.4 + 0.02 * seed, r2: 0.2 };
    const result: AblationResult = {
      reconstructionMae: 0.01 + 0.001 * seed + (level === "lambda=5" ? 0.05 : 0),
      reconstructionR2: 0.99,
      words: { centroid: scores, [latentPosterior.id]: { ...scores, r: scores.r + noise } },
      antonymAuc: 0.9,
      latentSilhouette: -0.4,
      projectionSilhouette: -0.3,
    };
    return result as unknown as Json;
  };

  test("tells a planted difference from scatter that is the same for all", async () => {
    const section = await ablationsStudy.summarize(planted, { examples }, "full");
    assertSection(section);
    const [, reconstruction, centroid] = section.findings;
    expect(reconstruction).toContain("1 of 23 settings differ clearly from it, most of all λ: 5 (+0.0500)");
    expect(centroid).toContain("No setting differs from it");
    expect(section.tables[1]!.rows.find(([name]) => name === "λ: 5")![1]).toBe("+0.0500 ± 0.0000 *");
    expect(section.tables[0]!.rows).toHaveLength(24);
    expect(section.figures).toHaveLength(6 + 4);
  });

  test("takes the estimators that it is given", async () => {
    const study = createAblationsStudy([latentCentroid]);
    const [first] = study.tasks({ examples }, "quick");
    const got = await first!.run();
    assertJson("result", got);
    expect(Object.keys((got as unknown as AblationResult).words)).toEqual(["centroid"]);
    const section = await study.summarize(() => got, { examples }, "quick");
    assertSection(section);
    expect(section.findings[1]).toContain("Too few seeds");
    expect(section.tables[0]!.columns).not.toContain("r, word model");
  });
});
