import { type Command, Option } from "commander";
import type { EqualizerSetting } from "../effects/index.ts";
import type { ReadPreset } from "../presets/index.ts";
import { addExportOptions, type ExportFlags } from "./export-options.ts";
import { NegativeResult, UsageError } from "./failure.ts";
import { interruptSignal } from "./interrupt.ts";
import { forceOption, jsonOption, plotOption } from "./options.ts";
import { facts, note, print, printJson, signedDb } from "./output.ts";

interface ImportOptions extends ExportFlags {
  readonly to?: string;
  readonly apply?: string;
  readonly plot?: string;
  readonly force?: true;
  readonly json?: true;
}

export function addImport(program: Command): void {
  const command = program
    .command("import")
    .description("read a preset of another program: show it, convert it, or play sound through it")
    .argument("<file>", "a preset, or a curve as CSV; what it is shows by its content")
    .addOption(new Option("--to <format>", "write it for another program (`timbral export --list`)"))
    .addOption(new Option("--apply <sound>", "play a sound file through it"))
    .option("-o, --output <path>", "what --to or --apply writes");
  addExportOptions(command);
  for (const option of [plotOption(), forceOption(), jsonOption()]) command.addOption(option);
  command
    .addHelpText(
      "after",
      `
Examples:
  $ timbral import eq.txt                                    what is in it
  $ timbral import eq.txt --to easyeffects -o eq.json
  $ timbral import eq.txt --apply song.wav -o out.wav

Sections play as they are, as the Audio EQ Cookbook designs them; a curve by convolution.
--rate is the rate that the preset is meant for (default: 48000); sound has its own.
`,
    )
    .action(importPreset);
}

/** Rate at which a preset is shown, where none is given. */
const SHOWN_RATE_HZ = 48_000;
/** At lower rates there is no room for the 40 bands. */
const LOWEST_SHOWN_RATE_HZ = 44_100;
const PLOT_POINTS = 400;

async function importPreset(file: string, options: ImportOptions): Promise<void> {
  const { to, apply, plot } = options;
  assertTogether(options);
  if (to !== undefined) {
    const [{ formatOf }, { convert }] = await Promise.all([
      import("./export-report.ts"),
      import("./convert.ts"),
    ]);
    return convert(file, await formatOf(to), options);
  }
  const [{ readPresetFile }, { settingCurveDb }] = await Promise.all([
    import("../node.ts"),
    import("../presets/index.ts"),
  ]);
  const sampleRateHz = options.rate?.[0] ?? SHOWN_RATE_HZ;
  const preset = await readPresetFile(file, { sampleRateHz });
  if (apply !== undefined) return applyTo(apply, file, preset, options);
  const { curveDb, notes } = settingCurveDb(preset.setting, sampleRateHz);
  for (const line of new Set([...preset.notes, ...notes])) note(`${file}: ${line}`);
  if (plot !== undefined) await plotPreset(plot, file, preset, sampleRateHz, options);
  const gainDb = Array.from(curveDb);
  if (options.json) {
    const { bandFrequencyHz } = await import("../node.ts");
    const { name = null, channels = [], format, setting } = preset;
    return printJson({
      ...{ input: file, format, name, setting, channels, sampleRateHz },
      ...{ frequencyHz: bandFrequencyHz, gainDb, notes: preset.notes, plot: plot ?? null },
    });
  }
  await describe(file, preset, gainDb, sampleRateHz, plot);
}

function assertTogether({ to, apply, plot, output, rate, ...options }: ImportOptions): void {
  if (to !== undefined && apply !== undefined) {
    throw new UsageError("--to and --apply exclude each other: give one of them");
  }
  if (plot !== undefined && (to !== undefined || apply !== undefined)) {
    throw new UsageError("--plot shows the preset alone: leave --to and --apply out");
  }
  if (to !== undefined) return;
  if (output !== undefined && apply === undefined) {
    throw new UsageError("--output is what --to or --apply writes: give one of them");
  }
  const { bands, layout, preamp, prototype, taps, phase } = options;
  const ofWriting = { bands, layout, preamp, prototype, taps, ...(apply === undefined && { phase }) };
  const stray = Object.entries(ofWriting).find(([, value]) => value !== undefined);
  if (stray) throw new UsageError(`--${stray[0]} is about writing a preset: it needs --to`);
  if (rate !== undefined && rate.length > 1) throw new UsageError("several rates go with --to convolution");
  if (rate?.[0] !== undefined && rate[0] < LOWEST_SHOWN_RATE_HZ) {
    throw new UsageError(
      `--rate must be ${LOWEST_SHOWN_RATE_HZ} Hz or more to show 40 bands, got ${rate[0]}`,
    );
  }
}

async function describe(
  file: string,
  preset: ReadPreset,
  gainDb: readonly number[],
  sampleRateHz: number,
  plot: string | undefined,
): Promise<void> {
  const [{ settingLines }, { gainsLine, strongest }, { drawCurve, columnHz }, { curveLines }] =
    await Promise.all([
      import("./setting-lines.ts"),
      import("./curve-words.ts"),
      import("./terminal-curve.ts"),
      import("./curve-lines.ts"),
    ]);
  const { format, name, setting, channels = [] } = preset;
  const picture = drawCurve(await heardDb(setting, columnHz, sampleRateHz));
  print(
    `${file}: ${format}${name === undefined ? "" : `, ${JSON.stringify(name)}`}`,
    "",
    ...settingLines(setting),
    ...channels.flatMap(({ channel, setting: own }) => [
      "",
      `  channel ${channel}, in addition:`,
      ...settingLines(own),
    ]),
    "",
    ...picture,
    "",
    ...curveLines([{ label: "bands", gainDb }]),
    "",
    ...facts([
      ["preamp", signedDb(setting.preampDb, 2)],
      ["boosts", gainsLine(strongest(gainDb, 1))],
      ["cuts", gainsLine(strongest(gainDb, -1))],
      ...(plot === undefined ? [] : [["plot", plot] as const]),
    ]),
  );
}

/** What the sections or points do, without the preamp: shape `[points]`, dB. */
async function heardDb(
  setting: EqualizerSetting,
  frequencyHz: ArrayLike<number>,
  sampleRateHz: number,
): Promise<Float64Array> {
  const [{ playableSetting }, { settingResponseDb }] = await Promise.all([
    import("../node.ts"),
    import("../dsp/index.ts"),
  ]);
  const playable = playableSetting({ ...setting, preampDb: 0 }, sampleRateHz);
  return settingResponseDb(playable.setting, frequencyHz, sampleRateHz);
}

async function plotPreset(
  path: string,
  file: string,
  preset: ReadPreset,
  sampleRateHz: number,
  { force }: ImportOptions,
): Promise<void> {
  const [{ plotToFile }, { presetName }] = await Promise.all([import("../node.ts"), import("./convert.ts")]);
  const frequencyHz = Float64Array.from({ length: PLOT_POINTS }, (_, point) =>
    Math.min(20_000, 20 * 1000 ** (point / (PLOT_POINTS - 1))),
  );
  const name = presetName(file, preset);
  const gainDb = await heardDb(preset.setting, frequencyHz, sampleRateHz);
  const subtitle = `${preset.format}, without its preamp of ${signedDb(preset.setting.preampDb, 2)}, at ${sampleRateHz / 1000} kHz`;
  await plotToFile(path, [{ name, frequencyHz, gainDb }], { title: name, subtitle, force: force ?? false });
}

async function applyTo(
  input: string,
  file: string,
  preset: ReadPreset,
  { output: asked, force, phase, json }: ImportOptions,
): Promise<void> {
  const [{ applyPreset, extensionFor }, { presetName }, report, { showProgress }] = await Promise.all([
    import("../node.ts"),
    import("./convert.ts"),
    import("./render-facts.ts"),
    import("./progress.ts"),
  ]);
  const name = presetName(file, preset);
  const output = asked ?? report.renderedBeside(input, name, extensionFor(input));
  const progress = showProgress();
  const done = await applyPreset(input, output, preset, {
    ...{ force: force ?? false, signal: interruptSignal(), ...(phase !== undefined && { phase }) },
    onProgress: (fraction, pass) =>
      progress.update(fraction, pass === 2 ? "once more, lowered" : `applying ${name}`),
  })
    .catch((error: unknown) => {
      // Filters that nobody can play: far beyond what a panel has.
      if (error instanceof RangeError)
        throw new NegativeResult(`${file}: ${error.message.replace(/^\w+: /, "")}`);
      throw error;
    })
    .finally(progress.stop);
  for (const line of preset.notes) note(`${file}: ${line}`);
  for (const line of done.notes) note(`${input}: ${line}`);
  const { format, setting } = preset;
  if (json) {
    return printJson({
      preset: { input: file, format, setting },
      ...report.renderDocument(done, input, output),
    });
  }
  const { contentText } = await import("./setting-lines.ts");
  print(
    `${file} (${format})`,
    ...facts([
      ["played", contentText(setting)],
      ["preamp", signedDb(setting.preampDb, 2)],
      ...report.renderFacts(done, output),
    ]),
  );
}
