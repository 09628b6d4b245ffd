import { type Command, Option } from "commander";
import type { MorphPath, MorphPosition } from "../node.ts";
import { UsageError } from "./failure.ts";
import { addCurveOptions, type CurveOptions, numberWithin } from "./options.ts";
import { facts, print, printJson } from "./output.ts";

interface MorphOptions extends CurveOptions {
  readonly position?: number;
  readonly steps?: number;
  readonly space: "latent" | "curve";
  readonly even?: true;
}

/** Without --position or --steps. */
const DEFAULT_STEPS = 11;
/** As many curves as one can still tell apart in a plot. */
const PLOTTED_STEPS = 6;

export function addMorph(program: Command): void {
  addCurveOptions(
    program
      .command("morph")
      .description("go from one word's curve to another's")
      .argument("<from>", "a word, or a few in quotes")
      .argument("<to>", "a word, or a few in quotes")
      .addOption(new Option("--position <0..1>", "one place on the way").argParser(numberWithin(0, 1)))
      .addOption(
        new Option(
          "--steps <n>",
          `that many places, both ends among them (default: ${DEFAULT_STEPS})`,
        ).argParser(numberWithin(2, 10_001, "whole number")),
      )
      .addOption(
        new Option("--space <space>", "mix in the model's latent space, or the curves band by band")
          .choices(["latent", "curve"])
          .default("latent"),
      )
      .option("--even", "space the places so that each step changes as many dB as the next"),
  )
    .addHelpText(
      "after",
      `
Examples:
  $ timbral morph warm bright --position 0.3
  $ timbral morph warm bright --steps 5 --plot morph.svg
  $ timbral morph warm bright --json | jq '.positions[].gainDb'
`,
    )
    .action(morph);
}

async function morph(from: string, to: string, options: MorphOptions): Promise<void> {
  const { position, steps = DEFAULT_STEPS, space, amount: amountPercent } = options;
  if (position !== undefined && options.steps !== undefined) {
    throw new UsageError("--position and --steps exclude each other: give one of them");
  }
  if (position !== undefined && options.even) {
    throw new UsageError("--even spaces several places: leave --position out");
  }
  const [{ openModelFile }, { understand }] = await Promise.all([
    import("../node.ts"),
    import("./curve-words.ts"),
  ]);
  const { model } = await openModelFile(options.model);
  const names = [understand(model, from).join(" "), understand(model, to).join(" ")] as const;
  const mix = { space, amountPercent };
  const path: MorphPath =
    position === undefined
      ? model.morphPath(from, to, steps, { ...mix, spacing: options.even ? "length" : "position" })
      : { from: names[0], to: names[1], positions: [model.morph(from, to, position, mix)] };
  if (options.plot !== undefined) await plotPath(options.plot, path, options);
  if (options.json) return printJson(path);

  const plotLine = options.plot === undefined ? [] : ["", ...facts([["plot", options.plot]])];
  print(`${path.from} to ${path.to} in ${space} space at ${amountPercent} %`, "");
  const [only] = path.positions;
  if (position !== undefined && only) await printPosition(only);
  else await printPath(path);
  print(...plotLine);
}

async function plotPath(
  file: string,
  { from, to, positions }: MorphPath,
  options: MorphOptions,
): Promise<void> {
  const { writeMorphPlot } = await import("./curve-plot.ts");
  const shown = Math.min(PLOTTED_STEPS, positions.length);
  const curves = Array.from({ length: shown }, (_, index) => {
    const { position, gainDb } =
      positions[Math.round((index * (positions.length - 1)) / Math.max(1, shown - 1))]!;
    const name = position === 0 ? from : position === 1 ? to : `${Number((position * 100).toFixed(1))} %`;
    return { name, gainDb };
  });
  await writeMorphPlot(file, curves, {
    title: `${from} to ${to}`,
    subtitle: `heard at 48 kHz, mixed in ${options.space} space, amount ${options.amount} %`,
    force: options.force ?? false,
  });
}

async function printPosition({ position, gainDb }: MorphPosition): Promise<void> {
  const { gainsLine, strongest } = await import("./curve-words.ts");
  const { heardPicture } = await import("./heard-picture.ts");
  const rows = [
    ["position", String(position)],
    ["boosts", gainsLine(strongest(gainDb, 1))],
    ["cuts", gainsLine(strongest(gainDb, -1))],
  ] as const;
  print(...heardPicture(gainDb), "", ...facts(rows));
}

async function printPath({ positions }: MorphPath): Promise<void> {
  const { curveLines } = await import("./curve-lines.ts");
  print(...curveLines(positions.map(({ position, gainDb }) => ({ label: position.toFixed(2), gainDb }))));
}
