import { PAPER } from "./plot-colors.ts";
import { addElement, type SvgElement } from "./plot-svg.ts";

const FONT = "'Source Sans 3', 'Source Sans Pro', system-ui, sans-serif";

/** The library that draws; loaded when wanted. */
export type Plot = typeof import("@observablehq/plot");

/** Where the data lies in an image, px. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A scale without an axis: the words are set beside the frame by those who know how long they are. */
export interface PlotScale {
  readonly type: "linear" | "log";
  readonly domain: readonly [number, number];
}

/** Draws marks into a frame on white paper, without words. */
export async function drawMarks(
  layout: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly frame: Frame;
    readonly x: PlotScale;
    readonly y: PlotScale;
  },
  marksOf: (plot: Plot) => readonly import("@observablehq/plot").Markish[],
): Promise<SvgElement> {
  // Loaded when wanted: a quarter of a second that no other use of this room should wait for.
  const [Plot, { DOMParser }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
  const { widthPx, heightPx, frame, x, y } = layout;
  const document = new DOMParser().parseFromString("<svg/>", "image/svg+xml");
  const svg = Plot.plot({
    // The types ask for a browser's document, whose type the core does not have.
    document: document as never,
    ...{ width: widthPx, height: heightPx, marginLeft: frame.left, marginRight: widthPx - frame.right },
    ...{ marginTop: frame.top, marginBottom: heightPx - frame.bottom },
    x: { ...x, domain: [...x.domain], axis: null },
    y: { ...y, domain: [...y.domain], axis: null },
    // A radius is one in px, a colour is itself, whatever the others are.
    r: { type: "identity" },
    color: { type: "identity" },
    marks: [...marksOf(Plot)],
  }) as unknown as SvgElement;
  svg.querySelector("style")?.remove();
  svg.removeAttribute("class");
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("font-family", FONT);
  svg.prepend(addElement(svg, "rect", { width: widthPx, height: heightPx, fill: PAPER }));
  return svg;
}
