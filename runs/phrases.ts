/**
 * How phrases are read, and how fast.
 *
 *   npx tsx runs/phrases.ts
 *
 * Prints how many phrases of each table are read as a person reads them (docs/phrases.md says how the tables came about), the
 * time from text to reading and from text to curve for every phrase, first with nothing remembered and then again, and
 * what a fuzz of grammar words, words of sound, signs and numbers does.
 */

import { createRandom } from "../src/math/index.ts";
import { openModelFile, UnknownWordError } from "../src/node.ts";
import { parsePhrase, readPhrase } from "../src/semantics/index.ts";
import { degreeWords } from "../src/semantics/phrase/degree-words.ts";
import { functionWords } from "../src/semantics/phrase/function-words.ts";
import { misread, readPhraseTable } from "../test/support/phrase-table.ts";

const FUZZED = 20_000;
const { model } = await openModelFile();

console.log("read as a person reads them");
const phrases: string[] = [];
for (const name of ["golden", "sealed", "development"]) {
  const lines = readPhraseTable(new URL(`../test/phrases/${name}.tsv`, import.meta.url));
  const wrong = misread(lines, model.resolver);
  const right = lines.length - wrong.length;
  console.log(
    `  ${name.padEnd(12)} ${right} of ${lines.length} (${((100 * right) / lines.length).toFixed(1)} %)`,
  );
  phrases.push(...lines.map(({ phrase }) => phrase));
}

const ROUNDS = 5;

/** Milliseconds of every phrase, errors of unknown words among them; each the median of five rounds. */
function times(modelOf: () => typeof model, work: (on: typeof model, phrase: string) => unknown): number[] {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const on = modelOf();
    return phrases.map((phrase) => {
      const begun = performance.now();
      try {
        work(on, phrase);
      } catch (error) {
        if (!(error instanceof UnknownWordError || error instanceof RangeError)) throw error;
      }
      return performance.now() - begun;
    });
  });
  return phrases.map((_, at) => rounds.map((round) => round[at]!).sort((x, y) => x - y)[ROUNDS >> 1]!);
}

function printTimes(label: string, all: readonly number[]): void {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share: number): string => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(3);
  const over = sorted.filter((ms) => ms > 1).length;
  console.log(`  ${label.padEnd(42)} ${at(0.5)}   ${at(0.99)}   ${at(1)}   ${over}`);
}

console.log(`\nms a phrase, ${phrases.length} phrases`.padEnd(45), "median  99 %    most    over 1 ms");
/** Remembers no word; the indexes of typos are made. */
const fresh = (): typeof model => {
  const made = model.withWords({});
  made.resolver.resolve("blorbyish");
  made.resolver.suggestions("blorbyish");
  return made;
};
times(
  () => model,
  (on, phrase) => on.curve(phrase),
); // compiled, words decoded
for (const [label, work] of [
  ["text to reading", (on: typeof model, phrase: string) => readPhrase(parsePhrase(on.resolver, phrase))],
  ["text to curve", (on: typeof model, phrase: string) => on.curve(phrase)],
] as const) {
  printTimes(`${label}, every word for the first time`, times(fresh, work));
  const known = fresh();
  times(() => known, work);
  printTimes(
    `${label}, again`,
    times(() => known, work),
  );
}

const random = createRandom(1);
const grammar = [...Object.values(functionWords), ...Object.values(degreeWords)].flatMap((list) =>
  list.split(/[,|]/).map((text) => text.trim()),
);
const pieces: readonly (() => string)[] = [
  () => pick(grammar),
  () => pick(model.vocabulary.entries.map(({ word }) => word)),
  () => pick([",", ".", "(", ")", "+", "-", "/", ":", "%", "“", "¿", "🔥", "'", "&", ";"]),
  () => pick(["0.3", "30 %", "2x", "x2", "50/50", "1/3", "70", "0", "200 %", "3 dB", "1,5"]),
  () => Array.from({ length: random.integer(1, 9) }, () => pick([..."abcdefghiñóúz"])).join(""),
];
function pick<Item>(items: readonly Item[]): Item {
  return items[random.integer(0, items.length - 1)]!;
}
let [read, unknown, refused, wrong, slowest] = [0, 0, 0, 0, 0];
for (let count = 0; count < FUZZED; count++) {
  const text = Array.from({ length: random.integer(1, 14) }, () => pick(pieces)()).join(
    pick([" ", " ", "", "  "]),
  );
  const begun = performance.now();
  try {
    const { gainDb } = model.curve(text);
    if (gainDb.every((gain) => Math.abs(gain) <= 12)) read++;
    else wrong++;
  } catch (error) {
    if (error instanceof UnknownWordError) unknown++;
    else if (error instanceof RangeError) refused++;
    else throw error;
  }
  slowest = Math.max(slowest, performance.now() - begun);
}
console.log(
  `\nfuzz, ${FUZZED} texts: ${read} read, ${unknown} refused for an unknown word, ${refused} for no word of sound or a number out of range,`,
);
console.log(`  ${wrong} wrong; slowest ${slowest.toFixed(1)} ms`);
