import { createRandom, principalComponents } from "../../math/index.ts";
import { areaUnderCurve, cosine } from "../metrics/clustering.ts";
import { fitLinearDiscriminant } from "../metrics/linear-discriminant.ts";
import { meanOf, pearson } from "../metrics/prediction.ts";

/** A dimension of timbre in words: what is said of its two ends. */
export interface SemanticAxis {
  readonly name: "luminance" | "texture" | "mass";
  readonly positive: readonly string[];
  readonly negative: readonly string[];
}

/**
 * The three semantic dimensions of timbre (Zacharakis, Pastiadis & Reiss, An interlanguage study of musical timbre
 * semantic dimensions and their acoustic correlates, 2014) by their anchor adjectives, in English and in Spanish
 * translation, no word on two axes. Chosen by what the words mean, whether the data has them or not.
 */
export const semanticAxes: readonly SemanticAxis[] = [
  {
    name: "luminance",
    positive: [
      ...["bright", "brilliant", "sharp", "clear", "luminous"],
      ...["brillante", "afilado", "agudo", "claro", "luminoso", "cristalino", "resplandeciente"],
    ],
    negative: [...["dark", "deep", "dull", "muffled"], ...["oscuro", "profundo", "apagado", "opaco"]],
  },
  {
    name: "texture",
    positive: [
      ...["soft", "smooth", "round", "rounded", "warm", "mellow", "gentle"],
      ...["suave", "liso", "redondo", "cálido", "blando"],
    ],
    negative: [
      ...["rough", "harsh", "hard", "raspy", "grainy", "coarse"],
      ...["áspero", "rugoso", "duro", "rasposo"],
    ],
  },
  {
    name: "mass",
    positive: [
      ...["heavy", "thick", "full", "dense", "rich", "big", "large", "fat"],
      ...["pesado", "grueso", "lleno", "denso", "rico", "grande", "gordo"],
    ],
    negative: [
      ...["light", "thin", "small", "tinny", "hollow", "airy", "empty"],
      ...["ligero", "delgado", "pequeño", "chico", "hueco", "flaco", "vacío"],
    ],
  },
];

/** A word's place in a space. */
export interface PlacedWord {
  readonly word: string;
  /** Rows behind it. */
  readonly people: number;
  /** Mean of its rows. Shape `[dimensions]`. */
  readonly place: Float64Array;
}

/** An anchor of an axis with its scores on the leading directions. */
export interface AnchorScore {
  readonly word: string;
  readonly people: number;
  readonly isPositive: boolean;
  /** Shape `[directions]`, in the space's unit. */
  readonly scores: readonly number[];
}

/** How one axis and one direction go together, over the axis's anchors. */
export interface Alignment {
  /** Pearson's r of score and polarity (point-biserial). */
  readonly r: number;
  /** Chance that a positive anchor scores higher than a negative one. */
  readonly auc: number;
  /** Share of shuffled polarities with as large an |r|. */
  readonly p: number;
  /** Share of shuffles in which any of all axes and directions reaches as large an |r|. */
  readonly familyP: number;
}

export interface AxisReport {
  readonly name: SemanticAxis["name"];
  readonly anchors: readonly AnchorScore[];
  /** One per direction. */
  readonly alignments: readonly Alignment[];
  /** The axis in the whole space: each anchor scored by a linear discriminant of the other anchors. */
  readonly held: { readonly auc: number; readonly p: number };
}

export interface AlignmentReport {
  /** Words that the directions were taken from. */
  readonly words: number;
  /** Share of the variance between words along each leading direction. */
  readonly varianceShares: readonly number[];
  /** Shape `[directions][dimensions]`, unit length, towards more treble. */
  readonly directions: readonly (readonly number[])[];
  readonly axes: readonly AxisReport[];
  /** Cosine between the axes' directions, each from the mean of the negative to that of the positive anchors. */
  readonly betweenAxes: readonly { readonly axes: readonly [string, string]; readonly cosine: number }[];
}

export interface AlignmentOptions {
  /** Decides the shuffles. */
  readonly seed: number;
  readonly shuffles: number;
  /** Shuffles for the discriminants, which cost more. */
  readonly discriminantShuffles: number;
  /** Rows that a word needs for the directions. Default 4. */
  readonly fewestForDirections?: number;
  /** Rows that an anchor needs. Default 2. */
  readonly fewestForAnchors?: number;
}

const DIRECTIONS = 3;

/**
 * Whether the directions in which words differ most are the semantic axes: principal components of the words'
 * places, unweighted, then correlations of the anchors' scores with their polarity, against shuffled polarities.
 *
 * @param words Every word of the data with its place.
 * @param treble How much more treble a word has than bass; decides which end of a direction is positive.
 * @throws RangeError if an axis has no anchor on one side.
 */
export function alignAxes(
  words: readonly PlacedWord[],
  treble: (word: string) => number,
  options: AlignmentOptions,
): AlignmentReport {
  const { seed, shuffles, discriminantShuffles, fewestForDirections = 4, fewestForAnchors = 2 } = options;
  const known = words.filter(({ people }) => people >= fewestForDirections);
  const dimensions = known[0]!.place.length;
  const { mean, components, variance } = principalComponents(
    known.map(({ place }) => place),
    dimensions,
  );
  const project = (place: ArrayLike<number>, direction: ArrayLike<number>): number =>
    mean.reduce((sum, middle, i) => sum + (place[i]! - middle) * direction[i]!, 0);
  const directions = Array.from({ length: DIRECTIONS }, (_, index) => {
    const direction = [...components.subarray(index * dimensions, (index + 1) * dimensions)];
    const scores = known.map(({ place }) => project(place, direction));
    const rises = pearson(
      scores,
      known.map(({ word }) => treble(word)),
    );
    return rises < 0 ? direction.map((value) => -value) : direction;
  });

  const placed = new Map(words.map((entry) => [entry.word, entry]));
  const axes = semanticAxes.map(({ name, positive, negative }) => {
    const anchors = [...positive, ...negative].flatMap((word) => {
      const entry = placed.get(word);
      if (entry === undefined || entry.people < fewestForAnchors) return [];
      return [{ ...entry, isPositive: positive.includes(word) }];
    });
    return { name, anchors };
  });
  const scored = axes.map(({ name, anchors }) => ({
    name,
    anchors: anchors.map(({ place, ...anchor }) => ({
      ...anchor,
      scores: directions.map((direction) => project(place, direction)),
    })),
  }));
  const tested = testAlignments(scored, { seed, shuffles });
  const apart = axes.map(({ anchors }) => differenceOf(anchors));
  const total = variance.reduce((sum, value) => sum + value, 0);
  return {
    words: known.length,
    varianceShares: directions.map((_, index) => variance[index]! / total),
    directions,
    axes: scored.map((axis, index) => ({
      ...axis,
      alignments: tested[index]!,
      held: heldOutArea(axes[index]!.anchors, { seed, shuffles: discriminantShuffles }),
    })),
    betweenAxes: axes.flatMap((one, i) =>
      axes.slice(i + 1).map((other, j) => ({
        axes: [one.name, other.name] as const,
        cosine: 1 - cosine(apart[i]!, apart[i + 1 + j]!),
      })),
    ),
  };
}

interface Shuffles {
  readonly seed: number;
  readonly shuffles: number;
}

function testAlignments(
  axes: readonly { readonly anchors: readonly AnchorScore[] }[],
  { seed, shuffles }: Shuffles,
): Alignment[][] {
  const random = createRandom(seed);
  const polarity = axes.map(({ anchors }) => anchors.map(({ isPositive }) => (isPositive ? 1 : -1)));
  const scoresOf = axes.map(({ anchors }) =>
    Array.from({ length: DIRECTIONS }, (_, index) => anchors.map(({ scores }) => scores[index]!)),
  );
  const observed = scoresOf.map((byDirection, axis) =>
    byDirection.map((scores) => pearson(scores, polarity[axis]!)),
  );
  const reached = observed.map((byDirection) => byDirection.map(() => ({ alone: 0, family: 0 })));
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    const drawn = scoresOf.map((byDirection, axis) => {
      const shuffled = random.shuffle([...polarity[axis]!]);
      return byDirection.map((scores) => Math.abs(pearson(scores, shuffled)));
    });
    const largest = Math.max(...drawn.flat());
    observed.forEach((byDirection, axis) => {
      byDirection.forEach((r, index) => {
        const counts = reached[axis]![index]!;
        if (drawn[axis]![index]! >= Math.abs(r) - 1e-12) counts.alone += 1;
        if (largest >= Math.abs(r) - 1e-12) counts.family += 1;
      });
    });
  }
  return observed.map((byDirection, axis) =>
    byDirection.map((r, index) => ({
      r,
      auc: areaUnderCurve(
        scoresOf[axis]![index]!,
        axes[axis]!.anchors.map(({ isPositive }) => isPositive),
      ),
      p: (reached[axis]![index]!.alone + 1) / (shuffles + 1),
      familyP: (reached[axis]![index]!.family + 1) / (shuffles + 1),
    })),
  );
}

type Anchor = PlacedWord & { readonly isPositive: boolean };

function heldOutArea(anchors: readonly Anchor[], { seed, shuffles }: Shuffles): { auc: number; p: number } {
  const random = createRandom(seed);
  const places = anchors.map(({ place }) => place);
  const area = (isPositive: readonly boolean[]): number => {
    const scores = places.map((place, left) => {
      const others = places.filter((_, i) => i !== left);
      return fitLinearDiscriminant(
        others,
        isPositive.filter((_, i) => i !== left),
      ).score(place);
    });
    return areaUnderCurve(scores, isPositive);
  };
  const truth = anchors.map(({ isPositive }) => isPositive);
  const auc = area(truth);
  let reached = 0;
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    const order = random.shuffle(truth.map((_, i) => i));
    if (area(order.map((i) => truth[i]!)) >= auc) reached += 1;
  }
  return { auc, p: (reached + 1) / (shuffles + 1) };
}

/** From the mean place of the negative anchors to that of the positive ones. */
function differenceOf(anchors: readonly Anchor[]): Float64Array {
  const middle = (side: boolean, i: number): number =>
    meanOf(anchors.filter(({ isPositive }) => isPositive === side).map(({ place }) => place[i]!));
  return Float64Array.from(anchors[0]!.place, (_, i) => middle(true, i) - middle(false, i));
}
