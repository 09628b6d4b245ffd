import { countTerms, type Example, folds } from "../../dataset/index.ts";
import { defaultTrainingOptions, residualArchitecture } from "../../model/index.ts";
import { coUseOf, rawCurves } from "../baselines/timbral.ts";
import { intervalChart, scatterChart } from "../charts/index.ts";
import { type BootstrapInterval, bootstrapClusters } from "../metrics/bootstrap.ts";
import { meanOf } from "../metrics/prediction.ts";
import type { Json, Scope, Section, Study, StudyData } from "../study.ts";
import { trainNetwork } from "../train-network.ts";
import { type NamedRow, type NamingMethod, nameRows, namingMethods, type Ranks } from "./naming-ranks.ts";
import { numberText, percentText } from "./number-text.ts";
import { SCORED_PEOPLE } from "./word-to-curve-scores.ts";

const FOLDS = 5;
const NETWORK_FOLDS = 3;
/** How many names count as found. */
const DEPTHS = [1, 5, 10] as const;
const BINS = 8;

/** What would people call a curve? */
export const namingStudy: Study = {
  id: "naming",
  title: "From a curve to the words that people had in mind",
  tasks: (data, scope) =>
    foldsUsed(scope).map((fold) => ({
      id: foldId(fold),
      seconds: scope === "full" ? 14 : 3,
      run: () => nameFold(data, scope, fold) as unknown as Json,
    })),
  summarize,
};

const foldsUsed = (scope: Scope): number[] => (scope === "full" ? [...Array(NETWORK_FOLDS).keys()] : [0]);
const foldId = (fold: number): string => `fold=${fold}`;

function nameFold({ examples, uses = [] }: StudyData, scope: Scope, fold: number): NamedRow[] {
  const { train, validation } = folds(examples, FOLDS, 1)[fold]!;
  const latents =
    scope === "full" ? trainNetwork(train, residualArchitecture, defaultTrainingOptions) : rawCurves;
  const rowOf = new Map(examples.map((example, row) => [example, row]));
  return nameRows(train, validation, latents, coUseOf(uses), rowOf);
}

/** How often a method finds a word: by rows with an interval, and by words, each counting the same. */
interface MethodScores {
  readonly id: NamingMethod;
  readonly name: string;
  readonly own: readonly BootstrapInterval[];
  readonly kin: readonly BootstrapInterval[];
  readonly reciprocal: number;
  readonly kinReciprocal: number;
  readonly byWord: readonly BootstrapInterval[];
}

async function summarize(
  resultOf: (id: string) => Json,
  { examples }: StudyData,
  scope: Scope,
): Promise<Section> {
  const rows = foldsUsed(scope).flatMap((fold) => resultOf(foldId(fold)) as unknown as NamedRow[]);
  const known = rows.filter(({ ranks }) => ranks !== null);
  const scored = namingMethods.map(([id, name]) =>
    scoresOf(id, name, known, examples, scope === "full" ? 2000 : 300),
  );
  const ours = scored[0]!;
  const prior = scored.find(({ id }) => id === "people")!;
  const promised = meanOf(rows.map(({ firstTen }) => firstTen[0]));
  const hits = meanOf(rows.map(({ firstTen }) => Number(firstTen[1])));
  const bins = confidenceBins(rows);
  const error = meanOf(bins.map((bin) => Math.abs(bin.promised - bin.observed)));
  const inverse = rows.filter(({ isInverse }) => isInverse).length;
  const text = (intervals: readonly BootstrapInterval[]) => intervals.map((one) => percentText(one));
  return {
    findings: [
      `Of ${known.length} held-out curves of words that other people were asked for, the own word is the first name for ${percentText(ours.own[0]!)}, among five for ${percentText(ours.own[1]!)} and among ten for ${percentText(ours.own[2]!)}; the word or one of its meaning for ${percentText(ours.kin[0]!)}, ${percentText(ours.kin[1]!)} and ${percentText(ours.kin[2]!)}. The most used words alone, whatever the curve, would give ${percentText(prior.own[1]!)} among five and ${percentText(prior.own[2]!)} among ten.`,
      `With every word of ${SCORED_PEOPLE} people or more counting the same, ten names hold the own one for ${percentText(ours.byWord[2]!)} (most used words alone: ${percentText(prior.byWord[2]!)}). What keeps every order of the words low is that one person's curve is mostly that person's own.`,
      `Of all held-out curves, the shares of the first ten names promise a hit for ${percentText({ mean: promised })}, and ${percentText({ mean: hits })} had one of these words; those whose word nobody else had used count as missed.`,
      `Confidence: promised and observed correlation with other held-out people's curves for the named word differ by ${numberText(error)} on average over ${bins.length} parts of the names.`,
      `${inverse} of ${rows.length} held-out curves are called the opposite of something rather than something.`,
      ...(scope === "quick" ? ["Quick run: one fold, on raw curves in place of the network's latents."] : []),
    ],
    tables: [
      {
        title: "Held-out curves and their names",
        note: `Share of held-out rows whose own word, or a word of its meaning (a concept of the lexicon or a family, the word itself included), is among the first 1, 5, 10 names; MRR: mean of 1 / place, 0 where it is not listed; by word: the same for words with ${SCORED_PEOPLE} people or more, each counting the same. Brackets: 95 % by the bootstrap over words and rows. Rows of words without people in training are left out.`,
        columns: [
          "order of the words",
          ...["own 1", "own 5", "own 10", "MRR"],
          ...["kin 1", "kin 5", "kin 10", "kin MRR"],
          ...["by word 1", "by word 5", "by word 10"],
        ],
        rows: scored.map(({ name, own, kin, reciprocal, kinReciprocal, byWord }) => [
          ...[name, ...text(own), numberText(reciprocal)],
          ...[...text(kin), numberText(kinReciprocal), ...text(byWord)],
        ]),
      },
      {
        title: "Confidence of names: promised and observed",
        note: "The first five names of every held-out row, where another held-out row of the word exists, sorted by confidence and cut into parts. Promised: confidence / 100; observed: mean correlation of the row with those other rows.",
        columns: ["names", "promised r", "observed r"],
        rows: bins.map((bin) => [String(bin.names), numberText(bin.promised), numberText(bin.observed)]),
      },
    ],
    figures: [
      {
        title: "Own word among ten names",
        note: "Share of held-out rows, 95 % interval by the bootstrap over words and rows.",
        svg: await intervalChart({
          xLabel: "share of held-out rows",
          rows: scored.map(({ id, name, own }) => {
            const { mean: value, low, high } = own[2]!;
            return { label: name, value, low, high, group: id === "timbral" ? "Timbral" : "others" };
          }),
        }),
      },
      {
        title: "Reliability of a name's confidence",
        note: "Each dot a part of the names; on the line, promise and outcome agree.",
        svg: await scatterChart({
          xLabel: "promised correlation (confidence / 100)",
          yLabel: "observed correlation",
          points: bins.map((bin) => ({ x: bin.promised, y: bin.observed })),
          diagonal: true,
        }),
      },
    ],
    values: {
      rows: rows.length,
      knownRows: known.length,
      methods: Object.fromEntries(scored.map(({ id, name: _, ...scores }) => [id, plain(scores)])),
      firstTen: { promised, observed: hits },
      confidence: bins.map((bin) => ({ ...bin })),
      inverse,
    },
  };
}

function scoresOf(
  id: NamingMethod,
  name: string,
  rows: readonly NamedRow[],
  examples: readonly Example[],
  samples: number,
): MethodScores {
  const people = countTerms(examples);
  const byTerm = new Map<string, Ranks[]>();
  for (const { row, ranks } of rows) {
    const { term } = examples[row]!;
    byTerm.set(term, [...(byTerm.get(term) ?? []), ranks![id]]);
  }
  const words = [...byTerm];
  const found = (side: 0 | 1, depth: number) => (ranks: Ranks) => Number((ranks[side] ?? Infinity) <= depth);
  const byRows = (side: 0 | 1): BootstrapInterval[] =>
    DEPTHS.map((depth) =>
      bootstrapClusters(
        words.map(([, all]) => all.map(found(side, depth))),
        { seed: 1, samples, resampleRows: true },
      ),
    );
  const frequent = words.filter(([term]) => people.get(term)! >= SCORED_PEOPLE);
  const reciprocal = (side: 0 | 1): number =>
    meanOf(rows.map(({ ranks }) => 1 / (ranks![id][side] ?? Infinity)));
  return {
    id,
    name,
    own: byRows(0),
    kin: byRows(1),
    reciprocal: reciprocal(0),
    kinReciprocal: reciprocal(1),
    byWord: DEPTHS.map((depth) =>
      bootstrapClusters(
        frequent.map(([, all]) => [meanOf(all.map(found(0, depth)))]),
        { seed: 1, samples },
      ),
    ),
  };
}

/** Names sorted by their confidence and cut into equal parts. */
function confidenceBins(
  rows: readonly NamedRow[],
): { readonly names: number; readonly promised: number; readonly observed: number }[] {
  const names = rows.flatMap(({ confidences }) => confidences).toSorted((a, b) => a[0] - b[0]);
  return Array.from({ length: BINS }, (_, bin) =>
    names.slice(Math.floor((bin * names.length) / BINS), Math.floor(((bin + 1) * names.length) / BINS)),
  )
    .filter((part) => part.length > 0)
    .map((part) => ({
      names: part.length,
      promised: meanOf(part.map(([promised]) => promised)),
      observed: meanOf(part.map(([, observed]) => observed)),
    }));
}

function plain({ own, kin, reciprocal, kinReciprocal, byWord }: Omit<MethodScores, "id" | "name">): Json {
  const copies = (intervals: readonly BootstrapInterval[]) => intervals.map((one) => ({ ...one }));
  return { own: copies(own), kin: copies(kin), reciprocal, kinReciprocal, byWord: copies(byWord) };
}
