import { writeFileSync } from "node:fs";
import { bandFrequencyHz } from "../../src/effects/index.ts";
import { createRandom } from "../../src/math/index.ts";

/**
 * Writes a CSV like the crowd's: 60 rows of five words, each a tilted line with noise, mean 0 and deviation 1.
 *
 * @param spoil What becomes of a row's line; rows count from 0, the header is not one.
 */
export function writeTable(
  path: string,
  spoil: (line: string, row: number) => string = (line) => line,
): void {
  const random = createRandom(31);
  const words = ["warm", "bright", "cálido", "soft", "harsh"];
  const lines = Array.from({ length: 60 }, (_, row) => {
    const word = words[row % words.length]!;
    const raw = bandFrequencyHz.map((_, band) => ((row % 5) - 2) * band + 30 * random.uniform());
    const mean = raw.reduce((sum, value) => sum + value, 0) / raw.length;
    const deviation = Math.hypot(...raw.map((value) => value - mean)) / Math.sqrt(raw.length);
    const gains = raw.map((value) => (value - mean) / deviation);
    const language = word === "cálido" ? "Español" : "English";
    return spoil([word, language, 7, 0.5, ...gains].join(","), row);
  });
  const bands = bandFrequencyHz.map((frequencyHz) => `${frequencyHz}Hz`);
  const header = ["word", "language", "audio_id", "ratings_consistency", ...bands];
  writeFileSync(path, [header.join(","), ...lines].join("\n"));
}
