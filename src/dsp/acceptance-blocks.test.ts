import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderBlocks, whiteNoise } from "../../test/support/block-render.ts";
import { equalizers, wavyGainDb } from "../../test/support/equalizers.ts";

fc.configureGlobal({ seed: 1 });

describe.each(equalizers)("blocks and channels: $name", ({ make }) => {
  const frames = 6_000;
  const sound = [whiteNoise(frames, 3).fill(0, 4_000), whiteNoise(frames, 4)];
  const render = (blocks: readonly number[]) => renderBlocks(make(wavyGainDb, 48_000, 2), sound, blocks);
  const whole = render([frames]);

  test.each([1, 17, 128, 511, 512, 513, 4096])("blocks of %i frames give the same bits", (size) => {
    expect(render([size])).toEqual(whole);
  });

  test("so do random blocks, empty ones among them", () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(lengths, (blocks) => {
        expect(render([...blocks, 1])).toEqual(whole);
      }),
      { numRuns: 5 },
    );
  });

  test.each([1, 2, 3, 6, 8, 64])("each of %i channels is its mono render, bit for bit", (channelCount) => {
    const channels = Array.from({ length: channelCount }, (_, channel) => whiteNoise(2_000, channel + 1));
    const together = renderBlocks(make(wavyGainDb, 48_000, channelCount), channels, [500]);
    for (const [channel, samples] of channels.entries()) {
      const [alone] = renderBlocks(make(wavyGainDb, 48_000, 1), [samples], [2_000]);
      expect(together[channel]).toEqual(alone);
    }
  });

  test("refuses blocks of another shape", () => {
    const processor = make(wavyGainDb, 48_000, 2);
    const block = new Float64Array(8);
    expect(() => processor.process([block], 8)).toThrow(/channels must hold 2, got 1/);
    expect(() => processor.process([block, block.slice(1)], 8)).toThrow(/within 0..7, got 8/);
    expect(() => processor.process([block, block], -1)).toThrow(/got -1/);
    expect(() => processor.process([block, block], 1.5)).toThrow(/got 1.5/);
  });
});
