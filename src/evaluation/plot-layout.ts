import { bandFrequencyHz } from "../effects/index.ts";

/** What a plot's values are in: decibels, or the data's own z units. */
export type PlotUnit = "dB" | "z";

/** One curve of a plot, with what it was made from; in a plot of z units every value is in z. */
export interface PlottedCurve {
  /** Written at the curve's right end. */
  readonly name: string;
  /** The line. Shape `[n]`, n at least 2, dB. */
  readonly gainDb: ArrayLike<number>;
  /** Where `gainDb` was taken. Shape `[n]`, Hz, rising. Default: the 40 bands. */
  readonly frequencyHz?: ArrayLike<number>;
  /** Dots: the setting that the line is the response of. Shape `[40]`, dB at the 40 bands. */
  readonly askedDb?: ArrayLike<number>;
  /** A ribbon between two curves. Shape `[40]` each, dB at the 40 bands. */
  readonly spreadDb?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> };
}

/** A gain, or a lower and an upper one, in dB at a frequency. */
export interface PlotPoint {
  readonly hz: number;
  readonly low: number;
  readonly high: number;
}

/** A curve's points on the axis. */
export interface DrawnCurve {
  readonly line: readonly PlotPoint[];
  readonly dots: readonly PlotPoint[];
  readonly ribbon: readonly PlotPoint[];
  readonly color: string;
}

/** Ends of the frequency axis, Hz. */
export const RANGE_HZ: readonly [number, number] = [20, 20_000];

/** @throws RangeError if the curve's values are not finite or do not belong together. */
export function pointsOf(curve: PlottedCurve, unit: PlotUnit): Omit<DrawnCurve, "color"> {
  const { gainDb, frequencyHz = bandFrequencyHz, askedDb, spreadDb } = curve;
  const name = JSON.stringify(curve.name);
  const onAxis = (
    what: string,
    hz: ArrayLike<number>,
    low: ArrayLike<number>,
    high: ArrayLike<number>,
  ): PlotPoint[] => checkedPoints(`${what} of ${name}`, unit, hz, { low, high });
  const line = onAxis("gainDb", frequencyHz, gainDb, gainDb);
  if (line.length < 2 || line.some((point, index) => index > 0 && !(point.hz > line[index - 1]!.hz))) {
    throw new RangeError(
      `plotCurves: frequencyHz of ${name} must rise and have two or more within 20..20000, got ${line.length}`,
    );
  }
  return {
    line,
    dots: askedDb ? onAxis("askedDb", bandFrequencyHz, askedDb, askedDb) : [],
    ribbon: spreadDb ? onAxis("spreadDb", bandFrequencyHz, spreadDb.low, spreadDb.high) : [],
  };
}

function checkedPoints(
  what: string,
  unit: PlotUnit,
  frequencyHz: ArrayLike<number>,
  { low, high }: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> },
): PlotPoint[] {
  for (const values of [low, high]) {
    if (values.length !== frequencyHz.length) {
      throw new RangeError(
        `plotCurves: ${what} must hold ${frequencyHz.length} values, got ${values.length}`,
      );
    }
  }
  const points = Array.from(frequencyHz, (hz, index) => ({ hz, low: low[index]!, high: high[index]! }));
  for (const { hz, low, high } of points) {
    if (Number.isFinite(hz) && Math.abs(low) <= 1000 && Math.abs(high) <= 1000) continue;
    const got = `${Math.abs(low) <= 1000 ? high : low} ${unit} at ${hz} Hz`;
    throw new RangeError(`plotCurves: ${what} must be finite and within ±1000 ${unit}, got ${got}`);
  }
  return points.filter(({ hz }) => hz >= RANGE_HZ[0] && hz <= RANGE_HZ[1]);
}

/** Distances between ticks, of which the smallest is taken that needs no more than five on either side. */
const tickSteps: Readonly<Record<PlotUnit, readonly number[]>> = {
  dB: [3, 6, 12, 24, 60, 120, 240],
  z: [0.5, 1, 2, 5, 10, 25, 50, 100, 250],
};

/** Symmetric about 0 and wide enough for every point; its ticks are multiples of one of the {@link tickSteps}. */
export function gainAxis(
  drawn: readonly DrawnCurve[],
  atLeastDb: number,
  unit: PlotUnit,
): { limitDb: number; ticksDb: readonly number[] } {
  let reachDb = atLeastDb;
  for (const { line, dots, ribbon } of drawn) {
    for (const { low, high } of [...line, ...dots, ...ribbon]) {
      reachDb = Math.max(reachDb, Math.abs(low), Math.abs(high));
    }
  }
  const stepDb = tickSteps[unit].find((step) => reachDb <= 5 * step) ?? tickSteps[unit].at(-1)!;
  // A hundredth of a step more than the axis, half a pixel, is no reason for another one.
  const steps = Math.max(1, Math.ceil(reachDb / stepDb - 0.01));
  const ticksDb = Array.from({ length: 2 * steps + 1 }, (_, tick) => (tick - steps) * stepDb);
  return { limitDb: steps * stepDb, ticksDb };
}

/** Moves heights apart to at least `gap`, by as little as their order and the room between the ends allow. */
export function spreadOut(heights: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => heights[a]! - heights[b]! || a - b);
  // Neighbours that would touch become one block, centred on the mean of its members' heights.
  const blocks: { members: number[]; center: number }[] = [];
  for (const index of order) {
    let block = blockOf([index], heights, gap, top, bottom);
    for (let above = blocks.at(-1); above; above = blocks.at(-1)) {
      const needed = ((above.members.length + block.members.length) / 2) * gap;
      if (block.center - above.center >= needed) break;
      block = blockOf([...above.members, ...block.members], heights, gap, top, bottom);
      blocks.pop();
    }
    blocks.push(block);
  }
  const placed = [...heights];
  for (const { members, center } of blocks) {
    members.forEach((member, place) => {
      placed[member] = center + (place - (members.length - 1) / 2) * gap;
    });
  }
  return placed;
}

function blockOf(
  members: number[],
  heights: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): { members: number[]; center: number } {
  const mean = members.reduce((sum, member) => sum + heights[member]!, 0) / members.length;
  const half = ((members.length - 1) / 2) * gap;
  return { members, center: Math.min(Math.max(mean, top + half), bottom - half) };
}
