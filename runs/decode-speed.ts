// Cost of one decode, of word -> gains -> filter, and whether 400,000 decodes leave anything on the heap.
//   node --expose-gc --import tsx runs/decode-speed.ts
import { readFileSync } from "node:fs";
import { createGraphicEqualizerDesign, createGraphicEqualizerDesigner } from "../src/dsp/index.ts";
import { type Architecture, createDecoder } from "../src/model/index.ts";
import { openModel } from "../src/semantics/index.ts";

const { model, bundle } = openModel(readFileSync("models/socialfx-eq/model.safetensors"));
const { architecture } = bundle.config as { architecture: Architecture };
const values = Object.fromEntries(
  Object.entries(bundle.network).map(([name, { data }]) => [name, data as Float32Array]),
);
const decoder = createDecoder(architecture, values, bundle.normalizer);
const latent = Float64Array.from({ length: decoder.latentSize }, (_, i) => Math.sin(i));
const curve = new Float64Array(architecture.curveSize);

/** Median and 99th percentile of single calls, microseconds. */
function percentiles(count: number, call: (i: number) => void): { median: number; p99: number } {
  for (let i = 0; i < count / 4; i++) call(i);
  const times = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const begun = process.hrtime.bigint();
    call(i);
    times[i] = Number(process.hrtime.bigint() - begun) / 1000;
  }
  times.sort();
  return { median: times[count >> 1]!, p99: times[Math.floor(0.99 * count)]! };
}

function print(name: string, { median, p99 }: { median: number; p99: number }): void {
  console.log(`${name.padEnd(34)} median ${median.toFixed(1)} µs   p99 ${p99.toFixed(1)} µs`);
}

print(
  "one decode",
  percentiles(50_000, (i) => {
    latent[0] = i % 7;
    decoder.decode(latent, curve);
  }),
);

const words = bundle.vocabulary.entries.map(({ word }) => word);
const designer = createGraphicEqualizerDesigner(48_000);
const design = createGraphicEqualizerDesign();
print(
  "word -> gains",
  percentiles(5_000, (i) => model.curve(words[i % words.length]!)),
);
print(
  "word -> gains -> 40 filters (48 kHz)",
  percentiles(2_000, (i) => designer.design(model.curve(words[i % words.length]!).gainDb, design)),
);

const collect = globalThis.gc;
if (!collect) throw new Error("run me with: node --expose-gc --import tsx runs/decode-speed.ts");
collect();
const before = process.memoryUsage().heapUsed;
for (let i = 0; i < 400_000; i++) decoder.decode(latent, curve);
collect();
const grown = process.memoryUsage().heapUsed - before;
console.log(`heap after 400,000 decodes           ${grown > 0 ? "+" : ""}${(grown / 1024).toFixed(1)} KiB`);
