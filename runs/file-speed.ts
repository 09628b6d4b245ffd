/**
 * How long an hour of stereo 24-bit 48 kHz FLAC takes from file to file: read, equalised, measured, written as FLAC, in
 * a process of its own, as `timbral apply` does it. The sound is the demo clip, over and over, each time at another level.
 *
 *     npx tsx runs/file-speed.ts [--minutes 60] [--words warm]
 *
 * Bounds for an hour: 60 s on two cores, peak resident memory 250 MB. Exits 1 if one is passed.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openAudioWriter, wavFormat } from "../src/audio/index.ts";
import { applyWord } from "../src/node/apply-word.ts";
import { openFileSink } from "../src/node/file-sink.ts";
import { openSoundFile } from "../src/node/open-sound-file.ts";

const SECONDS_PER_HOUR_BOUND = 60;
const MEMORY_BOUND_MB = 250;

/** Writes the demo clip as often as it takes. */
async function makeProgramme(path: string, minutes: number): Promise<void> {
  const clip = await openSoundFile(fileURLToPath(new URL("../demo/loop.wav", import.meta.url)));
  const { frameCount, format } = clip.reader;
  const channels = Array.from({ length: format.channelCount }, () => new Float64Array(frameCount));
  await clip.reader.read(0, channels, frameCount);
  await clip.close();
  const times = Math.ceil((minutes * 60 * format.sampleRateHz) / frameCount);
  const sink = await openFileSink(path);
  const writer = await openAudioWriter(sink, "flac", {
    format: wavFormat({ bits: 24, channelCount: format.channelCount, sampleRateHz: format.sampleRateHz }),
    frameCount: times * frameCount,
  });
  for (let time = 0; time < times; time++) {
    const gain = 0.3 + 0.2 * Math.sin(time);
    const piece = channels.map((channel) => channel.map((sample) => gain * sample));
    await writer.write(piece, frameCount);
  }
  await writer.close();
  await sink.finish();
}

async function measure(input: string, output: string, words: string): Promise<void> {
  const begun = performance.now();
  const { durationSeconds, protectionGainDb } = await applyWord(input, output, words);
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage();
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const cpuSeconds = (user + system) / 1e6;
  console.log(JSON.stringify({ seconds, cpuSeconds, durationSeconds, protectionGainDb, peakMb }));
}

async function main(minutes: number, words: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "timbral-file-speed-"));
  try {
    const input = join(folder, "in.flac");
    await makeProgramme(input, minutes);
    const args = ["--measure", input, join(folder, "out.flac"), words];
    const child = spawnSync(process.execPath, ["--import", "tsx", fileURLToPath(import.meta.url), ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (child.status !== 0) throw new Error(`the render must end well, got exit status ${child.status}`);
    const { seconds, cpuSeconds, durationSeconds, protectionGainDb, peakMb } = JSON.parse(child.stdout);
    const speed = durationSeconds / seconds;
    console.log(
      `${(durationSeconds / 60).toFixed(0)} min of 24/48 stereo FLAC made "${words}" in ${seconds.toFixed(1)} s: ` +
        `${speed.toFixed(0)} times real time (${cpuSeconds.toFixed(1)} s of processor time, ${cpus().length} cores)`,
    );
    if (protectionGainDb !== 0) console.log("in two passes, since it had to be lowered");
    console.log(`peak resident memory ${peakMb.toFixed(0)} MB (bound ${MEMORY_BOUND_MB})`);
    const isSlow = speed < 3600 / SECONDS_PER_HOUR_BOUND;
    if (isSlow || peakMb > MEMORY_BOUND_MB) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [first, input, output, words] = process.argv.slice(2);
if (first === "--measure") await measure(input!, output!, words!);
else {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: "60" },
      words: { type: "string", default: "warm" },
    },
  });
  await main(Number(values.minutes), values.words);
}
