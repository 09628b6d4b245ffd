import { type Command, Option } from "commander";
import type { Language, WordModel } from "../semantics/index.ts";
import { NegativeResult, UsageError } from "./failure.ts";
import { interruptSignal } from "./interrupt.ts";
import { amountOption, jsonOption, modelOption, numberWithin } from "./options.ts";
import { count, note, print, printJson } from "./output.ts";

interface TeachOptions {
  readonly from?: readonly string[];
  readonly as?: string;
  readonly amount: number;
  readonly ratings?: string;
  readonly probes?: number;
  readonly sound?: string;
  readonly outDir?: string;
  readonly like?: string;
  readonly fault?: boolean;
  readonly language?: Language;
  readonly force?: true;
  readonly dictionary?: string;
  readonly model?: string;
  readonly json?: true;
}

export function addTeach(program: Command): void {
  program
    .command("teach")
    .description("teach a word of your own: from a preset, a curve, two recordings, a phrase or ratings")
    .argument("<word>", "the word, or a few in quotes; it may be one that the crowd knows")
    .option(
      "--from <file...>",
      "a preset of any program, a curve (CSV, JSON), or two recordings: before and after",
    )
    .option("--as <phrase>", "what a phrase means now")
    .addOption(amountOption())
    .option("--ratings <file>", "the sheet of --probes, filled in (CSV), or ratings as JSON")
    .addOption(
      new Option("--probes <n>", "make so many sounds to be rated, and a sheet for the ratings").argParser(
        numberWithin(5, 100, "whole number"),
      ),
    )
    .option("--sound <file>", "the sound that --probes plays")
    .option("--out-dir <folder>", "where --probes writes")
    .option("--like <word>", "with --probes and --ratings: a known word that it is expected to resemble")
    .option("--fault", 'it is a fault: "it sounds boxy" asks for less of it')
    .option("--no-fault", "it is none, although the word is known as one")
    .addOption(new Option("--language <code>", "of the word (default: en)").choices(["en", "es"]))
    .option("--force", "replace a word that is taught already, or files that exist")
    .addOption(dictionaryOption())
    .addOption(modelOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  $ timbral teach "my vocal" --from vocal-eq.txt      a preset: EqualizerAPO, REW ...
  $ timbral teach sheen --from dry.wav mastered.wav   what was done between two recordings
  $ timbral teach warm --from my-warm.csv             as you mean it, before the crowd
  $ timbral teach cosy --as "soft warm" --amount 60
  $ timbral teach zingy --probes 15 --sound song.wav --out-dir zingy
  $ timbral teach zingy --ratings zingy/ratings.csv

Ratings: listen to each sound and write 0 (the opposite of the word) to 100 (exactly the
word) beside it, 50 for neither; rows may stay empty. With 10 ratings the learned curve
correlates at 0.79 with what simulated listeners meant, with 25 at 0.86. Probes and ratings
must be given the same --like. Confidence is a hundred times the correlation that is
expected with the next curve that you would make for the word: two settings of one person
correlate at 0.57 (SAFE-DB). A word's curve is played 3 dB rms deep at 100 %, as all are.
\`timbral dictionary\` lists, shows, forgets, exports and merges your words.
`,
    )
    .action(teach);
}

export function dictionaryOption(): Option {
  return new Option(
    "--dictionary <file>",
    "your words (default: $TIMBRAL_DICTIONARY, or as `timbral dictionary path` says)",
  );
}

async function teach(text: string, options: TeachOptions): Promise<void> {
  assertSource(options);
  const [{ openModelFile }, { normalizeWord, isReserved }, personal] = await Promise.all([
    import("../node.ts"),
    import("../semantics/index.ts"),
    import("../semantics/personal/index.ts"),
  ]);
  const word = normalizeWord(text);
  const problem = personal.problemOfWord(word);
  if (problem)
    throw new UsageError(`a word of your own ${problem}, got ${JSON.stringify(word.slice(0, 60))}`);
  const { model } = await openModelFile(options.model);
  if (options.probes !== undefined) return makeProbes(word, model, options.probes, options);

  const { notes, ...taught } = await taughtCurve(word, model, options);
  for (const line of notes) note(line);
  const { fault, language, force: replace = false } = options;
  const entry = {
    ...{ word, ...taught },
    ...(fault !== undefined && { isFault: fault }),
    ...(language !== undefined && { language }),
  };
  const { changeDictionary, dictionaryPath } = await import("../node/personal-dictionary.ts");
  let isReplaced = false;
  const { dictionary, path } = await told(
    changeDictionary((before) => {
      isReplaced = personal.findTaught(before, word) !== undefined;
      return personal.addWord(before, entry, { replace, isReserved });
    }, options.dictionary ?? dictionaryPath()),
  );
  const { shownWord, taughtLines } = await import("./taught-lines.ts");
  const shown = shownWord(dictionary, word, model);
  if (options.json) return printJson({ ...shown, isReplaced, dictionary: path });
  print(...taughtLines(shown), "", `${isReplaced ? "Taught anew" : "Taught"}: kept in ${path}`);
}

/** Exactly one source, and nothing that belongs to another. */
function assertSource({ from, as, ratings, probes, sound, outDir, like, amount }: TeachOptions): void {
  const given = [from, as, ratings, probes].filter((source) => source !== undefined).length;
  if (given !== 1) {
    throw new UsageError(
      `teach needs one source: --from, --as, --ratings, or --probes to make sounds that can be rated; got ${given}`,
    );
  }
  if (from !== undefined && from.length > 2) {
    throw new UsageError(`--from takes a file, or two recordings (before and after), got ${from.length}`);
  }
  if (amount !== 100 && as === undefined) throw new UsageError("--amount goes with --as");
  if (like !== undefined && ratings === undefined && probes === undefined) {
    throw new UsageError("--like goes with --probes and --ratings");
  }
  if (probes === undefined && (sound !== undefined || outDir !== undefined)) {
    throw new UsageError("--sound and --out-dir go with --probes");
  }
  if (probes !== undefined && (sound === undefined || outDir === undefined)) {
    throw new UsageError("--probes needs --sound, what is played, and --out-dir, where the sounds go");
  }
}

async function taughtCurve(word: string, model: WordModel, options: TeachOptions) {
  const { from, as, amount, ratings } = options;
  const source = await import("../node/teach-source.ts");
  if (from?.[1] !== undefined) {
    return source.taughtRecordings(from[0]!, from[1], model, interruptSignal());
  }
  if (from?.[0] !== undefined) return source.taughtFile(from[0], model);
  if (ratings !== undefined) return source.taughtRatings(ratings, model, likeWord(word, model, options));
  const phrase = as!;
  const [{ SAID_EVIDENCE }, { understand }] = await Promise.all([
    import("../semantics/personal/index.ts"),
    import("./curve-words.ts"),
  ]);
  const [{ openModelFile }, { dictionaryPath }] = await Promise.all([
    import("../node.ts"),
    import("../node/personal-dictionary.ts"),
  ]);
  const dictionary = options.dictionary ?? dictionaryPath();
  const { model: own } = await openModelFile(options.model, { dictionary });
  understand(own, phrase);
  const { gainDb } = own.curve(phrase, amount);
  return {
    gainDb,
    from: {
      kind: "phrase" as const,
      phrase: phrase.trim().replaceAll(/\s+/g, " ").slice(0, 200),
      date: source.today(),
    },
    evidence: SAID_EVIDENCE,
    notes: [],
  };
}

/** What is expected before anything is rated: the word that was named, else the crowd's own of this spelling. */
function likeWord(word: string, model: WordModel, { like }: TeachOptions): string | undefined {
  if (like !== undefined) return model.vocabulary.lookup(like).entry.word;
  const found = model.vocabulary.find(word);
  return found?.kind === "exact" || found?.kind === "folded" ? found.entry.word : undefined;
}

async function makeProbes(
  word: string,
  model: WordModel,
  probeCount: number,
  options: TeachOptions,
): Promise<void> {
  const { sound = "", outDir = "", force = false, json } = options;
  const [{ chooseProbes, curvePrior }, { writeProbes }, { showProgress }] = await Promise.all([
    import("../semantics/personal/index.ts"),
    import("../node/teach-probes.ts"),
    import("./progress.ts"),
  ]);
  const like = likeWord(word, model, options);
  const probes = chooseProbes({ prior: curvePrior(model, like), count: probeCount });
  const progress = showProgress();
  const { sounds, sheet, notes } = await writeProbes(sound, outDir, probes, {
    ...{ force, signal: interruptSignal() },
    onProgress: (fraction) => progress.update(fraction, "playing probes"),
  }).finally(progress.stop);
  for (const line of notes) note(`${sound}: ${line}`);
  if (json) return printJson({ word, like: like ?? null, sounds, sheet, notes });
  const name = JSON.stringify(word);
  const same = options.like === undefined ? "" : ` --like ${JSON.stringify(options.like)}`;
  print(
    `${count(sounds.length)} sounds, each as loud as ${sound}, and a sheet: ${sheet}`,
    "",
    `Listen to each and write beside it how well it fits ${name}:`,
    "0 the opposite, 50 neither, 100 exactly. Then:",
    `  timbral teach ${name} --ratings ${JSON.stringify(sheet)}${same}`,
  );
}

/** What is wrong with a word or a dictionary is an answer, not a fault of the program. */
export async function told<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error && error.name === "DictionaryError")) throw error;
    throw new NegativeResult(
      error.message.replace(
        "(replace it or forget it first)",
        "(--force replaces it, `timbral dictionary forget` takes it out)",
      ),
    );
  }
}
