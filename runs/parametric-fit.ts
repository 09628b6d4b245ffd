// How closely a few bells play the crowd's curves: every curve at 3 dB per z unit, 48 kHz, with bells of bounded gain,
// frequency and Q, and the time one fit takes.
//   npx tsx runs/parametric-fit.ts [path of the data]
//
// Errors are of the designed coefficients' response against the asked spline (src/dsp/target-curve.ts), one rms per
// curve: at the 40 centres, over 400 frequencies evenly spaced in ERB-number, and over 400 evenly spaced in octaves.
// Times are of this process's own use of the processor, so that others at work on the machine count less.
import { fitBellsToCurve, responseDb, targetCurveDb } from "../src/dsp/index.ts";
import { bandFrequencyHz, erbNumber, REFERENCE_RMS_DB } from "../src/effects/index.ts";
import { quantile, rootMeanSquareError } from "../src/evaluation/metrics/prediction.ts";
import { loadSocialFx } from "../src/node/dataset-file.ts";

const sampleRateHz = 48_000;
const { examples } = await loadSocialFx(process.argv[2] ?? "../shared/data");
const curvesDb = examples.map(({ gains }) => gains.map((value) => value * REFERENCE_RMS_DB));

const [lowHz, highHz] = [bandFrequencyHz[0]!, bandFrequencyHz.at(-1)!];
const evenly = (toAxis: (hz: number) => number, fromAxis: (place: number) => number) =>
  Float64Array.from({ length: 400 }, (_, i) => {
    const place = toAxis(lowHz) + ((toAxis(highHz) - toAxis(lowHz)) * i) / 399;
    return Math.min(highHz, Math.max(lowHz, fromAxis(place)));
  });
const grids: Record<string, ArrayLike<number>> = {
  "40 centres": bandFrequencyHz,
  "dense, ERB": evenly(erbNumber, (erb) => (10 ** (erb / 21.4) - 1) / 0.00437),
  "dense, octaves": evenly(Math.log, Math.exp),
};

console.log(`${curvesDb.length} curves; rms error per curve, dB: median / 95th percentile / worst`);
for (const bells of [13, 10, 8, 5]) {
  const begun = process.cpuUsage();
  const fits = curvesDb.map((gainDb) => fitBellsToCurve(gainDb, { sampleRateHz, bells }));
  const { user, system } = process.cpuUsage(begun);
  const cells = Object.entries(grids).map(([name, frequencyHz]) => {
    const errors = curvesDb.map((gainDb, row) =>
      rootMeanSquareError(
        targetCurveDb(gainDb, frequencyHz),
        responseDb(fits[row]!.coefficients, frequencyHz, sampleRateHz),
      ),
    );
    return `${name} ${[0.5, 0.95, 1].map((share) => quantile(errors, share).toFixed(3)).join(" / ")}`;
  });
  const ms = (user + system) / 1000 / curvesDb.length;
  console.log(`${String(bells).padStart(2)} bells: ${cells.join(";  ")};  ${ms.toFixed(1)} ms per curve`);
}
