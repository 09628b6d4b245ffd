// Cost of the report's training (1,276 rows, 50 epochs of 80 steps) on one thread, WASM beside the plain twin.
//   npx tsx runs/training-speed.ts [path of the data]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DeviceKind } from "../src/math/index.ts";
import {
  createTrainer,
  decoderSpecs,
  defaultTrainingOptions,
  encoderSpecs,
  reportArchitecture,
} from "../src/model/index.ts";
import { trainingData } from "./training-data.ts";

const data = await trainingData(1);
const options = { ...defaultTrainingOptions, schedule: "constant" as const };

/** CPU seconds and milliseconds per step of some epochs. */
function measure(device: DeviceKind, epochs: number) {
  const trainer = createTrainer(reportArchitecture, data, options, device);
  const begun = process.cpuUsage();
  for (let epoch = 0; epoch < epochs; epoch++) trainer.runEpoch();
  const { user, system } = process.cpuUsage(begun);
  const seconds = (user + system) / 1e6;
  return { seconds, stepMs: (1000 * seconds) / (epochs * trainer.stepsPerEpoch), rows: data.curves.length };
}

/** Floating-point operations of one step's matrix products: forward, by weights, and by inputs but the first. */
function stepOperations(): number {
  const specs = [...encoderSpecs(reportArchitecture), ...decoderSpecs(reportArchitecture)];
  const matrices = specs.filter(({ shape }) => shape.length === 2);
  return matrices.reduce((total, { name, shape }) => {
    const isFirst = /^encoder\.block0\.(linear1|skip)/.test(name);
    return total + (isFirst ? 4 : 6) * options.batchSize * shape[0]! * shape[1]!;
  }, 0);
}

/** What one core can do at most with 128-bit vectors in WebAssembly, 1e9 operations per second. */
function simdPeak(): number {
  const folder = mkdtempSync(join(tmpdir(), "timbral-peak-"));
  const wasm = join(folder, "peak.wasm");
  const compiler = "node_modules/assemblyscript/bin/asc.js";
  const args = [
    "runs/assembly/simd-peak.ts",
    "-O3",
    "--runtime",
    "stub",
    "--enable",
    "simd",
    "--outFile",
    wasm,
  ];
  const { status, stderr } = spawnSync(process.execPath, [compiler, ...args]);
  if (status !== 0) throw new Error(String(stderr));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasm)), { env: {} });
  rmSync(folder, { recursive: true });
  const rounds = exports.rounds as (count: number) => number;
  const count = 20_000_000;
  rounds(count);
  const times = Array.from({ length: 5 }, () => {
    const begun = performance.now();
    rounds(count);
    return performance.now() - begun;
  });
  return (96 * count) / Math.min(...times) / 1e6;
}

measure("wasm", 2);
const wasm = measure("wasm", 50);
const plain = measure("plain", 3);
const wasmAgain = measure("wasm", 10);
const gigaflops = stepOperations() / wasm.stepMs / 1e6;
const peak = simdPeak();
console.log(`rows ${wasm.rows}, 50 epochs of ${Math.ceil(wasm.rows / options.batchSize)} steps, one thread`);
console.log(`WASM   ${wasm.seconds.toFixed(2)} s of CPU time, ${wasm.stepMs.toFixed(2)} ms a step`);
console.log(`plain  ${plain.stepMs.toFixed(2)} ms a step (3 epochs)`);
console.log(`WASM is ${(plain.stepMs / wasmAgain.stepMs).toFixed(1)} times as fast (beside it: 10 epochs)`);
console.log(
  `${gigaflops.toFixed(1)} GFLOP/s in all, ${((100 * gigaflops) / peak).toFixed(0)} % of the 128-bit SIMD peak of ${peak.toFixed(1)} GFLOP/s`,
);
