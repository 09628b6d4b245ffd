import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BlockProcessor,
  layoutLike,
  memorySink,
  memorySource,
  openWav,
  openWavWriter,
  type RenderOptions,
  renderStream,
  type WavFormat,
  wavFormat,
} from "./index.ts";

const identity = (): BlockProcessor => ({ process() {}, nonFiniteCount: 0 });
const gainOf = (gain: number) => (): BlockProcessor => ({
  nonFiniteCount: 0,
  process(channels, count) {
    for (const channel of channels) for (let i = 0; i < count; i++) channel[i]! *= gain;
  },
});
const delayOf = (latencyFrames: number) => (): BlockProcessor => {
  const lines = [0, 1].map(() => new Float64Array(latencyFrames));
  let at = 0;
  return {
    nonFiniteCount: 0,
    latencyFrames,
    process(channels, count) {
      for (let i = 0; i < count; i++) {
        lines.forEach((line, c) => {
          const late = line[at]!;
          line[at] = channels[c]![i]!;
          channels[c]![i] = late;
        });
        at = (at + 1) % latencyFrames;
      }
    },
  };
};
/** Measures the sample peak times a factor. */
const meterOf = (factor = 1) => ({
  peak: 0,
  get truePeakDb() {
    return 20 * Math.log10(this.peak * factor);
  },
  process(channels: readonly Float64Array[], count: number) {
    for (const channel of channels)
      for (let i = 0; i < count; i++) this.peak = Math.max(this.peak, Math.abs(channel[i]!));
  },
});
/** A leaky sum: what it gives now depends on all that came before. */
const leaky = (): BlockProcessor => {
  const state = new Float64Array(64);
  return {
    nonFiniteCount: 0,
    process(channels, count) {
      channels.forEach((channel, c) => {
        for (let i = 0; i < count; i++) channel[i] = state[c] = 0.9 * state[c]! + 0.05 * channel[i]!;
      });
    },
  };
};

async function wavOf(format: WavFormat, channels: readonly Float64Array[]): Promise<Uint8Array> {
  const sink = memorySink();
  const writer = await openWavWriter(sink, { format, frameCount: channels[0]!.length });
  await writer.write(channels, channels[0]!.length);
  await writer.close();
  return sink.bytes();
}

async function render(bytes: Uint8Array, makeProcessor: () => BlockProcessor, options?: RenderOptions) {
  const reader = await openWav(memorySource(bytes));
  let sink = memorySink();
  let passes = 0;
  const makeWriter = () => {
    passes += 1;
    sink = memorySink();
    return openWavWriter(sink, layoutLike(reader));
  };
  const report = await renderStream(reader, makeProcessor, makeWriter, options);
  return { report, passes, bytes: sink.bytes() };
}

const sine = (frameCount: number, amplitude: number) =>
  Float64Array.from({ length: frameCount }, (_, i) => amplitude * Math.sin(i * 0.05));
const stereo = (amplitude: number) => [sine(3000, amplitude), sine(3000, -amplitude / 2)];
const integer16 = wavFormat();
const float32 = wavFormat({ encoding: "float", bits: 32 });

describe("renderStream", () => {
  test("a processor that changes nothing gives back the same file, full-scale codes included", async () => {
    const codes = [-1, 1 - 2 ** -15, 0, -(2 ** -15), 1 - 2 ** -15, -1];
    const bytes = await wavOf(integer16, [Float64Array.from(codes), Float64Array.from(codes).reverse()]);
    const result = await render(bytes, identity);
    expect(result.bytes).toEqual(bytes);
    expect(result.report).toMatchObject({
      protectionGainDb: 0,
      inputPeakDb: 0,
      outputPeakDb: 0,
      frameCount: 6,
    });
    const hot = await wavOf(float32, stereo(1.7));
    expect((await render(hot, identity)).bytes).toEqual(hot);
  });

  test("the result does not depend on the block size", async () => {
    const bytes = await wavOf(integer16, stereo(0.9));
    const whole = await render(bytes, leaky, { blockFrames: 1 << 20 });
    for (const blockFrames of [1, 17, 128, 1000, 2999, 3000]) {
      expect(await render(bytes, leaky, { blockFrames })).toEqual(whole);
    }
  });

  test("what would clip is turned down to -1 dBFS as a whole", async () => {
    for (const format of [integer16, float32, wavFormat({ bits: 24 })]) {
      const input = stereo(0.8);
      const bytes = await wavOf(format, input);
      const { report, passes, bytes: out } = await render(bytes, gainOf(4));
      expect(passes).toBe(2);
      expect(report.outputPeakDb).toBeCloseTo(-1, 3);
      const want = report.protectionGainDb + 20 * Math.log10(4);
      const reader = await openWav(memorySource(out));
      const channels = [new Float64Array(3000), new Float64Array(3000)];
      await reader.read(0, channels, 3000);
      channels.forEach((channel, c) => {
        for (let i = 0; i < 3000; i++) {
          expect(Math.abs(channel[i]! - input[c]![i]! * 10 ** (want / 20))).toBeLessThan(1e-4);
        }
      });
    }
  });

  test("what does not clip is not touched, up to the last code", async () => {
    fc.assert(
      await fc.asyncProperty(fc.double({ min: 0, max: 1.2, noNaN: true }), async (gain) => {
        const bytes = await wavOf(integer16, [Float64Array.of(0.5, -0.5), Float64Array.of(0, 0.25)]);
        const { report } = await render(bytes, gainOf(2 * gain));
        const clips = gain > 1 - 2 ** -15;
        expect(report.protectionGainDb < 0).toBe(clips);
        expect(report.outputPeakDb).toBeLessThanOrEqual(0);
      }),
    );
  });

  test("without protection it refuses, and says by how much", async () => {
    const bytes = await wavOf(integer16, stereo(0.5));
    await expect(render(bytes, gainOf(4), { protect: false })).rejects.toThrow(
      /got a peak 6.0\d dB above it/,
    );
    expect((await render(bytes, gainOf(1.5), { protect: false })).passes).toBe(1);
  });

  test("counts NaN and infinity, and measures the rest", async () => {
    const bytes = await wavOf(float32, [
      Float64Array.of(NaN, 0.5, Infinity),
      Float64Array.of(-Infinity, 0, 0.25),
    ]);
    const { report, bytes: out } = await render(bytes, identity);
    expect(report.nonFiniteCount).toBe(3);
    expect(report.inputPeakDb).toBeCloseTo(20 * Math.log10(0.5), 9);
    expect(out).toEqual(bytes);
    const counting = () => ({ process() {}, nonFiniteCount: 9 });
    expect((await render(bytes, counting)).report.nonFiniteCount).toBe(9);
    const allNaN = await wavOf(float32, [new Float64Array(99).fill(NaN), new Float64Array(99).fill(NaN)]);
    await expect(render(allNaN, identity)).rejects.toThrow("nothing but NaN and infinite samples");
  });

  test("tells its progress and stops between blocks when asked to", async () => {
    const bytes = await wavOf(integer16, stereo(0.5));
    const seen: [number, number][] = [];
    const signal = { aborted: false };
    const onProgress = (fraction: number, pass: 1 | 2) => void seen.push([fraction, pass]);
    await render(bytes, gainOf(4), { blockFrames: 1500, onProgress });
    expect(seen).toEqual([
      [0.5, 1],
      [1, 1],
      [0.5, 2],
      [1, 2],
    ]);
    const stopping = () => {
      signal.aborted = true;
    };
    const stopped = render(bytes, identity, { blockFrames: 1500, signal, onProgress: stopping });
    await expect(stopped).rejects.toMatchObject({ code: "aborted" });
  });

  test("a processor's latency is taken out, whatever the block", async () => {
    const bytes = await wavOf(integer16, stereo(0.9));
    for (const latencyFrames of [1, 100, 2999, 3000, 5000]) {
      for (const blockFrames of [1, 128, 1000, 16_384]) {
        const result = await render(bytes, delayOf(latencyFrames), { blockFrames });
        expect(result.bytes).toEqual(bytes);
        expect(result.report).toMatchObject({ frameCount: 3000, protectionGainDb: 0 });
      }
    }
  });

  test("a gain asked for after measuring is the only gain, and protection comes on top", async () => {
    const bytes = await wavOf(float32, stereo(0.25));
    const meters = () => ({ input: meterOf(), output: meterOf() });
    const quieter = meters();
    const halved = await render(bytes, gainOf(2), {
      meters: quieter,
      gainDb: () => quieter.input.truePeakDb - quieter.output.truePeakDb,
    });
    expect(halved.passes).toBe(1);
    expect(halved.report.matchGainDb).toBeCloseTo(-20 * Math.log10(2), 9);
    expect(halved.report.outputPeakDb).toBeCloseTo(halved.report.inputPeakDb, 6);
    const loud = await render(bytes, identity, { meters: meters(), gainDb: () => 20 });
    expect(loud.report.matchGainDb).toBe(20);
    expect(loud.report.outputPeakDb).toBeCloseTo(-1, 6);
  });

  test("a true peak above full scale counts as clipping, unless the input's was as high", async () => {
    const bytes = await wavOf(integer16, stereo(0.5));
    const over = { input: meterOf(), output: meterOf(3) };
    const { report } = await render(bytes, gainOf(1.9), { meters: over });
    expect(report.protectionGainDb).toBeCloseTo(-1 - 20 * Math.log10(0.5 * 1.9 * 3), 3);
    const hot = { input: meterOf(3), output: meterOf(3) };
    expect((await render(bytes, identity, { meters: hot })).bytes).toEqual(bytes);
  });

  test("dither is fresh in every pass that writes and reaches the file", async () => {
    const bytes = await wavOf(integer16, stereo(0.5));
    let made = 0;
    const makeDither = () => {
      made += 1;
      return gainOf(0)();
    };
    const silenced = await render(bytes, gainOf(4), { makeDither });
    expect(made).toBe(2);
    expect(silenced.bytes.subarray(44).every((byte) => byte === 0)).toBe(true);
  });

  test("64 channels and a bad block size", async () => {
    const format = wavFormat({ channelCount: 64, bits: 24 });
    const bytes = await wavOf(
      format,
      Array.from({ length: 64 }, (_, c) => Float64Array.of(c / 64, -c / 64)),
    );
    expect((await render(bytes, identity)).bytes).toEqual(bytes);
    await expect(render(bytes, identity, { blockFrames: 0 })).rejects.toThrow(/blockFrames .* got 0/);
  });
});
