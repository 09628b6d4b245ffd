import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "./failure.ts";
import { amountOption, forceOption, modelOption, numberWithin } from "./options.ts";
import { readTime } from "./try/line.ts";

/** As its options come from the command line. */
export interface TryOptions {
  readonly amount: number;
  readonly from: number;
  readonly seconds: number;
  readonly player?: string;
  /** Undefined: on a terminal. */
  readonly play?: boolean;
  readonly outDir?: string;
  readonly force?: true;
  readonly model?: string;
  readonly json?: true;
}

const MOST_SECONDS = 600;

export function addTry(program: Command): void {
  program
    .command("try")
    .description("type phrases and hear each at once: undo, compare, keep, write")
    .argument("<in>", "sound of any kind that `apply` reads; it is only read")
    .addOption(amountOption())
    .addOption(
      new Option("--from <time>", "where the part that is heard begins: 75 or 1:15")
        .argParser(readFrom)
        .default(0),
    )
    .addOption(
      new Option("--seconds <n>", "how long it is, at most")
        .argParser(numberWithin(0.1, MOST_SECONDS))
        .default(30),
    )
    .option(
      "--player <command>",
      "what plays a WAV file, {} being the file (default: ffplay, play, aplay ...)",
    )
    .option("--play", "play each phrase (default: on a terminal)")
    .option("--no-play", "play nothing unasked")
    .option("--out-dir <folder>", "keep what is heard as WAV files there, too")
    .addOption(forceOption())
    .addOption(modelOption())
    .option("--json", "print one JSON document for each line that is answered")
    .addHelpText(
      "after",
      `
Examples:
  $ timbral try song.wav                                  then type: warm, :help, :quit
  $ timbral try song.wav --from 1:15 --seconds 15         the chorus
  $ timbral try song.wav --player "mpv --no-video"        another player
  $ printf 'warm\\n:render out.wav\\n' | timbral try song.wav      as a script

What is heard is what \`timbral apply --match-loudness\` would write of that part: as loud as
the original (:match off ends that), peaks protected. :render writes the whole sound, too.

Where nobody types, each line of standard input is answered, # begins a remark, :play plays
to the end, and the exit code is 1 if a line failed. With --json an answer is one document:
line, input, ok and, if so, does, phrase, amountPercent, heard (now, a, b, dry), isMatched,
isLooping, stepsBack, stepsForward, a, b and what the command adds (curve, render ...);
else error and suggestions.
`,
    )
    .action(tryOut);
}

async function tryOut(input: string, options: TryOptions): Promise<void> {
  const { trySound } = await import("./try/try-sound.ts");
  await trySound(input, options);
}

function readFrom(text: string): number {
  try {
    return readTime("it", text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new InvalidArgumentError("It must be seconds or m:ss.");
  }
}
