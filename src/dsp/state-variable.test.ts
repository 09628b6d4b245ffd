import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { largestDifference, whiteNoise } from "../../test/support/block-render.ts";
import { bandFrequencyHz } from "../effects/index.ts";
import { type Biquad, packBiquads, peaking } from "./biquad.ts";
import { CascadeProcessor } from "./cascade.ts";
import { designGraphicEqualizer } from "./graphic-equalizer.ts";
import { designSection } from "./section.ts";
import { biquadFromStateVariable, stateVariableFromBiquad } from "./state-variable.ts";
import { StateVariableBank } from "./state-variable-bank.ts";

fc.configureGlobal({ seed: 1 });

/** Any stable biquad, from inside the triangle of stability. */
const stable: fc.Arbitrary<Biquad> = fc
  .tuple(
    ...([0, 1, 2] as const).map(() => fc.double({ min: -4, max: 4, noNaN: true })),
    fc.double({ min: -0.999, max: 0.999, noNaN: true }),
    fc.double({ min: -0.999, max: 0.999, noNaN: true }),
  )
  .map(([b0, b1, b2, a2, slant]) => ({ b0: b0!, b1: b1!, b2: b2!, a1: slant! * (1 + a2!), a2: a2! }));

function setBiquad(bank: StateVariableBank, section: number, biquad: Biquad): void {
  const { g, k, m0, m1, m2 } = stateVariableFromBiquad(biquad);
  bank.setSection(section, g, k, m0, m1, m2);
}

describe("state-variable sections", () => {
  test("take any stable biquad and give it back", () => {
    fc.assert(
      fc.property(stable, (biquad) => {
        const sections = stateVariableFromBiquad(biquad);
        expect(sections.g).toBeGreaterThan(0);
        expect(sections.k).toBeGreaterThan(0);
        const back = biquadFromStateVariable(sections);
        for (const name of ["b0", "b1", "b2", "a1", "a2"] as const) {
          expect(back[name]).toBeCloseTo(biquad[name], 9);
        }
      }),
    );
    expect(() => stateVariableFromBiquad({ b0: 1, b1: 0, b2: 0, a1: 0, a2: 1 })).toThrow(/must be stable/);
  });

  test("a fixed setting sounds as the biquad does, cookbook or matched", () => {
    const kinds = ["bell", "lowShelf", "highShelf", "lowPass", "highPass", "bandPass", "notch"] as const;
    for (const prototype of ["cookbook", "matched"] as const) {
      for (const kind of kinds) {
        const biquad = designSection({ kind, frequencyHz: 3_000, gainDb: 9, q: 1.3 }, 48_000, prototype);
        const bank = new StateVariableBank(1, 1);
        setBiquad(bank, 0, biquad);
        const heard = whiteNoise(5_000, 1);
        const wanted = heard.slice();
        bank.filter(0, [heard], 0, 5_000);
        new CascadeProcessor(packBiquads([biquad]), 1).process([wanted], 5_000);
        expect(largestDifference(heard, wanted)).toBeLessThan(1e-12);
      }
    }
  });

  test("40 of them in series sound as the graphic equalizer's cascade", () => {
    const gainDb = bandFrequencyHz.map((_, band) => 10 * Math.sin(band / 2));
    const { coefficients } = designGraphicEqualizer(gainDb, 48_000);
    const bank = new StateVariableBank(40, 2);
    for (let section = 0; section < 40; section++) {
      const [b0, b1, b2, a1, a2] = coefficients.subarray(5 * section) as unknown as number[];
      setBiquad(bank, section, { b0: b0!, b1: b1!, b2: b2!, a1: a1!, a2: a2! });
    }
    const heard = [whiteNoise(20_000, 1), whiteNoise(20_000, 2)];
    const wanted = heard.map((channel) => channel.slice());
    for (let section = 0; section < 40; section++) bank.filter(section, heard, 0, 20_000);
    new CascadeProcessor(coefficients, 2).process(wanted, 20_000);
    for (const channel of [0, 1]) {
      expect(largestDifference(heard[channel]!, wanted[channel]!)).toBeLessThan(1e-9);
    }
  });

  test("memory goes to the direct form and back without a trace", () => {
    fc.assert(
      fc.property(fc.double({ min: 30, max: 20_000, noNaN: true }), fc.integer(), (frequencyHz, seed) => {
        const biquad = peaking({ frequencyHz, gainDb: 6, q: 1 }, 48_000);
        const bank = new StateVariableBank(1, 2);
        setBiquad(bank, 0, biquad);
        const sound = [whiteNoise(200, seed), whiteNoise(200, seed + 1)];
        const wanted = sound.map((channel) => channel.slice());
        bank.filter(0, sound, 0, 100);
        const direct = new Float64Array(4);
        bank.giveDirectForm(0, 0, biquad.a1, direct, 0);
        bank.resetSection(0);
        bank.takeDirectForm(0, 0, biquad.a1, direct, 0);
        bank.filter(0, sound, 100, 200);
        new CascadeProcessor(packBiquads([biquad]), 2).process(wanted, 200);
        expect(largestDifference(sound[1]!, wanted[1]!)).toBeLessThan(1e-8);
      }),
    );
  });

  test("stays bounded when a bell sweeps 20 Hz to 18 kHz 20, 200 and 2,000 times a second", () => {
    for (const modulationHz of [20, 200, 2_000]) {
      const bank = new StateVariableBank(1, 1);
      const sound = whiteNoise(96_000, 7);
      let peak = 0;
      for (let frame = 0; frame < sound.length; frame++) {
        const phase = (2 * Math.PI * modulationHz * frame) / 48_000;
        const frequencyHz = 20 * 900 ** ((1 + Math.sin(phase)) / 2);
        const gainDb = 18 * Math.sin(0.7 * phase);
        setBiquad(bank, 0, peaking({ frequencyHz, gainDb, q: 8 }, 48_000));
        bank.filter(0, [sound], frame, frame + 1);
        peak = Math.max(peak, Math.abs(sound[frame]!));
      }
      expect(peak, `${modulationHz} Hz`).toBeLessThan(5);
      expect(peak).toBeGreaterThan(1);
    }
  });
});
