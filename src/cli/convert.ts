import { basename, extname } from "node:path";
import type { ExportSource, ListedFormat } from "../node.ts";
import type { ReadPreset } from "../presets/index.ts";
import { deliver, type ExportDelivery } from "./export-report.ts";

/** Reads a preset and writes it for another program. */
export async function convert(path: string, format: ListedFormat, flags: ExportDelivery): Promise<void> {
  const { readPresetFile } = await import("../node.ts");
  const [sampleRateHz] = flags.rate ?? [];
  const preset = await readPresetFile(path, sampleRateHz === undefined ? {} : { sampleRateHz });
  const source: ExportSource = {
    name: presetName(path, preset),
    setting: preset.setting,
    comment: `Timbral: from ${basename(path)}`,
  };
  await deliver(source, format, flags, {
    title: `${path} (${preset.format})`,
    json: { input: path, inputFormat: preset.format },
    notes: [...preset.notes, ...channelNotes(preset)],
  });
}

/** The preset's own name, or its file's. */
export function presetName(path: string, { name }: ReadPreset): string {
  return name ?? basename(path, extname(path));
}

function channelNotes({ channels = [] }: ReadPreset): string[] {
  if (channels.length === 0) return [];
  const names = channels.map(({ channel }) => channel).join(", ");
  return [`what only single channels get (${names}) is not written`];
}
