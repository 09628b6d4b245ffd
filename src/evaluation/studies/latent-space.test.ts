import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { crowdExamples } from "../../../test/support/crowd-examples.ts";
import { hasShared, sharedPath } from "../../../test/support/shared.ts";
import { readSocialFxCsv } from "../../dataset/index.ts";
import { assertJson, assertSection } from "../report/check-section.ts";
import type { Json, Section } from "../study.ts";
import { frequentTerms } from "./cross-dataset-data.ts";
import { latentSpaceStudy } from "./latent-space.ts";
import { antonymPairs, pairFigures } from "./latent-space-antonyms.ts";
import {
  clearSign,
  clusterFigures,
  differenceText,
  shuffledLabels,
  spreadOf,
  spreadText,
} from "./latent-space-figures.ts";
import {
  divisionOf,
  figuresOfBothSides,
  runTraining,
  splitsOf,
  type Training,
  trainingId,
  trainings,
} from "./latent-space-trainings.ts";

const antonyms = [...new Set(antonymPairs.flat())];
const counts = Object.fromEntries([
  ...antonyms.map((word) => [word, 10]),
  ...Array.from({ length: 12 }, (_, i) => [`rare ${i}`, 2]),
]);
/** A crowd of one mind, and one that agrees on nothing but chance. */
const [agreed, divided] = [0.01, 50].map((disagreement) => crowdExamples(counts, { seed: 4, disagreement }));

describe("figures of clusters", () => {
  const of = (examples: typeof agreed) =>
    clusterFigures(
      examples!.map(({ gains }) => gains),
      examples!.map(({ term }) => term),
    );

  test("tell people who agree from people who do not", () => {
    const [one, other] = [of(agreed), of(divided)];
    expect(one.silhouette).toBeGreaterThan(0.6);
    expect(one.neighbours).toBeGreaterThan(0.8);
    expect(other.silhouette).toBeLessThan(0);
    expect(one.daviesBouldin).toBeLessThan(other.daviesBouldin);
    expect(one.inter / one.intra).toBeGreaterThan(other.inter / other.intra);
    expect(one.averagePrecision).toBeGreaterThan(other.averagePrecision);
  });

  test("words dealt out anew keep their numbers and lose their meaning", () => {
    const labels = agreed!.map(({ term }) => term);
    const dealt = shuffledLabels(labels, 3);
    expect(dealt.toSorted()).toEqual(labels.toSorted());
    expect(dealt).not.toEqual(labels);
    expect(dealt).toEqual(shuffledLabels(labels, 3));
    const control = figuresOfBothSides(divisionOf(agreed!, 1), ({ gains }) => gains, 3);
    for (const side of [control.train, control.heldOut]) expect(side.silhouette).toBeLessThan(0);
  });

  const path = "data/socialfx/eq_contributions.csv";
  test.skipIf(!hasShared(path) || !hasShared("oracles/words.json"))(
    "of the raw curves are the oracle's (../shared/oracles/words.json)",
    () => {
      const { examples } = readSocialFxCsv(readFileSync(sharedPath(path), "utf8"));
      const oracle = JSON.parse(readFileSync(sharedPath("oracles/words.json"), "utf8")).clustering_raw_EXACT;
      const frequent = frequentTerms(examples, 8);
      const all = of(examples.filter(({ term }) => frequent.has(term)));
      expect(all.silhouette).toBeCloseTo(oracle.ge8.sil, 6);
      expect(all.daviesBouldin).toBeCloseTo(oracle.ge8.db, 5);
      for (const pair of ["warm|bright", "soft|loud", "tinny|heavy"]) {
        const own = of(examples.filter(({ term }) => pair.split("|").includes(term)));
        expect(own.silhouette).toBeCloseTo(oracle[pair].sil, 6);
        expect(own.silhouetteCosine).toBeCloseTo(oracle[pair].sil_cos, 6);
      }
    },
  );
});

describe("spreads", () => {
  test("are told with their deviation where there is one", () => {
    expect(spreadText(spreadOf([1, 2, 3]), 2)).toBe("2.00 ± 1.00");
    expect(spreadText(spreadOf([-0.5]), 2)).toBe("−0.50");
    expect(spreadText(undefined, 2)).toBe("–");
    expect(differenceText(spreadOf([0.1, 0.3]), 1)).toBe("+0.2 ± 0.1");
    expect(differenceText(spreadOf([0.0001]), 2)).toBe("0.00");
  });

  test("a difference is clear where it stands out of its own scatter over three repetitions or more", () => {
    expect(clearSign(spreadOf([0.1, 0.11, 0.12]))).toBe(1);
    expect(clearSign(spreadOf([-0.1, -0.11, -0.12]))).toBe(-1);
    expect(clearSign(spreadOf([0.1, -0.1, 0.12]))).toBe(0);
    expect(clearSign(spreadOf([0.1, 0.1]))).toBe(0);
  });
});

describe("antonyms", () => {
  const division = (examples: typeof agreed) => divisionOf(examples!, 1);
  const ofPair = (examples: typeof agreed, embed = (gains: ArrayLike<number>) => gains) =>
    pairFigures(division(examples).train, division(examples).heldOut, ["warm", "bright"], embed)!;

  test("are told apart where people agree, and hardly where they do not", () => {
    expect(ofPair(agreed)).toMatchObject({ rows: 6, auc: 1 });
    expect(ofPair(agreed).alongDiscriminant).toBeGreaterThan(0.8);
    const { train, heldOut } = division(divided);
    const aucs = antonymPairs.map((pair) => pairFigures(train, heldOut, pair, (gains) => gains)!.auc);
    expect(aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length).toBeLessThan(0.8);
  });

  test("a scale of the space changes nothing", () => {
    const scaled = ofPair(divided, (gains) => Float64Array.from(gains, (z) => 5 * z));
    for (const [name, value] of Object.entries(ofPair(divided))) {
      expect(scaled[name as "auc"]).toBeCloseTo(value, 9);
    }
  });

  test("a word that is missing on either side has no figures", () => {
    const { train, heldOut } = division(agreed);
    const embed = (gains: ArrayLike<number>) => gains;
    expect(pairFigures(train, heldOut, ["warm", "nothing"], embed)).toBeUndefined();
    expect(
      pairFigures(
        train,
        heldOut.filter(({ term }) => term !== "warm"),
        ["warm", "cold"],
        embed,
      ),
    ).toBeUndefined();
  });
});

describe("trainings", () => {
  test("have each their id, and both scopes hold those that are compared", () => {
    for (const scope of ["quick", "full"] as const) {
      const ids = trainings(scope).flatMap((one) =>
        splitsOf(one, scope).map((number) => trainingId(one, number)),
      );
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9.=,/-]+$/);
      expect(trainings(scope).some(({ rows }) => rows === "dealt")).toBe(true);
    }
    const lambdas = trainings("full").filter(
      ({ network, rows }) => network === "report" && rows === "frequent",
    );
    expect(lambdas.map(({ contrastiveWeight }) => contrastiveWeight)).toEqual([0, 0.1, 1, 5, 10, 10]);
  });

  const training = (change: Partial<Training>): Training => ({
    network: "report",
    rows: "frequent",
    contrastiveWeight: 1,
    dropout: 0,
    ...change,
  });

  test("the contrastive loss draws training rows of a word together, also by words that mean nothing", () => {
    const run = (change: Partial<Training>) => runTraining(divided!, training(change), 1, "quick");
    const [without, with_, dealt] = [run({ contrastiveWeight: 0 }), run({}), run({ rows: "dealt" })];
    const tightness = (result: typeof without) => result.projection.train.silhouette;
    expect(tightness(with_)).toBeGreaterThan(tightness(without) + 0.1);
    expect(tightness(dealt)).toBeGreaterThan(tightness(without) + 0.1);
    expect(with_.projection.heldOut.silhouette).toBeLessThan(0);
    expect(run({})).toEqual(with_);
  });

  test("words dealt by chance predict no curve", () => {
    const run = (rows: Training["rows"]) => runTraining(agreed!, training({ rows }), 1, "quick").wordToCurveR;
    expect(run("frequent")).toBeGreaterThan(0.6);
    expect(run("dealt")).toBeLessThan(0.4);
  });
});

describe("the study", () => {
  const results = new Map<string, Json>();
  const data = { examples: agreed! };
  const resultOf = (id: string) => results.get(id)!;
  let section: Section;
  beforeAll(async () => {
    for (const { id, run } of latentSpaceStudy.tasks(data, "quick")) {
      const result = await run();
      assertJson(id, result);
      results.set(id, result);
    }
    section = await latentSpaceStudy.summarize(resultOf, data, "quick");
  });

  test("makes a section that can be shown, the same each time", async () => {
    assertSection(section);
    expect(await latentSpaceStudy.summarize(resultOf, data, "quick")).toEqual(section);
    expect(section.tables.map(({ rows }) => rows.length)).toEqual([12, 12, 6, 7, 7]);
    expect(section.figures).toHaveLength(4);
  });

  test("its sentences follow the figures: with a crowd of one mind, rows lie with their own word", () => {
    expect(section.findings.join(" ")).not.toContain("Below 0 means");
    expect(section.findings.join(" ")).toMatch(/Ceiling: 9\d % of the rows' variance lies between words/);
  });

  test("goes on where antonyms are missing", async () => {
    const without = (id: string): Json => {
      const result = resultOf(id) as { readonly [field: string]: Json };
      if (id.startsWith("pair=")) return [];
      if (id === "raw") return [{ ...(resultOf(id) as unknown as (typeof result)[])[0], antonyms: [null] }];
      return id.startsWith("net=") ? { ...result, antonyms: null } : result;
    };
    const summary = await latentSpaceStudy.summarize(without, data, "quick");
    assertSection(summary);
    expect(summary.findings).toEqual(section.findings.slice(0, 5));
    expect(summary.tables).toEqual(section.tables.slice(0, 3));
  });
});
