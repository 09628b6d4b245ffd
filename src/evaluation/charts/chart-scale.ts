import type { PlotScale } from "../plot-canvas.ts";

/** A scale with the places of its ticks and the words at them. */
export interface ChartScale extends PlotScale {
  readonly ticks: readonly number[];
  /** One per tick. */
  readonly labels: readonly string[];
  /** @returns Where a value lies between the ends, 0..1. */
  position(value: number): number;
}

/**
 * A linear scale from the first tick below the values to the first above them.
 *
 * @param tickCount About how many ticks.
 */
export function linearScale(values: readonly number[], tickCount: number): ChartScale {
  let [low, high] = rangeOf(values);
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= 1e-9 * size || size < 1e-80) {
    // One value has no range of its own: room on either side, in proportion to its size.
    const half = size < 1e-80 ? 1 : size * 0.1;
    [low, high] = [low - half, high + half];
  }
  const step = tickStep((high - low) / tickCount);
  const first = Math.floor(low / step + 1e-6);
  const last = Math.ceil(high / step - 1e-6);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const [start, end] = [ticks[0]!, ticks.at(-1)!];
  return {
    type: "linear",
    domain: [start, end],
    ticks,
    labels: ticks.map((tick) => formatNumber(tick, digits)),
    position: (value) => (value - start) / (end - start),
  };
}

/** A logarithmic scale over positive values with ticks at 1, 2 and 5, or at powers of ten where those are many. */
export function logScale(values: readonly number[]): ChartScale {
  let [low, high] = rangeOf(values);
  if (high <= low * 1.000001) [low, high] = [low / 2, high * 2];
  const decades = Math.log10(high / low);
  const parts = decades > 4 ? [1] : decades > 2.5 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high) + 1; power++) {
    for (const part of parts) ticks.push(power < 0 ? part / 10 ** -power : part * 10 ** power);
  }
  const start = ticks.filter((tick) => tick <= low * 1.000001).at(-1) ?? low;
  const end = ticks.find((tick) => tick >= high * 0.999999) ?? high;
  const shown = ticks.filter((tick) => tick >= start && tick <= end);
  return {
    type: "log",
    domain: [start, end],
    ticks: shown,
    labels: shown.map((tick) => formatNumber(tick)),
    position: (value) => Math.log(value / start) / Math.log(end / start),
  };
}

/** Smallest and largest; by a loop, since a call takes no hundred thousand arguments. */
function rangeOf(values: readonly number[]): [low: number, high: number] {
  const range: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < range[0]) range[0] = value;
    if (value > range[1]) range[1] = value;
  }
  return range;
}

/** A scale of names, evenly spaced: the first at 0, the second at 1, half a step free at either end. */
export function pointScale(names: readonly string[]): ChartScale {
  const [start, end] = [-0.5, names.length - 0.5];
  return {
    type: "linear",
    domain: [start, end],
    ticks: names.map((_, index) => index),
    labels: names,
    position: (value) => (value - start) / (end - start),
  };
}

/** The nearest of 1, 2 and 5 times the powers of ten, by ratio. */
function tickStep(wanted: number): number {
  const exponent = Math.floor(Math.log10(wanted));
  const mantissa = wanted / 10 ** exponent;
  const factor = mantissa < Math.SQRT2 ? 1 : mantissa < Math.sqrt(10) ? 2 : mantissa < Math.sqrt(50) ? 5 : 10;
  // A quotient by a whole power of ten is the nearest number to the decimal; a product is not.
  return exponent < 0 ? factor / 10 ** -exponent : factor * 10 ** exponent;
}

/** A number as it is read: `1,500`, `−0.25`; powers of ten where it is very large or very small. */
export function formatNumber(value: number, digits?: number): string {
  const size = Math.abs(value);
  const sign = value < 0 && Number(size.toFixed(digits ?? 20)) !== 0 ? "−" : "";
  if (size >= 1e7 || (size > 0 && size < 1e-5)) {
    const [mantissa, exponent] = size.toExponential().split("e").map(Number) as [number, number];
    const kept = digits === undefined ? 5 : Math.min(15, Math.max(0, digits + exponent));
    return `${sign}${Number(mantissa.toFixed(kept))}e${exponent}`.replace("e-", "e−");
  }
  const text = digits === undefined ? String(Number(size.toPrecision(6))) : size.toFixed(digits);
  const [whole = "", decimals] = text.split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return `${sign}${grouped}${decimals === undefined ? "" : `.${decimals}`}`;
}
