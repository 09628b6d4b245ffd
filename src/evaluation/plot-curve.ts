import { drawMarks, type Frame } from "./plot-canvas.ts";
import { GRID, INK, PAPER, palette, QUIET_INK, ZERO_LINE } from "./plot-colors.ts";
import { drawKey, keyEntries, keyWidthPx } from "./plot-key.ts";
import {
  type DrawnCurve,
  gainAxis,
  type PlottedCurve,
  type PlotUnit,
  pointsOf,
  RANGE_HZ,
  spreadOut,
} from "./plot-layout.ts";
import { addElement, fitted, plainText, roundCoordinates, type SvgElement, textWidthPx } from "./plot-svg.ts";

export interface PlotOptions {
  readonly title?: string;
  readonly subtitle?: string;
  /** What line, dots and ribbon stand for; shown where there are dots or a ribbon. */
  readonly key?: { readonly line?: string; readonly asked?: string; readonly spread?: string };
  /** What all values are in, named on the axis. Default "dB". */
  readonly unit?: PlotUnit;
  /** The axis reaches at least this far either way, in its unit; further where a curve does. Default 6 dB, 1.5 z. */
  readonly gainLimitDb?: number;
  /** 480..8000, default 960. */
  readonly widthPx?: number;
  /** 240..8000, default 540. */
  readonly heightPx?: number;
}

const TITLE_PX = 25;
const SUBTITLE_PX = 15;
const TICK_PX = 14;
const LABEL_PX = 16;
/** Free space left and right of the text. */
const EDGE_PX = 22;

const ticksHz: readonly number[] = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];

/**
 * Draws equalizer curves: gain in dB, or what people set in z units, over frequency on a logarithmic axis from 20 Hz to 20 kHz, each curve with
 * its name at its end. The same input gives the same characters. Points outside the axis are left out.
 *
 * @param curves 1..8 curves, each in its own colour.
 * @returns The text of an SVG image. Its font is Source Sans 3 where the viewer has it.
 * @throws RangeError if a value is not finite, or lengths, counts or sizes do not fit.
 */
export async function plotCurves(
  curves: readonly PlottedCurve[],
  options: PlotOptions = {},
): Promise<string> {
  const { unit = "dB", widthPx = 960, heightPx = 540 } = options;
  const { gainLimitDb = unit === "dB" ? 6 : 1.5 } = options;
  if (!(curves.length >= 1 && curves.length <= palette.length)) {
    throw new RangeError(`plotCurves: curves must hold 1..${palette.length} curves, got ${curves.length}`);
  }
  if (!(gainLimitDb > 0 && gainLimitDb <= 1000)) {
    throw new RangeError(`plotCurves: gainLimitDb must be within (0, 1000], got ${gainLimitDb}`);
  }
  if (!(widthPx >= 480 && widthPx <= 8000 && heightPx >= 240 && heightPx <= 8000)) {
    throw new RangeError(
      `plotCurves: the size must be within 480 x 240..8000 x 8000, got ${widthPx} x ${heightPx}`,
    );
  }
  const drawn = curves.map((curve, index) => ({ ...pointsOf(curve, unit), color: palette[index]! }));
  const { limitDb, ticksDb } = gainAxis(drawn, gainLimitDb, unit);

  const title = fitted(plainText(options.title ?? ""), TITLE_PX, widthPx - 2 * EDGE_PX);
  const subtitle = fitted(plainText(options.subtitle ?? ""), SUBTITLE_PX, widthPx - 2 * EDGE_PX);
  const names = curves.map(({ name }) => fitted(plainText(name), LABEL_PX, widthPx / 4));
  const key = keyEntries(drawn, options.key ?? {});
  // Beside the subtitle where both fit, else on a line of its own.
  const isKeyBeside = textWidthPx(subtitle, SUBTITLE_PX) + 30 + keyWidthPx(key) <= widthPx - 2 * EDGE_PX;
  const titleRow = title === "" ? 0 : 39;
  const subtitleRow = titleRow + 24;
  const keyRow = isKeyBeside || subtitle === "" ? subtitleRow : subtitleRow + 24;
  const frame = {
    left: 76,
    right: widthPx - Math.max(30, ...names.map((name) => 14 + textWidthPx(name, LABEL_PX) + EDGE_PX)),
    top: 28 + (key.length > 0 ? keyRow : subtitle !== "" ? subtitleRow : titleRow),
    bottom: heightPx - 46,
  };

  const svg = await drawCurves(drawn, { widthPx, heightPx, frame, limitDb, ticksDb });
  const text = (content: string, x: number, y: number, style: Record<string, string | number>): void => {
    const anchored = { x, y, "text-anchor": "start", "font-size": TICK_PX, fill: QUIET_INK, ...style };
    if (content !== "") addElement(svg, "text", anchored, content);
  };
  const xPx = (hz: number): number =>
    frame.left +
    (Math.log(hz / RANGE_HZ[0]) / Math.log(RANGE_HZ[1] / RANGE_HZ[0])) * (frame.right - frame.left);
  const yPx = (gainDb: number): number =>
    frame.top + ((limitDb - gainDb) / (2 * limitDb)) * (frame.bottom - frame.top);

  text(title, EDGE_PX, titleRow, { "font-size": TITLE_PX, "font-weight": 600, fill: INK });
  text(subtitle, EDGE_PX, subtitleRow, { "font-size": SUBTITLE_PX });
  for (const hz of ticksHz) text(formatHz(hz), xPx(hz), frame.bottom + 24, { "text-anchor": "middle" });
  for (const gainDb of ticksDb) {
    text(formatGain(gainDb, limitDb, unit), frame.left - 10, yPx(gainDb) + 4.5, { "text-anchor": "end" });
  }
  const ends = drawn.map(({ line }) => line.at(-1)!);
  const heights = ends.map(({ high }) => yPx(high));
  const placed = spreadOut(heights, LABEL_PX * 1.2, frame.top, frame.bottom);
  names.forEach((name, index) => {
    if (name === "") return;
    const [y, fill] = [placed[index]!, drawn[index]!.color];
    const leader = { x1: xPx(ends[index]!.hz) + 2, y1: heights[index]!, x2: frame.right + 10, y2: y };
    addElement(svg, "line", { ...leader, stroke: fill, "stroke-opacity": 0.6 });
    text(name, frame.right + 14, y + 5, { "font-size": LABEL_PX, "font-weight": 600, fill });
  });
  const keyColor = drawn.length === 1 ? drawn[0]!.color : QUIET_INK;
  const keyX = isKeyBeside && subtitle !== "" ? widthPx - EDGE_PX - keyWidthPx(key) : EDGE_PX;
  drawKey(svg, key, keyX, keyRow, { color: keyColor, textColor: QUIET_INK });
  return roundCoordinates(svg).toString();
}

/** The plot without its words. */
function drawCurves(
  drawn: readonly DrawnCurve[],
  layout: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly frame: Frame;
    readonly limitDb: number;
    readonly ticksDb: readonly number[];
  },
): Promise<SvgElement> {
  const { limitDb, ticksDb } = layout;
  const line = { x: "hz", y: "high", curve: "monotone-x", strokeLinejoin: "round" } as const;
  const scales = {
    x: { type: "log", domain: RANGE_HZ },
    y: { type: "linear", domain: [-limitDb, limitDb] },
  } as const;
  return drawMarks({ ...layout, ...scales }, (Plot) => [
    Plot.ruleX(ticksHz, { stroke: GRID }),
    Plot.ruleY(ticksDb, { stroke: GRID }),
    Plot.ruleY([0], { stroke: ZERO_LINE, strokeWidth: 1.25 }),
    ...drawn.map(({ ribbon, color }) =>
      Plot.areaY(ribbon, { ...line, y1: "low", y2: "high", fill: color, fillOpacity: 0.15 }),
    ),
    // A white rim keeps crossing curves apart.
    ...drawn.flatMap((curve) => {
      // Points as close as these are smooth by themselves; cubics would triple the file.
      const shape = { ...line, curve: curve.line.length > 120 ? "linear" : line.curve } as const;
      return [
        Plot.line(curve.line, { ...shape, stroke: PAPER, strokeWidth: 5.5 }),
        Plot.line(curve.line, { ...shape, stroke: curve.color, strokeWidth: 2.75 }),
      ];
    }),
    ...drawn.map(({ dots, color }) =>
      Plot.dot(dots, { x: "hz", y: "high", r: 3.5, fill: PAPER, stroke: color, strokeWidth: 1.75 }),
    ),
  ]);
}

function formatHz(frequencyHz: number): string {
  // Both axes name their unit once.
  if (frequencyHz === RANGE_HZ[0]) return `${frequencyHz} Hz`;
  return frequencyHz < 1000 ? String(frequencyHz) : `${frequencyHz / 1000}k`;
}

function formatGain(gainDb: number, limitDb: number, unit: PlotUnit): string {
  const sign = gainDb > 0 ? "+" : gainDb < 0 ? "−" : "";
  return `${sign}${Math.abs(gainDb)}${gainDb === limitDb ? ` ${unit}` : ""}`;
}
