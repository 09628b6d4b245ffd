import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import type { Architecture, TrainingOptions } from "../model/index.ts";
import type { ReconstructionScores } from "../semantics/index.ts";
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
}

async function info(options: InfoOptions): Promise<void> {
  const { BUNDLE_FORMAT, openModelFile } = await import("../node.ts");
  const { bundle, path } = await openModelFile(options.model);
  const { architecture, options: training, rows } = bundle.config as KnownConfig;
  const languages = { en: 0, es: 0 };
  for (const entry of bundle.vocabulary.entries) {
    languages.en += entry.languages.en;
    languages.es += entry.languages.es;
  }
  const card = join(dirname(path), "README.md");
  const known = {
    ...{ path, format: BUNDLE_FORMAT, words: bundle.vocabulary.entries.length },
    ...{ people: languages.en + languages.es, languages },
    ...{ sha256: bundle.contentSha256, fileSha256: bundle.fileSha256 },
    ...{ dataSha256: bundle.dataSha256, codeSha256: bundle.codeSha256, seed: bundle.seed },
    ...{ architecture, training: { ...training, rows }, validation: bundle.validation },
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
      ["network", architecture ? networkLine(architecture) : "not told"],
      ["training", `${training?.epochs ?? "?"} epochs of ${rows?.training ?? "?"} rows, seed ${known.seed}`],
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

function networkLine({ linearPath, head, blockOrder, latentSize }: Architecture): string {
  const kind = linearPath ? "residual" : "report";
  return `${kind} autoencoder, ${latentSize} latent values, ${head.kind} head, ${blockOrder} blocks`;
}

function validationLine({ rows, maeZ, r2 }: Partial<ReconstructionScores>): string {
  if (rows === undefined || maeZ === undefined || r2 === undefined) return "not told";
  return `mean absolute error ${maeZ.toFixed(4)} z, R2 ${r2.toFixed(5)}, over ${rows} rows`;
}
