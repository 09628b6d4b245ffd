import { countTerms, type Example } from "../../dataset/index.ts";
import { createRandom } from "../../math/index.ts";
import { meanOf } from "../metrics/prediction.ts";
import type { Table } from "../study.ts";
import { clusterTerm } from "../term-analysis-clusters.ts";
import { drawStrangers } from "./terms-claims.ts";
import { decimals, listed, pText } from "./terms-text.ts";

/** The groups of people that k-means finds in a word, and what it finds where there is no word. */
export interface WordGroups {
  readonly word: string;
  readonly people: number;
  readonly sizes: readonly number[];
  readonly silhouette: number;
  readonly daviesBouldin: number;
  /** Mean silhouette of the groups of as many people who were asked for different words. */
  readonly strangers: number;
  /** Share of the draws of strangers whose groups are as well apart. */
  readonly p: number;
}

/** Every word that has enough people, most first. @param draws How often strangers are drawn, for each count. */
export function measureGroups(examples: readonly Example[], draws: number): WordGroups[] {
  const words = [...countTerms(examples)].sort(([a, rowsA], [b, rowsB]) => rowsB - rowsA || (a < b ? -1 : 1));
  const strangersOf = new Map<number, readonly number[]>();
  return words.flatMap(([word, people]) => {
    const curves = examples.filter(({ term }) => term === word).map(({ gains }) => gains);
    const found = clusterTerm(curves, 1);
    if (found === undefined) return [];
    const strangers = strangersOf.get(people) ?? strangersSilhouettes(examples, people, draws);
    strangersOf.set(people, strangers);
    const { groups, silhouette, daviesBouldin } = found;
    return {
      ...{ word, people, silhouette, daviesBouldin },
      sizes: groups.map((group) => group.people),
      strangers: meanOf(strangers),
      p: (strangers.filter((value) => value >= silhouette).length + 1) / (draws + 1),
    };
  });
}

function strangersSilhouettes(examples: readonly Example[], people: number, draws: number): number[] {
  const random = createRandom(people);
  return Array.from(
    { length: draws },
    (_, draw) => clusterTerm(drawStrangers(examples, people, random), draw)!.silhouette,
  );
}

export function groupTable(words: readonly WordGroups[]): Table {
  return {
    title: "Groups of people within a word",
    note:
      "k-means on the 40 gains for k = 2 to min(5, ⌊n/3⌋ − 1), the k with the best silhouette (Rousseeuw 1987), as the " +
      "report does, for words with ten people or more; Davies & Bouldin's index (1979), smaller is better. Strangers: " +
      "mean silhouette of the same for as many people who were asked for different words; p: share of those draws " +
      "that reach the word's. Groups are found in any curves: only a small p speaks for meanings that differ.",
    columns: ["word", "people", "groups", "silhouette", "Davies-Bouldin", "strangers", "p"],
    rows: words.map(({ word, people, sizes, silhouette, daviesBouldin, strangers, p }) => [
      ...[word, String(people), sizes.join(" + ")],
      ...[silhouette, daviesBouldin, strangers].map((value) => decimals(value, 3)),
      pText(p),
    ]),
  };
}

/** Groups smaller than this are people who stand apart, no meaning of the word. */
const FEWEST_FOR_A_MEANING = 3;

export function groupFinding(words: readonly WordGroups[]): string {
  const warm = words.find(({ word }) => word === "warm");
  const clear = words.filter(({ p }) => p <= LEVEL);
  const outliers = clear.filter(({ sizes }) => Math.min(...sizes) < FEWEST_FOR_A_MEANING);
  const chance = chanceOfAtLeast(clear.length, words.length, LEVEL);
  return (
    (warm === undefined
      ? ""
      : `"warm" falls into groups of ${listed(warm.sizes.map(String))} people with a silhouette of ` +
        `${decimals(warm.silhouette, 3)}; as many people who were asked for different words reach ` +
        `${decimals(warm.strangers, 3)} on average (p ${pText(warm.p)}). `) +
    `Of ${words.length} words with ten people or more, ${clear.length} have groups that are better apart than those of ` +
    `95 % of such strangers; by chance ${(LEVEL * words.length).toFixed(1)} would (p ${pText(chance)}). ` +
    (clear.length === 0
      ? ""
      : `They are ${listed(clear.map(({ word }) => word))}${
          outliers.length === 0
            ? ""
            : `; in ${listed(outliers.map(({ word }) => word))} a group is smaller than ` +
              `${FEWEST_FOR_A_MEANING} people, who stand apart rather than mean something else`
        }.`)
  ).trim();
}

const LEVEL = 0.05;

/** Binomial chance of `least` hits or more in `trials` at a `rate` each. */
function chanceOfAtLeast(least: number, trials: number, rate: number): number {
  let chance = (1 - rate) ** trials;
  let below = 0;
  for (let hits = 0; hits < least; hits++) {
    below += chance;
    chance *= ((trials - hits) / (hits + 1)) * (rate / (1 - rate));
  }
  return Math.max(0, 1 - below);
}
