import { drawMarks } from "../plot-canvas.ts";
import { INK, QUIET_INK } from "../plot-colors.ts";
import { addElement, roundCoordinates, type SvgElement, textWidthPx } from "../plot-svg.ts";
import { assertCount, assertFinite } from "./chart-check.ts";
import { formatNumber } from "./chart-scale.ts";
import {
  CHART_WIDTH_PX,
  drawTicks,
  EDGE_PX,
  label,
  layOutTicks,
  slantReachPx,
  TICK_PX,
  widestPx,
  writeText,
} from "./chart-words.ts";
import { type CellColors, cellColors } from "./heatmap-colors.ts";

const ROW_PX = 30;
/** Narrower cells make the chart wider instead. */
const NARROWEST_CELL_PX = 18;
const NAME_LIMIT_PX = 260;
const KEY_PX = 180;
const KEY_STEPS = 90;

/**
 * Draws a matrix as coloured cells, with its numbers in them where there is room. Values of one sign go from light to
 * dark; where both signs occur, blue is below 0 and orange above. The same input gives the same characters.
 *
 * @param o.rows 1..200 names. @param o.columns 1..200 names.
 * @param o.values Shape `[rows][columns]`.
 * @param o.label What the values are, with their unit.
 * @returns The text of an SVG image, 760 px wide, wider where there are many columns.
 * @throws RangeError if a value is not finite or the lengths do not fit.
 */
export async function heatmapChart(o: {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly values: readonly (readonly number[])[];
  readonly label: string;
}): Promise<string> {
  const { rows, columns, values } = o;
  assertMatrix(rows, columns, values);
  const all = values.flat();
  const colors = cellColors(Math.min(...all), Math.max(...all));

  const names = rows.map((name) => label(name, NAME_LIMIT_PX));
  let left = EDGE_PX + widestPx(names) + 10;
  const cellPx = Math.max(NARROWEST_CELL_PX, (CHART_WIDTH_PX - 28 - left) / columns.length);
  const ticks = layOutTicks(columns, cellPx);
  left = Math.max(left, EDGE_PX + slantReachPx(ticks, cellPx) - cellPx / 2);
  const right = Math.max(CHART_WIDTH_PX - 28, left + NARROWEST_CELL_PX * columns.length);
  const top = 62;
  const frame = { left, right, top, bottom: top + ROW_PX * rows.length };
  const [widthPx, heightPx] = [right + 28, frame.bottom + ticks.heightPx + 14];

  const cells = values.flatMap((row, y) => row.map((value, x) => ({ x, y: rows.length - 1 - y, value })));
  const svg = await drawMarks(
    {
      ...{ widthPx, heightPx, frame },
      x: { type: "linear", domain: [-0.5, columns.length - 0.5] },
      y: { type: "linear", domain: [-0.5, rows.length - 0.5] },
    },
    (Plot) => [
      Plot.rect(cells, {
        x1: ({ x }) => x - 0.5,
        x2: ({ x }) => x + 0.5,
        y1: ({ y }) => y - 0.5,
        y2: ({ y }) => y + 0.5,
        fill: ({ value }) => colors.ground(value),
        inset: 0.75,
      }),
    ],
  );
  const step = (right - left) / columns.length;
  names.forEach((name, row) => {
    writeText(svg, name, left - 8, top + (row + 0.5) * ROW_PX + 5, { "text-anchor": "end", fill: INK });
  });
  const format = cellFormat(all);
  if (widestPx(all.map(format)) <= step - 6) {
    for (const { x, y, value } of cells) {
      const height = frame.bottom - (y + 0.5) * ROW_PX + 5;
      const style = { "text-anchor": "middle", fill: colors.ink(value) };
      writeText(svg, format(value), left + (x + 0.5) * step, height, style);
    }
  }
  const xPx = columns.map((_, column) => left + (column + 0.5) * step);
  drawTicks(svg, ticks, xPx, frame.bottom - 2);
  drawKey(svg, colors, { title: o.label, format, widthPx });
  return roundCoordinates(svg).toString();
}

function assertMatrix(
  rows: readonly string[],
  columns: readonly string[],
  values: readonly (readonly number[])[],
): void {
  assertCount("heatmapChart: rows", rows.length, 200);
  assertCount("heatmapChart: columns", columns.length, 200);
  if (values.length !== rows.length) {
    throw new RangeError(`heatmapChart: values must hold ${rows.length} rows, got ${values.length}`);
  }
  values.forEach((row, index) => {
    if (row.length !== columns.length) {
      throw new RangeError(
        `heatmapChart: values of "${rows[index]}" must hold ${columns.length} numbers, got ${row.length}`,
      );
    }
    row.forEach((value, column) => {
      assertFinite(`heatmapChart: value of "${rows[index]}", "${columns[column]}"`, value);
    });
  });
}

/** Two decimals below 10, one below 100, none above; whole numbers as they are. */
function cellFormat(values: readonly number[]): (value: number) => string {
  const largest = Math.max(...values.map(Math.abs));
  const digits = values.every(Number.isInteger) || largest >= 100 ? 0 : largest >= 10 ? 1 : 2;
  return (value) => formatNumber(value, digits);
}

/** What the colours mean, above the cells: the name at the left, a bar with its ends at the right. */
function drawKey(
  svg: SvgElement,
  colors: CellColors,
  { title, format, widthPx }: { title: string; format: (value: number) => string; widthPx: number },
): void {
  const [low, high] = colors.range;
  const [lowText, highText] = [format(low), format(high)];
  // On whole pixels, so that no seams show.
  const end = Math.floor(widthPx - 28 - textWidthPx(highText, TICK_PX) - 8);
  const start = end - KEY_PX;
  for (let step = 0; step < KEY_STEPS; step++) {
    const fill = colors.ground(low + ((step + 0.5) / KEY_STEPS) * (high - low));
    const width = KEY_PX / KEY_STEPS;
    addElement(svg, "rect", { x: start + step * width, y: 20, width, height: 14, fill });
  }
  writeText(svg, lowText, start - 8, 32, { "text-anchor": "end", fill: QUIET_INK });
  writeText(svg, highText, end + 8, 32);
  const room = start - 8 - textWidthPx(lowText, TICK_PX) - 16 - EDGE_PX;
  const style = { "font-size": 15, "font-weight": 600, fill: INK };
  writeText(svg, label(title, room, 15), EDGE_PX, 32, style);
}
