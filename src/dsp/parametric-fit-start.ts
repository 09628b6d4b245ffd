import { placeOfPoint, sectionsResponseDb } from "./parametric-fit-models.ts";
import { type BoundedSection, bounded, type FitProblem } from "./parametric-fit-solver.ts";

/** Where a section might stand, and how much of the weighted mean square error that would take off, dB². */
export interface SectionStart {
  readonly section: BoundedSection;
  /** Gain in dB, ln of the place, ln of Q; within the section's bounds. */
  readonly parameters: readonly [number, number, number];
  readonly takesOff: number;
}

/** A shelf or a cut starts as steep as it can be without a bump. */
const FLAT_LOG_Q = Math.log(Math.SQRT1_2);
/** The narrowest bell that is started, as ln of the ratio of its edges. */
const LEAST_WIDTH = 0.1 * Math.LN2;
/** A cut is tried at every so manyth point. */
const CUT_STRIDE = 3;

/**
 * Where one more section would take off much, by its kind:
 *
 * - a bell on the lobe of the residual (points in a row on one side of 0 dB) with the largest area, at its largest
 *   point, as wide as the lobe is at half of it: `1/Q = 2·sinh(½·ln(place above / place below))` (Audio EQ Cookbook);
 * - a shelf on the outermost lobe, at the gain of its end, up to where half of that is left (the best step over all
 *   splits runs across lobes that bells should have, and found half as many banks again);
 * - a cut at the best of many corners.
 *
 * A bell's or shelf's gain is then the best one for its shape.
 *
 * @param residualDb Shape `[points]`, dB: what is still missing, with the best constant gain taken out.
 */
export function startSection(
  problem: FitProblem,
  section: BoundedSection,
  residualDb: Float64Array,
): SectionStart {
  const within = pointsWithin(problem, section);
  switch (section.kind) {
    case "bell":
      return withBestGain(problem, section, residualDb, bellOnLargestLobe(problem, residualDb, within));
    case "lowShelf":
    case "highShelf":
      return withBestGain(problem, section, residualDb, shelfOnEdge(problem, section, residualDb));
    default:
      return bestCut(problem, section, residualDb, within);
  }
}

type Triple = readonly [number, number, number];

/** First and last of the points where the section may stand; the nearest to its lowest place if there are none. */
function pointsWithin({ points }: FitProblem, { low, high }: BoundedSection): readonly [number, number] {
  const count = points.root.length;
  let first = 0;
  while (first < count - 1 && placeOfPoint(points, first) < low[1]) first++;
  let last = count - 1;
  while (last > first && placeOfPoint(points, last) > high[1]) last--;
  return [first, last];
}

function bellOnLargestLobe(
  { points }: FitProblem,
  residualDb: Float64Array,
  [first, last]: readonly [number, number],
): Triple {
  const peak = peakOfLargestLobe(points.root, residualDb, first, last);
  const gainDb = residualDb[peak]!;
  let [low, high] = [peak, peak];
  while (low > 0 && residualDb[low]! / gainDb > 0.5) low--;
  while (high < residualDb.length - 1 && residualDb[high]! / gainDb > 0.5) high++;
  const width = Math.max(LEAST_WIDTH, placeOfPoint(points, high) - placeOfPoint(points, low));
  return [gainDb, placeOfPoint(points, peak), -Math.log(2 * Math.sinh(width / 2))];
}

function peakOfLargestLobe(
  root: Float64Array,
  residualDb: Float64Array,
  first: number,
  last: number,
): number {
  let [largestArea, peakOfLargest] = [0, first];
  let [area, peak] = [0, first];
  for (let point = first; point <= last; point++) {
    const value = residualDb[point]!;
    if (point === first || value * residualDb[point - 1]! <= 0) [area, peak] = [0, point];
    area += root[point]! * root[point]! * Math.abs(value);
    if (Math.abs(value) > Math.abs(residualDb[peak]!)) peak = point;
    if (area > largestArea) [largestArea, peakOfLargest] = [area, peak];
  }
  return peakOfLargest;
}

/** The outermost lobe, at the gain of its end, up to where half of that is left. */
function shelfOnEdge({ points }: FitProblem, { kind }: BoundedSection, residualDb: Float64Array): Triple {
  const last = residualDb.length - 1;
  const [end, inward] = kind === "lowShelf" ? [0, 1] : [last, -1];
  const gainDb = residualDb[end]!;
  let corner = end;
  while (corner >= 0 && corner <= last && residualDb[corner]! / gainDb > 0.5) corner += inward;
  return [gainDb, placeOfPoint(points, Math.min(last, Math.max(0, corner))), FLAT_LOG_Q];
}

function bestCut(
  problem: FitProblem,
  section: BoundedSection,
  residualDb: Float64Array,
  [first, last]: readonly [number, number],
): SectionStart {
  let best: SectionStart | undefined;
  for (let point = first; point <= last; point += CUT_STRIDE) {
    const parameters: Triple = [0, placeOfPoint(problem.points, point), FLAT_LOG_Q];
    const start = withBestGain(problem, section, residualDb, parameters);
    if (!best || start.takesOff > best.takesOff) best = start;
  }
  return best!;
}

/** Keeps the bounds, and scales the gain of a bell or shelf to the least squares of its shape. */
function withBestGain(
  { points, outputGainDb: [lowest, highest] }: FitProblem,
  section: BoundedSection,
  residualDb: Float64Array,
  asked: Triple,
): SectionStart {
  const [askedGainDb, place, logQ] = asked.map((value, parameter) => bounded(section, parameter, value));
  const response = new Float64Array(points.root.length);
  sectionsResponseDb(points, [section.kind], Float64Array.of(askedGainDb!, place!, logQ!), response);
  let [mean, across, power] = [0, 0, 0];
  for (let point = 0; point < response.length; point++) {
    const weighted = points.root[point]! ** 2 * response[point]!;
    mean += weighted;
    across += weighted * residualDb[point]!;
    power += weighted * response[point]!;
  }
  // The residual has no mean where the level is free, so only the response's own has to go.
  if (highest > lowest) power -= mean * mean;
  const isScaled = askedGainDb !== 0 && power > 0;
  const gainDb = isScaled ? bounded(section, 0, (askedGainDb! * across) / power) : askedGainDb!;
  const scale = isScaled ? gainDb / askedGainDb! : 1;
  return {
    section,
    parameters: [gainDb, place!, logQ!],
    takesOff: scale * (2 * across - scale * power),
  };
}
