import { colors } from "./colors.ts";

/** Lines for the reader, on stdout. */
export function print(...lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}

/** The one JSON document of a run with --json. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

/** A line beside the result, on stderr. */
export function note(line: string): void {
  process.stderr.write(`timbral: ${line}\n`);
}

/** Rows of `name  value`, names in one column. */
export function facts(rows: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${colors.dim(name.padEnd(width))}  ${value}`);
}

/** `+4.2 dB`; no sign at 0. */
export function signedDb(gainDb: number, digits = 1): string {
  const size = Math.abs(gainDb).toFixed(digits);
  const sign = Number(size) === 0 ? "" : gainDb < 0 ? "-" : "+";
  return `${sign}${size} dB`;
}

/** `161 Hz`, `7.0 kHz`. */
export function hertz(frequencyHz: number): string {
  return frequencyHz < 1000 ? `${frequencyHz} Hz` : `${(frequencyHz / 1000).toFixed(1)} kHz`;
}

/** `1,595`. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** `1 person`, `64 people`. */
export function people(value: number): string {
  return value === 1 ? "1 person" : `${count(value)} people`;
}

/** `0.43 s`, `2.1 s`, `1 min 05 s`. */
export function duration(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}
