import type { EqualizerSection, EqualizerSetting } from "../effects/index.ts";
import { colors } from "./colors.ts";
import { signedDb } from "./output.ts";

const kindNames: Readonly<Record<EqualizerSection["kind"], string>> = {
  bell: "bell",
  lowShelf: "low shelf",
  highShelf: "high shelf",
  lowPass: "low pass",
  highPass: "high pass",
  bandPass: "band pass",
  notch: "notch",
};

/** The sections as a table, or what the points are. */
export function settingLines(setting: EqualizerSetting): string[] {
  if (setting.kind === "graphic" || setting.sections.length === 0) return [`  ${contentText(setting)}`];
  const rows = setting.sections.map(({ kind, frequencyHz, gainDb, q }, index) => {
    const hasGain = kind === "bell" || kind === "lowShelf" || kind === "highShelf";
    const gain = hasGain ? signedDb(gainDb, 2) : "";
    return [
      String(index + 1),
      kindNames[kind],
      `${frequencyText(frequencyHz)} Hz`,
      gain,
      `Q ${q.toFixed(3)}`,
    ];
  });
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map(([number = "", kind = "", ...values]) => {
    const cells = values.map((value, column) => value.padStart(widths[column + 2]!));
    return `  ${colors.dim(number.padStart(widths[0]!))}  ${kind.padEnd(widths[1]!)}  ${cells.join("  ")}`;
  });
}

/** `10 sections`; `127 points from 20 to 19871 Hz`. */
export function contentText(setting: EqualizerSetting): string {
  if (setting.kind === "parametric") {
    const { length } = setting.sections;
    return length === 0 ? "no sections" : `${length} section${length === 1 ? "" : "s"}`;
  }
  const { points } = setting;
  const [low, high] = [points[0], points.at(-1)].map((point) => frequencyText(point?.frequencyHz ?? 0));
  return `a curve of ${points.length} points from ${low} to ${high} Hz`;
}

function frequencyText(frequencyHz: number): string {
  return String(Number(frequencyHz.toFixed(frequencyHz < 1000 ? 1 : 0)));
}
