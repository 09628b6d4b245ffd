import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addAnalyze } from "./analyze.ts";
import { addApply } from "./apply.ts";
import { addCurve } from "./curve.ts";
import { addData } from "./data.ts";
import { addDictionary } from "./dictionary.ts";
import { addEvaluate } from "./evaluate.ts";
import { addExplain } from "./explain.ts";
import { addExport } from "./export.ts";
import { addImport } from "./import.ts";
import { addInfo } from "./info.ts";
import { addMorph } from "./morph.ts";
import { addName } from "./name.ts";
import { addSynth } from "./synth.ts";
import { addTeach } from "./teach.ts";
import { addTrain } from "./train.ts";
import { addTry } from "./try.ts";
import { addWords } from "./words.ts";

/**
 * The command line: its verbs, each in the file of its name. They load what they need when they run, so that help
 * comes at once.
 */
export function createProgram(): Command {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const program = new Command("timbral")
    .description("Say a word, hear it: equalizer settings for words, learned from people's own curves.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [verb]", "print the help of a verb")
    .exitOverride() // failures reach main.ts, which knows the exit codes
    .configureOutput({ outputError: () => {} })
    .configureHelp({ showGlobalOptions: false });
  const ofUsers = [
    addApply,
    addTry,
    addCurve,
    addExplain,
    addMorph,
    addExport,
    addImport,
    addName,
    addWords,
    addTeach,
    addDictionary,
    addInfo,
  ];
  const ofResearchers = [addData, addTrain, addAnalyze, addEvaluate, addSynth];
  for (const add of [...ofUsers, ...ofResearchers]) add(program);
  return program.addHelpText(
    "after",
    `
Examples:
  $ timbral apply warm song.wav                  writes song.warm.wav
  $ timbral apply "brighter but not harsh" song.wav
  $ timbral curve "soft warm" --plot curve.png   shows what would be done
  $ timbral words --search brig                  finds words

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
`,
  );
}
