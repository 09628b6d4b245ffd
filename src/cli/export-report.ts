import type { ExportedPreset, ExportSource, ListedFormat } from "../node.ts";
import type { PresetFile } from "../presets/index.ts";
import { assertExportFlags, type ExportFlags, exportOptionsOf } from "./export-options.ts";
import { NegativeResult, UsageError } from "./failure.ts";
import { facts, note, print, printJson, signedDb } from "./output.ts";

export interface ExportDelivery extends ExportFlags {
  readonly force?: true;
  readonly json?: true;
}

/** What stands above the report, and beside it in the JSON document. */
export interface ExportOrigin {
  readonly title: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** About the source, one line each. */
  readonly notes?: readonly string[];
}

/**
 * Finds the format that is meant.
 *
 * @throws UsageError for an id that there is not, with those that look like it.
 */
export async function formatOf(id: string): Promise<ListedFormat> {
  const { exportFormats, nearFormatIds } = await import("../node.ts");
  const written = exportFormats.filter(({ isWritten }) => isWritten);
  const found = written.find((format) => format.id === id);
  if (found) return found;
  const near = nearFormatIds(
    id,
    written.map((format) => format.id),
  );
  const meant = near.length === 0 ? "" : `; meant ${near.join(", ")}?`;
  throw new UsageError(`unknown format ${JSON.stringify(id)}${meant} (timbral export --list shows all)`);
}

/** Writes a preset: to stdout exactly its text, or into files with a report on stdout; notes go to stderr. */
export async function deliver(
  source: ExportSource,
  format: ListedFormat,
  flags: ExportDelivery,
  origin: ExportOrigin,
): Promise<void> {
  assertExportFlags(format, flags);
  const { id: formatId } = format;
  const exported = await exportOrRefuse(source, formatId, flags);
  const files = wantedFiles(exported, flags.output);
  const [only] = files;
  const isPrinted = flags.output === undefined;
  if (isPrinted && (files.length > 1 || only?.text === undefined)) {
    if (!flags.json || files.some(({ text }) => text === undefined)) {
      throw new UsageError(`${formatId} is no text: give -o FILE, or -o FOLDER for all its files`);
    }
  }
  const { writePresetFiles } = await import("../node.ts");
  const paths =
    flags.output === undefined
      ? []
      : await writePresetFiles(flags.output, files, { force: flags.force ?? false });
  for (const line of [...(origin.notes ?? []), ...exported.notes]) note(line);
  if (flags.json) {
    const { files: _, setting = null, fit = null, ...rest } = exported;
    const listed = files.map(({ name, text }, index) =>
      isPrinted ? { name, text } : { name, path: paths[index] },
    );
    return printJson({ ...origin.json, ...rest, setting, fit, files: listed });
  }
  if (isPrinted) {
    const preamp = exported.preampDb === 0 ? undefined : `preamp ${signedDb(exported.preampDb, 2)}`;
    const told = [fitText(exported), preamp].filter((part) => part !== undefined);
    if (told.length > 0) note(told.join("; "));
    process.stdout.write(only!.text!);
    return;
  }
  const fitted = fitText(exported);
  print(
    `${origin.title} for ${formatId}`,
    ...facts([
      ...(fitted === undefined ? [] : [["filters", fitted] as const]),
      ["preamp", signedDb(exported.preampDb, 2)],
      ...paths.map((path) => ["wrote", path] as const),
    ]),
  );
}

async function exportOrRefuse(
  source: ExportSource,
  formatId: string,
  flags: ExportFlags,
): Promise<ExportedPreset> {
  const { exportCurve } = await import("../node.ts");
  try {
    return exportCurve(source, formatId, exportOptionsOf(flags));
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message.replace(/^\w+: /, ""));
    if (error instanceof Error && error.name === "PresetError") throw new NegativeResult(error.message);
    throw error;
  }
}

/** A name that ends in .wav asks for the one impulse response alone, without the configuration that names it. */
function wantedFiles({ files }: ExportedPreset, output: string | undefined): readonly PresetFile[] {
  const responses = files.filter(({ bytes }) => bytes !== undefined);
  if (output === undefined || !/\.wav$/i.test(output) || responses.length === 0) return files;
  if (responses.length === 1) return responses;
  throw new UsageError(`${responses.length} rates are as many files: give -o FOLDER, got ${output}`);
}

/** `2 shelves and 8 bells, fitted within 0.01 dB rms, 0.03 dB at most`; undefined for a curve. */
function fitText({ setting, fit }: ExportedPreset): string | undefined {
  if (setting === undefined) return undefined;
  const kinds = setting.sections.map(({ kind }) => kind);
  const bells = kinds.filter((kind) => kind === "bell").length;
  const shelves = kinds.filter((kind) => kind.endsWith("Shelf")).length;
  const counted = [
    [shelves, "shelf", "shelves"],
    [bells, "bell", "bells"],
    [kinds.length - bells - shelves, "other section", "other sections"],
  ] as const;
  const list = counted
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => `${number} ${number === 1 ? one : many}`);
  const what = list.length === 0 ? "no sections" : list.join(" and ");
  if (fit === undefined) return `${what}, as they were`;
  const { rmsErrorDb, largestErrorDb } = fit;
  return `${what}, fitted within ${rmsErrorDb.toFixed(2)} dB rms, ${largestErrorDb.toFixed(2)} dB at most`;
}
