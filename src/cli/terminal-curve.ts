import { colors } from "./colors.ts";

/** Columns of the picture; with its axis it fits 80. */
const COLUMN_COUNT = 68;
/** Rows on either side of 0 dB; each shows two steps, in half blocks. */
const HALF_ROWS = 6;
const ticksHz: readonly number[] = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];

/** Frequencies of the picture's columns, Hz: evenly spaced on a logarithmic axis from 20 Hz to 20 kHz. */
export const columnHz: readonly number[] = Array.from({ length: COLUMN_COUNT }, (_, column) =>
  Math.min(20_000, 20 * 1000 ** (column / (COLUMN_COUNT - 1))),
);

/**
 * Draws a curve for a terminal: boosts above the line of 0 dB, cuts below, filled, without colour where there is
 * no terminal or NO_COLOR is set.
 *
 * @param gainDb Shape `[columns]`, dB at {@link columnHz}.
 * @returns Lines of at most 79 characters.
 */
export function drawCurve(gainDb: ArrayLike<number>): string[] {
  const gains = Array.from(gainDb);
  const limitDb = 3 * Math.max(1, Math.ceil(Math.max(...gains.map(Math.abs)) / 3 - 0.01));
  const steps = gains.map((gain) => Math.round((gain / limitDb) * 2 * HALF_ROWS));
  const fill = (row: number, sign: 1 | -1): string =>
    steps
      .map((step) =>
        sign * step >= 2 * row ? "█" : sign * step === 2 * row - 1 ? "▄▀"[(1 - sign) / 2] : " ",
      )
      .join("");
  const label = (text: string): string => colors.dim(`${text.padStart(8)} `);
  const lines: string[] = [];
  for (let row = HALF_ROWS; row >= 1; row--) {
    const mark = row === HALF_ROWS ? `+${limitDb} dB ┤` : "│";
    lines.push(label(mark) + colors.yellow(fill(row, 1)));
  }
  lines.push(label("0 dB ┼") + colors.dim("─".repeat(COLUMN_COUNT)));
  for (let row = 1; row <= HALF_ROWS; row++) {
    const mark = row === HALF_ROWS ? `-${limitDb} dB ┤` : "│";
    lines.push(label(mark) + colors.cyan(fill(row, -1)));
  }
  lines.push(label("") + colors.dim(frequencyAxis()));
  return lines.map((line) => line.trimEnd());
}

function frequencyAxis(): string {
  let axis = "";
  for (const hz of ticksHz) {
    const text = hz < 1000 ? String(hz) : `${hz / 1000}k`;
    const column = Math.round((Math.log(hz / 20) / Math.log(1000)) * (COLUMN_COUNT - 1));
    axis =
      axis.padEnd(hz === 20_000 ? COLUMN_COUNT - text.length : Math.max(0, column - (text.length >> 1))) +
      text;
  }
  return `${axis} Hz`.slice(0, COLUMN_COUNT + 3);
}

/** 40 gains in 40 characters, eighth blocks between −limit and +limit; flat is in the middle. */
export function sparkline(gainDb: readonly number[], limitDb: number): string {
  const levels = "▁▂▃▄▅▆▇█";
  return gainDb
    .map((gain) => levels[Math.max(0, Math.min(7, Math.round(3.5 + (gain / limitDb) * 3.5)))]!)
    .join("");
}
