// How fast each kind of sound file is decoded, against ffmpeg on the same file in the same run. Needs ffmpeg.
//   npx tsx runs/sound-decoding.ts [seconds of sound, default 120]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAudio } from "../src/audio/index.ts";
import { openFileSource } from "../src/node/file-source.ts";

const seconds = Number(process.argv[2] ?? 120);
const folder = mkdtempSync(join(tmpdir(), "timbral-decoding-"));
const BLOCK_FRAMES = 16_384;

const kinds: readonly (readonly [string, string])[] = [
  ["24.flac", "-c:a flac -sample_fmt s32"],
  ["16.flac", "-c:a flac -sample_fmt s16"],
  ["24.wav", "-c:a pcm_s24le"],
  ["24.aiff", "-c:a pcm_s24be"],
  ["192k.mp3", "-c:a libmp3lame -b:a 192k"],
  ["q5.ogg", "-c:a libvorbis -q:a 5"],
  ["128k.opus", "-c:a libopus -b:a 128k"],
];

console.log(`stereo 48 kHz, ${seconds} s of pink noise; times real time of CPU`);
console.log(["file", "Timbral", "ffmpeg", "ratio", "memory"].map((word) => word.padEnd(12)).join(""));
for (const [name, options] of kinds) {
  const path = join(folder, name);
  const noise = (seed: number) => [
    "-f",
    "lavfi",
    "-i",
    `anoisesrc=r=48000:a=0.2:d=${seconds}:c=pink:s=${seed}`,
  ];
  const merge = ["-filter_complex", "[0][1]amerge=inputs=2"];
  execFileSync("ffmpeg", ["-v", "error", ...noise(1), ...noise(2), ...merge, ...options.split(" "), path]);
  const own = await decode(path);
  const peer = seconds / ffmpegSeconds(path);
  const memory = `${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} MB`;
  const row = [name, `${own.toFixed(0)}x`, `${peer.toFixed(0)}x`, (own / peer).toFixed(2), memory];
  console.log(row.map((word) => word.padEnd(12)).join(""));
  rmSync(path);
}
rmSync(folder, { recursive: true });

async function decode(path: string): Promise<number> {
  const source = await openFileSource(path);
  const before = process.cpuUsage();
  const reader = await openAudio(source);
  const channels = Array.from({ length: 2 }, () => new Float64Array(BLOCK_FRAMES));
  for (let start = 0; start < reader.frameCount; start += BLOCK_FRAMES) {
    await reader.read(start, channels, Math.min(BLOCK_FRAMES, reader.frameCount - start));
  }
  const { user, system } = process.cpuUsage(before);
  reader.close();
  await source.close();
  return seconds / ((user + system) / 1e6);
}

function ffmpegSeconds(path: string): number {
  const report = execFileSync("sh", [
    "-c",
    'ffmpeg -benchmark -i "$1" -f null - 2>&1',
    "sh",
    path,
  ]).toString();
  const [, user, system] = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(report)!;
  return Number(user) + Number(system);
}
