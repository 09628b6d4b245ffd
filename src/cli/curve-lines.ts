import { strongest } from "./curve-words.ts";
import { hertz, signedDb } from "./output.ts";
import { sparkline } from "./terminal-curve.ts";

/** A curve and what stands before its line. */
export interface LabelledCurve {
  readonly label: string;
  /** Shape `[40]`, dB. */
  readonly gainDb: readonly number[];
}

/** A line per curve: the 40 bands as blocks, flat being half high, and the deepest boost and cut; ends of the axis above. */
export function curveLines(curves: readonly LabelledCurve[]): string[] {
  const width = Math.max(...curves.map(({ label }) => label.length)) + 2;
  const limitDb = Math.max(1, ...curves.flatMap(({ gainDb }) => gainDb.map(Math.abs)));
  const lines = curves.map(({ label, gainDb }) => {
    const extremes = ([1, -1] as const).map((sign) => {
      const [gain] = strongest(gainDb, sign, 1);
      return (gain ? `${signedDb(gain.gainDb)} ${hertz(gain.frequencyHz)}` : "").padEnd(16);
    });
    return `${label.padEnd(width)}${sparkline(gainDb, limitDb)} ${extremes.join(" ")}`.trimEnd();
  });
  return [`${"".padEnd(width)}${"20 Hz".padEnd(32)}  20 kHz`, ...lines];
}
