// Three ways from a curve to ten bells: what the network's parametric head says, the fit, and the fit started from
// what the head says. One training (some 10 s), judged on the rows that it did not see.
//   npx tsx runs/parametric-head.ts [path of the data] [epochs]
//
// Errors are one rms per curve at the 40 centres, 3 dB per z unit, 48 kHz, of the designed coefficients' response.
// Times are of this process's own use of the processor; those of a fit from the head hold the head's own.
import { split } from "../src/dataset/index.ts";
import { type FitBand, fitParametricToCurve, packBiquads, peaking, responseDb } from "../src/dsp/index.ts";
import { bandFrequencyHz, type EqualizerSection, REFERENCE_RMS_DB } from "../src/effects/index.ts";
import { quantile, rootMeanSquareError } from "../src/evaluation/metrics/prediction.ts";
import { SAMPLE_RATE_HZ, trainBellNetwork } from "../src/evaluation/studies/reconstruction-bells.ts";
import { defaultTrainingOptions } from "../src/model/index.ts";
import { loadSocialFx } from "../src/node/dataset-file.ts";

const BELLS = 10;
const epochs = Number(process.argv[3] ?? defaultTrainingOptions.epochs);
const { examples } = await loadSocialFx(process.argv[2] ?? "../shared/data");
const { train, validation } = split(examples, { seed: 1 });
const begun = performance.now();
const network = trainBellNetwork(train, BELLS, { ...defaultTrainingOptions, epochs });
const seconds = (performance.now() - begun) / 1000;
console.log(
  `${epochs} epochs on ${train.length} rows in ${seconds.toFixed(1)} s; ${validation.length} held-out curves`,
);
console.log("rms error per curve, dB: median / 95th percentile / worst");

/** From a curve, shape `[40]`, in dB and in z units. */
type Way = (curveDb: Float64Array, gains: ArrayLike<number>) => readonly EqualizerSection[];

const head: Way = (_, gains) => network.bellsOf(gains).map((bell) => ({ kind: "bell", ...bell }));
const fitted =
  (effort: "fast" | "best", startOf?: Way): Way =>
  (curveDb, gains) => {
    const bands: FitBand[] = Array.from({ length: BELLS }, () => ({}));
    const start = startOf && { start: startOf(curveDb, gains) };
    return fitParametricToCurve(curveDb, { sampleRateHz: SAMPLE_RATE_HZ, bands, effort, ...start }).setting
      .sections;
  };

const ways: Record<string, Way> = {
  head,
  "fit, fast": fitted("fast"),
  "fit from the head, fast": fitted("fast", head),
  "fit, best": fitted("best"),
  "fit from the head, best": fitted("best", head),
};
for (const [name, way] of Object.entries(ways)) {
  const run = () => {
    const from = process.cpuUsage();
    const banks = validation.map(({ gains }) =>
      way(
        Float64Array.from(gains, (value) => value * REFERENCE_RMS_DB),
        gains,
      ),
    );
    const { user, system } = process.cpuUsage(from);
    return { banks, ms: (user + system) / 1000 / validation.length };
  };
  const { banks, ms } = run();
  const errors = validation.map(({ gains }, row) => {
    const coefficients = packBiquads(banks[row]!.map((bell) => peaking(bell, SAMPLE_RATE_HZ)));
    return rootMeanSquareError(
      Float64Array.from(gains, (value) => value * REFERENCE_RMS_DB),
      responseDb(coefficients, bandFrequencyHz, SAMPLE_RATE_HZ),
    );
  });
  const figures = [0.5, 0.95, 1].map((share) => quantile(errors, share).toFixed(3)).join(" / ");
  console.log(`${name.padEnd(26)} ${figures};  ${Math.min(ms, run().ms).toFixed(2)} ms per curve`);
}
