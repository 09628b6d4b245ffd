import { createHash } from "node:crypto";
import type { StudyData } from "../evaluation/index.ts";
import { loadSocialFx } from "./dataset-file.ts";
import { machine } from "./evaluate-machine.ts";
import { loadSafe } from "./safe-file.ts";
import { loadWordUses } from "./word-uses-file.ts";

/** What an evaluation works on, and where it came from. */
export interface LoadedStudyData {
  readonly data: StudyData;
  /** SHA-256 over the checksums of all files that were read. */
  readonly sha256: string;
  /** Pairs of a name and a value for the report; no paths, which differ from machine to machine. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** What is worth telling, a line each. */
  readonly notes: readonly string[];
}

/**
 * Reads all that studies draw on: SocialFX's table and, where it lies in the same folder or beside it, SAFE-DB's.
 *
 * @throws Error if SocialFX's table is not there or a file is not what it should be; the message names the path.
 */
export async function loadStudyData(path: string): Promise<LoadedStudyData> {
  const socialFx = await loadSocialFx(path);
  const { safe, note } = await loadSafe(path);
  const words = await loadWordUses(socialFx.path);
  const { examples, problems } = socialFx;
  const wordCount = new Set(examples.map(({ term }) => term)).size;
  const count = (value: number): string => value.toLocaleString("en-US");
  const [first] = problems;
  return {
    data: {
      examples,
      safe: safe?.examples,
      uses: words.sha256 === undefined ? undefined : words.uses,
      machine,
    },
    sha256: createHash("sha256")
      .update(`socialfx ${socialFx.sha256}\nsafe ${safe?.sha256 ?? "none"}\nuses ${words.sha256 ?? "none"}\n`)
      .digest("hex"),
    facts: [
      [
        "SocialFX",
        `${count(examples.length)} curves of ${count(wordCount)} words, sha256 ${socialFx.sha256}`,
      ],
      [
        "Words for reverb and compression",
        words.sha256 === undefined
          ? "not there: words learn less from each other"
          : `${count(words.uses.length)} rows, sha256 ${words.sha256}`,
      ],
      ["SAFE-DB", safe ? `${count(safe.rows)} rows, sha256 ${safe.sha256}` : "not there: left out"],
    ],
    notes: [
      ...(first
        ? [`${count(problems.length)} rows left out, first line ${first.line}: ${first.reason}`]
        : []),
      ...(safe ? [] : [note]),
    ],
  };
}
