/**
 * Where words are best blended, what "less" and "without" are worth and how much a degree says, by curves that took no part
 * in learning the words.
 *
 *   npx tsx runs/blend-space.ts [data folder]
 *
 * Of every way the mean correlation with people's curves is printed with a 95 % interval by the bootstrap over clusters
 * (listeners or words) and their rows, then its difference, row by row, from the way that phrases use: the words'
 * expected curves or their unit curves, added up.
 */

import { bootstrapClusters } from "../src/evaluation/metrics/bootstrap.ts";
import { meanOf, pearson, quantile } from "../src/evaluation/metrics/prediction.ts";
import { safeResponseDb, standardizedCurve } from "../src/evaluation/safe-curve.ts";
import { createRandom } from "../src/math/index.ts";
import { loadSafe } from "../src/node/safe-file.ts";
import { rms } from "../src/semantics/mixture.ts";
import { mixTerms } from "../src/semantics/phrase-curve/mix-terms.ts";
import type { TermPoint } from "../src/semantics/phrase-curve/term-point.ts";
import type { WordPosterior } from "../src/semantics/word-posterior.ts";
import { openCrowd } from "./crowd-posterior.ts";

type Curve = ArrayLike<number>;

/** A word as some people's rows have taught it. */
interface LearnedWord {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly z: Float64Array;
  readonly unit: Float64Array;
}

const folder = process.argv[2] ?? "../shared/data";
const crowd = await openCrowd(folder);
const { safe } = await loadSafe(folder);
if (!safe) throw new Error(`blend-space: ${folder} must hold SAFE-DB`);

const sum = (curves: readonly Curve[], weights: readonly number[] = curves.map(() => 1)): Float64Array =>
  Float64Array.from(curves[0]!, (_, k) => curves.reduce((total, c, i) => total + weights[i]! * c[k]!, 0));
const unitOf = (curve: Float64Array): Float64Array => {
  const size = rms(curve);
  return curve.map((value) => (size > 0 ? value / size : 0));
};

/** What some rows say of words, and the words' places in it. */
interface Taught extends WordPosterior {
  readonly places: ReadonlyMap<string, number>;
}

function learn(keep: Parameters<typeof crowd.learn>[0]): Taught {
  const words = [...new Set(crowd.rows.filter(keep).map(({ word }) => word))].sort(); // as `crowd.learn` does
  return { ...crowd.learn(keep), places: new Map(words.map((word, place) => [word, place])) };
}

function learned(posterior: Taught, word: string): LearnedWord {
  const place = posterior.places.get(word);
  const { mean, variance } = place === undefined ? posterior.effectOf(word) : posterior.known[place]!;
  const z = posterior.expect(mean);
  return { mean, variance, z, unit: unitOf(z) };
}

/** Ways of blending words in equal parts. */
const ways: readonly [name: string, blend: (words: readonly LearnedWord[], p: Taught) => Float64Array][] = [
  ["curves: expected", (words) => sum(words.map(({ z }) => z)).map((value) => value / words.length)],
  ["curves: unit", (words) => sum(words.map(({ unit }) => unit))],
  [
    "latent, decoded",
    (words, p) => p.expect(sum(words.map(({ mean }) => mean)).map((v) => v / words.length)),
  ],
  [
    "curves: by confidence twice",
    (words) =>
      sum(
        words.map(({ z }) => z),
        words.map(({ z }) => rms(z)),
      ),
  ],
  [
    "latent, by precision",
    (words, p) =>
      p.expect(
        Float64Array.from(words[0]!.mean, (_, d) => {
          const precision = words.map(({ variance }) => 1 / Math.max(variance[d]!, 1e-12));
          const total = precision.reduce((a, b) => a + b, 0);
          return words.reduce((all, { mean }, i) => all + (precision[i]! * mean[d]!) / total, 0);
        }),
      ),
  ],
  ["the surest word alone", (words) => [...words].sort((a, b) => rms(b.z) - rms(a.z))[0]!.z],
  ["the first word alone", (words) => words[0]!.z],
  ["the last word alone", (words) => words.at(-1)!.z],
];

/** What came of one held-out row: a score for each way. */
interface Scored {
  readonly cluster: string;
  readonly scores: readonly number[];
}

function table(title: string, names: readonly string[], rows: readonly Scored[], reference = 0): void {
  const clusters = new Map<string, number[][]>();
  for (const { cluster, scores } of rows)
    clusters.set(cluster, [...(clusters.get(cluster) ?? []), [...scores]]);
  console.log(`\n${title}: ${rows.length} rows, ${clusters.size} clusters`);
  if (rows.length === 0) return;
  const interval = (of: (scores: readonly number[]) => number): string => {
    const values = [...clusters.values()].map((own) => own.map(of));
    const { mean, low, high } = bootstrapClusters(values, { seed: 1, resampleRows: true });
    return `${mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  };
  names.forEach((name, i) => {
    const difference = i === reference ? "" : interval((scores) => scores[i]! - scores[reference]!);
    console.log(`  ${name.padEnd(34)} ${interval((scores) => scores[i]!).padEnd(26)} ${difference}`);
  });
}
const wayNames = ways.map(([name]) => name);
const blends = (words: readonly LearnedWord[], p: Taught): Float64Array[] =>
  ways.map(([, blend]) => blend(words, p));
const correlations = (curves: readonly Curve[], row: Curve): number[] => curves.map((c) => pearson(c, row));

const all = learn(() => true);

console.log("A. SAFE-DB: settings that engineers called by several words; the words learned from SocialFX");

/** Tokens that say what was done or to what, so that the row's words are not all qualities. */
const notQualities = new Set(
  (
    "out in the at as its of some we it a add adds boost boosts cut cuts cutoff rejection reduce remove makes allows " +
    "eq drum drums piano guitar love hat snare kick noise vox sax trumpet impact flat even"
  ).split(" "),
);
const known = (token: string): string | undefined => {
  const found = crowd.model.vocabulary.find(token, { forms: true, typos: false });
  return found && found.entry.people > 0 ? found.entry.word : undefined;
};
const answered = new Map<string, LearnedWord>();
const wordAt = (word: string): LearnedWord => {
  const found = answered.get(word) ?? learned(all, word);
  answered.set(word, found);
  return found;
};
const lines = new Set<number>();
const phrases: { words: readonly string[]; listener: string; curve: Float64Array }[] = [];
for (const { line, listener, descriptors, parameters } of safe.examples) {
  const curve = standardizedCurve(safeResponseDb(parameters));
  if (lines.has(line) || curve === undefined) continue;
  lines.add(line);
  const tokens = descriptors.flatMap((text) => text.split(/[+/]/));
  if (tokens.some((token) => notQualities.has(token))) continue;
  const words = [...new Set(tokens.flatMap((token) => known(token) ?? []))];
  if (words.length > 1) phrases.push({ words, listener, curve });
}
console.log(phrases.map(({ words }) => words.join(" + ")).join("; "));
const safeNames = [...wayNames, "either word, mean", "the better word, afterwards"];
const safeScores = phrases.map(({ words, listener, curve }): Scored & { agreement: number } => {
  const points = words.map(wordAt);
  const single = correlations(
    points.map(({ z }) => z),
    curve,
  );
  const scores = [...correlations(blends(points, all), curve), meanOf(single), Math.max(...single)];
  const pairs = points.flatMap((a, i) => points.slice(i + 1).map((b) => pearson(a.z, b.z)));
  return { cluster: listener, scores, agreement: meanOf(pairs) };
});
table("all", safeNames, safeScores);
table(
  "words that correlate by 0.8 at most",
  safeNames,
  safeScores.filter(({ agreement }) => agreement <= 0.8),
);

/** The same, each word's curve the mean of what other SAFE listeners set for that word alone. */
const alone = safe.examples
  .filter(({ descriptors }) => descriptors.length === 1)
  .flatMap(({ term, listener, parameters }) => {
    const curve = standardizedCurve(safeResponseDb(parameters));
    return curve ? [{ word: known(term) ?? term, listener, curve }] : [];
  });
const ownScores = phrases.flatMap(({ words, listener, curve }): Scored[] => {
  const means = words.flatMap((word) => {
    const own = alone.filter((row) => row.word === word && row.listener !== listener);
    return own.length < 2 ? [] : [sum(own.map((row) => row.curve)).map((value) => value / own.length)];
  });
  if (means.length < 2) return [];
  const single = correlations(means, curve);
  const mixed = correlations([sum(means), sum(means.map(unitOf))], curve);
  return [{ cluster: listener, scores: [...mixed, meanOf(single), Math.max(...single)] }];
});
table(
  "words learned from other SAFE listeners' plain means",
  ["curves: means", "curves: unit", "either word, mean", "the better word, afterwards"],
  ownScores,
);

console.log("\nB. SocialFX: unseen words as the blend of their two nearest kin; ten folds over words");

const words = [...new Set(crowd.rows.map(({ word }) => word))].sort();
const order = createRandom(1).shuffle(words.map((_, place) => place));
const foldOf = new Map(order.map((word, place) => [words[word]!, place % 10]));
const kinScores: (Scored & { promised: number; agreement: number })[] = [];
for (let fold = 0; fold < 10; fold++) {
  const posterior = learn(({ word }) => foldOf.get(word) !== fold);
  const listed = [...posterior.places.keys()];
  for (const word of words.filter((own) => foldOf.get(own) === fold)) {
    const { meaning, use } = posterior.relatedness.kinshipOf(word);
    const kin = posterior.effectOf(word).related.slice(0, 2);
    if (!(meaning || use) || kin.length < 2) continue;
    const points = kin.map(({ word: place }) => learned(posterior, listed[place]!));
    const curves = blends(points, posterior);
    const whole = posterior.expect(posterior.effectOf(word).mean);
    const agreement = pearson(points[0]!.z, points[1]!.z);
    for (const row of crowd.rows.filter((own) => own.word === word)) {
      const scores = correlations([...curves, whole], row.curve);
      kinScores.push({ cluster: word, scores, promised: rms(curves[0]!), agreement });
    }
  }
}
table("all", [...wayNames, "all kin (the word model)"], kinScores);
table(
  "kin that correlate by 0.8 at most",
  [...wayNames, "all kin (the word model)"],
  kinScores.filter(({ agreement }) => agreement <= 0.8),
);

console.log(
  "\nC. SocialFX: people of two words as one crowd, five folds; all pairs of words with ten people",
);

const people = new Map<string, number>();
for (const { word } of crowd.rows) people.set(word, (people.get(word) ?? 0) + 1);
const common = [...people].filter(([, count]) => count >= 10).map(([word]) => word);
const rowOrder = createRandom(2).shuffle(crowd.rows.map((_, row) => row));
const rowFold = new Map(rowOrder.map((row, place) => [crowd.rows[row]!, place % 5]));
const pooled: (Scored & { agreement: number; errors: readonly number[]; promised: number })[] = [];
for (let fold = 0; fold < 5; fold++) {
  const posterior = learn((row) => rowFold.get(row as (typeof crowd.rows)[number]) !== fold);
  const held = crowd.rows.filter((row) => rowFold.get(row) === fold);
  const points = new Map(common.map((word) => [word, learned(posterior, word)]));
  common.forEach((a, i) => {
    for (const b of common.slice(i + 1)) {
      const curves = blends([points.get(a)!, points.get(b)!], posterior);
      const [ofA, ofB] = [a, b].map((word) => held.filter((row) => row.word === word));
      if (ofA!.length === 0 || ofB!.length === 0) continue;
      // A pair is one row: the mean over both words' people, each word half.
      const over = (score: (curve: Curve, row: Curve) => number): number[] =>
        curves.map((curve) =>
          meanOf([ofA!, ofB!].map((rows) => meanOf(rows.map((row) => score(curve, row.curve))))),
        );
      pooled.push({
        cluster: a,
        scores: over(pearson),
        errors: over((curve, row) => 1 - meanOf(Float64Array.from(row, (z, k) => (z - curve[k]!) ** 2))),
        agreement: pearson(points.get(a)!.z, points.get(b)!.z),
        promised: rms(curves[0]!),
      });
    }
  });
}
table("r, all pairs", wayNames, pooled);
const opposed = pooled.filter(({ agreement }) => agreement < -0.5);
table("r, pairs that correlate by less than −0.5", wayNames, opposed);
table(
  "R2 against flat, same pairs",
  wayNames,
  opposed.map((pair) => ({ ...pair, scores: pair.errors })),
);

console.log(
  "\nD. Confidence of a blend: promised (rms of the expected curve) and observed r, by how far the words agree",
);

function promises(
  title: string,
  rows: readonly { promised: number; agreement: number; scores: readonly number[] }[],
): void {
  console.log(`  ${title}`);
  const edges = [-1.01, -0.5, 0, 0.5, 0.8, 0.95, 1.01];
  edges.slice(1).forEach((to, i) => {
    const own = rows.filter(({ agreement }) => agreement > edges[i]! && agreement <= to);
    if (own.length === 0) return;
    const promised = meanOf(own.map((row) => row.promised));
    const observed = meanOf(own.map(({ scores }) => scores[0]!));
    console.log(
      `    ${Math.max(-1, edges[i]!).toFixed(2)}..${Math.min(1, to).toFixed(2)}  promised ${promised.toFixed(3)}  observed ${observed.toFixed(3)}  (${own.length})`,
    );
  });
}
promises("C: people of either word", pooled);
promises("B: people of a word near both", kinScores);
promises(
  "A: people who said both (another crowd)",
  phrases.map(({ words: own }, i) => {
    const expected = sum(own.map((word) => wordAt(word).z)).map((value) => value / own.length);
    return { ...safeScores[i]!, promised: rms(expected) };
  }),
);

console.log(
  "\nE. Less: rows of a word predicted by its opposite turned over, without any row of the word itself",
);

const opposites = (
  "bright/dark dark/bright warm/cold cold/warm heavy/light light/heavy hard/soft soft/hard loud/soft soft/loud " +
  "loud/calm calm/loud harsh/smooth smooth/harsh harsh/gentle gentle/harsh sharp/dull clear/muffled muffled/clear " +
  "happy/sad sad/happy sharp/mellow mellow/sharp tinny/deep deep/tinny warm/tinny fuerte/suave suave/fuerte frío/caliente " +
  "caliente/frío alto/profundo pesado/ligero ligero/pesado alegre/triste triste/alegre"
).split(" ");
const minusScores: Scored[] = [];
for (const pair of opposites) {
  const [asked, opposite] = pair.split("/") as [string, string];
  if ((people.get(asked) ?? 0) < 2 || !people.has(opposite)) continue;
  const posterior = learn(({ word }) => word !== asked);
  const { z, mean } = learned(posterior, opposite);
  const { mean: common_ } = posterior.space;
  const own = posterior.expect(posterior.effectOf(asked).mean);
  // Away from the flat curve's latent: the other way from origin than the opposite's deviation.
  const latent = posterior.expect(mean.map((value, d) => -2 * common_[d]! - value));
  const about = posterior.expect(mean.map((value) => -value));
  const turned = z.map((value) => -value);
  const scores = crowd.rows
    .filter(({ word }) => word === asked)
    .map(
      ({ curve }): Scored => ({ cluster: asked, scores: correlations([turned, latent, about, own], curve) }),
    );
  minusScores.push(...scores);
  const r = [0, 1, 2, 3].map((way) => meanOf(scores.map((row) => row.scores[way]!)).toFixed(2));
  console.log(
    `  −${opposite} for ${asked} (${scores.length}): ${r[0]}; latent ${r[1]}; kin of ${asked} ${r[3]}`,
  );
}
const minusNames = ["minus the curve", "minus the latent", "minus the effect about the mean", "its own kin"];
table("r", minusNames, minusScores);

console.log("\nF. Without: rows of unseen W as X without Y; triples chosen before any was scored");

const triples = (
  "clear/bright/harsh crisp/bright/harsh mellow/warm/muddy smooth/warm/muffled smooth/warm/heavy airy/bright/harsh airy/bright/tinny " +
  "punchy/loud/harsh full/warm/muddy full/warm/boomy deep/dark/muffled soft/dark/heavy soft/warm/heavy gentle/soft/muffled " +
  "light/bright/harsh clear/sharp/tinny sharp/bright/clear hard/loud/warm heavy/loud/bright loud/harsh/tinny " +
  "harsh/bright/clear tinny/bright/clear mellow/soft/muffled calm/soft/dark clean/bright/harsh open/bright/harsh " +
  "suave/cálido/pesado claro/brillante/agudo fuerte/agresivo/agudo pesado/fuerte/brillante"
).split(" ");
/** X less so much of Y: unit curves. */
const less = (x: LearnedWord, y: LearnedWord, amount: number): Float64Array =>
  sum([x.unit, y.unit], [1, -amount]);
const withoutNames =
  "X/without Y, as phrases have it/without Y, all of the share/without Y, half of it/without Y, a quarter of it/X − Y/X − Y ÷ 2/X + Y/W's own kin".split(
    "/",
  );
const withoutScores: (Scored & { promised: number; agreement: number })[] = [];
for (const triple of triples) {
  const [w, x, y] = triple.split("/") as [string, string, string];
  if (![w, x, y].every((word) => known(word) === word)) continue;
  const posterior = learn(({ word }) => word !== w);
  const [px, py] = [learned(posterior, x), learned(posterior, y)];
  const share = Math.max(0, meanOf(px.unit.map((gain, k) => gain * py.unit[k]!)));
  const phrase = mixTerms([
    { word: x, mode: "add", strength: 1, unitCurve: px.unit, expectedZ: px.z },
    { word: y, mode: "without", strength: 1, unitCurve: py.unit, expectedZ: py.z },
  ]);
  const curves = [
    px.z,
    phrase.unitCurve,
    ...[share, share / 2, share / 4, 1, 0.5, -1].map((amount) => less(px, py, amount)),
    posterior.expect(posterior.effectOf(w).mean),
  ];
  const agreement = pearson(px.z, py.z);
  const scores = crowd.rows
    .filter(({ word }) => word === w)
    .map(({ curve }) => ({ cluster: w, agreement, scores: correlations(curves, curve) }));
  const promised = rms(phrase.expectedZ);
  withoutScores.push(...scores.map((score) => ({ ...score, promised })));
  const r = curves.map((_, way) => meanOf(scores.map((row) => row.scores[way]!)).toFixed(2));
  console.log(
    `  ${w} = ${x} without ${y} (${scores.length}; X and Y ${agreement.toFixed(2)}): ${r.join(" ")}`,
  );
}
console.log(`  columns: ${withoutNames.join("; ")}`);
table("r, rows alike", withoutNames, withoutScores);
table(
  "r, X and Y correlate by more than 0.8",
  withoutNames,
  withoutScores.filter(({ agreement }) => agreement > 0.8),
);
const ofWord = new Map<string, Scored[]>();
for (const row of withoutScores) ofWord.set(row.cluster, [...(ofWord.get(row.cluster) ?? []), row]);
const wordMeans = Array.from(ofWord, ([cluster, rows]): Scored => {
  return { cluster, scores: withoutNames.map((_, way) => meanOf(rows.map(({ scores }) => scores[way]!))) };
});
table("r, words alike", withoutNames, wordMeans);
const observed = meanOf(withoutScores.map(({ scores }) => scores[1]!));
console.log(
  `  promised ${meanOf(withoutScores.map(({ promised }) => promised)).toFixed(3)}, observed ${observed.toFixed(3)}`,
);

console.log("\nG. Degrees: depth of SAFE's settings, dB rms about their mean");

const plain = ["bright", "warm", "clear", "thin", "full"];
const depths = (test: (descriptors: readonly string[]) => boolean): number[] => {
  const seen = new Set<number>();
  return safe.examples.flatMap(({ line, descriptors, parameters }) => {
    if (seen.has(line) || !test(descriptors)) return [];
    seen.add(line);
    const gainDb = safeResponseDb(parameters);
    const mean = meanOf(gainDb);
    return [rms(gainDb.map((gain) => gain - mean))];
  });
};
const told = (name: string, values: number[]): void => {
  if (values.length === 0) return;
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(values, share).toFixed(1));
  console.log(`  ${name.padEnd(44)} ${middle} [${low}, ${high}]  (${values.length})`);
};
told(
  "one word",
  depths((own) => own.length === 1),
);
told(
  "two words or more",
  depths((own) => own.length > 1),
);
for (const word of plain)
  told(
    word,
    depths((own) => own.length === 1 && own[0] === word),
  );
told(
  "comparatives (brighter, fuller, clearer, thinner)",
  depths((own) => own.some((t) => /^(bright|full|clear|thin)(n)?er/.test(t))),
);
told(
  "slightly, a bit, subtle, tiny",
  depths((own) => own.some((t) => /^(slightly|slsightly|bit|subtle|tiny)$/.test(t))),
);
told(
  "very, much, extremely, super",
  depths((own) => own.some((t) => /^(very|much|extremely|super|really|so)$/.test(t))),
);

const five: TermPoint[] = (["warm 1", "airy 0.5", "harsh -1", "muddy without", "bright keep"] as const).map(
  (text) => {
    const [word, how] = text.split(" ") as [string, string];
    const mode = how === "without" || how === "keep" ? how : "add";
    const { unit: unitCurve, z: expectedZ } = wordAt(word);
    return { word, mode, strength: mode === "add" ? Number(how) : 1, unitCurve, expectedZ };
  },
);
const ROUNDS = 20_000;
for (let round = 0; round < ROUNDS; round++) mixTerms(five);
const begun = process.cpuUsage();
for (let round = 0; round < ROUNDS; round++) mixTerms(five);
const spent = process.cpuUsage(begun);
const microseconds = (spent.user + spent.system) / ROUNDS;
console.log(
  `\nH. Five terms mixed, clashes and costs found: ${microseconds.toFixed(1)} µs of processor time`,
);
