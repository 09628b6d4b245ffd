import { drawMarks } from "../plot-canvas.ts";
import { GRID, PAPER, QUIET_INK, ZERO_LINE } from "../plot-colors.ts";
import { plainText, roundCoordinates } from "../plot-svg.ts";
import { assertCount, assertFinite, assertInterval } from "./chart-check.ts";
import { type ChartScale, linearScale, logScale, pointScale } from "./chart-scale.ts";
import {
  CHART_WIDTH_PX,
  drawAxisLabels,
  drawEndLabels,
  drawLegend,
  drawTicks,
  drawUprightTicks,
  EDGE_PX,
  label,
  layOutLegend,
  layOutTicks,
  SERIES_LIMIT,
  seriesStyle,
  slantReachPx,
  widestPx,
} from "./chart-words.ts";

/** One line of a chart. */
export interface ChartSeries {
  /** In the legend, where there are several. */
  readonly name: string;
  /** Where x is a name, the line goes from name to name in the order of their first appearance. */
  readonly points: readonly {
    readonly x: number | string;
    readonly y: number;
    /** Ends of an interval about y, drawn as a ribbon; both or neither. */
    readonly low?: number;
    readonly high?: number;
  }[];
}

const FRAME_HEIGHT_PX = 320;

/**
 * Draws values over numbers or names: lines with dots, intervals as ribbons, dashed lines for values to compare with.
 * The same input gives the same characters.
 *
 * @param o.series 1..16.
 * @param o.xScale Default `point` where any x is a name, else `linear`. `point` sets numbers side by side as names.
 * @param o.yDomain The y axis reaches at least over this; further where a value does.
 * @returns The text of an SVG image, 760 px wide.
 * @throws RangeError if a value is not finite, x on a logarithmic axis is not above 0, or there is nothing to draw.
 */
export async function lineChart(o: {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly ChartSeries[];
  readonly xScale?: "linear" | "log" | "point";
  readonly yDomain?: readonly [number, number];
  readonly references?: readonly { readonly y: number; readonly label: string }[];
}): Promise<string> {
  const { series, references = [], yDomain = [] } = o;
  assertSeries(series);
  assertFinite("lineChart: yDomain", ...yDomain);
  for (const { y, label } of references) assertFinite(`lineChart: y of the reference "${label}"`, y);

  const { scale: xScale, numberOf, hasNames } = xAxis(series, o.xScale);
  const drawn = series.map(({ points }, index) => ({
    ...seriesStyle(index),
    points: points
      .map(({ x, y, low = y, high = y }) => ({ x: numberOf(x), y, low, high }))
      .sort((a, b) => a.x - b.x),
    hasInterval: points.some(({ low }) => low !== undefined),
  }));
  const reached = drawn.flatMap(({ points }) => points.flatMap(({ y, low, high }) => [y, low, high]));
  const yScale = linearScale([...reached, ...yDomain, ...references.map(({ y }) => y)], 6);

  const legend = layOutLegend(
    series.map(({ name }) => name),
    CHART_WIDTH_PX,
    "line",
  );
  const notes = references.map((reference) => label(reference.label, 200));
  const right = CHART_WIDTH_PX - Math.max(28, notes.length > 0 ? 12 + widestPx(notes) + EDGE_PX : 0);
  let left = EDGE_PX + widestPx(yScale.labels) + 8;
  const stepPx = (right - left) / (xScale.ticks.length - (hasNames ? 0 : 1));
  const ticks = layOutTicks(xScale.labels, stepPx);
  left = Math.max(left, EDGE_PX + slantReachPx(ticks, stepPx) - (hasNames ? stepPx / 2 : 0));
  const top = 12 + legend.heightPx + 34;
  const frame = { left, right, top, bottom: top + FRAME_HEIGHT_PX };
  const heightPx = frame.bottom + ticks.heightPx + 38;

  const svg = await drawMarks({ widthPx: CHART_WIDTH_PX, heightPx, frame, x: xScale, y: yScale }, (Plot) => [
    Plot.ruleY(yScale.ticks, { stroke: GRID }),
    ...(hasNames ? [] : [Plot.ruleX(xScale.ticks, { stroke: GRID })]),
    ...(yScale.domain[0] <= 0 && yScale.domain[1] >= 0 ? [Plot.ruleY([0], { stroke: ZERO_LINE })] : []),
    ...references.map(({ y }) => Plot.ruleY([y], { stroke: QUIET_INK, strokeDasharray: "3 4" })),
    ...drawn
      .filter(({ hasInterval }) => hasInterval)
      .map(({ points, color }) =>
        // A ribbon over one place would have no width.
        points.length === 1
          ? Plot.ruleX(points, { x: "x", y1: "low", y2: "high", stroke: color, strokeWidth: 2 })
          : Plot.areaY(points, { x: "x", y1: "low", y2: "high", fill: color, fillOpacity: 0.14 }),
      ),
    ...drawn.flatMap(({ points, color, isSecond }) => {
      const line = { x: "x", y: "y", strokeLinejoin: "round" } as const;
      const dash = isSecond ? { strokeDasharray: "6 4" } : {};
      return [
        Plot.line(points, { ...line, stroke: PAPER, strokeWidth: 4.5 }),
        Plot.line(points, { ...line, stroke: color, strokeWidth: 2.25, ...dash }),
        Plot.dot(points, {
          ...{ x: "x", y: "y", r: 3.75, fill: isSecond ? PAPER : color },
          ...{ stroke: isSecond ? color : PAPER, strokeWidth: 1.5 },
        }),
      ];
    }),
  ]);
  drawLegend(svg, legend, 10);
  drawUprightTicks(svg, yScale, frame);
  const xPx = xScale.ticks.map((tick) => left + xScale.position(tick) * (right - left));
  drawTicks(svg, ticks, xPx, frame.bottom);
  const heights = references.map(({ y }) => frame.bottom - yScale.position(y) * FRAME_HEIGHT_PX);
  drawEndLabels(svg, notes, heights, frame);
  drawAxisLabels(svg, frame, { x: o.xLabel, y: o.yLabel }, heightPx);
  return roundCoordinates(svg).toString();
}

function assertSeries(series: readonly ChartSeries[]): void {
  assertCount("lineChart: series", series.length, SERIES_LIMIT);
  for (const { name, points } of series) {
    assertCount(`lineChart: points of "${name}"`, points.length, 100_000);
    for (const { x, y, low, high } of points) {
      assertFinite(`lineChart: x of "${name}"`, typeof x === "number" ? x : 0);
      assertFinite(`lineChart: y of "${name}" at ${x}`, y);
      assertInterval(`lineChart: the interval of "${name}" at ${x}`, low, high);
    }
  }
}

/** The scale, and each x as a number on it. */
function xAxis(
  series: readonly ChartSeries[],
  asked: "linear" | "log" | "point" | undefined,
): { scale: ChartScale; numberOf: (x: number | string) => number; hasNames: boolean } {
  const all = series.flatMap(({ points }) => points.map(({ x }) => x));
  const name = all.find((x) => typeof x === "string");
  const kind = asked ?? (name === undefined ? "linear" : "point");
  if (kind === "point") {
    const names = [...new Set(all.map(String))];
    const places = new Map(names.map((text, index) => [text, index]));
    return {
      scale: pointScale(names.map(plainText)),
      numberOf: (x) => places.get(String(x))!,
      hasNames: true,
    };
  }
  if (name !== undefined) {
    throw new RangeError(`lineChart: x on a ${kind} scale must be a number, got "${name}"`);
  }
  const values = all.map(Number);
  const bad = kind === "log" ? values.find((x) => x <= 0) : undefined;
  if (bad !== undefined) throw new RangeError(`lineChart: x on a log scale must be above 0, got ${bad}`);
  const scale = kind === "log" ? logScale(values) : linearScale(values, 8);
  return { scale, numberOf: Number, hasNames: false };
}
