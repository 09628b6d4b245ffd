import { type Command, Option } from "commander";
import { addExportOptions, type ExportFlags } from "./export-options.ts";
import { UsageError } from "./failure.ts";
import { openForPhrases } from "./open-model.ts";
import {
  amountOption,
  embedderOption,
  forceOption,
  jsonOption,
  modelOption,
  senseOption,
} from "./options.ts";
import { print, printJson } from "./output.ts";

interface ExportVerbOptions extends ExportFlags {
  readonly format?: string;
  readonly list?: true;
  readonly amount: number;
  readonly sense?: number;
  readonly force?: true;
  readonly model?: string;
  readonly embedder?: string;
  readonly json?: true;
}

export function addExport(program: Command): void {
  const command = program
    .command("export")
    .description("write a word's curve as a preset of another program")
    .argument("[word]", "a word, or more in quotes; or a preset or CSV file to convert")
    .addOption(new Option("--format <id>", "which program's; --list shows all"))
    .option("-o, --output <path>", "file, or folder, to write (default: text to stdout)")
    .option("--list", "show the formats");
  addExportOptions(command);
  for (const option of [
    amountOption(),
    senseOption(),
    forceOption(),
    modelOption(),
    embedderOption(),
    jsonOption(),
  ]) {
    command.addOption(option);
  }
  command
    .addHelpText(
      "after",
      `
Examples:
  $ timbral export --list
  $ timbral export warm --format equalizer-apo -o warm.txt
  $ timbral export "soft warm" --format camilladsp --bands 6 > warm.yml
  $ timbral export warm --format convolution --phase linear --rate 44100,96000 -o warm/
  $ timbral export eq.txt --format easyeffects -o eq.json     converts a preset

Without -o stdout is the preset and nothing else. What the program cannot express, and how
near the sections are, is told on stderr. The preamp is what the largest boost needs.
`,
    )
    .action(exportWord);
}

async function exportWord(word: string | undefined, options: ExportVerbOptions): Promise<void> {
  const { format: formatId, list, json = false, amount: amountPercent, sense } = options;
  if (list) return listFormats(json);
  if (word === undefined) throw new UsageError("give a word, or a preset file to convert, or --list");
  if (formatId === undefined) throw new UsageError("--format says which program's preset: --list shows all");
  const { deliver, formatOf } = await import("./export-report.ts");
  const format = await formatOf(formatId);
  if (isFileName(word)) {
    if (sense !== undefined || amountPercent !== 100) {
      throw new UsageError(`--amount and --sense are about words, got the file ${word}`);
    }
    const { convert } = await import("./convert.ts");
    return convert(word, format, options);
  }
  const { assertSense, phraseName, understand, wordsLine } = await import("./curve-words.ts");
  const { model } = await openForPhrases([word], options);
  const words = understand(model, word, amountPercent);
  if (sense !== undefined) assertSense(model, words, sense);
  const found = model.curve(word, amountPercent, sense === undefined ? {} : { sense });
  const reading = sense === undefined ? "" : ` ${sense}`;
  const name = `${phraseName(model.explain(word))}${reading}${amountPercent === 100 ? "" : ` ${amountPercent} percent`}`;
  const title = `${wordsLine(found)} at ${amountPercent} %`;
  await deliver({ name, gainDb: found.gainDb, comment: `Timbral: ${title}` }, format, options, {
    title,
    json: { phrase: found.phrase, words: found.words, amountPercent, confidence: found.confidence },
  });
}

/** Words have no slashes, and no ending after a dot. */
function isFileName(text: string): boolean {
  return /[\\/]|\.[a-z0-9]{1,12}$/i.test(text);
}

async function listFormats(json: boolean): Promise<void> {
  const { exportFormats } = await import("../node.ts");
  if (json) return printJson(exportFormats);
  const rows = exportFormats.map(({ id, takes, isRead, isWritten, program }) => [
    id,
    { filters: "sections", curve: "curve", either: "sections or 40 bands" }[takes],
    [isRead ? "read" : "", isWritten ? "written" : ""].filter(Boolean).join(", "),
    program,
  ]);
  const table = [["id", "holds", "is", "program"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  print(
    ...table.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    ),
  );
}
