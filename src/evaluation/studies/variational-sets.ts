import type { SafeExample, SafeParameters } from "../../dataset/index.ts";
import type { StudyData } from "../study.ts";

/** Rows of one kind, to be compressed and restored. */
export interface RowSet {
  readonly id: "socialfx" | "safe";
  readonly name: string;
  /** Unit that errors are in. */
  readonly unit: string;
  /** `values` of one length. */
  readonly rows: readonly { readonly term: string; readonly values: ArrayLike<number> }[];
}

const GAIN_DB = [-12, 12] as const;
const Q = [0.1, 10] as const;

/** Range of each of SAFE's 13 parameters, in the order of {@link safeShares}; dB, Hz, and no unit for Q. */
const safeRanges: readonly (readonly [low: number, high: number])[] = [
  ...[GAIN_DB, [22, 1000] as const],
  ...[GAIN_DB, [82, 3900] as const, Q],
  ...[GAIN_DB, [180, 4700] as const, Q],
  ...[GAIN_DB, [220, 10_000] as const, Q],
  ...[GAIN_DB, [580, 20_000] as const],
];

/**
 * SAFE's 13 parameters as shares of their ranges, 0..1 on a linear scale, as FlowEQ takes them: gain and frequency of
 * the low shelf, gain, frequency and Q of three bells, gain and frequency of the high shelf.
 */
export function safeShares({ lowShelf, bells, highShelf }: SafeParameters): Float64Array {
  const values = [
    ...[lowShelf.gainDb, lowShelf.frequencyHz],
    ...bells.flatMap(({ gainDb, frequencyHz, q }) => [gainDb, frequencyHz, q]),
    ...[highShelf.gainDb, highShelf.frequencyHz],
  ];
  // The file's single precision may pass a limit by its rounding.
  return Float64Array.from(values, (value, i) => {
    const [low, high] = safeRanges[i]!;
    return Math.min(1, Math.max(0, (value - low) / (high - low)));
  });
}

/** SocialFX's curves, and SAFE's settings where they are there. */
export function rowSetsOf({ examples, safe = [] }: StudyData): RowSet[] {
  const socialFx: RowSet = {
    id: "socialfx",
    name: "SocialFX, 40 bands",
    unit: "z",
    rows: examples.map(({ term, gains }) => ({ term, values: gains })),
  };
  return safe.length === 0 ? [socialFx] : [socialFx, safeSet(safe)];
}

/** The rows that FlowEQ trained on, those called warm or bright. */
export function warmAndBright(safe: readonly SafeExample[]): RowSet {
  return safeSet(safe.filter(({ term }) => term === "warm" || term === "bright"));
}

/** Each setting once: a row of the file with several descriptors is several examples. */
function safeSet(safe: readonly SafeExample[]): RowSet {
  const byLine = new Map(safe.toReversed().map((example) => [example.line, example]));
  return {
    id: "safe",
    name: "SAFE-DB, 13 parameters",
    unit: "share of the range",
    rows: [...byLine.values()]
      .sort((a, b) => a.line - b.line)
      .map(({ term, parameters }) => ({ term, values: safeShares(parameters) })),
  };
}
