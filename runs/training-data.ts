import { split } from "../src/dataset/index.ts";
import { fitStandardizer, standardize } from "../src/math/index.ts";
import type { TrainingData } from "../src/model/index.ts";
import { loadSocialFx } from "../src/node/dataset-file.ts";

/** The crowd's rows, split and standardised as a training of `timbral train` with this seed has them. */
export async function trainingData(seed: number): Promise<TrainingData & { held: Float64Array[] }> {
  const path = process.argv[2] ?? "../shared/data";
  const { examples } = await loadSocialFx(path);
  const { train, validation } = split(examples, { fraction: 0.2, seed });
  const standardizer = fitStandardizer(train.map(({ gains }) => gains));
  const terms = [...new Set(examples.map(({ term }) => term))].sort();
  const indexOf = new Map(terms.map((term, index) => [term, index]));
  return {
    curves: train.map(({ gains }) => standardize(standardizer, gains)),
    labels: train.map(({ term }) => indexOf.get(term)!),
    standardizer,
    held: validation.map(({ gains }) => gains),
  };
}
