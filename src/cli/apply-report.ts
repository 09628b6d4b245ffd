import type { AppliedWord } from "../node.ts";
import { facts, print } from "./output.ts";
import { renderDocument, renderFacts } from "./render-facts.ts";

/** Where things are and went. */
export interface AppliedPaths {
  readonly input: string;
  readonly output: string;
  readonly plot: string | undefined;
}

/** The JSON document of one file: what cannot be measured, in silence, is null. */
export function documentOf(done: AppliedWord, { input, output, plot = undefined }: AppliedPaths): unknown {
  return {
    ...done.curve,
    plot: plot ?? null,
    heardErrorDb: done.heardErrorDb,
    latencyFrames: done.latencyFrames,
    ...renderDocument(done, input, output),
  };
}

/** Tells what was done to one file. */
export async function printReport(done: AppliedWord, { output, plot }: AppliedPaths): Promise<void> {
  const [{ gainsLine, strongest, wordsLine }, { meterText }] = await Promise.all([
    import("./curve-words.ts"),
    import("./confidence-lines.ts"),
  ]);
  const { curve, heardErrorDb } = done;
  print(
    `${wordsLine(curve)} at ${curve.amountPercent} %`,
    ...facts([
      ["boosts", gainsLine(strongest(curve.gainDb, 1))],
      ["cuts", gainsLine(strongest(curve.gainDb, -1))],
      ["confidence", meterText(curve.confidence)],
      ["heard", `within ${heardErrorDb.toFixed(2)} dB of what is asked${latencyText(done)}`],
      ...renderFacts(done, output),
      ...(plot === undefined ? [] : [["plot", plot] as const]),
    ]),
  );
}

function latencyText({ latencyFrames, format }: AppliedWord): string {
  if (latencyFrames === 0) return "";
  const ms = ((1000 * latencyFrames) / format.sampleRateHz).toFixed(1);
  return `; the filters' delay of ${ms} ms is taken out`;
}
