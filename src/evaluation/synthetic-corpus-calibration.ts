import { createRandom } from "../math/index.ts";
import { consistencyAt, shownShare } from "./synthetic-corpus-listeners.ts";
import type { CorpusSource } from "./synthetic-corpus-source.ts";

/** Rows that are drawn to see what normalising does; its seed is fixed, so the same source gives the same answer. */
const ROWS = 10_000;
const SEED = 1;
/** Rounds until nothing changes in the third digit. */
const ROUNDS = 12;
/** Of effects over people's own ways; the data's grow by up to 1.2. */
const MOST_GROWTH = 2;

/**
 * The source whose rows, once they are brought to deviation 1, have the statistics of the given one. A source is learned
 * from rows of deviation 1; drawn from a normal distribution rows are of any length, and dividing them by it takes more
 * from where rows are long: leading directions lose variance to the others, and words' effects shrink. So for each
 * coordinate the depth of people's own ways and that of words' effects (and of what they have in common) are corrected by
 * what a drawn sample shows them to become, until they come out as they should; only their common scale is left open,
 * since it is divided away. Where words differ so much that no normal distribution does (`ratio` far above 1), effects
 * grow to twice their depth and no further.
 */
export function calibrated(source: CorpusSource): CorpusSource {
  const { mean, ratio, curveAt } = source;
  const size = mean.length;
  const gram = gramOf(source);
  const random = createRandom(SEED);
  const drawn = Array.from({ length: ROWS }, (_, row) => ({
    shown: shownShare(consistencyAt((row + 0.5) / ROWS)),
    effect: Float64Array.from(ratio, (variance) => Math.sqrt(variance) * random.normal()),
    person: Float64Array.from(ratio, () => random.normal()),
  }));
  const people = new Float64Array(size).fill(1);
  const growth = new Float64Array(size).fill(1); // of effects, over people's
  const row = new Float64Array(size);
  for (let round = 0; round < ROUNDS; round++) {
    const kept = new Float64Array(size); // Σ shown · effect · row: the part of an effect that is left
    const common = new Float64Array(size); // Σ shown · row
    const squares = new Float64Array(size);
    let [shownSquares, lengths] = [0, 0];
    for (const { shown, effect, person } of drawn) {
      for (let d = 0; d < size; d++) {
        row[d] = people[d]! * (shown * growth[d]! * (mean[d]! + effect[d]!) + person[d]!);
      }
      const square = quadratic(gram, row);
      lengths += square / ROWS;
      shownSquares += (shown * shown) / ROWS;
      for (let d = 0; d < size; d++) {
        const value = row[d]! / Math.sqrt(square);
        kept[d]! += (shown * effect[d]! * value) / ROWS;
        common[d]! += (shown * value) / ROWS;
        squares[d]! += (value * value) / ROWS;
      }
    }
    for (let d = 0; d < size; d++) {
      const effect = ratio[d]! > 0 ? kept[d]! / shownSquares / ratio[d]! : 1; // 1 where it comes out as it should
      const explained = ratio[d]! * effect * effect + (common[d]! / shownSquares) ** 2;
      const spread = Math.sqrt(squares[d]! - shownSquares * explained);
      growth[d] = Math.min(MOST_GROWTH, Math.max(1 / MOST_GROWTH, (growth[d]! * spread) / effect));
      people[d]! /= spread * Math.sqrt(lengths);
    }
  }
  return {
    ...source,
    mean: growth.map((value, d) => value * mean[d]!),
    ratio: growth.map((value, d) => value * value * ratio[d]!),
    first: source.first.map((word) => ({
      ...word,
      effect: growth.map((value, d) => value * word.effect[d]!),
      variance: growth.map((value, d) => value * value * word.variance[d]!),
    })),
    curveAt: (coordinates) => curveAt(people.map((value, d) => value * coordinates[d]!)),
  };
}

/** Shape `[size, size]`: products of what one unit of each coordinate adds to a curve, mean over the bands. */
function gramOf({ mean, curveAt }: CorpusSource): Float64Array {
  const size = mean.length;
  const flat = curveAt(new Float64Array(size));
  const steps = Array.from({ length: size }, (_, d) => {
    const step = curveAt(Float64Array.from({ length: size }, (_, i) => (i === d ? 1 : 0)));
    const raw = step.map((value, band) => value - flat[band]!);
    const level = raw.reduce((sum, value) => sum + value, 0) / raw.length;
    return raw.map((value) => value - level);
  });
  return Float64Array.from(
    steps.flatMap((a) =>
      steps.map((b) => a.reduce((sum, value, band) => sum + value * b[band]!, 0) / a.length),
    ),
  );
}

function quadratic(matrix: Float64Array, x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < x.length; j++) sum += x[i]! * matrix[i * x.length + j]! * x[j]!;
  }
  return sum;
}
