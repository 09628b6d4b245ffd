export { type PlotOptions, plotCurves } from "./plot-curve.ts";
export type { PlottedCurve } from "./plot-layout.ts";
