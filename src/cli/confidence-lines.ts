import type { WordCurve, WordDescription } from "../semantics/index.ts";
import { colors } from "./colors.ts";
import { kinList } from "./curve-words.ts";
import { count } from "./output.ts";

type Fact = readonly [name: string, value: string];

const METER_WIDTH = 10;

/** Facts about how sure a curve is and what it rests on: of one word in full, of several what they share. */
export function confidenceFacts(curve: WordCurve, words: readonly WordDescription[]): Fact[] {
  const [only] = words;
  if (only && curve.words.length === 1) return factsOfWord(curve, only);
  const divided = words.filter(({ senses }) => senses.length > 0);
  return [
    [
      "confidence",
      `${meterText(curve.confidence)}${curve.words.length > 1 ? "; words that contradict each other leave little" : ""}`,
    ],
    ...divided.map(({ word, senses }, index): Fact => {
      const text = `"${word}" alone has ${senses.length}: timbral curve "${word}" lists them`;
      return [index === 0 ? "readings" : "", text];
    }),
  ];
}

function factsOfWord({ confidence, sense }: WordCurve, word: WordDescription): Fact[] {
  const { agreement, kin, senses } = word;
  const rows: Fact[] = [];
  const whom = sense === undefined ? "the next person" : "the next person who reads it so";
  rows.push([
    "confidence",
    `${meterText(confidence)}: r ${(confidence / 100).toFixed(2)} expected with ${whom}`,
  ]);
  rows.push(["people", evidence(word)]);
  if (agreement) {
    const others = `${signed(agreement.leaveOneOut)} of one with what the others give`;
    rows.push(["agreement", `r ${signed(agreement.pairs)} of two people; ${others}`]);
  }
  if (kin.length > 0) rows.push(["draws on", kinList(kin)]);
  senses.forEach(({ name, share }, index) => {
    const mark = name === sense ? ", chosen" : "";
    const text = `${index + 1} ${name} (${Math.round(100 * share)} % of people${mark})`;
    rows.push([index === 0 ? "readings" : "", text]);
  });
  if (senses.length > 0 && sense === undefined) {
    rows.push(["", colors.dim("--sense 2 chooses the second; without it all make one curve")]);
  }
  return rows;
}

/** `64, with kin worth 53 fully consistent ones`. */
function evidence({ people: number, effectivePeople, kin }: WordDescription): string {
  const worth = `worth ${effective(effectivePeople)} fully consistent ones`;
  if (number === 0) return `none; its kin are ${worth}`;
  return `${count(number)}, ${kin.length > 0 ? "with kin " : ""}${worth}`;
}

/** What each word of several brings: a line each. */
export function confidenceTable(words: readonly WordDescription[]): string[] {
  const width = Math.max(4, ...words.map(({ word }) => word.length));
  const line = (word: string, cells: readonly string[], kin: string): string =>
    `  ${word.padEnd(width)}${cells.map((cell) => cell.padStart(12)).join("")}  ${kin}`.trimEnd();
  return [
    colors.dim(line("word", ["confidence", "people", "worth", "agreement"], "draws on")),
    ...words.map(({ word, confidence, people: number, effectivePeople, agreement, kin }) => {
      const cells = [
        confidence.toFixed(0),
        String(number),
        effective(effectivePeople),
        agreement ? signed(agreement.pairs) : "",
      ];
      return line(word, cells, kinList(kin));
    }),
  ];
}

/** `████▋       46 of 100`. */
export function meterText(confidence: number): string {
  const eighths = Math.round((confidence / 100) * METER_WIDTH * 8);
  const bar = "█".repeat(eighths >> 3) + ["", ..."▏▎▍▌▋▊▉"][eighths & 7]!;
  return `${colors.yellow(bar)}${colors.dim("·".repeat(METER_WIDTH - bar.length))}  ${confidence.toFixed(0)} of 100`;
}

/** `1.7`, `53`. */
function effective(people: number): string {
  return people.toFixed(people < 9.95 ? 1 : 0);
}

function signed(r: number): string {
  return `${r < 0 ? "-" : "+"}${Math.abs(r).toFixed(2)}`;
}
