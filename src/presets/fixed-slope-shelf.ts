import { settingResponseDb } from "../dsp/index.ts";
import type { EqualizerSection } from "../effects/index.ts";
import { denseFrequencyHz } from "./headroom.ts";

const HIGHEST_COMPARED_HZ = 20_000;
const ROUNDS = 60;

/**
 * A shelf for programs whose shelves have one steepness: the same shelf with the program's Q, and a bell on either
 * side of its frequency for the difference. The difference of two shelves is odd around the frequency on a
 * logarithmic axis, as two bells of opposite gain are. Distance, gains and Q of the bells are found by a pattern search
 * (Hooke & Jeeves 1961) for the least squared error in dB from 20 Hz to 20 kHz.
 *
 * @param q The program's Q for this shelf.
 * @returns The shelf alone if its Q is as good as the program's, otherwise three sections.
 */
export function fixedSlopeShelf(
  section: EqualizerSection,
  q: number,
  sampleRateHz: number,
): EqualizerSection[] {
  const shelf: EqualizerSection = { ...section, q };
  const highestHz = Math.min(HIGHEST_COMPARED_HZ, 0.49 * sampleRateHz);
  const frequencyHz = denseFrequencyHz(sampleRateHz, [], highestHz).filter((_, index) => index % 2 === 0);
  const response = (sections: readonly EqualizerSection[]) =>
    settingResponseDb({ kind: "parametric", preampDb: 0, sections }, frequencyHz, sampleRateHz);
  const asked = response([section]);
  const bells = ([octaves, lowDb, highDb, bellQ]: readonly number[]): EqualizerSection[] => [
    { kind: "bell", frequencyHz: section.frequencyHz / 2 ** octaves!, gainDb: lowDb!, q: bellQ! },
    { kind: "bell", frequencyHz: section.frequencyHz * 2 ** octaves!, gainDb: highDb!, q: bellQ! },
  ];
  const cost = (values: readonly number[]) => {
    const sections = [shelf, ...bells(values)];
    if (values[0]! <= 0 || values[3]! < 0.1 || sections[2]!.frequencyHz >= 0.49 * sampleRateHz)
      return Infinity;
    if (sections[1]!.frequencyHz < 1) return Infinity;
    const heard = response(sections);
    return heard.reduce((sum, value, point) => sum + (value - asked[point]!) ** 2, 0);
  };
  const alone = response([shelf]);
  if (Math.max(...alone.map((value, point) => Math.abs(value - asked[point]!))) < 0.01) return [shelf];
  const lean = Math.sign(section.gainDb) * Math.sign(section.q - q) * (section.kind === "lowShelf" ? 1 : -1);
  const roomOctaves = Math.log2((0.48 * sampleRateHz) / section.frequencyHz);
  const start = [Math.min(0.7, 0.7 * roomOctaves), lean, -lean, 0.9];
  const found = patternSearch(cost, start, [Math.min(0.3, 0.2 * roomOctaves), 0.5, 0.5, 0.3]);
  return [shelf, ...bells(found)];
}

/** Moves along one axis at a time, and by smaller steps where no move helps. */
function patternSearch(
  cost: (values: readonly number[]) => number,
  start: readonly number[],
  steps: readonly number[],
): number[] {
  const best = [...start];
  const step = [...steps];
  let bestCost = cost(best);
  for (let round = 0; round < ROUNDS; round++) {
    for (const axis of best.keys()) {
      const held = best[axis]!;
      let moved = false;
      for (const direction of [1, -1]) {
        best[axis] = held + direction * step[axis]!;
        const trialCost = cost(best);
        if (trialCost < bestCost) {
          bestCost = trialCost;
          moved = true;
          break;
        }
        best[axis] = held;
      }
      step[axis] = step[axis]! * (moved ? 1.4 : 0.6);
    }
  }
  return best;
}
