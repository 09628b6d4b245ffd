// Given other people's curves for a word, how well is the next person's predicted? Five folds over contributions;
// all rows train, rows of words with four or more are scored.
//   npx tsx runs/word-to-curve.ts [path of the data]
import { type Example, folds } from "../src/dataset/index.ts";
import { fitStandardizer } from "../src/math/index.ts";
import { defaultTrainingOptions, residualArchitecture } from "../src/model/index.ts";
import { loadSocialFx } from "../src/node/dataset-file.ts";
import { openModel, startLearning } from "../src/semantics/index.ts";

const { examples } = await loadSocialFx(process.argv[2] ?? "../shared/data");
const rowsOf = new Map<string, number>();
for (const { term } of examples) rowsOf.set(term, (rowsOf.get(term) ?? 0) + 1);

type Predict = (term: string) => ArrayLike<number>;

const meanOf = (rows: readonly Example[]) =>
  Float64Array.from(
    { length: 40 },
    (_, band) => rows.reduce((sum, { gains }) => sum + gains[band]!, 0) / rows.length,
  );

/** Every predictor, fitted on the same rows. */
function fitPredictors(train: readonly Example[]): Record<string, Predict> {
  const overall = meanOf(train);
  const byWord = new Map<string, Example[]>();
  for (const example of train) byWord.set(example.term, [...(byWord.get(example.term) ?? []), example]);
  const learning = startLearning({
    examples: train.map(({ term, language, gains }) => ({ word: term, language, gains })),
    training: train.map((_, row) => row),
    validation: [0],
    standardizer: fitStandardizer(train.map(({ gains }) => gains)),
    architecture: residualArchitecture,
    options: defaultTrainingOptions,
  });
  for (let epoch = 0; epoch < defaultTrainingOptions.epochs; epoch++) learning.trainer.runEpoch();
  const { bytes } = learning.finish({ dataSha256: "0".repeat(64), codeSha256: "0".repeat(64) });
  const { model } = openModel(bytes);
  const flat = new Float64Array(40);
  return {
    flat: () => flat,
    "mean of all rows": () => overall,
    "plain mean of the word's rows": (term) => (byWord.has(term) ? meanOf(byWord.get(term)!) : overall),
    "Timbral (expectedZ)": (term) => (byWord.has(term) ? model.expectedZ(term) : overall),
  };
}

function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (x: ArrayLike<number>) => Array.from(x).reduce((sum, value) => sum + value, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

const totals = new Map<
  string,
  { r: number; absolute: number; squared: number; power: number; rows: number }
>();
for (const { train, validation } of folds(examples, 5, 1)) {
  const predictors = fitPredictors(train);
  for (const { term, gains } of validation) {
    if (rowsOf.get(term)! < 4) continue;
    for (const [name, predict] of Object.entries(predictors)) {
      const total = totals.get(name) ?? { r: 0, absolute: 0, squared: 0, power: 0, rows: 0 };
      totals.set(name, total);
      const predicted = predict(term);
      total.r += pearson(predicted, gains);
      total.rows += 1;
      gains.forEach((value, band) => {
        total.absolute += Math.abs(value - predicted[band]!);
        total.squared += (value - predicted[band]!) ** 2;
        total.power += value * value;
      });
    }
  }
}

/** Mean correlation of two people's curves for one word, over all pairs in words with four or more. */
function agreement(): number {
  let [total, pairs] = [0, 0];
  for (const [i, one] of examples.entries()) {
    if (rowsOf.get(one.term)! < 4) continue;
    for (const other of examples.slice(i + 1)) {
      if (other.term !== one.term) continue;
      total += pearson(one.gains, other.gains);
      pairs += 1;
    }
  }
  return total / pairs;
}

console.log(`${"".padEnd(34)}Pearson r   mean abs. error   R2 against flat`);
for (const [name, { r, absolute, squared, power, rows }] of totals) {
  const cells = [(r / rows).toFixed(3), (absolute / rows / 40).toFixed(3), (1 - squared / power).toFixed(3)];
  console.log(`${name.padEnd(34)}${cells[0]!.padEnd(12)}${cells[1]!.padEnd(18)}${cells[2]}`);
}
const agreed = agreement();
console.log(
  `\ntwo people's curves for one word: r ${agreed.toFixed(3)} on average, so that a word known perfectly`,
);
console.log(`would predict the next person's with about its square root, r ${Math.sqrt(agreed).toFixed(3)}`);
