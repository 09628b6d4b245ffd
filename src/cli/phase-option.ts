import { InvalidArgumentError } from "commander";
import { numberWithin } from "./options.ts";

/** Reads a phase: percent of the way from minimum (0) to linear (100). */
export function readPhase(text: string): number {
  if (text === "minimum") return 0;
  if (text === "linear") return 100;
  try {
    return numberWithin(0, 100)(text.replace(/\s*%$/, ""));
  } catch {
    throw new InvalidArgumentError("It must be minimum, linear or a number within 0..100.");
  }
}
