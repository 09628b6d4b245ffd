import { type Command, InvalidArgumentError, Option } from "commander";
import type { ExportLayout, ExportOptions, ListedFormat } from "../node.ts";
import { UsageError } from "./failure.ts";
import { numberWithin } from "./options.ts";
import { readPhase } from "./phase-option.ts";

/** How a preset is to be written, as `export` and `import --to` take it. */
export interface ExportFlags {
  readonly output?: string;
  readonly bands?: number;
  readonly layout?: ExportLayout;
  readonly rate?: readonly number[];
  readonly preamp?: "needed" | "asked";
  readonly prototype?: "cookbook" | "matched";
  readonly phase?: number;
  readonly taps?: number;
}

const layouts: readonly ExportLayout[] = ["shelves", "bells", "any", "safe", "octaves", "thirds", "cascade"];
const fixedLayouts: readonly ExportLayout[] = ["safe", "octaves", "thirds", "cascade"];
const MOST_RATES = 12;

export function addExportOptions(command: Command): Command {
  const options = [
    new Option("--bands <n>", "sections to fit, 2..31 (default: 10)").argParser(
      numberWithin(2, 31, "whole number"),
    ),
    new Option(
      "--layout <kind>",
      "sections: two shelves and bells (default), bells, any kind, the SAFE plug-in's five, sliders an octave or a third apart, or the unfitted cascade of 40",
    ).choices(layouts),
    new Option("--rate <hz>", "sample rate it will play at; for convolution also 44100,48000,...").argParser(
      readRates,
    ),
    new Option(
      "--preamp <kind>",
      "needed: no boost above 0 dB (default); asked: the curve's own, 0 dB",
    ).choices(["needed", "asked"]),
    new Option("--prototype <kind>", "of coefficients: cookbook (default) or matched").choices([
      "cookbook",
      "matched",
    ]),
    new Option("--phase <kind>", "of convolution: minimum (default), linear, or 0..100 percent").argParser(
      readPhase,
    ),
    new Option("--taps <n>", "length of the convolution (default: 80 ms)").argParser(
      numberWithin(3, 131_073, "whole number"),
    ),
  ];
  for (const option of options) command.addOption(option);
  return command;
}

/** Refuses options that do not go with the format. @throws UsageError */
export function assertExportFlags({ id: formatId, takes }: ListedFormat, flags: ExportFlags): void {
  const { bands, layout, rate = [], prototype, phase, taps } = flags;
  if (bands !== undefined && layout !== undefined && fixedLayouts.includes(layout)) {
    throw new UsageError(`--layout ${layout} has bands of its own: leave --bands out`);
  }
  if (takes === "curve") {
    const unheard = Object.entries({ bands, layout, prototype }).find(([, value]) => value !== undefined);
    if (unheard) {
      throw new UsageError(`--${unheard[0]} is about sections: ${formatId} holds the curve itself`);
    }
  }
  if (formatId === "convolution") return;
  const stray = Object.entries({ phase, taps }).find(([, value]) => value !== undefined);
  if (stray) throw new UsageError(`--${stray[0]} goes with --format convolution, got ${formatId}`);
  if (rate.length > 1)
    throw new UsageError(`several rates go with --format convolution, got ${formatId}: give one`);
}

export function exportOptionsOf(flags: ExportFlags): ExportOptions {
  const { bands, layout, rate, preamp, prototype, phase, taps } = flags;
  return {
    ...(bands !== undefined && { bands }),
    ...(layout && { layout }),
    ...(rate && { sampleRatesHz: rate }),
    ...(preamp && { preamp }),
    ...(prototype && { prototype }),
    ...(phase !== undefined && { phase }),
    ...(taps !== undefined && { taps }),
  };
}

function readRates(text: string): readonly number[] {
  const rates = text.split(",").map((rate) => numberWithin(8000, 384_000, "whole number")(rate.trim()));
  if (rates.length > MOST_RATES || new Set(rates).size < rates.length) {
    throw new InvalidArgumentError(`It must be at most ${MOST_RATES} rates, each once.`);
  }
  return rates;
}
