/**
 * How exactly the graphic equalizer plays the crowd's curves and random smooth ones: all 1,595 at six sample rates, at 3
 * and at 6 dB per z unit, beyond ±12 dB and clamped to it; 1,000 smooth curves within ±12 dB; beside them the legacy
 * renderer of the literature; and the time one design takes.
 *
 *   npx tsx runs/realisation.ts [path of the data]
 *
 * Asked: the spline target (src/dsp/target-curve.ts). Heard: the response of the designed coefficients. Each
 * figure is one curve's largest error: at the 40 centres, and over 600 frequencies from 20 Hz to 19,682 Hz.
 */
import {
  createGraphicEqualizerDesign,
  createGraphicEqualizerDesigner,
  designLegacyEqualizer,
  responseDb,
  targetCurveDb,
} from "../src/dsp/index.ts";
import { bandFrequencyHz, GAIN_LIMIT_DB } from "../src/effects/index.ts";
import { loadSocialFx } from "../src/node/dataset-file.ts";
import { smoothCurveDb } from "../test/support/smooth-curve.ts";

const { examples } = await loadSocialFx(process.argv[2] ?? "../shared/data");
const curvesZ = examples.map(({ gains }) => gains);

const denseHz = Float64Array.from({ length: 600 }, (_, index) => 20 * (19_682 / 20) ** (index / 599));
const last = denseHz.length - 1;
denseHz[last] = 19_682;

const quantile = (sorted: Float64Array, part: number) => sorted[Math.floor(part * (sorted.length - 1))]!;
const row = (errors: Float64Array) => {
  errors.sort();
  return [0.5, 0.95, 1].map((part) => quantile(errors, part).toFixed(3).padStart(7)).join(" ");
};
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((largest, value, index) => Math.max(largest, Math.abs(value - b[index]!)), 0);

type Realise = (gainDb: Float64Array) => Float64Array;

function measure(
  name: string,
  sampleRateHz: number,
  curvesDb: readonly Float64Array[],
  realise: Realise,
): void {
  const centres = new Float64Array(curvesDb.length);
  const dense = new Float64Array(curvesDb.length);
  curvesDb.forEach((gainDb, index) => {
    const coefficients = realise(gainDb);
    centres[index] = largestDifference(responseDb(coefficients, bandFrequencyHz, sampleRateHz), gainDb);
    const target = targetCurveDb(gainDb, denseHz);
    dense[index] = largestDifference(responseDb(coefficients, denseHz, sampleRateHz), target);
  });
  console.log(
    `${name.padEnd(33)} ${String(sampleRateHz).padStart(6)} ${String(curvesDb.length).padStart(5)} ` +
      `${row(centres)}  |${row(dense)}`,
  );
}

const atDepth = (dbPerUnit: number) => curvesZ.map((curveZ) => curveZ.map((value) => value * dbPerUnit));
const curves = {
  "3 dB/z": atDepth(3),
  "6 dB/z": atDepth(6),
  "6 dB/z, clamped to ±12 dB": atDepth(6).map((gainDb) =>
    gainDb.map((gain) => Math.min(GAIN_LIMIT_DB, Math.max(-GAIN_LIMIT_DB, gain))),
  ),
  "random smooth within ±12 dB": Array.from({ length: 1000 }, (_, seed) => smoothCurveDb(seed)),
};

console.log("largest error of each curve, dB");
console.log(`${" ".repeat(41)} curves  centres p50   p95   worst  |  dense p50   p95   worst`);
for (const sampleRateHz of [44_100, 48_000, 88_200, 96_000, 176_400, 192_000]) {
  const designer = createGraphicEqualizerDesigner(sampleRateHz);
  const design = createGraphicEqualizerDesign();
  for (const [name, curvesDb] of Object.entries(curves)) {
    measure(name, sampleRateHz, curvesDb, (gainDb) => designer.design(gainDb, design).coefficients);
  }
}
measure("3 dB/z, legacy mode", 48_000, curves["3 dB/z"], (gainDb) => {
  return designLegacyEqualizer(gainDb, 48_000).coefficients;
});

for (const dbPerUnit of [3, 6]) {
  const designer = createGraphicEqualizerDesigner(48_000);
  const design = createGraphicEqualizerDesign();
  const times = new Float64Array(curvesZ.length);
  curvesZ.forEach((curveZ, index) => {
    const gainDb = curveZ.map((value) => value * dbPerUnit);
    const before = performance.now();
    designer.design(gainDb, design);
    times[index] = performance.now() - before;
  });
  times.sort();
  console.log(
    `design at 48 kHz, ${dbPerUnit} dB/z: median ${quantile(times, 0.5).toFixed(3)} ms, ` +
      `p99 ${quantile(times, 0.99).toFixed(3)} ms`,
  );
}
{
  const before = performance.now();
  createGraphicEqualizerDesigner(47_999);
  console.log(`plan of one sample rate: ${(performance.now() - before).toFixed(2)} ms`);
}
