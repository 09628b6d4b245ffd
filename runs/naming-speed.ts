/**
 * How long it takes to name a curve with the bundled model, beside the plainest way to do it: the correlation of the curve with
 * every word's, sorted.
 *
 *   npx tsx runs/naming-speed.ts
 *
 * Each figure is the median over rounds of the mean over the curves of all words with seven people or more; both ways run in
 * turn, so that other work on the machine meets both.
 */

import { openModelFile } from "../src/node/open-model-file.ts";
import { shapeOf } from "../src/semantics/curve-coordinates.ts";

const ROUNDS = 15;
const { model } = await openModelFile();
const { entries } = model.vocabulary;
const curves = entries.filter(({ people }) => people >= 7).map(({ word }) => model.curve(word).gainDb);
const shapes = entries.map(({ word }) => shapeOf(model.expectedZ(word)).shape);

function nearest(gainDb: readonly number[]): number[] {
  const { shape } = shapeOf(gainDb);
  const r = shapes.map((own) => own.reduce((sum, value, band) => sum + value * shape[band]!, 0) / 40);
  return r.map((_, word) => word).sort((a, b) => r[b]! - r[a]!);
}

const msPerCurve = (name: (gainDb: readonly number[]) => unknown): number => {
  const begun = performance.now();
  for (const curve of curves) name(curve);
  return (performance.now() - begun) / curves.length;
};
const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

const begun = performance.now();
model.name(curves[0]!);
const firstMs = performance.now() - begun;
const ours: number[] = [];
const plain: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  ours.push(msPerCurve((curve) => model.name(curve)));
  plain.push(msPerCurve(nearest));
}
const [oursMs, plainMs] = [median(ours), median(plain)];
console.log(
  `${entries.length} words, ${entries.filter(({ people }) => people > 0).length} with people; ${curves.length} curves`,
);
console.log(`first call, which prepares the words: ${firstMs.toFixed(1)} ms`);
console.log(`names and opposites: ${oursMs.toFixed(2)} ms a curve`);
console.log(`correlation with every word, sorted: ${plainMs.toFixed(2)} ms a curve`);
console.log(`ratio: ${(oursMs / plainMs).toFixed(2)}`);
