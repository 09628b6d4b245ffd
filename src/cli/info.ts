import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import type { Architecture, TrainingOptions } from "../model/index.ts";
import type { ReconstructionScores, WordBundle, WordDescription } from "../semantics/index.ts";
import { colors } from "./colors.ts";
import { jsonOption, modelOption } from "./options.ts";
import { count, facts, print, printJson } from "./output.ts";

interface InfoOptions {
  readonly model?: string;
  readonly json?: true;
}

export function addInfo(program: Command): void {
  program
    .command("info")
    .description("tell what a model is: its words, data, training, scores and checksums")
    .addOption(modelOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  $ timbral info
  $ timbral info --model my-model --json | jq -r .sha256
`,
    )
    .action(info);
}

/** What training leaves in a bundle's config; another program's bundle may lack any of it. */
interface KnownConfig {
  readonly architecture?: Architecture;
  readonly options?: Partial<TrainingOptions>;
  readonly rows?: { readonly training: number; readonly validation: number };
  /** Of the tables on reverb and compression. */
  readonly uses?: { readonly rows: number; readonly sha256: string };
}

async function info(options: InfoOptions): Promise<void> {
  const { BUNDLE_FORMAT, openModelFile } = await import("../node.ts");
  const { bundle, path } = await openModelFile(options.model);
  const { architecture, options: training, rows, uses } = bundle.config as KnownConfig;
  const { entries } = bundle.vocabulary;
  const languages = { en: 0, es: 0 };
  for (const entry of entries) {
    languages.en += entry.languages.en;
    languages.es += entry.languages.es;
  }
  const card = join(dirname(path), "README.md");
  const known = {
    ...{ path, format: BUNDLE_FORMAT, words: entries.filter(({ people }) => people > 0).length },
    ...{ people: languages.en + languages.es, languages },
    wordsFromKin: entries.filter(({ people }) => people === 0).length,
    senses: dividedWords(bundle),
    ...{ sha256: bundle.contentSha256, fileSha256: bundle.fileSha256 },
    ...{ dataSha256: bundle.dataSha256, codeSha256: bundle.codeSha256, seed: bundle.seed },
    ...{ architecture, training: { ...training, rows }, validation: bundle.validation },
    uses: uses ?? null,
    card: existsSync(card) ? card : null,
  };
  if (options.json) return printJson(known);
  const { en, es } = languages;
  print(
    path,
    ...facts([
      ["format", known.format],
      [
        "words",
        `${count(known.words)}, from ${count(known.people)} curves (${count(en)} English, ${count(es)} Spanish)`,
      ],
      ["kin", `${count(known.wordsFromKin)} more words, answered from their kin`],
      ["senses", sensesLine(known.senses)],
      ["network", architecture ? networkLine(architecture) : "not told"],
      ["training", `${training?.epochs ?? "?"} epochs of ${rows?.training ?? "?"} rows, seed ${known.seed}`],
      ["co-use", uses ? `${count(uses.rows)} lists of words that people used together` : "none"],
      ["validation", validationLine(bundle.validation as Partial<ReconstructionScores>)],
      ["content", known.sha256],
      ["file", known.fileSha256],
      ["data", known.dataSha256],
      ["code", known.codeSha256],
      ["card", known.card ?? "none beside the model"],
    ]),
    colors.dim("  content, file, data and code are SHA-256 checksums"),
  );
}

/** A word that has several readings, most people first. */
type DividedWord = Pick<WordDescription, "word" | "senses">;

function dividedWords({ vocabulary, senses }: WordBundle): DividedWord[] {
  return vocabulary.entries.flatMap((entry, index) => {
    const own = senses.filter(({ word }) => word === index);
    return own.length === 0
      ? []
      : [{ word: entry.word, senses: own.map(({ name, share }) => ({ name, share })) }];
  });
}

function sensesLine(divided: readonly DividedWord[]): string {
  const words = divided.map(({ word, senses }) => `${word} ${senses.length}`);
  if (words.length === 0) return "no word has several readings";
  return words.length === 1
    ? `1 word has several readings: ${words[0]}`
    : `${words.length} words have several readings: ${words.join(", ")}`;
}

function networkLine({ linearPath, head, blockOrder, latentSize }: Architecture): string {
  const kind = linearPath ? "residual" : "report";
  return `${kind} autoencoder, ${latentSize} latent values, ${head.kind} head, ${blockOrder} blocks`;
}

function validationLine({ rows, maeZ, r2 }: Partial<ReconstructionScores>): string {
  if (rows === undefined || maeZ === undefined || r2 === undefined) return "not told";
  return `mean absolute error ${maeZ.toFixed(4)} z, R2 ${r2.toFixed(5)}, over ${rows} rows`;
}
