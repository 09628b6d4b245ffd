import { applyWord, type ExportSource, exportFormats, extensionFor, type ListedFormat } from "../../node.ts";
import type { WordCurve, WordModel } from "../../semantics/index.ts";
import { deliver, formatOf } from "../export-report.ts";
import { UsageError } from "../failure.ts";
import { facts } from "../output.ts";
import { renderDocument, renderedBeside, renderFacts } from "../render-facts.ts";
import { readPath } from "./line.ts";
import { settingName, settingText } from "./reply-lines.ts";
import { isFlat, type Setting } from "./session.ts";
import { withProgress } from "./with-progress.ts";

export interface RenderRequest {
  readonly model: WordModel;
  readonly input: string;
  /** As typed behind the command; blank: beside the input. */
  readonly argument: string;
  readonly setting: Setting;
  readonly isMatched: boolean;
  readonly force: boolean;
  readonly signal: AbortSignal;
}

/** Writes the whole sound, as `timbral apply` does. @throws UsageError if the setting asks for nothing. */
export async function renderWhole(request: RenderRequest): Promise<{ lines: string[]; document: object }> {
  const { model, input, argument, setting, isMatched, force, signal } = request;
  assertAsks(setting);
  const output =
    argument === "" ? renderedBeside(input, settingName(setting), extensionFor(input)) : readPath(argument);
  const done = await withProgress(`writing ${output}`, (onProgress) =>
    applyWord(input, output, setting.phrase, {
      ...{ model, amountPercent: setting.amountPercent, matchLoudness: isMatched, force, signal },
      onProgress: (fraction, pass) => onProgress(isMatched ? (pass - 1 + fraction) / 2 : fraction),
    }),
  );
  const notes = done.notes.map((line) => `  ${input}: ${line}`);
  return {
    lines: [settingText(setting), ...facts(renderFacts(done, output)), ...notes],
    document: { heardErrorDb: done.heardErrorDb, ...renderDocument(done, input, output) },
  };
}

export interface ExportRequest {
  /** `FORMAT [FILE]`, or a file whose ending tells the format. */
  readonly argument: string;
  readonly setting: Setting;
  readonly curve: WordCurve;
  readonly force: boolean;
  /** Undefined: for readers. */
  readonly envelope: Readonly<Record<string, unknown>> | undefined;
}

/** Writes the curve for another program and tells it, as `timbral export` does. */
export async function exportSetting({
  argument,
  setting,
  curve,
  force,
  envelope,
}: ExportRequest): Promise<void> {
  assertAsks(setting);
  const { format, output } = await formatAndFile(argument);
  const title = settingText(setting);
  const source: ExportSource = {
    name: title.replace("%", "percent"),
    gainDb: curve.gainDb,
    comment: `Timbral: ${title}`,
  };
  const flags = { ...(output !== undefined && { output }), ...(force && { force }) };
  await deliver(
    source,
    format,
    { ...flags, ...(envelope && { json: true }) },
    {
      title,
      json: { ...envelope, amountPercent: curve.amountPercent, confidence: curve.confidence },
    },
  );
}

async function formatAndFile(
  argument: string,
): Promise<{ format: ListedFormat; output: string | undefined }> {
  const [first = ""] = argument.split(/\s/, 1);
  const rest = readPath(argument.slice(first.length).trim());
  const known = exportFormats.find(({ id, isWritten }) => isWritten && id === first);
  if (known) return { format: known, output: rest === "" ? undefined : rest };
  const file = readPath(argument);
  const fitting = exportFormats.filter(
    ({ extension, isWritten }) => isWritten && file.toLowerCase().endsWith(extension),
  );
  const [only, ...others] = fitting;
  if (!only) return { format: await formatOf(first), output: undefined };
  if (others.length === 0) return { format: only, output: file };
  const ids = fitting.map(({ id }) => id).join(", ");
  throw new UsageError(`${file} may be one of ${ids}: say :export FORMAT ${file}`);
}

/** The formats, for readers. */
export function formatLines(): string[] {
  const written = exportFormats.filter(({ isWritten }) => isWritten);
  const width = Math.max(...written.map(({ id }) => id.length));
  return [
    ":export FORMAT prints it, :export FORMAT FILE writes it",
    ...written.map(({ id, program }) => `  ${id.padEnd(width)}  ${program}`),
  ];
}

function assertAsks(setting: Setting): void {
  if (isFlat(setting)) throw new UsageError("nothing is asked of the sound yet: type how it should sound");
}
