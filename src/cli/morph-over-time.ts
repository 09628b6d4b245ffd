import type { MorphAutomation, WordModel } from "../node.ts";
import type { MixSpace } from "../semantics/index.ts";
import { NegativeResult, UsageError } from "./failure.ts";
import { interruptSignal } from "./interrupt.ts";
import { duration, facts, note, print, printJson } from "./output.ts";

/** From where to where, and how. */
export interface MorphWay {
  readonly model: WordModel;
  readonly from: string;
  readonly to: string;
  /** The two as they were understood. */
  readonly names: readonly [string, string];
  readonly space: MixSpace;
  readonly amountPercent: number;
  readonly spacing: "position" | "length";
}

export interface MorphOutput {
  readonly output?: string;
  readonly overSeconds?: number;
  readonly force: boolean;
  readonly json: boolean;
}

const DEFAULT_OVER_SECONDS = 10;
/** Moments a second: as fast as a hand, or most programs' lanes. */
const DEFAULT_RATE_HZ = 20;
const MOST_FRAMES = 10_001;

/** Renders a sound file while it morphs. */
export async function applyMorph(
  { names, ...way }: MorphWay,
  input: string,
  { output: asked, overSeconds, force, json }: MorphOutput,
): Promise<void> {
  const [{ extensionFor, morphFile }, report, { showProgress }] = await Promise.all([
    import("../node.ts"),
    import("./render-facts.ts"),
    import("./progress.ts"),
  ]);
  const title = names.join(" to ");
  const output = asked ?? report.renderedBeside(input, title, extensionFor(input));
  const { from, to, ...mix } = way;
  const progress = showProgress();
  const done = await morphFile(input, output, from, to, {
    ...{ ...mix, force, signal: interruptSignal(), ...(overSeconds !== undefined && { overSeconds }) },
    onProgress: (fraction, pass) =>
      progress.update(fraction, pass === 2 ? "once more, lowered" : `from ${title}`),
  }).finally(progress.stop);
  for (const line of done.notes) note(`${input}: ${line}`);
  const { space, amountPercent, spacing } = mix;
  if (json) {
    const rendered = report.renderDocument(done, input, output);
    return printJson({
      ...{ from: names[0], to: names[1], space, spacing, amountPercent, overSeconds: done.overSeconds },
      ...rendered,
    });
  }
  print(
    `${title} in ${space} space at ${amountPercent} %`,
    ...facts([["over", duration(done.overSeconds)], ...report.renderFacts(done, output)]),
  );
}

interface AutomationOutput extends MorphOutput {
  /** Moments a second. */
  readonly rateHz?: number;
}

/** Writes the way as automation: CSV to stdout where no file is given. */
export async function writeAutomation(
  { model, from, to, names, ...mix }: MorphWay,
  kind: MorphAutomation,
  { output, overSeconds = DEFAULT_OVER_SECONDS, rateHz = DEFAULT_RATE_HZ, force, json }: AutomationOutput,
): Promise<void> {
  const frameCount = Math.max(2, Math.round(overSeconds * rateHz) + 1);
  if (frameCount > MOST_FRAMES) {
    throw new UsageError(
      `--over times --rate must be at most ${MOST_FRAMES - 1} moments, got ${overSeconds} s at ${rateHz} Hz`,
    );
  }
  const isText = kind === "csv";
  if (output === undefined && !isText) throw new UsageError(`${kind} is no text: give -o FILE`);
  const { writeMorphAutomation, writePresetFiles } = await import("../node.ts");
  const path = model.morphPath(from, to, frameCount, mix);
  const { files, notes } = writtenOrRefused(() => writeMorphAutomation(path, overSeconds, kind));
  const paths = output === undefined ? [] : await writePresetFiles(output, files, { force });
  for (const line of notes) note(line);
  if (json) {
    const listed = files.map(({ name, text }, index) =>
      output === undefined ? { name, text } : { name, path: paths[index] },
    );
    const about = { from: names[0], to: names[1], ...mix, automation: kind, overSeconds, rateHz, frameCount };
    return printJson({ ...about, notes, files: listed });
  }
  if (output === undefined) {
    process.stdout.write(files[0]!.text!);
    return;
  }
  print(
    `${names.join(" to ")} in ${mix.space} space at ${mix.amountPercent} %`,
    ...facts([
      ["over", `${duration(overSeconds)}, ${frameCount} moments`],
      ...paths.map((file) => ["wrote", file] as const),
    ]),
  );
}

function writtenOrRefused<Written>(write: () => Written): Written {
  try {
    return write();
  } catch (error) {
    if (error instanceof Error && error.name === "PresetError") throw new NegativeResult(error.message);
    throw error;
  }
}
