import type { EqualizerSection, ParametricSetting, SectionKind } from "../../src/effects/index.ts";
import type { Random } from "../../src/math/index.ts";

export const allKinds: readonly SectionKind[] = [
  "bell",
  "lowShelf",
  "highShelf",
  "lowPass",
  "highPass",
  "bandPass",
  "notch",
];

/** A setting that a person could have made: up to ten sections of the given kinds, 25 Hz to 18 kHz, ±12 dB, Q 0.3..8. */
export function randomSetting(random: Random, kinds: readonly SectionKind[] = allKinds): ParametricSetting {
  const uniform = (low: number, high: number) => low + (high - low) * random.uniform();
  const sections = Array.from({ length: random.integer(1, 10) }, (): EqualizerSection => {
    const kind = kinds[random.integer(0, kinds.length - 1)]!;
    const hasGain = kind === "bell" || kind === "lowShelf" || kind === "highShelf";
    return {
      kind,
      frequencyHz: Math.exp(uniform(Math.log(25), Math.log(18_000))),
      gainDb: hasGain ? uniform(-12, 12) : 0,
      q:
        kind === "bell" || kind === "notch"
          ? Math.exp(uniform(Math.log(0.3), Math.log(8)))
          : uniform(0.4, 1.2),
    };
  });
  return { kind: "parametric", preampDb: uniform(-6, 3), sections };
}
