/**
 * How much memory and time a long render takes: a sparse WAV file (RF64 past 4 GiB) made "warm", in a process
 * of its own.
 *
 *     npx tsx runs/render-memory.ts [--gigabytes 6] [--keep-clear 2]
 *
 * Bound: peak resident memory 200 MB whatever the file's length. Exits 1 if it is passed.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bytesPerFrame, openWavWriter, wavFormat } from "../src/audio/index.ts";
import { applyWord } from "../src/node/apply-word.ts";
import { openFileSink } from "../src/node/file-sink.ts";

const MEMORY_BOUND_MB = 200;
const format = wavFormat({ bits: 24, channelCount: 2, sampleRateHz: 48_000 });

/** A file of silence whose audio takes no room on the disk. */
async function makeSparse(path: string, frameCount: number): Promise<void> {
  const sink = await openFileSink(path);
  await openWavWriter(sink, { format, frameCount });
  await sink.finish();
  truncateSync(path, statSync(path).size + frameCount * bytesPerFrame(format));
}

async function measure(input: string, output: string): Promise<void> {
  const start = performance.now();
  const { durationSeconds } = await applyWord(input, output, "warm");
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ seconds, durationSeconds, peakMb: process.resourceUsage().maxRSS / 1024 }));
}

async function main(gigabytes: number, keepClearGigabytes: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "timbral-memory-"));
  try {
    const { bavail, bsize } = statfsSync(folder);
    const freeGigabytes = (bavail * bsize) / 1e9;
    if (freeGigabytes < gigabytes + keepClearGigabytes) {
      throw new Error(`${gigabytes + keepClearGigabytes} GB must be free, got ${freeGigabytes.toFixed(1)}`);
    }
    const input = join(folder, "input.wav");
    const output = join(folder, "output.wav");
    await makeSparse(input, Math.floor((gigabytes * 1e9) / bytesPerFrame(format)));
    const script = fileURLToPath(import.meta.url);
    const child = spawnSync(process.execPath, ["--import", "tsx", script, "--measure", input, output], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (child.status !== 0) throw new Error(`the render must end well, got exit status ${child.status}`);
    const { seconds, durationSeconds, peakMb } = JSON.parse(child.stdout);
    const sizeGb = statSync(output).size / 1e9;
    console.log(
      `${sizeGb.toFixed(2)} GB, ${(durationSeconds / 3600).toFixed(2)} h of stereo 24-bit 48 kHz audio`,
    );
    console.log(`${seconds.toFixed(1)} s, ${Math.round(durationSeconds / seconds)} times real time`);
    console.log(`peak resident memory ${peakMb.toFixed(0)} MB (bound ${MEMORY_BOUND_MB})`);
    if (peakMb > MEMORY_BOUND_MB) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { values, positionals } = parseArgs({
  options: {
    gigabytes: { type: "string", default: "1" },
    "keep-clear": { type: "string", default: "2" },
    measure: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const [input = "", output = ""] = positionals;
if (values.measure) await measure(input, output);
else await main(Number(values.gigabytes), Number(values["keep-clear"]));
