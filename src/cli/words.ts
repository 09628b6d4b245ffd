import { type Command, Option } from "commander";
import type { Language, SearchHit } from "../semantics/index.ts";
import { colors } from "./colors.ts";
import { jsonOption, modelOption, wholeFrom } from "./options.ts";
import { count, note, print, printJson } from "./output.ts";

interface WordsOptions {
  readonly search?: string;
  readonly language?: Language;
  readonly limit?: number;
  readonly model?: string;
  readonly json?: true;
}

/** How many words a terminal gets of the whole list unless it says. */
const TERMINAL_LIMIT = 40;

export function addWords(program: Command): void {
  program
    .command("words")
    .description("list the words that people were asked for")
    .option("--search <text>", "only words like it")
    .addOption(new Option("--language <code>", "only words that were used in it").choices(["en", "es"]))
    .addOption(
      new Option(
        "--limit <n>",
        `at most so many, 0 for all (default: all, ${TERMINAL_LIMIT} on a terminal)`,
      ).argParser(wholeFrom(0)),
    )
    .addOption(modelOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  $ timbral words --search brig
  $ timbral words --language es --limit 10
  $ timbral words --json | jq -r '.words[].word'
`,
    )
    .action(words);
}

async function words(options: WordsOptions): Promise<void> {
  const { search = "", language, json } = options;
  const { openModelFile } = await import("../node.ts");
  const { model } = await openModelFile(options.model);
  const found = model.vocabulary
    .search(search)
    .filter(({ languages }) => language === undefined || languages[language] > 0);
  const isLong = process.stdout.isTTY && !json && search === "";
  const { limit = isLong ? TERMINAL_LIMIT : 0 } = options;
  const shown = limit === 0 ? found : found.slice(0, limit);
  if (json) {
    return printJson({ total: found.length, words: shown.map(({ match: _, ...entry }) => entry) });
  }
  if (shown.length > 0) print(...(await table(shown)));
  if (shown.length === 0) note(`no word like ${JSON.stringify(search)}`);
  const left = found.length - shown.length;
  if (left > 0) note(`${count(left)} more words: --limit 0 lists all`);
}

async function table(rows: readonly SearchHit[]): Promise<string[]> {
  const { languageNames } = await import("./curve-words.ts");
  const width = Math.max(8, ...rows.map(({ word }) => word.length));
  const line = (word: string, number: string, language: string): string =>
    `${word.padEnd(width)}  ${number.padStart(6)}  ${language}`;
  return [
    colors.dim(line("word", "people", "language")),
    ...rows.map(({ word, people, languages }) => {
      const used = (["en", "es"] as const).filter((code) => languages[code] > 0);
      const names = used.map((code) => languageNames[code] + (used.length > 1 ? ` ${languages[code]}` : ""));
      return line(word, String(people), names.join(", "));
    }),
  ];
}
