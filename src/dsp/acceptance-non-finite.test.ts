import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderBlocks, whiteNoise } from "../../test/support/block-render.ts";
import { equalizers, wavyGainDb } from "../../test/support/equalizers.ts";

fc.configureGlobal({ seed: 1 });

describe.each(equalizers)("what is no number: $name", ({ make }) => {
  const bad = [Number.NaN, Infinity, -Infinity, 1e300, -Number.MAX_VALUE];
  const frames = 3_000;

  test("becomes 0 and is counted; all else sounds as if it had been 0", () => {
    const event = fc.tuple(fc.nat(frames - 1), fc.constantFrom(...bad));
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 50 }), (events) => {
        const dirty = [whiteNoise(frames, 1), whiteNoise(frames, 2), whiteNoise(frames, 3)];
        const clean = dirty.map((channel) => channel.slice());
        for (const [frame, value] of events) {
          dirty[frame % 3]![frame] = value;
          clean[frame % 3]![frame] = 0;
        }
        const processor = make(wavyGainDb, 48_000, 3);
        const heard = renderBlocks(processor, dirty, [128]);
        expect(heard).toEqual(renderBlocks(make(wavyGainDb, 48_000, 3), clean, [128]));
        expect(heard.every((channel) => channel.every(Number.isFinite))).toBe(true);
        expect(processor.nonFiniteCount).toBe(new Set(events.map(([frame]) => frame)).size);
      }),
      { numRuns: 10 },
    );
  });

  test("where nothing is filtered too", () => {
    const processor = make(new Float64Array(40), 48_000, 1);
    const [heard] = renderBlocks(processor, [Float64Array.of(1, Number.NaN, -Infinity, 0.5)], [2]);
    expect([...heard!]).toEqual([1, 0, 0, 0.5]);
    expect(processor.nonFiniteCount).toBe(2);
  });

  test("a whole block of it leaves the next one in order", () => {
    const processor = make(wavyGainDb, 48_000, 1);
    renderBlocks(processor, [new Float64Array(4_000).fill(Number.NaN)], [128]);
    const [heard] = renderBlocks(processor, [whiteNoise(4_000, 1)], [128]);
    expect(heard!.every(Number.isFinite)).toBe(true);
    expect(processor.nonFiniteCount).toBe(4_000);
  });
});
