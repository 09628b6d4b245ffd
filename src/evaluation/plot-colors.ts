/** Colours of everything drawn, each with its twin for a dark page. */
export interface Color {
  /** As it stands in the images, which are drawn for white paper. */
  readonly onLight: string;
  /** What a page in its dark scheme shows in its place. */
  readonly onDark: string;
}

/** Told apart with any kind of colour vision, and dark enough for text on white (after Okabe & Ito; Tol). */
const seriesColors: readonly Color[] = [
  { onLight: "#0072b2", onDark: "#5cb3ea" },
  { onLight: "#c94f00", onDark: "#f58a42" },
  { onLight: "#117733", onDark: "#4fbf78" },
  { onLight: "#aa4499", onDark: "#e08ad3" },
  { onLight: "#7a6000", onDark: "#d3b637" },
  { onLight: "#332288", onDark: "#a79bf0" },
  { onLight: "#882255", onDark: "#e8799f" },
  { onLight: "#555555", onDark: "#b4b4b4" },
];

/** Colours of curves, series and groups, in their order. */
export const palette: readonly string[] = seriesColors.map(({ onLight }) => onLight);

export const INK = "#1f2328";
export const QUIET_INK = "#5a626a";
export const GRID = "#e6e9eb";
export const ZERO_LINE = "#8b9298";
export const PAPER = "white";

/** Every colour that the plots use, but for the cells of heat maps, which bring their own ground. */
export const schemeColors: readonly Color[] = [
  ...seriesColors,
  { onLight: INK, onDark: "#e8eaed" },
  { onLight: QUIET_INK, onDark: "#a8b0b8" },
  { onLight: GRID, onDark: "#30363c" },
  { onLight: ZERO_LINE, onDark: "#6f767d" },
  { onLight: PAPER, onDark: "#16191d" },
];
