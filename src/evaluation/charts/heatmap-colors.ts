/** How the cells of a heat map are coloured. */
export interface CellColors {
  /** Values at the ends of the colours. */
  readonly range: readonly [number, number];
  ground(value: number): string;
  /** Colour of words on that ground. */
  ink(value: number): string;
}

type Rgb = readonly [red: number, green: number, blue: number];

/** From light to dark, even steps in lightness. */
const blues: readonly Rgb[] = [
  [237, 244, 250],
  [165, 203, 230],
  [78, 150, 200],
  [11, 94, 150],
  [7, 52, 92],
];
const oranges: readonly Rgb[] = [
  [250, 243, 236],
  [247, 196, 150],
  [232, 139, 66],
  [184, 82, 10],
  [110, 44, 4],
];

/** Light to dark for values of one sign; blue below 0 and orange above for both, equally strong on either side. */
export function cellColors(low: number, high: number): CellColors {
  const hasBothSigns = low < 0 && high > 0;
  const reach = Math.max(-low, high);
  const range = hasBothSigns ? ([-reach, reach] as const) : ([low, high] as const);
  const colorOf = (value: number): Rgb => {
    if (hasBothSigns) return between(value < 0 ? blues : oranges, Math.abs(value) / reach);
    return between(blues, high > low ? (value - low) / (high - low) : 0.25);
  };
  return {
    range,
    ground: (value) => `rgb(${colorOf(value).join(",")})`,
    // Neither ink is one of the page's own, which change with its scheme while the ground does not.
    ink: (value) => (luminance(colorOf(value)) > 0.3 ? "#101316" : "#fdfdfd"),
  };
}

function between(stops: readonly Rgb[], fraction: number): Rgb {
  const place = Math.min(1, Math.max(0, fraction)) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(place));
  const [from, to] = [stops[index]!, stops[index + 1]!];
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(from[channel] + (place - index) * (to[channel] - from[channel]));
  return [mix(0), mix(1), mix(2)];
}

/** Relative luminance, 0..1 (WCAG 2.2). */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
