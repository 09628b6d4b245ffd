// How closely a few sections play the crowd's curves: every curve at 3 dB per z unit, in several layouts, and the time
// one fit takes.
//   npx tsx runs/parametric-fit.ts [path of the data] [every how manyth curve]
//
// Errors are of the designed coefficients' response against the asked spline (src/dsp/target-curve.ts), one rms per
// curve: at the 40 centres, and over 400 frequencies evenly spaced in octaves. Times are of this process's own use of
// the processor, so that others at work on the machine count less; the smaller of two runs.
import {
  bellsAt,
  bellsBetweenShelves,
  fitParametricToCurve,
  type ParametricFitOptions,
  responseDb,
  safeBands,
  targetCurveDb,
} from "../src/dsp/index.ts";
import { bandFrequencyHz, REFERENCE_RMS_DB } from "../src/effects/index.ts";
import { quantile } from "../src/evaluation/metrics/prediction.ts";
import { loadSocialFx } from "../src/node/dataset-file.ts";

const every = Number(process.argv[3] ?? 1);
const { examples } = await loadSocialFx(process.argv[2] ?? "../shared/data");
const curvesDb = examples
  .filter((_, row) => row % every === 0)
  .map(({ gains }) => gains.map((value) => value * REFERENCE_RMS_DB));

const [lowHz, highHz] = [bandFrequencyHz[0]!, bandFrequencyHz.at(-1)!];
const denseHz = Float64Array.from({ length: 400 }, (_, i) => lowHz * (highHz / lowHz) ** (i / 399)).with(
  399,
  highHz,
);
const grids: Record<string, ArrayLike<number>> = { "40 centres": bandFrequencyHz, dense: denseHz };
const octavesHz = Array.from({ length: 10 }, (_, i) => 31.25 * 2 ** i);

type Layout = Omit<ParametricFitOptions, "sampleRateHz"> & { readonly sampleRateHz?: number };
const free = { outputGainDb: [-24, 24] } as const;
const layouts: Record<string, Layout> = {
  "2 shelves + 8 bells + gain": { bands: bellsBetweenShelves(8), ...free },
  "2 shelves + 8 bells + gain, best": { bands: bellsBetweenShelves(8), ...free, effort: "best" },
  "10 bands of any kind + gain": { bands: Array(10).fill({ kind: "any" }), ...free },
  "10 bells": { bands: 10 },
  "SAFE's 5 + gain": { bands: safeBands, ...free },
  "SAFE's 5 + gain, best": { bands: safeBands, ...free, effort: "best" },
  "SAFE's 5": { bands: safeBands },
  "5 bells + gain": { bands: 5, ...free },
  "13 bells": { bands: 13 },
  "20 bells + gain": { bands: 20, ...free },
  "10 octaves, Q 1.41, + gain": { bands: bellsAt(octavesHz, 1.41), ...free },
  "2 shelves + 8 bells + gain, matched": {
    bands: bellsBetweenShelves(8),
    ...free,
    prototype: "matched",
  },
  "2 shelves + 8 bells + gain, 96 kHz": {
    bands: bellsBetweenShelves(8),
    ...free,
    sampleRateHz: 96_000,
  },
};

const asked = process.env.LAYOUT;
console.log(`${curvesDb.length} curves; rms error per curve, dB: median / 95th percentile / worst`);
for (const [name, { sampleRateHz = 48_000, ...layout }] of Object.entries(layouts)) {
  if (asked !== undefined && !name.includes(asked)) continue;
  const run = () => {
    const begun = process.cpuUsage();
    const fits = curvesDb.map((gainDb) => fitParametricToCurve(gainDb, { sampleRateHz, ...layout }));
    const { user, system } = process.cpuUsage(begun);
    return { fits, ms: (user + system) / 1000 / curvesDb.length };
  };
  const { fits, ms } = run();
  const again = run().ms;
  const cells = Object.entries(grids).map(([grid, frequencyHz]) => {
    const errors = curvesDb.map((gainDb, row) => {
      const { coefficients, setting } = fits[row]!;
      const target = targetCurveDb(gainDb, frequencyHz);
      const missing = responseDb(coefficients, frequencyHz, sampleRateHz).map(
        (db, point) => db + setting.preampDb - target[point]!,
      );
      return Math.hypot(...missing) / Math.sqrt(missing.length);
    });
    return `${grid} ${[0.5, 0.95, 1].map((share) => quantile(errors, share).toFixed(3)).join(" / ")}`;
  });
  console.log(`${name.padEnd(36)} ${cells.join(";  ")};  ${Math.min(ms, again).toFixed(2)} ms per curve`);
}
