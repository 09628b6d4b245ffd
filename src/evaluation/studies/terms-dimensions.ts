import type { Example } from "../../dataset/index.ts";
import { BAND_COUNT } from "../../effects/index.ts";
import { defaultTrainingOptions, residualArchitecture } from "../../model/index.ts";
import { scatterChart } from "../charts/index.ts";
import { meanOf } from "../metrics/prediction.ts";
import { plotCurves } from "../plot-curve.ts";
import type { Figure, Table } from "../study.ts";
import { trainNetwork } from "../train-network.ts";
import {
  type AlignmentOptions,
  type AlignmentReport,
  type AxisReport,
  alignAxes,
  type PlacedWord,
  semanticAxes,
} from "./terms-axes.ts";
import { decimals, listed, percent, pText } from "./terms-text.ts";

/** Words as the means of their raw curves: what needs no network. */
export function alignInCurves(examples: readonly Example[], options: AlignmentOptions): AlignmentReport {
  const words = placeWords(examples, (gains) => gains);
  return alignAxes(words, trebleOf(examples), options);
}

/** Words as the means of their latents in the default network, trained on all rows. */
export function alignInLatents(
  examples: readonly Example[],
  training: { readonly seed: number; readonly epochs: number },
  options: AlignmentOptions,
): AlignmentReport {
  const network = trainNetwork(examples, residualArchitecture, { ...defaultTrainingOptions, ...training });
  const words = placeWords(examples, (gains) => network.encode(gains));
  return alignAxes(words, trebleOf(examples), options);
}

function placeWords(
  examples: readonly Example[],
  embed: (gains: Float64Array) => Float64Array,
): PlacedWord[] {
  const rowsOf = new Map<string, Float64Array[]>();
  for (const { term, gains } of examples) rowsOf.set(term, [...(rowsOf.get(term) ?? []), embed(gains)]);
  return [...rowsOf].map(([word, rows]) => ({
    word,
    people: rows.length,
    place: Float64Array.from(rows[0]!, (_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length),
  }));
}

/** Slope of a word's mean curve over the bands. */
function trebleOf(examples: readonly Example[]): (word: string) => number {
  const slopes = placeWords(examples, (gains) =>
    Float64Array.of(gains.reduce((sum, gain, band) => sum + gain * (band - (BAND_COUNT - 1) / 2), 0)),
  );
  const byWord = new Map(slopes.map(({ word, place }) => [word, place[0]!]));
  return (word) => byWord.get(word)!;
}

/** A space with what was found in it. */
export interface NamedSpace {
  readonly name: string;
  readonly report: AlignmentReport;
}

const LEVEL = 0.05;

export function dimensionTables(spaces: readonly NamedSpace[]): Table[] {
  return [
    {
      title: "Semantic axes along the leading directions",
      note:
        "Directions: principal components of the means of words with four rows or more, unweighted. Axes: the three " +
        "semantic dimensions of timbre (Zacharakis, Pastiadis & Reiss 2014) by anchor adjectives in English and " +
        "Spanish, fixed by their meaning, those with two rows or more. Cells: Pearson's r of the anchors' scores with " +
        "their polarity (AUC; p against shuffled polarities, over all axes and directions at once). The sign of a " +
        "direction is that of treble. Whole space: AUC of a linear discriminant (Fisher 1936) that scores each anchor " +
        "from the others alone, with p.",
      columns: [
        ...["space: axis", "anchors + / −", "1st direction", "2nd direction", "3rd direction"],
        "whole space",
      ],
      rows: spaces.flatMap(({ name, report }) =>
        report.axes.map(({ name: axis, anchors, alignments, held }) => {
          const positive = anchors.filter(({ isPositive }) => isPositive).length;
          return [
            `${name}: ${axis}`,
            `${positive} / ${anchors.length - positive}`,
            ...alignments.map(
              ({ r, auc, familyP }) => `${decimals(r, 2)} (${auc.toFixed(2)}; ${pText(familyP)})`,
            ),
            `${held.auc.toFixed(2)} (${pText(held.p)})`,
          ];
        }),
      ),
    },
    {
      title: "Leading directions and angles between the axes",
      note:
        "Share of the variance between words along each direction; cosine of the angle between two axes, each from " +
        "the mean of its negative to that of its positive anchors: 0 where they are different things, ±1 where one " +
        "says the other.",
      columns: [
        ...["space", "1st", "2nd", "3rd"],
        ...spaces[0]!.report.betweenAxes.map(({ axes }) => axes.join(", ")),
      ],
      rows: spaces.map(({ name, report }) => [
        name,
        ...report.varianceShares.map(percent),
        ...report.betweenAxes.map(({ cosine }) => decimals(cosine, 2)),
      ]),
    },
    {
      title: "Anchors of the semantic axes",
      note: "Words with two rows or more, with their number of people.",
      columns: ["axis", "positive", "negative"],
      rows: spaces[0]!.report.axes.map((axis) => [
        axis.name,
        anchorList(axis, true),
        anchorList(axis, false),
      ]),
    },
  ];
}

function anchorList({ anchors }: AxisReport, side: boolean): string {
  return anchors
    .filter(({ isPositive }) => isPositive === side)
    .map(({ word, people }) => `${word} ${people}`)
    .join(", ");
}

const ordinals: readonly string[] = ["first", "second", "third"];

/** @param spaces The raw curves first, then the network's latents, one for each seed. */
export function dimensionFindings(spaces: readonly NamedSpace[]): string[] {
  const curves = spaces[0]!.report;
  const latents = spaces.slice(1).map(({ report }) => report);
  const shares = (report: AlignmentReport): string => report.varianceShares.map(percent).join(", ");
  const isHeld = (report: AlignmentReport, axis: number, direction: number): boolean =>
    report.axes[axis]!.alignments[direction]!.familyP < LEVEL;
  const idle = ordinals.filter((_, direction) =>
    spaces.every(({ report }) => semanticAxes.every((_, axis) => !isHeld(report, axis, direction))),
  );
  const cosines = curves.betweenAxes.map(({ axes }, index) => {
    const mean = meanOf(latents.map((report) => report.betweenAxes[index]!.cosine));
    return `${axes.join(" and ")} ${decimals(mean, 2)}`;
  });
  const inCurves = semanticAxes.map(({ name }, axis) => {
    const sizes = curves.axes[axis]!.alignments.map(({ r }) => Math.abs(r));
    return `${name} |r| ${Math.max(...sizes).toFixed(2)} with the ${ordinals[sizes.indexOf(Math.max(...sizes))]}`;
  });
  return [
    `Do the latent's leading directions line up with luminance, texture and mass? The first three hold ` +
      `${shares(latents[0]!)} of the variance between words. ` +
      `${semanticAxes.map((_, axis) => axisSentence(latents, axis, isHeld)).join(" ")}` +
      `${idle.length === 0 ? "" : ` No axis lies along the ${listed(idle)}.`}`,
    `In an equalizer the three axes are not three independent things: the cosines between them are ${listed(cosines)}. ` +
      `The raw curves' own principal components (${shares(curves)}) line up in much the same way without any network ` +
      `(${inCurves.join(", ")}).`,
  ];
}

function axisSentence(
  latents: readonly AlignmentReport[],
  axis: number,
  isHeld: (report: AlignmentReport, axis: number, direction: number) => boolean,
): string {
  const sizes = (direction: number): string =>
    spanText(latents.map((report) => Math.abs(report.axes[axis]!.alignments[direction]!.r)));
  const along = ordinals.flatMap((ordinal, direction) => {
    const held = latents.filter((report) => isHeld(report, axis, direction)).length;
    if (held === 0) return [];
    const often = held === latents.length ? "" : ` in ${held} of ${latents.length} trainings`;
    return [`the ${ordinal}${often} (|r| ${sizes(direction)})`];
  });
  const { name } = semanticAxes[axis]!;
  const areas = spanText(latents.map((report) => report.axes[axis]!.held.auc));
  return (
    `${name[0]!.toUpperCase()}${name.slice(1)} lies along ${along.length === 0 ? "none of them" : listed(along)}; ` +
    `a discriminant in the whole space scores its held-out anchors with an AUC of ${areas}.`
  );
}

/** "0.89 to 0.91", "1.00". */
function spanText(values: readonly number[]): string {
  const [low, high] = [Math.min(...values).toFixed(2), Math.max(...values).toFixed(2)];
  return low === high ? low : `${low} to ${high}`;
}

/** @param spaces As in {@link dimensionFindings}. */
export async function dimensionFigures(spaces: readonly NamedSpace[]): Promise<Figure[]> {
  const [curves, latent] = [spaces[0]!.report, spaces[1]!];
  const lines = curves.directions.map((direction, index) => ({
    name: `${ordinals[index]}, ${percent(curves.varianceShares[index]!)}`,
    // Of power 1 over the bands, like a person's curve.
    gainDb: direction.map((value) => value * Math.sqrt(BAND_COUNT)),
  }));
  const points = latent.report.axes.flatMap(({ name, anchors }) =>
    anchors.map(({ word, people, isPositive, scores }) => ({
      ...{ x: scores[0]!, y: scores[1]!, size: people, label: word },
      group: `${name} ${isPositive ? "+" : "−"}`,
    })),
  );
  return [
    {
      title: "The directions in which words differ most",
      note:
        "Principal components of the means of words with four rows or more, as curves in z units with the power of a " +
        "person's curve, and their share of the variance between words.",
      svg: await plotCurves(lines, { unit: "z" }),
    },
    {
      title: "Anchors of the semantic axes in the latent space",
      note:
        `Scores on the two leading directions of ${latent.name}; the area of a dot is the number of people. An axis is ` +
        "a direction where its + and − lie on opposite sides.",
      svg: await scatterChart({ xLabel: "1st direction", yLabel: "2nd direction", points }),
    },
  ];
}
