import { type Command, Option } from "commander";
import type { Language, WordDescription } from "../semantics/index.ts";
import { colors } from "./colors.ts";
import { jsonOption, modelOption, wholeFrom } from "./options.ts";
import { count, note, print, printJson } from "./output.ts";

interface WordsOptions {
  readonly all?: true;
  readonly search?: string;
  readonly language?: Language;
  readonly limit?: number;
  readonly model?: string;
  readonly json?: true;
}

/** A row of the list. A public JSON contract. */
interface ListedWord extends Pick<WordDescription, "word" | "people" | "language" | "confidence"> {
  /** How many people used it in which language. */
  readonly languages: Readonly<Record<Language, number>>;
}

/** How many words a terminal gets of the whole list unless it says. */
const TERMINAL_LIMIT = 40;

export function addWords(program: Command): void {
  program
    .command("words")
    .description("list the words, how many people stand behind each and how sure its curve is")
    .option("--all", "also words that nobody was asked for, which are answered from their kin")
    .option("--search <text>", "only words like it, with or without people")
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
  $ timbral words --search boom
  $ timbral words --language es --limit 10
  $ timbral words --all --json | jq -r '.words[].word'

Confidence, 0 to 100, is explained by \`timbral curve --help\`. Words with 0 people are
answered from their kin: other forms, translations, words that people use beside them.
`,
    )
    .action(words);
}

async function words(options: WordsOptions): Promise<void> {
  const { all = false, search = "", language, json } = options;
  const [{ openModelFile }, { mainLanguage }] = await Promise.all([
    import("../node.ts"),
    import("../semantics/index.ts"),
  ]);
  const { model } = await openModelFile(options.model);
  const listed = model.vocabulary
    .search(search)
    .filter((hit) => language === undefined || hit.languages[language] > 0 || hit.language === language);
  const found = listed.filter(({ people }) => all || search !== "" || people > 0);
  const isLong = process.stdout.isTTY && !json && search === "";
  const { limit = isLong ? TERMINAL_LIMIT : 0 } = options;
  const shown = (limit === 0 ? found : found.slice(0, limit)).map((hit): ListedWord => {
    const { word, people, languages } = hit;
    const { confidence } = model.describe(word);
    return { word, people, languages, language: mainLanguage(hit), confidence };
  });
  if (json) return printJson({ total: found.length, words: shown });
  if (shown.length > 0) print(...(await table(shown)));
  if (shown.length === 0) note(`no word like ${JSON.stringify(search)}`);
  const left = found.length - shown.length;
  if (left > 0) note(`${count(left)} more words: --limit 0 lists all`);
  const hidden = listed.length - found.length;
  if (hidden > 0 && process.stdout.isTTY)
    note(`${count(hidden)} more are answered from kin: --all lists them`);
}

async function table(rows: readonly ListedWord[]): Promise<string[]> {
  const { languageNames } = await import("./curve-words.ts");
  const width = Math.max(8, ...rows.map(({ word }) => word.length));
  const line = (word: string, number: string, confidence: string, language: string): string =>
    `${word.padEnd(width)}  ${number.padStart(6)}  ${confidence.padStart(10)}  ${language}`;
  return [
    colors.dim(line("word", "people", "confidence", "language")),
    ...rows.map(({ word, people, languages, language, confidence }) => {
      const used = (["en", "es"] as const).filter((code) => languages[code] > 0);
      const names = used.map((code) => languageNames[code] + (used.length > 1 ? ` ${languages[code]}` : ""));
      const known = names.length > 0 ? names.join(", ") : `${languageNames[language]}, from kin`;
      return line(word, String(people), confidence.toFixed(0), known);
    }),
  ];
}
