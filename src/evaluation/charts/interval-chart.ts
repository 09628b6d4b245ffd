import { drawMarks } from "../plot-canvas.ts";
import { GRID, INK, PAPER, QUIET_INK, ZERO_LINE } from "../plot-colors.ts";
import { addElement, roundCoordinates } from "../plot-svg.ts";
import { assertCount, assertFinite, assertInterval } from "./chart-check.ts";
import { linearScale } from "./chart-scale.ts";
import {
  CHART_WIDTH_PX,
  drawAxisLabels,
  drawLegend,
  drawTicks,
  EDGE_PX,
  label,
  layOutFlags,
  layOutLegend,
  layOutTicks,
  SERIES_LIMIT,
  seriesStyle,
  widestPx,
  writeText,
} from "./chart-words.ts";

const ROW_PX = 28;
/** Names longer than this are cut. */
const NAME_LIMIT_PX = 330;
const NOTE_ROW_PX = 19;

/**
 * Draws one row per label: a dot at its value and a line over its interval, with dashed lines for values to compare
 * with. The same input gives the same characters.
 *
 * @param o.rows 1..200, drawn from the top; groups get colours and a legend.
 * @returns The text of an SVG image, 760 px wide and as high as its rows need.
 * @throws RangeError if a value is not finite, or there are no rows or more than 16 groups.
 */
export async function intervalChart(o: {
  readonly xLabel: string;
  readonly rows: readonly {
    readonly label: string;
    readonly value: number;
    readonly low?: number;
    readonly high?: number;
    readonly group?: string;
  }[];
  readonly references?: readonly { readonly x: number; readonly label: string }[];
}): Promise<string> {
  const { rows, references = [] } = o;
  assertCount("intervalChart: rows", rows.length, 200);
  for (const { label, value, low, high } of rows) {
    assertFinite(`intervalChart: value of "${label}"`, value);
    assertInterval(`intervalChart: the interval of "${label}"`, low, high);
  }
  for (const { x, label } of references) assertFinite(`intervalChart: x of the reference "${label}"`, x);
  const groups = [...new Set(rows.map(({ group }) => group ?? ""))];
  assertCount("intervalChart: groups", groups.length, SERIES_LIMIT);

  const ends = rows.flatMap(({ value, low = value, high = value }) => [value, low, high]);
  const xScale = linearScale([...ends, ...references.map(({ x }) => x)], 7);
  const names = rows.map((row) => label(row.label, NAME_LIMIT_PX));
  const [left, right] = [EDGE_PX + widestPx(names) + 12, CHART_WIDTH_PX - 28];
  const xPx = (value: number): number => left + xScale.position(value) * (right - left);
  const { flags, anchor, rowCount } = layOutFlags(
    references.map((reference) => ({ text: label(reference.label, 300), x: xPx(reference.x) })),
    CHART_WIDTH_PX - EDGE_PX,
  );
  const legend = layOutLegend(groups, CHART_WIDTH_PX, "dot");
  const top = 14 + legend.heightPx + rowCount * NOTE_ROW_PX + 6;
  const frame = { left, right, top, bottom: top + rows.length * ROW_PX };
  const ticks = layOutTicks(xScale.labels, (right - left) / (xScale.ticks.length - 1));
  const heightPx = frame.bottom + ticks.heightPx + 38;

  const drawn = rows.map(({ value, low, high, group = "" }, index) => ({
    ...{ ...seriesStyle(groups.indexOf(group)), value, low, high },
    y: rows.length - 1 - index,
  }));
  const layout = { widthPx: CHART_WIDTH_PX, heightPx, frame };
  const yScale = { type: "linear", domain: [-0.5, rows.length - 0.5] } as const;
  const svg = await drawMarks({ ...layout, x: xScale, y: yScale }, (Plot) => [
    Plot.ruleX(xScale.ticks, { stroke: GRID }),
    Plot.ruleY(drawn, { y: "y", stroke: GRID, strokeDasharray: "1 3" }),
    ...(xScale.domain[0] <= 0 && xScale.domain[1] >= 0 ? [Plot.ruleX([0], { stroke: ZERO_LINE })] : []),
    ...references.map(({ x }) => Plot.ruleX([x], { stroke: QUIET_INK, strokeDasharray: "3 4" })),
    ...drawn.flatMap((row) => [
      ...(row.low === undefined
        ? []
        : [
            Plot.ruleY([row], {
              ...{ y: "y", x1: "low", x2: "high", stroke: row.color, strokeWidth: 2.5 },
              ...(row.isSecond ? { strokeDasharray: "6 4" } : {}),
            }),
          ]),
      Plot.dot([row], {
        ...{ x: "value", y: "y", r: 5, fill: row.isSecond ? PAPER : row.color },
        ...{ stroke: row.isSecond ? row.color : PAPER, strokeWidth: 1.5 },
      }),
    ]),
  ]);
  drawLegend(svg, legend, 10);
  for (const { text, x, row } of flags) {
    const y = top - 6 - row * NOTE_ROW_PX;
    const line = { x1: x, x2: x, y1: y - 9, y2: top };
    addElement(svg, "line", { ...line, stroke: QUIET_INK, "stroke-dasharray": "3 4" });
    writeText(svg, text, anchor === "start" ? x + 6 : x - 6, y, { "text-anchor": anchor });
  }
  names.forEach((name, index) => {
    const style = { "text-anchor": "end", fill: INK };
    writeText(svg, name, left - 10, top + (index + 0.5) * ROW_PX + 5, style);
  });
  drawTicks(svg, ticks, xScale.ticks.map(xPx), frame.bottom);
  drawAxisLabels(svg, frame, { x: o.xLabel }, heightPx);
  return roundCoordinates(svg).toString();
}
