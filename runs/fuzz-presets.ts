/**
 * Mutates valid presets of every kind and reads them: each must give a setting with a finite curve, or a PresetError of one
 * line, soon.
 *
 *   npx tsx runs/fuzz-presets.ts [--inputs 100000] [--seed 1]
 *
 * Every input is read by its own format and by recognition. What fails is printed with its seed, and the exit code is 1.
 * The seed of an input is the run's seed plus its number, so one input can be had again alone.
 */
import { parseArgs } from "node:util";
import { createRandom } from "../src/math/index.ts";
import {
  PresetError,
  presetFormats,
  type ReadPreset,
  readPreset,
  settingCurveDb,
} from "../src/presets/index.ts";
import { mutatedText } from "../test/support/mutated-text.ts";
import { presetSamples } from "../test/support/preset-samples.ts";

const LONGEST_MS = 1_000;

const { values } = parseArgs({ options: { inputs: { type: "string" }, seed: { type: "string" } } });
const inputs = Number(values.inputs ?? 100_000);
const firstSeed = Number(values.seed ?? 1);
const samples = presetSamples();
const counts = new Map<string, { read: number; refused: number; slowestMs: number }>();
let failures = 0;

for (let input = 0; input < inputs; input++) {
  const seed = firstSeed + input;
  const { id, text } = samples[input % samples.length]!;
  const mutated = mutatedText(text, createRandom(seed));
  const format = presetFormats.find((candidate) => candidate.id === id)!;
  const count = counts.get(id) ?? { read: 0, refused: 0, slowestMs: 0 };
  counts.set(id, count);
  for (const read of [() => format.read!(mutated), () => readPreset(mutated)]) {
    let started = performance.now();
    const problem = problemOf(read, count);
    let tookMs = performance.now() - started;
    // A busy machine makes anything slow: what was slow is timed again.
    for (let again = 0; tookMs >= LONGEST_MS && again < 3; again++) {
      started = performance.now();
      problemOf(read, { read: 0, refused: 0 });
      tookMs = Math.min(tookMs, performance.now() - started);
    }
    count.slowestMs = Math.max(count.slowestMs, tookMs);
    if (problem === undefined && tookMs < LONGEST_MS) continue;
    failures++;
    if (failures <= 20) console.error(`seed ${seed} (${id}): ${problem ?? `took ${tookMs.toFixed(0)} ms`}`);
  }
}

for (const [id, { read, refused, slowestMs }] of counts) {
  console.log(`${id.padEnd(22)} ${read} read, ${refused} refused, slowest ${slowestMs.toFixed(1)} ms`);
}
console.log(`${inputs} inputs from seed ${firstSeed}, each read twice: ${failures} failures`);
if (failures > 0) process.exitCode = 1;

/** What is wrong with the outcome of a reading; undefined if nothing. */
function problemOf(read: () => ReadPreset, count: { read: number; refused: number }): string | undefined {
  try {
    const { curveDb } = settingCurveDb(read().setting);
    count.read++;
    return curveDb.every(Number.isFinite) ? undefined : "a curve that is not finite";
  } catch (error) {
    if (!(error instanceof PresetError)) return `threw ${String(error).slice(0, 200)}`;
    count.refused++;
    return /[\n\r]/.test(error.message) ? "an error of several lines" : undefined;
  }
}
