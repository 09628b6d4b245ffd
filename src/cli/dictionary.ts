import { type Command, Option } from "commander";
import type { MergePreference } from "../semantics/personal/index.ts";
import { NegativeResult } from "./failure.ts";
import { forceOption, jsonOption, modelOption } from "./options.ts";
import { count, note, print, printJson } from "./output.ts";
import { dictionaryOption, told } from "./teach.ts";

interface DictionaryOptions {
  readonly dictionary?: string;
  readonly model?: string;
  readonly prefer?: MergePreference;
  readonly force?: true;
  readonly json?: true;
}

/** An action of a verb below `dictionary`: its argument, its options and those of `dictionary` itself. */
type Action = (argument: string, options: DictionaryOptions) => Promise<void>;

export function addDictionary(program: Command): void {
  const dictionary = program
    .command("dictionary")
    .description("your own words: list, show, forget, export, merge")
    .addOption(dictionaryOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  $ timbral dictionary                          lists your words
  $ timbral dictionary show "my vocal"
  $ timbral dictionary forget warm              the crowd's warm again
  $ timbral dictionary export my-words.json     to keep, or for others
  $ timbral dictionary merge theirs.json --prefer both

\`timbral teach\` adds words.
`,
    )
    .action((options: DictionaryOptions) => list(options));
  const below = (usage: string, text: string, action: Action, options: readonly Option[]): void => {
    const verb = dictionary.command(usage).description(text);
    for (const option of [...options, dictionaryOption(), jsonOption()]) verb.addOption(option);
    verb.action((...given: unknown[]) =>
      action(given.length > 2 ? String(given[0]) : "", verb.optsWithGlobals<DictionaryOptions>()),
    );
  };
  below("show <word>", "show one, and how it differs from the crowd's", show, [modelOption()]);
  below("forget <word>", "take one out", forget, []);
  below("export <file>", "write all of them into a file", exportWords, [forceOption()]);
  below("merge <file>", "add the words of another dictionary", merge, [
    new Option("--prefer <side>", "whose curve a word gets that both have; both: combined by evidence")
      .choices(["mine", "theirs", "both"])
      .default("mine"),
  ]);
  below("path", "say where they are kept", path, []);
}

async function opened({ dictionary: path }: DictionaryOptions) {
  const { dictionaryPath, openDictionary } = await import("../node/personal-dictionary.ts");
  return openDictionary(path ?? dictionaryPath());
}

async function list(options: DictionaryOptions): Promise<void> {
  const { dictionary, path: file } = await opened(options);
  if (options.json) return printJson({ dictionary: file, words: dictionary.words });
  if (dictionary.words.length === 0)
    return note(`no words of your own yet in ${file}: \`timbral teach\` adds some`);
  const { listLines } = await import("./taught-lines.ts");
  print(...listLines(dictionary));
}

const show: Action = async (word, options) => {
  const [{ dictionary }, { findTaught, unknownText }, { openModelFile }, { shownWord, taughtLines }] =
    await Promise.all([
      opened(options),
      import("../semantics/personal/index.ts"),
      import("../node.ts"),
      import("./taught-lines.ts"),
    ]);
  if (!findTaught(dictionary, word)) throw new NegativeResult(unknownText(dictionary, word));
  const { model } = await openModelFile(options.model);
  const shown = shownWord(dictionary, word, model);
  if (options.json) return printJson(shown);
  print(...taughtLines(shown));
};

const forget: Action = async (word, options) => {
  const [{ changeDictionary, dictionaryPath }, { findTaught, forgetWord }] = await Promise.all([
    import("../node/personal-dictionary.ts"),
    import("../semantics/personal/index.ts"),
  ]);
  let forgotten = word;
  const { path: file } = await told(
    changeDictionary((before) => {
      forgotten = findTaught(before, word)?.word ?? word;
      return forgetWord(before, word);
    }, options.dictionary ?? dictionaryPath()),
  );
  if (options.json) return printJson({ forgotten, dictionary: file });
  print(`Forgot ${JSON.stringify(forgotten)}.`);
};

const exportWords: Action = async (file, options) => {
  const [{ dictionary }, { writeDictionary }, { writePresetFiles }] = await Promise.all([
    opened(options),
    import("../semantics/personal/index.ts"),
    import("../node.ts"),
  ]);
  const text = writeDictionary(dictionary);
  const [written = file] = await writePresetFiles(file, [{ name: "dictionary.json", text }], {
    force: options.force ?? false,
  });
  const words = dictionary.words.length;
  if (options.json) return printJson({ output: written, words });
  print(`Wrote ${count(words)} ${words === 1 ? "word" : "words"} to ${written}.`);
};

const merge: Action = async (file, options) => {
  const { prefer = "mine", json } = options;
  const [
    { changeDictionary, dictionaryPath, openDictionary },
    { mergeDictionaries },
    { today },
    { isReserved },
  ] = await Promise.all([
    import("../node/personal-dictionary.ts"),
    import("../semantics/personal/index.ts"),
    import("../node/teach-source.ts"),
    import("../semantics/index.ts"),
  ]);
  const theirs = await openDictionary(file);
  if (!theirs.exists) throw new NegativeResult(`${file}: must exist, got no such file or directory`);
  let merged: ReturnType<typeof mergeDictionaries> | undefined;
  const { path: own } = await told(
    changeDictionary((mine) => {
      merged = mergeDictionaries(mine, theirs.dictionary, { prefer, date: today(), isReserved });
      return merged.dictionary;
    }, options.dictionary ?? dictionaryPath()),
  );
  const { added, conflicts } = merged!;
  if (json) return printJson({ added, conflicts, prefer, dictionary: own });
  const words = added.map((word) => JSON.stringify(word)).join(", ");
  print(added.length === 0 ? "No new words." : `New: ${words}.`);
  const sides = { mine: "yours is kept", theirs: "theirs is taken", both: "both are combined" };
  for (const { word, similarity, kept, reason } of conflicts) {
    const why = reason === undefined ? "" : ` (${reason})`;
    print(`Both have ${JSON.stringify(word)}, r ${similarity.toFixed(2)}: ${sides[kept]}${why}.`);
  }
};

const path: Action = async (_, options) => {
  const { dictionaryPath } = await import("../node/personal-dictionary.ts");
  const file = options.dictionary ?? dictionaryPath();
  if (options.json) return printJson({ dictionary: file });
  print(file);
};
