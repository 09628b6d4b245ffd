import { drawMarks } from "../plot-canvas.ts";
import { GRID, INK, PAPER, QUIET_INK, ZERO_LINE } from "../plot-colors.ts";
import { addElement, roundCoordinates } from "../plot-svg.ts";
import { assertCount, assertFinite } from "./chart-check.ts";
import { linearScale } from "./chart-scale.ts";
import {
  CHART_WIDTH_PX,
  drawAxisLabels,
  drawLegend,
  drawTicks,
  drawUprightTicks,
  EDGE_PX,
  label,
  layOutLegend,
  layOutTicks,
  SERIES_LIMIT,
  seriesStyle,
  widestPx,
  writeText,
} from "./chart-words.ts";
import { placeLabels } from "./scatter-labels.ts";

const FRAME_HEIGHT_PX = 430;
/** Radius of the largest dot where dots have sizes, and of all where they have none. */
const LARGEST_PX = 13;
const USUAL_PX = 4.5;
const SMALLEST_PX = 2.5;

/**
 * Draws points over two numbers. The same input gives the same characters.
 *
 * @param o.points 1..20,000. `label` is written beside the point; `group` decides its colour, in a legend; `size`,
 *   0 or more, its area, with the largest 13 px in radius.
 * @param o.diagonal Draws y = x, with one range for both axes. Default false.
 * @returns The text of an SVG image, 760 px wide.
 * @throws RangeError if a value is not finite, a size is below 0, or there are no points or more than 16 groups.
 */
export async function scatterChart(o: {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    readonly label?: string;
    readonly group?: string;
    readonly size?: number;
  }[];
  readonly diagonal?: boolean;
}): Promise<string> {
  const { points, diagonal = false } = o;
  assertCount("scatterChart: points", points.length, 20_000);
  for (const [index, { x, y, size = 0, label: name = String(index) }] of points.entries()) {
    assertFinite(`scatterChart: x, y and size of "${name}"`, x, y, size);
    if (size < 0) throw new RangeError(`scatterChart: size of "${name}" must be 0 or more, got ${size}`);
  }
  const groups = [...new Set(points.map(({ group }) => group ?? ""))];
  assertCount("scatterChart: groups", groups.length, SERIES_LIMIT);

  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const xScale = linearScale(diagonal ? [...xs, ...ys] : xs, 7);
  const yScale = diagonal ? xScale : linearScale(ys, 7);
  const legend = layOutLegend(groups, CHART_WIDTH_PX, "dot");
  const [left, right] = [EDGE_PX + widestPx(yScale.labels) + 8, CHART_WIDTH_PX - 28];
  const top = 12 + legend.heightPx + 34;
  const frame = { left, right, top, bottom: top + FRAME_HEIGHT_PX };
  const ticks = layOutTicks(xScale.labels, (right - left) / (xScale.ticks.length - 1));
  const heightPx = frame.bottom + ticks.heightPx + 38;

  const largest = points.reduce((most, { size = 0 }) => Math.max(most, size), 0);
  const drawn = points.map(({ x, y, size, label: name = "", group = "" }) => {
    const { color, isSecond } = seriesStyle(groups.indexOf(group));
    const colors = isSecond ? { fill: PAPER, stroke: color } : { fill: color, stroke: PAPER };
    return { x, y, ...colors, text: label(name, 220), r: radiusPx(size, largest) };
  });
  const layout = { widthPx: CHART_WIDTH_PX, heightPx, frame, x: xScale, y: yScale };
  const zero = { stroke: ZERO_LINE };
  const svg = await drawMarks(layout, (Plot) => [
    Plot.ruleX(xScale.ticks, { stroke: GRID }),
    Plot.ruleY(yScale.ticks, { stroke: GRID }),
    ...(xScale.domain[0] <= 0 && xScale.domain[1] >= 0 ? [Plot.ruleX([0], zero)] : []),
    ...(yScale.domain[0] <= 0 && yScale.domain[1] >= 0 ? [Plot.ruleY([0], zero)] : []),
    ...(diagonal
      ? [
          Plot.line(
            xScale.domain.map((end) => [end, end] as const),
            { stroke: QUIET_INK, strokeDasharray: "3 4" },
          ),
        ]
      : []),
    // Large dots first, so that small ones stay in sight.
    Plot.dot(drawn, {
      ...{ x: "x", y: "y", r: "r", sort: { channel: "-r" } },
      ...{ fill: "fill", fillOpacity: 0.75, stroke: "stroke", strokeWidth: 1.25 },
    }),
  ]);
  drawLegend(svg, legend, 10);
  drawUprightTicks(svg, yScale, frame);
  const xPx = (value: number): number => left + xScale.position(value) * (right - left);
  const yPx = (value: number): number => frame.bottom - yScale.position(value) * FRAME_HEIGHT_PX;
  drawTicks(svg, ticks, xScale.ticks.map(xPx), frame.bottom);
  const dots = drawn.map(({ x, y, r, text }) => ({ x: xPx(x), y: yPx(y), radius: r, text }));
  const places = placeLabels(dots, frame);
  for (const place of places)
    if (place?.leader) addElement(svg, "line", { ...place.leader, stroke: QUIET_INK });
  places.forEach((place, index) => {
    // A white rim keeps words readable over lines and dots.
    const rim = { stroke: PAPER, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" };
    if (place) writeText(svg, dots[index]!.text, place.x, place.y, { ...rim, fill: INK });
  });
  drawAxisLabels(svg, frame, { x: o.xLabel, y: o.yLabel }, heightPx);
  return roundCoordinates(svg).toString();
}

function radiusPx(size: number | undefined, largest: number): number {
  if (size === undefined || largest === 0) return USUAL_PX;
  return Math.max(SMALLEST_PX, LARGEST_PX * Math.sqrt(size / largest));
}
