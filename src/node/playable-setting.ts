import type { EqualizerSetting } from "../effects/index.ts";

/** The setting without sections that a sample rate has no room for, each said. */
export function playableSetting(
  setting: EqualizerSetting,
  sampleRateHz: number,
): { readonly setting: EqualizerSetting; readonly notes: readonly string[] } {
  if (setting.kind === "graphic") return { setting, notes: [] };
  const sections = setting.sections.filter(({ frequencyHz }) => frequencyHz < sampleRateHz / 2);
  if (sections.length === setting.sections.length) return { setting, notes: [] };
  const lost = setting.sections.filter(({ frequencyHz }) => frequencyHz >= sampleRateHz / 2);
  const list = lost.map(({ kind, frequencyHz }) => `${kind} at ${frequencyHz} Hz`).join(", ");
  const notes = [`a sample rate of ${sampleRateHz} Hz has no room for: ${list}`];
  return { setting: { ...setting, sections }, notes };
}
