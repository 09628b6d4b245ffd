import { type AutomationFormat, automationTracks } from "./automation.ts";
import { decimal } from "./decimal.ts";
import { fileNameOf } from "./file-name.ts";

const decimals = { Hz: 2, dB: 3, Q: 4 };

/** A morph as a table: a row per moment, `time_s` and then one column per parameter, named with its unit. */
export const csvAutomation: AutomationFormat = {
  id: "csv-automation",
  name: "CSV automation",
  program: "spreadsheets, own programs",
  extension: ".automation.csv",
  write: (input) => {
    const tracks = automationTracks("CSV automation", input);
    const header = ["time_s", ...tracks.map(({ label, unit }) => `${label} (${unit})`)].join(",");
    const rows = input.frames.map(({ timeSeconds }, frame) =>
      [
        decimal(timeSeconds, 4),
        ...tracks.map(({ unit, values }) => decimal(values[frame]!, decimals[unit])),
      ].join(","),
    );
    const text = [header, ...rows, ""].join("\n");
    return { files: [{ name: fileNameOf(input.name, ".automation.csv"), text }], preampDb: 0, notes: [] };
  },
};
