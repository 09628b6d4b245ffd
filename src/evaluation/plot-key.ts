import type { DrawnCurve } from "./plot-layout.ts";
import { addElement, fitted, plainText, type SvgElement, textWidthPx } from "./plot-svg.ts";

/** One entry of the key: a piece of what it explains, and the word for it. */
export interface KeyEntry {
  readonly shape: "line" | "dot" | "ribbon";
  readonly label: string;
}

const TEXT_PX = 15;
const GAP_PX = 24;
const SAMPLE_PX = { line: 26, dot: 10, ribbon: 26 };

/** What line, dots and ribbon are; nothing where there are only lines. */
export function keyEntries(
  drawn: readonly DrawnCurve[],
  labels: { readonly line?: string; readonly asked?: string; readonly spread?: string },
): readonly KeyEntry[] {
  const hasDots = drawn.some(({ dots }) => dots.length > 0);
  const hasRibbon = drawn.some(({ ribbon }) => ribbon.length > 0);
  if (!hasDots && !hasRibbon) return [];
  const entries: (KeyEntry & { shown: boolean })[] = [
    { shape: "dot", label: labels.asked ?? "asked", shown: hasDots },
    { shape: "line", label: labels.line ?? (hasDots ? "heard" : "mean"), shown: true },
    { shape: "ribbon", label: labels.spread ?? "spread", shown: hasRibbon },
  ];
  return entries
    .filter(({ shown }) => shown)
    .map(({ shape, label }) => ({ shape, label: fitted(plainText(label), TEXT_PX, 240) }));
}

/** Room that the key takes in a row. */
export function keyWidthPx(entries: readonly KeyEntry[]): number {
  return entries.reduce((sum, entry, index) => sum + entryWidthPx(entry) + (index > 0 ? GAP_PX : 0), 0);
}

function entryWidthPx({ shape, label }: KeyEntry): number {
  return SAMPLE_PX[shape] + 8 + textWidthPx(label, TEXT_PX);
}

/** Draws the entries in a row on a base line. */
export function drawKey(
  svg: SvgElement,
  entries: readonly KeyEntry[],
  leftPx: number,
  baseLinePx: number,
  colors: { readonly color: string; readonly textColor: string },
): void {
  const { color, textColor } = colors;
  const y = baseLinePx - 5;
  let x = leftPx;
  for (const entry of entries) {
    const width = SAMPLE_PX[entry.shape];
    if (entry.shape === "line") {
      addElement(svg, "line", { x1: x, x2: x + width, y1: y, y2: y, stroke: color, "stroke-width": 2.75 });
    } else if (entry.shape === "dot") {
      const rim = { fill: "white", stroke: color, "stroke-width": 1.75 };
      addElement(svg, "circle", { cx: x + width / 2, cy: y, r: 3.5, ...rim });
    } else {
      addElement(svg, "rect", { x, y: y - 7, width, height: 14, fill: color, "fill-opacity": 0.15 });
    }
    const style = { "text-anchor": "start", "font-size": TEXT_PX, fill: textColor };
    addElement(svg, "text", { x: x + width + 8, y: baseLinePx, ...style }, entry.label);
    x += entryWidthPx(entry) + GAP_PX;
  }
}
