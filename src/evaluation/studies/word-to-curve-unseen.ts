import { intervalChart } from "../charts/index.ts";
import type { Figure, Json, StudyData, Table } from "../study.ts";
import { differenceText, intervalText, numberText } from "./number-text.ts";
import {
  intervalOf,
  mergeScores,
  type RowFilter,
  type RowScores,
  rowsByWord,
  SCORED_PEOPLE,
  type ScoresByRow,
} from "./word-to-curve-scores.ts";
import { type Plan, wordFoldId } from "./word-to-curve-tasks.ts";

interface Unseen {
  readonly scores: ScoresByRow;
  readonly findings: readonly string[];
  readonly tables: readonly Table[];
  readonly figures: readonly Figure[];
  readonly values: Json;
}

/** Words all of whose rows are held out, answered by their kin alone. */
export async function unseenWords(
  plan: Plan,
  { examples }: StudyData,
  resultOf: (id: string) => Json,
): Promise<Unseen> {
  const parts = Array.from(
    { length: plan.wordFoldsUsed },
    (_, fold) => resultOf(wordFoldId(fold)) as unknown as Record<string, RowScores>,
  );
  const scoresOf = (id: string) => mergeScores(parts.map((part) => part[id]!));
  const ours = scoresOf("timbral");
  const global = scoresOf("global-mean");
  const flat = scoresOf("flat");
  const tested = new Set(parts.flatMap((part) => part.timbral!.rows));
  const groups: [string, RowFilter][] = [
    [`${SCORED_PEOPLE} people or more`, (_, count) => count >= SCORED_PEOPLE],
    ["1 to 3 people", (_, count) => count < SCORED_PEOPLE],
    ["all words", () => true],
    ["English rows of all words", ({ language }) => language === "en"],
  ];
  const rows = groups.flatMap(([name, filter]) => {
    const words = rowsByWord(examples, filter)
      .map((word) => word.filter((row) => tested.has(row)))
      .filter((word) => word.length > 0);
    const answered = words.filter((word) => ours.has(word[0]!));
    const r = intervalOf(ours, "r", answered);
    if (!r) return [];
    return [
      {
        name,
        words: words.length,
        answered: answered.length,
        r,
        toGlobal: intervalOf(ours, "r", answered, global)!,
        r2: intervalOf(ours, "r2", answered)!,
        r2ToGlobal: intervalOf(ours, "r2", answered, global)!,
        mae: intervalOf(ours, "mae", answered)!,
        maeToFlat: intervalOf(ours, "mae", answered, flat)!,
        maeFlat: intervalOf(flat, "mae", answered)!,
      },
    ];
  });
  const [main] = rows;
  const share = (row: { words: number; answered: number }) =>
    `${row.answered} of ${row.words} (${Math.round((100 * (row.words - row.answered)) / row.words)} % left without an answer)`;
  const english = rows.find(({ name }) => name.startsWith("English"));
  return {
    scores: ours,
    findings: [
      ...(main
        ? [
            `Words whose rows were all held out are answered by their kin alone with r ${intervalText(main.r)} (words with ${SCORED_PEOPLE} people or more: ${share(main)}): ${differenceText(main.toGlobal)} against the mean of all rows; R2 against flat ${intervalText(main.r2)}.`,
          ]
        : []),
      ...(english
        ? [
            `For English words never seen, MAE is ${numberText(english.mae.mean)} z where a flat line has ${numberText(english.maeFlat.mean)}. Venkatesh et al. (2022) report 0.760 from word embeddings and 0.836 without, on their own split.`,
          ]
        : []),
    ],
    tables: [
      {
        title: "Words never seen",
        note:
          "Ten folds over words: of a held-out word no row trains, neither the network nor the words' effects; synonyms and translations stay unless they fall in the same fold. Answered: words with kin by meaning or by use for other effects whose expected correlation reaches 0.15. " +
          "The lexicon and the words' use for reverb and compression know nothing of equalizer curves. Scores over the rows of answered words; brackets as above.",
        columns: [
          "words",
          "answered",
          "r",
          "r less mean of all rows",
          "R2 against flat",
          "R2 less mean of all rows",
          "MAE",
          "MAE less flat",
        ],
        rows: rows.map((row) => [
          row.name,
          share(row),
          intervalText(row.r),
          differenceText(row.toGlobal),
          intervalText(row.r2),
          differenceText(row.r2ToGlobal),
          numberText(row.mae.mean),
          differenceText(row.maeToFlat),
        ]),
      },
    ],
    figures: [
      {
        title: "The most used words, predicted without any of their own rows",
        note: "Mean correlation with the word's people; the interval is over its rows.",
        svg: await intervalChart({
          xLabel: "Pearson r with the word's rows",
          rows: rowsByWord(examples)
            .map((word) => word.filter((row) => ours.has(row)))
            .filter((word) => word.length >= SCORED_PEOPLE)
            .sort((a, b) => b.length - a.length)
            .slice(0, 24)
            .map((word) => {
              const { mean, low, high } = intervalOf(
                ours,
                "r",
                word.map((row) => [row]),
              )!;
              return { label: examples[word[0]!]!.term, value: mean, low, high };
            }),
        }),
      },
    ],
    values: {
      groups: rows.map((row) => ({
        name: row.name,
        words: row.words,
        answered: row.answered,
        r: { ...row.r },
        rLessGlobalMean: { ...row.toGlobal },
        r2: { ...row.r2 },
        r2LessGlobalMean: { ...row.r2ToGlobal },
        mae: { ...row.mae },
      })),
    },
  };
}
