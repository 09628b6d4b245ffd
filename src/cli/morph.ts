import { type Command, Option } from "commander";
import type { MorphAutomation, MorphPath, MorphPosition } from "../node.ts";
import { UsageError } from "./failure.ts";
import { openForPhrases } from "./open-model.ts";
import { addCurveOptions, type CurveOptions, numberWithin } from "./options.ts";
import { facts, print, printJson } from "./output.ts";

interface MorphOptions extends CurveOptions {
  readonly position?: number;
  readonly steps?: number;
  readonly space: "latent" | "curve";
  readonly even?: true;
  readonly apply?: string;
  readonly automation?: MorphAutomation;
  readonly output?: string;
  readonly over?: number;
  readonly rate?: number;
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
        new Option("--space <space>", "mix the curves band by band, or in the model's latent space")
          .choices(["curve", "latent"])
          .default("curve"),
      )
      .option("--even", "space the places so that each step changes as many dB as the next")
      .addOption(new Option("--apply <sound>", "play a sound file while it goes from one to the other"))
      .addOption(
        new Option("--automation <kind>", "write the way as automation for other programs").choices([
          "midi",
          "csv",
        ]),
      )
      .option("-o, --output <file>", "what --apply or --automation writes")
      .addOption(
        new Option(
          "--over <seconds>",
          "how long it takes (default: as long as the sound, automation 10)",
        ).argParser(numberWithin(0.001, 86_400)),
      )
      .addOption(
        new Option("--rate <hz>", "of automation: places per second (default: 20)").argParser(
          numberWithin(0.1, 1000),
        ),
      ),
  )
    .addHelpText(
      "after",
      `
Examples:
  $ timbral morph warm bright --position 0.3
  $ timbral morph warm bright --steps 5 --plot morph.svg
  $ timbral morph warm bright --json | jq '.positions[].gainDb'
  $ timbral morph warm bright --apply song.wav -o out.wav --over 30
  $ timbral morph warm bright --automation midi --over 8 -o morph.mid
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
  assertOverTime(options);
  const { phraseName, understand } = await import("./curve-words.ts");
  const { model } = await openForPhrases([from, to], options);
  for (const end of [from, to]) understand(model, end, amountPercent);
  const names = [phraseName(model.explain(from)), phraseName(model.explain(to))] as const;
  if (options.apply !== undefined || options.automation !== undefined) {
    const { applyMorph, writeAutomation } = await import("./morph-over-time.ts");
    const way = { model, from, to, names, space, amountPercent, spacing: spacingOf(options) };
    const { apply, automation, output, over, rate, force, json } = options;
    const common = {
      ...(output !== undefined && { output }),
      ...(over !== undefined && { overSeconds: over }),
      ...{ force: force ?? false, json: json ?? false },
    };
    if (apply !== undefined) return applyMorph(way, apply, common);
    return writeAutomation(way, automation!, { ...common, ...(rate !== undefined && { rateHz: rate }) });
  }
  const mix = { space, amountPercent };
  const path: MorphPath =
    position === undefined
      ? model.morphPath(from, to, steps, { ...mix, spacing: spacingOf(options) })
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

function spacingOf({ even }: MorphOptions): "position" | "length" {
  return even ? "length" : "position";
}

/** Refuses options that say nothing, or something else, beside --apply and --automation. */
function assertOverTime({
  apply,
  automation,
  output,
  over,
  rate,
  position,
  steps,
  plot,
}: MorphOptions): void {
  if (apply !== undefined && automation !== undefined) {
    throw new UsageError("--apply and --automation exclude each other: give one of them");
  }
  if (rate !== undefined && automation === undefined) {
    throw new UsageError("--rate is that of automation: it needs --automation");
  }
  const isOverTime = apply !== undefined || automation !== undefined;
  const given = isOverTime ? { position, steps, plot } : { output, over };
  const stray = Object.entries(given).find(([, value]) => value !== undefined);
  if (stray === undefined) return;
  throw new UsageError(
    isOverTime
      ? `--${stray[0]} shows the way: leave --apply and --automation out`
      : `--${stray[0]} is for a morph over time: it needs --apply or --automation`,
  );
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
