/**
 * Words beyond the vocabulary, measured: engineers' regions of frequency against the crowd's rows and SAFE-DB's settings,
 * WordNet's neighbours against the rows of words that were left out, and how fast words are found.
 *
 *   npx tsx runs/neighbours.ts <folder of the data> [<folder of WordNet's dictionary, see build-neighbours.ts>]
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSafeEqualizerCsv } from "../src/dataset/index.ts";
import { safeCurves } from "../src/evaluation/safe-curve.ts";
import { correlation } from "../src/semantics/agreement.ts";
import { concepts } from "../src/semantics/lexicon.ts";
import { isOpposite } from "../src/semantics/resolver/neighbours.ts";
import { regionCurve } from "../src/semantics/resolver/region-curve.ts";
import { createWordResolver } from "../src/semantics/resolver/word-resolver.ts";
import { foldWord } from "../src/semantics/spelling.ts";
import { baseForms } from "../src/semantics/word-family.ts";
import type { WordPosterior } from "../src/semantics/word-posterior.ts";
import { type Crowd, openCrowd } from "./crowd-posterior.ts";
import { readWordNet } from "./wordnet-dict.ts";
import { anchorsOf, linksOf, usedLinks } from "./wordnet-links.ts";

const [dataFolder = "../shared/data", dictionary] = process.argv.slice(2);
const crowd = await openCrowd(dataFolder);
const { vocabulary } = crowd.model;

type Curve = ArrayLike<number>;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const standardError = (values: readonly number[]): number => {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)) / Math.max(1, values.length - 1));
};
const meanR = (curve: Curve, rows: readonly Curve[]): number =>
  mean(rows.map((row) => correlation(curve, row)));
const product = (a: Curve, b: Curve): number =>
  Array.from(a, (value, i) => value * b[i]!).reduce((x, y) => x + y, 0) / 40;
const curvesOf = (word: string): Curve[] =>
  crowd.rows.filter((row) => row.word === word).map(({ curve }) => curve);
const expected = (posterior: WordPosterior, word: string): Float64Array =>
  posterior.expect(posterior.effectOf(word).mean);

/** Words of both the crowd or SAFE and a published chart, with the chart's region (see `studioTerms`). */
const charted: readonly (readonly [string, number, number])[] = [
  ["rumble", 20, 60],
  ["sub", 20, 60],
  ["bassy", 20, 250],
  ["bass", 20, 250],
  ["low", 20, 250],
  ["deep", 20, 250],
  ["boom", 70, 150],
  ["boomy", 70, 150],
  ["thumpy", 50, 110],
  ["kick", 50, 110],
  ["heavy", 50, 150],
  ["beef", 50, 150],
  ["body", 100, 300],
  ["full", 100, 300],
  ["thick", 100, 300],
  ["warm", 100, 400],
  ["muddy", 250, 400],
  ["boxy", 300, 600],
  ["honky", 500, 1000],
  ["nasal", 600, 1500],
  ["mid", 500, 2000],
  ["tinny", 1000, 2000],
  ["phone", 300, 3400],
  ["bite", 2000, 4000],
  ["harsh", 2000, 5000],
  ["clicky", 2000, 5000],
  ["clear", 2000, 5000],
  ["presence", 4000, 6000],
  ["present", 4000, 6000],
  ["crisp", 5000, 9000],
  ["sizzle", 6000, 10_000],
  ["fizz", 6000, 10_000],
  ["bright", 6000, 16_000],
  ["toppy", 5000, 20_000],
  ["high", 5000, 20_000],
  ["sparkle", 8000, 16_000],
  ["airy", 10_000, 20_000],
  ["air", 10_000, 20_000],
];

const show = (value: number | undefined): string =>
  value === undefined ? "    -" : value.toFixed(2).padStart(5);
const group = (word: string): Set<string> => {
  const kin = new Set([word]);
  for (const concept of concepts)
    if (concept.some((known) => known.word === word)) for (const known of concept) kin.add(known.word);
  for (const entry of vocabulary.entries) {
    const isForm =
      baseForms(entry.word).some((base) => kin.has(base)) || baseForms(word).includes(foldWord(entry.word));
    if (isForm) kin.add(entry.word);
  }
  return kin;
};

function measureRegions(): void {
  const safeFile = join(dataFolder, "safe", "SAFEEqualiserUserData.csv");
  const { curves } = safeCurves(readSafeEqualizerCsv(readFileSync(safeFile, "utf8")).examples);
  console.log(
    "Chart's region against people's curves: mean r with the crowd's rows, r with the crowd's expected curve,",
  );
  console.log(
    "mean r with SAFE's settings; beside it the word's kin, its own rows left out, against the same.\n",
  );
  console.log("word        Hz            rows     r  r exp  r kin | SAFE     r  r kin");
  const crowdR: number[] = [];
  const safeR: number[] = [];
  const kinR: number[] = [];
  const againstKin: number[] = [];
  const againstKinSafe: number[] = [];
  for (const [word, lowHz, highHz] of charted) {
    const curve = regionCurve({ lowHz, highHz });
    const rows = curvesOf(word);
    const settings = curves
      .filter(({ example }) => example.term === word)
      .map(({ example }) => example.gains);
    const found = vocabulary.find(word, { forms: false, typos: false });
    const kin =
      found && expected(rows.length > 0 ? crowd.learn((row) => row.word !== word) : everything, word);
    const r = rows.length > 0 ? meanR(curve, rows) : undefined;
    const rKin = rows.length > 0 && kin ? meanR(kin, rows) : undefined;
    const rSafe = settings.length > 0 ? meanR(curve, settings) : undefined;
    const rSafeKin = settings.length > 0 && kin ? meanR(kin, settings) : undefined;
    const rExpected = rows.length > 0 ? correlation(curve, crowd.model.expectedZ(word)) : undefined;
    if (r !== undefined) crowdR.push(r);
    if (rSafe !== undefined) safeR.push(rSafe);
    if (rKin !== undefined) {
      kinR.push(rKin);
      againstKin.push(r! - rKin);
    }
    if (rSafeKin !== undefined) againstKinSafe.push(rSafe! - rSafeKin);
    console.log(
      `${word.padEnd(11)} ${`${lowHz}-${highHz}`.padEnd(12)} ${String(rows.length).padStart(5)} ${show(r)}  ${show(rExpected)}  ${show(rKin)} | ${String(settings.length).padStart(4)} ${show(rSafe)}  ${show(rSafeKin)}`,
    );
  }
  const told = (values: number[]): string =>
    `${mean(values).toFixed(3)} +- ${standardError(values).toFixed(3)} (${values.length} words)`;
  console.log(`\nmean over words: crowd ${told(crowdR)}; SAFE ${told(safeR)}`);
  console.log(
    `region less kin: crowd ${told(againstKin)} (kin ${mean(kinR).toFixed(3)}); SAFE ${told(againstKinSafe)}\n`,
  );
}

/** What one relation, or the words' best relation, comes to. */
interface Score {
  readonly relation: string;
  readonly likely: number;
  readonly r: number;
  readonly rCommon: number;
  readonly product: number;
  readonly square: number;
}

function tell(name: string, scores: readonly Score[]): void {
  if (scores.length === 0) return;
  const r = scores.map((score) => score.r);
  const right = scores.filter((score) => score.r > 0).length / scores.length;
  const slope = mean(scores.map((score) => score.product)) / mean(scores.map((score) => score.square));
  console.log(
    `${name.padEnd(22)} ${String(scores.length).padStart(4)}   r ${mean(r).toFixed(3)} +- ${standardError(r).toFixed(3)}` +
      `   mean of all rows ${mean(scores.map((score) => score.rCommon)).toFixed(3)}   right sign ${(100 * right).toFixed(0)} %   slope ${slope.toFixed(2)}`,
  );
}

function measureNeighbours(folder: string, { rows, learn }: Crowd): void {
  const wordnet = readWordNet(folder);
  const english = vocabulary.entries.filter(({ people, languages, language }) =>
    people > 0 ? languages.en > 0 : language === "en",
  );
  const anchors = anchorsOf(vocabulary);
  const asked = new Set(english.filter(({ people }) => people > 0).map(({ word }) => word));
  const pairs: Score[] = [];
  const words: Score[] = [];
  const fromAsked: Score[] = [];
  const lines: string[] = [];
  for (const { word } of english.filter(({ languages }) => languages.en >= 3)) {
    const kin = group(word);
    const pos = wordnet.sensesOf(word, "a").length > 0 ? "a" : "n";
    const links = linksOf(wordnet, word, pos);
    const known = links.filter(({ lemma }) => anchors(lemma) > 0);
    if (known.length === 0) continue;
    const own = curvesOf(word);
    const strict = learn((row) => !kin.has(row.word));
    const common = strict.expect(new Float64Array(strict.space.size));
    const lenient = learn((row) => row.word !== word);
    const scoreOf = (relation: string, likely: number, curve: Curve): Score => ({
      ...{ relation, likely, r: meanR(curve, own), rCommon: meanR(common, own) },
      product: mean(own.map((row) => product(curve, row))),
      square: product(curve, curve),
    });
    for (const { lemma, relation, likely } of known) {
      // A derivation leads to the word's own kin: there only the word's own rows are left out.
      if (kin.has(lemma) !== (relation === "derivation")) continue;
      const curve = expected(relation === "derivation" ? lenient : strict, lemma);
      const sign = relation === "antonym" || relation === "opposite" ? -1 : 1;
      pairs.push(
        scoreOf(
          relation,
          likely,
          curve.map((z) => sign * z),
        ),
      );
    }
    const together = (knownOf: (lemma: string) => number): [Score, string] | undefined => {
      const used = usedLinks(wordnet, links, (lemma) => (kin.has(lemma) ? 0 : knownOf(lemma)));
      if (!used[0]) return undefined;
      const curves = used.map(({ lemma, relation }) =>
        expected(strict, lemma).map((z) => ((isOpposite(relation) ? -1 : 1) * z) / used.length),
      );
      const curve = Float64Array.from(curves[0]!, (_, band) =>
        curves.reduce((sum, one) => sum + one[band]!, 0),
      );
      const parts = used.map(({ lemma, relation }) => `${isOpposite(relation) ? "-" : ""}${lemma}`).join(" ");
      return [scoreOf(used[0].relation, used[0].score, curve), parts];
    };
    const found = together(anchors);
    if (found) {
      words.push(found[0]);
      lines.push(
        `${word.padEnd(12)} ${String(own.length).padStart(3)} ${show(found[0].r)}  ${found[0].relation}: ${found[1]}`,
      );
    }
    const narrower = together((lemma) => (asked.has(lemma) ? 1 : 0));
    if (narrower) fromAsked.push(narrower[0]);
  }
  console.log(
    `WordNet: English words with 3 people or more, their rows and those of their kin left out (${rows.length} rows in all)`,
  );
  console.log("\nsingle links, by relation and by how likely both senses are meant");
  for (const relation of [
    "synonym",
    "similar",
    "cluster",
    "see also",
    "derivation",
    "attribute",
    "antonym",
    "opposite",
  ]) {
    const own = pairs.filter((pair) => pair.relation === relation);
    tell(relation, own);
    tell(
      "  likely 0.1 and more",
      own.filter(({ likely }) => likely >= 0.1),
    );
  }
  console.log("\nas shipped: up to three links, by the relation of the best");
  tell("all", words);
  for (const relation of ["synonym", "similar", "see also", "antonym", "opposite"]) {
    tell(
      relation,
      words.filter((word) => word.relation === relation),
    );
  }
  tell("from asked words alone", fromAsked);
  console.log(`\n${lines.join("\n")}\n`);
}

function measureSpeed(): void {
  const known = vocabulary.entries.filter(({ people }) => people > 0).map(({ word }) => word);
  const forms = ["warmish", "boominess", "loudest", "sharply", "suavísimo", "sibilances"];
  const unknown = [
    "zorptastic",
    "quibblish",
    "flumposo",
    "hrash",
    "brigth",
    "sibilence",
    "raucousness",
    "obscurely",
  ];
  const usPerWord = (words: readonly string[]): string => {
    const times = Array.from({ length: 40 }, () => {
      const resolver = createWordResolver({ vocabulary });
      resolver.resolve("xyzzyxyz"); // builds what is built once
      const begun = performance.now();
      for (const word of words) resolver.resolve(word);
      return (1000 * (performance.now() - begun)) / words.length;
    });
    return times.sort((a, b) => a - b)[times.length >> 1]!.toFixed(1);
  };
  const begun = performance.now();
  const resolver = createWordResolver({ vocabulary });
  const madeMs = performance.now() - begun;
  resolver.resolve("xyzzyxyz");
  const firstMs = performance.now() - begun - madeMs;
  console.log(
    `making a resolver ${madeMs.toFixed(1)} ms, first unknown word ${firstMs.toFixed(1)} ms (builds the index)`,
  );
  console.log(
    `us a word, nothing cached: known ${usPerWord(known)}, forms ${usPerWord(forms)}, unknown or misspelt ${usPerWord(unknown)}`,
  );
  const again = performance.now();
  for (let i = 0; i < 100_000; i++) resolver.resolve("warm");
  console.log(`cached ${((performance.now() - again) / 100).toFixed(2)} us`);
  const suggested = performance.now();
  for (let i = 0; i < 50; i++) resolver.suggestions(unknown[i % unknown.length]!);
  console.log(`suggestions ${((performance.now() - suggested) / 50).toFixed(2)} ms`);
}

const everything = crowd.learn(() => true);
measureRegions();
if (dictionary) measureNeighbours(dictionary, crowd);
measureSpeed();
