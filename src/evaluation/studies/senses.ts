import { countTerms } from "../../dataset/index.ts";
import { defaultTrainingOptions, residualArchitecture } from "../../model/index.ts";
import { learnSenses } from "../../semantics/index.ts";
import { coUseOf, rawCurves } from "../baselines/timbral.ts";
import { intervalChart } from "../charts/index.ts";
import type { Json, Scope, Section, Study, StudyData } from "../study.ts";
import { trainNetwork } from "../train-network.ts";
import { numberText } from "./number-text.ts";

interface WordTest {
  readonly word: string;
  readonly people: number;
  readonly tests: readonly {
    readonly readings: number;
    readonly gain: number;
    readonly standardError: number;
  }[];
  readonly found: readonly { readonly name: string; readonly share: number }[];
}

/** Do some words have several readings? */
export const sensesStudy: Study = {
  id: "senses",
  title: "Words that people read in different ways",
  tasks: (data, scope) => [
    { id: "test", seconds: scope === "full" ? 14 : 6, run: () => testWords(data, scope) },
  ],
  summarize,
};

function testWords({ examples, uses = [] }: StudyData, scope: Scope): Json {
  const network =
    scope === "full" ? trainNetwork(examples, residualArchitecture, defaultTrainingOptions) : rawCurves;
  const people = countTerms(examples);
  const found = learnSenses(
    examples.map(({ term, consistency, gains }) => ({
      word: term,
      consistency,
      curve: gains,
      latent: network.encode(gains),
    })),
    { coUse: coUseOf(uses), origin: network.encode(new Float64Array(40)), decode: network.decode },
  );
  return Array.from(found, ([word, { tests, senses }]): Json & WordTest => ({
    word,
    people: people.get(word)!,
    tests: tests.map((test) => ({ ...test })),
    found: senses.map(({ name, share }) => ({ name, share })),
  }));
}

async function summarize(resultOf: (id: string) => Json, _: StudyData, scope: Scope): Promise<Section> {
  const words = (resultOf("test") as unknown as WordTest[]).toSorted((a, b) => b.people - a.people);
  const divided = words.filter(({ found }) => found.length > 0);
  const warm = words.find(({ word }) => word === "warm");
  const gainOf = ({ tests }: WordTest, readings: number) => tests.find((test) => test.readings === readings);
  return {
    findings: [
      `Of ${words.length} words with 12 people or more, ${divided.length} have readings that predict held-out people better than one mean: ${divided.map(({ word }) => word).join(", ") || "none"}. For all others several readings would be a story told after the fact.`,
      ...(warm && warm.found.length === 0
        ? [
            `"warm" has two visible groups, but dividing it changes the log density of held-out people by ${numberText(gainOf(warm, 2)!.gain)} nats a row (standard error ${numberText(gainOf(warm, 2)!.standardError)}): it stays one.`,
          ]
        : []),
      ...(scope === "quick" ? ["Quick run: on raw curves in place of the network's latents."] : []),
    ],
    tables: [
      {
        title: "Several readings against one mean",
        note: "Gain: mean log density of held-out people's rows under a mixture of 2 or 3 normal distributions less that under one, nats per row, 8 folds 3 times, with its standard error over rows. Kept: the fewest readings within one standard error of the best, if the gain exceeds its own (the one-standard-error rule, Breiman et al. 1984) and each reading holds a fifth of the people.",
        columns: ["word", "people", "2 readings", "3 readings", "kept"],
        rows: words.map((word) => [
          word.word,
          String(word.people),
          ...[2, 3].map((readings) => {
            const test = gainOf(word, readings);
            return test ? `${numberText(test.gain)} ± ${numberText(test.standardError)}` : "–";
          }),
          word.found.map(({ name, share }) => `${name} (${Math.round(100 * share)} %)`).join(" / ") || "one",
        ]),
      },
    ],
    figures: [
      {
        title: "What two readings gain on held-out people",
        note: "Nats per row with one standard error either side; right of 0 two readings are better.",
        svg: await intervalChart({
          xLabel: "gain in log density, nats per row",
          rows: words.map((word) => {
            const { gain, standardError } = gainOf(word, 2)!;
            return { label: word.word, value: gain, low: gain - standardError, high: gain + standardError };
          }),
          references: [{ x: 0, label: "one mean" }],
        }),
      },
    ],
    values: words.map(({ word, people, tests, found }) => ({
      word,
      people,
      tests: tests.map((test) => ({ ...test })),
      found: found.map((reading) => ({ ...reading })),
    })),
  };
}
