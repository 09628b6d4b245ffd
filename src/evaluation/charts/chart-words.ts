import type { Frame } from "../plot-canvas.ts";
import { INK, PAPER, palette, QUIET_INK } from "../plot-colors.ts";
import { spreadOut } from "../plot-layout.ts";
import { addElement, fitted, plainText, type SvgElement, textWidthPx } from "../plot-svg.ts";
import type { ChartScale } from "./chart-scale.ts";

/** Usual width of a chart; with its words at 14 px it can be read from 640 px on. */
export const CHART_WIDTH_PX = 760;
/** Free space round the words. */
export const EDGE_PX = 16;
export const TICK_PX = 14;
const AXIS_LABEL_PX = 15;
const LEGEND_PX = 15;
const LEGEND_ROW_PX = 23;
const LEGEND_GAP_PX = 20;
const SAMPLE_PX = { line: 24, dot: 10 };

/** Colour and stroke of the n-th series or group: eight colours, then the same ones dashed and hollow. */
export interface SeriesStyle {
  readonly color: string;
  readonly isSecond: boolean;
}

/** As many series or groups as can be told apart. */
export const SERIES_LIMIT: number = 2 * palette.length;

export function seriesStyle(index: number): SeriesStyle {
  return { color: palette[index % palette.length]!, isSecond: index >= palette.length };
}

/** Writes a text. Style: SVG attributes beside the usual ones. */
export function writeText(
  svg: SvgElement,
  content: string,
  x: number,
  y: number,
  style: Readonly<Record<string, string | number>> = {},
): void {
  const usual = { x, y, "text-anchor": "start", "font-size": TICK_PX, fill: QUIET_INK };
  if (content !== "") addElement(svg, "text", { ...usual, ...style }, content);
}

/** A name as it is written: without what XML cannot hold, cut to a width. */
export function label(text: string, widthPx: number, fontSizePx: number = TICK_PX): string {
  return fitted(plainText(text), fontSizePx, widthPx);
}

/** Width of the longest of some texts, px. */
export function widestPx(texts: readonly string[], fontSizePx: number = TICK_PX): number {
  return Math.max(0, ...texts.map((text) => textWidthPx(text, fontSizePx)));
}

/** An entry of a legend, placed. */
export interface LegendEntry extends SeriesStyle {
  readonly name: string;
  readonly x: number;
  readonly row: number;
}

/** The legend of a chart, placed. */
export interface Legend {
  readonly entries: readonly LegendEntry[];
  readonly sample: "line" | "dot";
  readonly heightPx: number;
}

/** Places the names of series or groups in as many rows as they need; nothing where there is one name or none. */
export function layOutLegend(names: readonly string[], widthPx: number, sample: "line" | "dot"): Legend {
  const entries: LegendEntry[] = [];
  if (names.length < 2) return { entries, sample, heightPx: 0 };
  let [x, row] = [EDGE_PX, 0];
  names.forEach((full, index) => {
    const name = label(full, widthPx - 2 * EDGE_PX - SAMPLE_PX[sample] - 8, LEGEND_PX);
    const needed = SAMPLE_PX[sample] + 8 + textWidthPx(name, LEGEND_PX);
    if (x > EDGE_PX && x + needed > widthPx - EDGE_PX) [x, row] = [EDGE_PX, row + 1];
    entries.push({ ...seriesStyle(index), name, x, row });
    x += needed + LEGEND_GAP_PX;
  });
  return { entries, sample, heightPx: (row + 1) * LEGEND_ROW_PX + 6 };
}

/** Draws a legend below a height: a line with a dot, or a dot alone, and the name. */
export function drawLegend(svg: SvgElement, { entries, sample }: Legend, topPx: number): void {
  const width = SAMPLE_PX[sample];
  for (const { name, x, row, color, isSecond } of entries) {
    const y = topPx + row * LEGEND_ROW_PX + LEGEND_ROW_PX / 2;
    if (sample === "line") {
      const dash: Record<string, string> = isSecond ? { "stroke-dasharray": "6 4" } : {};
      const ends = { x1: x, x2: x + width, y1: y, y2: y };
      addElement(svg, "line", { ...ends, stroke: color, "stroke-width": 2.5, ...dash });
    }
    const fill = isSecond ? PAPER : color;
    const rim = { stroke: color, "stroke-width": isSecond ? 1.75 : 0 };
    addElement(svg, "circle", { cx: x + width / 2, cy: y, r: sample === "line" ? 4 : 5, fill, ...rim });
    writeText(svg, name, x + width + 8, y + 5, { "font-size": LEGEND_PX, fill: INK });
  }
}

/** Room and turn of the words under an axis: level where they fit side by side, else as slanted as they must. */
export interface TickRow {
  /** One per tick; empty where there is no room for all. */
  readonly texts: readonly string[];
  readonly slantDegrees: number;
  readonly heightPx: number;
}

const SLANTED_LIMIT_PX = 190;
/** Least distance of two slanted lines of words. */
const SLANTED_LINE_PX = 15;

/** @param stepPx Distance from one tick to the next. */
export function layOutTicks(labels: readonly string[], stepPx: number): TickRow {
  const texts = labels.map(plainText);
  if (widestPx(texts) <= stepPx - 8) return { texts, slantDegrees: 0, heightPx: 24 };
  if (texts.length === 1) return { texts: [label(texts[0]!, stepPx)], slantDegrees: 0, heightPx: 24 };
  const slantDegrees = [35, 60, 90].find((degrees) => stepPx * sine(degrees) >= SLANTED_LINE_PX) ?? 90;
  const every = Math.ceil(SLANTED_LINE_PX / (stepPx * sine(slantDegrees)));
  const cut = texts.map((text, index) => (index % every === 0 ? label(text, SLANTED_LIMIT_PX) : ""));
  return { texts: cut, slantDegrees, heightPx: 18 + widestPx(cut) * sine(slantDegrees) };
}

function sine(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180);
}

/** How far the slanted words reach to the left of the first tick. */
export function slantReachPx({ texts, slantDegrees }: TickRow, stepPx: number): number {
  if (slantDegrees === 0) return 0;
  const cosine = sine(90 - slantDegrees);
  return Math.max(...texts.map((text, index) => textWidthPx(text, TICK_PX) * cosine - index * stepPx));
}

/** Writes the words under a frame. */
export function drawTicks(svg: SvgElement, row: TickRow, xPx: readonly number[], bottomPx: number): void {
  row.texts.forEach((text, index) => {
    const x = xPx[index]!;
    if (row.slantDegrees === 0) return writeText(svg, text, x, bottomPx + 21, { "text-anchor": "middle" });
    const y = bottomPx + 14;
    const turn = `rotate(${-row.slantDegrees} ${x.toFixed(2)} ${y})`;
    writeText(svg, text, x + 3, y + 3, { "text-anchor": "end", transform: turn });
  });
}

/** Names both axes: the upright one above its end, the other one below its middle. */
export function drawAxisLabels(
  svg: SvgElement,
  frame: Frame,
  labels: { readonly x: string; readonly y?: string },
  bottomPx: number,
): void {
  const style = { "font-size": AXIS_LABEL_PX, "font-weight": 600, fill: INK };
  const x = label(labels.x, CHART_WIDTH_PX - 2 * EDGE_PX, AXIS_LABEL_PX);
  // Centred under the frame, unless a long one would then leave the image.
  const reach = EDGE_PX + textWidthPx(x, AXIS_LABEL_PX) / 2;
  const middle = Math.min(Math.max(reach, (frame.left + frame.right) / 2), CHART_WIDTH_PX - reach);
  writeText(svg, x, middle, bottomPx - 14, { ...style, "text-anchor": "middle" });
  if (labels.y !== undefined) {
    writeText(svg, label(labels.y, frame.right - EDGE_PX, AXIS_LABEL_PX), EDGE_PX, frame.top - 14, style);
  }
}

/** Writes the ticks of the upright axis. */
export function drawUprightTicks(svg: SvgElement, scale: ChartScale, frame: Frame): void {
  scale.ticks.forEach((tick, index) => {
    const y = frame.bottom - scale.position(tick) * (frame.bottom - frame.top);
    writeText(svg, scale.labels[index]!, frame.left - 8, y + 5, { "text-anchor": "end" });
  });
}

/** Writes names right of the frame at some heights, moved apart where they would touch. */
export function drawEndLabels(
  svg: SvgElement,
  names: readonly string[],
  heights: readonly number[],
  frame: Frame,
): void {
  const placed = spreadOut(heights, TICK_PX * 1.25, frame.top, frame.bottom);
  names.forEach((name, index) => {
    const [from, to] = [heights[index]!, placed[index]!];
    const leader = { x1: frame.right, y1: from, x2: frame.right + 9, y2: to };
    addElement(svg, "line", { ...leader, stroke: QUIET_INK });
    writeText(svg, name, frame.right + 12, to + 5);
  });
}

/** A line's name above the frame, at the side of the line that goes up to it. */
export interface Flag {
  readonly text: string;
  readonly x: number;
  /** Counted from the frame up. */
  readonly row: number;
}

/**
 * Places names above the lines that they belong to, all right of their lines, or all left where the right has no
 * room, in as few rows as keep them apart; the rows rise so that no line crosses a name.
 */
export function layOutFlags(
  notes: readonly { readonly text: string; readonly x: number }[],
  rightPx: number,
): { readonly flags: readonly Flag[]; readonly anchor: "start" | "end"; readonly rowCount: number } {
  const width = (text: string): number => textWidthPx(text, TICK_PX) + 6;
  const anchor = notes.every(({ text, x }) => x + width(text) <= rightPx) ? "start" : "end";
  const sign = anchor === "start" ? 1 : -1;
  const flags: Flag[] = [];
  // From the side that the names point to: each one rises above those that it would reach.
  for (const { text, x } of [...notes].sort((a, b) => sign * (b.x - a.x))) {
    const reached = flags.filter((other) => sign * (other.x - x) < width(text) + 8);
    flags.push({ text, x, row: Math.max(-1, ...reached.map(({ row }) => row)) + 1 });
  }
  return { flags, anchor, rowCount: Math.max(0, ...flags.map(({ row }) => row + 1)) };
}
