import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hasShared, sharedPath } from "../../test/support/shared.ts";
import { readEffectWords, readSocialFxCsv } from "../dataset/index.ts";
import { principalComponents } from "../math/index.ts";
import { agreementOf, correlation } from "./agreement.ts";
import { learnCoUse } from "./co-use.ts";
import { crowdStatistics, estimateCrowdPrior, loadingOf } from "./crowd-prior.ts";
import { rms } from "./mixture.ts";
import { LEAST_CONFIDENCE } from "./place-words.ts";
import { learnWordPosterior, type WordPosterior } from "./word-posterior.ts";
import { WORD_SPACE_SIZE } from "./word-space.ts";

const table = "data/socialfx/eq_contributions.csv";
const oracleFile = "oracles/words.json";
const effectTables = ["reverb", "comp"].map((name) => `data/socialfx/${name}_contributions.csv`);
const hasAll = [table, oracleFile, ...effectTables].map(hasShared).every(Boolean);
const COMPONENTS = 12;

function readShared(path: string): string {
  return readFileSync(sharedPath(path), "utf8");
}

/** The crowd's rows, their principal components as latents, and the words of the other effects. */
function readCrowd() {
  const { examples } = readSocialFxCsv(readShared(table));
  const curves = examples.map(({ gains }) => gains);
  const { mean, components, variance } = principalComponents(curves, COMPONENTS);
  const scoresOf = (curve: ArrayLike<number>) =>
    Float64Array.from({ length: COMPONENTS }, (_, k) => {
      let sum = 0;
      for (let band = 0; band < 40; band++) sum += components[k * 40 + band]! * (curve[band]! - mean[band]!);
      return sum;
    });
  const rows = examples.map(({ term, consistency, gains }) => ({
    word: term,
    consistency,
    curve: gains,
    latent: scoresOf(gains),
  }));
  const decode = (latent: ArrayLike<number>) =>
    Float64Array.from({ length: 40 }, (_, band) => {
      let sum = mean[band]!;
      for (let k = 0; k < COMPONENTS; k++) sum += components[k * 40 + band]! * latent[k]!;
      return sum;
    });
  const words = [...new Set(rows.map(({ word }) => word))].sort();
  const rowsOf = new Map(words.map((word) => [word, rows.filter((row) => row.word === word)]));
  const sets = effectTables.flatMap((path) =>
    readEffectWords(readShared(path)).rows.map((row) => [...new Set([...row.words, ...row.agreed])]),
  );
  const origin = scoresOf(new Float64Array(40));
  return { rows, words, rowsOf, variance, origin, decode, sets };
}

describe.skipIf(!hasAll)("the crowd (needs ../shared/data/socialfx and ../shared/oracles/words.json)", () => {
  const crowd = hasAll ? readCrowd() : undefined!;
  const oracle = hasAll ? JSON.parse(readShared(oracleFile)) : undefined;
  const { rows, words, rowsOf, origin, decode } = crowd ?? {};

  /** Mean correlation of the rows of words with 4 rows or more with what is expected without them, and R2 against flat. */
  function leaveOneOut({ expectWithout }: WordPosterior): { r: number; r2: number; rows: number } {
    let total = 0;
    let count = 0;
    let error = 0;
    let power = 0;
    rows.forEach(({ word, curve }, row) => {
      if (rowsOf.get(word)!.length < 4) return;
      const expected = expectWithout(row);
      total += correlation(curve, expected);
      count++;
      for (let band = 0; band < 40; band++) {
        error += (curve[band]! - expected[band]!) ** 2;
        power += curve[band]! ** 2;
      }
    });
    return { r: total / count, r2: 1 - error / power, rows: count };
  }

  test("agrees by word as the oracle says", () => {
    const perWord = Object.entries<{ n: number; mean_r: number }>(oracle.agreement_EXACT.per_word_ge8);
    expect(perWord).toHaveLength(33);
    for (const [word, { n, mean_r }] of perWord) {
      const curves = rowsOf.get(word)!.map(({ curve }) => curve);
      expect([word, curves.length]).toEqual([word, n]);
      expect(agreementOf(curves, curves).pairs).toBeCloseTo(mean_r, 4);
    }
  });

  test("has a prior like the oracle's: covariances between and within words, and the mean", () => {
    const { B_diag, S_diag, mu, trace_S } = oracle.loo_EXACT.BLUPa45_k12_hyper;
    const fromFlat = rows.map(({ latent }) => latent.map((value, k) => value - origin[k]!));
    const index = new Map(words.map((word, place) => [word, place]));
    const statistics = crowdStatistics(
      fromFlat,
      rows.map(({ consistency }) => loadingOf(consistency)),
      rows.map(({ word }) => index.get(word)!),
      words.length,
    );
    const { between, within, mean } = estimateCrowdPrior(statistics, 200);
    const diagonal = (matrix: Float64Array) =>
      Array.from({ length: COMPONENTS }, (_, k) => matrix[k * (COMPONENTS + 1)]!);
    [0, 1].forEach((k) => {
      expect(Math.abs(diagonal(between)[k]! / B_diag[k] - 1)).toBeLessThan(0.02);
      expect(Math.abs(Math.abs(mean[k]!) - Math.abs(mu[k]))).toBeLessThan(0.03);
    });
    diagonal(within).forEach((value, k) => expect(Math.abs(value / S_diag[k] - 1)).toBeLessThan(0.08));
    const trace = diagonal(within).reduce((sum, value) => sum + value, 0);
    expect(Math.abs(trace / trace_S - 1)).toBeLessThan(0.01);
  });

  test("without kin, words are answered as the oracle's shrunken means are", () => {
    const coUse = { dimensions: 0, vectors: new Map() };
    const posterior = learnWordPosterior({
      rows,
      words,
      coUse,
      origin,
      decode,
      shares: { use: 0, meaning: 0 },
    });
    const score = leaveOneOut(posterior);
    const { loo_EXACT } = oracle;
    expect(score.rows).toBe(736);
    for (const k of [6, 12]) {
      const { pearson, r2_vs_flat } = loo_EXACT[`loo_ge4_BLUPa45_k${k}_hyper_from_all`];
      expect(Math.abs(score.r - pearson)).toBeLessThan(0.004);
      expect(score.r2).toBeGreaterThan(r2_vs_flat);
    }
    expect(score.r).toBeGreaterThan(loo_EXACT.loo_ge4_mean.pearson + 0.025);
    const { loading } = posterior.space;
    for (const word of ["warm", "bright"]) {
      const expected = posterior.expect(posterior.known[words.indexOf(word)]!.mean);
      const truth: number[] = loo_EXACT.BLUPa45_k12_hyper[`${word}_curve`];
      expect(correlation(expected, truth)).toBeGreaterThan(0.998);
      expect(rms(expected) / loading / rms(truth)).toBeCloseTo(1, 1);
    }
  });

  test("with kin, a left-out person's curve correlates above .41 with what is expected", () => {
    const posterior = learnWordPosterior({ rows, words, coUse: learnCoUse(crowd.sets), origin, decode });
    const { r, r2 } = leaveOneOut(posterior);
    expect(r).toBeGreaterThan(0.412);
    expect(r2).toBeGreaterThan(0.185);
    const kinOf = (word: string) => {
      return posterior.known[words.indexOf(word)]!.related.map((kin) => words[kin.word]!);
    };
    expect(kinOf("warm")).toContain("cálido");
    expect(kinOf("suave")).toContain("soft");
    expect(rms(posterior.expect(new Float64Array(posterior.space.size)))).toBeLessThan(LEAST_CONFIDENCE);
    const toasty = posterior.expect(posterior.effectOf("cálidamente").mean);
    const warm = posterior.expect(posterior.known[words.indexOf("warm")]!.mean);
    expect(correlation(toasty, warm)).toBeGreaterThan(0.9);
  });

  test("is as the word space assumes: eight components hold 98 %, and 46 % of the rows are loaded below 1", () => {
    const all = principalComponents(
      rows.map(({ curve }) => curve),
      40,
    ).variance;
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    expect(sum(all.slice(0, WORD_SPACE_SIZE)) / sum(all)).toBeGreaterThan(0.98);
    const below = rows.filter(({ consistency }) => loadingOf(consistency) < 1).length;
    expect(Math.round((100 * below) / rows.length)).toBe(46);
  });
});
