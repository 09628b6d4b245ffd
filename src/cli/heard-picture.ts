import { designGraphicEqualizer, responseDb } from "../dsp/index.ts";
import { columnHz, drawCurve } from "./terminal-curve.ts";

/** A picture for the terminal of what 40 gains sound like at 48 kHz. */
export function heardPicture(gainDb: ArrayLike<number>): string[] {
  return drawCurve(responseDb(designGraphicEqualizer(gainDb, 48_000).coefficients, columnHz, 48_000));
}
