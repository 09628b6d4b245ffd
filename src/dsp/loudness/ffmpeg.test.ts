import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { createRandom } from "../../math/index.ts";
import { createLoudnessMeter } from "./loudness-meter.ts";
import { createTruePeakMeter } from "./true-peak-meter.ts";

const isInstalled = spawnSync("ffmpeg", ["-version"]).error === undefined;
if (!isInstalled) console.warn("SKIPPED: ffmpeg is not on the PATH, so its ebur128 filter is not compared");

/** Last figure of a kind in the summary of ffmpeg's ebur128 filter. */
function figure(summary: string, pattern: RegExp): number {
  const found = [...summary.matchAll(pattern)].at(-1);
  if (found === undefined) throw new Error(`no ${pattern} in ${summary}`);
  return Number(found[1]);
}

test.skipIf(!isInstalled)("ffmpeg's ebur128 agrees on noise with gaps, of 1, 2, 5 and 6 channels", () => {
  for (const [sampleRateHz, channelCount, layout] of [
    [48_000, 2, "stereo"],
    [44_100, 1, "mono"],
    [48_000, 5, "5.0"],
    [48_000, 6, "5.1"],
  ] as const) {
    const random = createRandom(channelCount);
    const frameCount = 5 * sampleRateHz;
    const recent = [0, 0, 0];
    const channels = Array.from({ length: channelCount }, () =>
      Float64Array.from({ length: frameCount }, (_, frame) => {
        // Little energy close to Nyquist, where interpolators differ by design.
        recent.unshift(random.uniform() - 0.5);
        recent.length = 3;
        const sample = (recent[0]! + 2 * recent[1]! + recent[2]!) / 4;
        return Math.fround(sample * (Math.sin(frame / 20_000) > -0.7 ? 0.5 : 0.01));
      }),
    );
    const interleaved = new Float32Array(frameCount * channelCount);
    channels.forEach((samples, channel) => {
      for (let frame = 0; frame < frameCount; frame++) {
        interleaved[frame * channelCount + channel] = samples[frame]!;
      }
    });
    const { stderr, status } = spawnSync(
      "ffmpeg",
      [
        ...["-hide_banner", "-nostats", "-f", "f32le", "-ar", String(sampleRateHz)],
        ...["-ac", String(channelCount), "-channel_layout", layout, "-i", "-"],
        ...["-af", "ebur128=peak=true", "-f", "null", "-"],
      ],
      { input: new Uint8Array(interleaved.buffer), encoding: "utf8", maxBuffer: 2 ** 26 },
    );
    expect(status, stderr.slice(-400)).toBe(0);
    const loudness = createLoudnessMeter({ sampleRateHz, channelCount });
    const truePeak = createTruePeakMeter({ sampleRateHz, channelCount });
    for (const meter of [loudness, truePeak]) meter.process(channels, frameCount);
    // It prints one decimal.
    expect(Math.abs(loudness.integratedLufs - figure(stderr, /I: +(-?[\d.]+) LUFS/g))).toBeLessThan(0.06);
    expect(Math.abs(loudness.loudnessRangeLu - figure(stderr, /LRA: +(-?[\d.]+) LU/g))).toBeLessThan(0.3);
    expect(Math.abs(truePeak.truePeakDb - figure(stderr, /Peak: +(-?[\d.]+) dBFS/g))).toBeLessThan(0.1);
  }
});
