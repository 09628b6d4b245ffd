import type { Command } from "commander";
import { addCurveOptions, type CurveOptions } from "./options.ts";
import { facts, print, printJson } from "./output.ts";

export function addCurve(program: Command): void {
  addCurveOptions(
    program
      .command("curve")
      .description("show the equalizer curve of a word")
      .argument("<word>", "a word, or a few in quotes"),
  )
    .addHelpText(
      "after",
      `
Examples:
  $ timbral curve warm
  $ timbral curve warm --amount 50 --plot warm.png
  $ timbral curve warm --json | jq .gainDb           40 gains, dB, at .frequencyHz

The picture and the plot's line show what is heard at 48 kHz, the plot's dots the 40
gains that are asked.
`,
    )
    .action(curve);
}

async function curve(word: string, options: CurveOptions): Promise<void> {
  const [{ openModelFile }, { understand }] = await Promise.all([
    import("../node.ts"),
    import("./curve-words.ts"),
  ]);
  const { model } = await openModelFile(options.model);
  understand(model, word);
  const found = model.curve(word, options.amount);
  if (options.plot !== undefined) {
    const { writeCurvePlot } = await import("./curve-plot.ts");
    await writeCurvePlot(options.plot, found, { force: options.force ?? false });
  }
  if (options.json) return printJson(found);

  const { gainsLine, strongest, wordsLine } = await import("./curve-words.ts");
  const { heardPicture } = await import("./heard-picture.ts");
  print(
    `${wordsLine(found.words)} at ${found.amountPercent} %`,
    "",
    ...heardPicture(found.gainDb),
    "",
    ...facts([
      ["boosts", gainsLine(strongest(found.gainDb, 1))],
      ["cuts", gainsLine(strongest(found.gainDb, -1))],
      ...(options.plot === undefined ? [] : [["plot", options.plot] as const]),
    ]),
  );
}
