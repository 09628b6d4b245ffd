/** A piece of a phrase as typed. */
export interface Token {
  readonly kind: "word" | "number" | "sign";
  /** Lower case, composed, straight apostrophes; a sign as one of `, + - / : ( ) ! ? " &`. */
  readonly text: string;
  /** Of a number: 0.3 for "30 %", 2 for "2x", 70 for a bare 70. */
  readonly value?: number;
  /** Of a number: how it was written. */
  readonly unit?: "percent" | "times" | "none" | "decibel" | "hertz";
  /** UTF-16 offsets in the typed text, end excluded. */
  readonly start: number;
  readonly end: number;
  /** Of a word: UTF-16 offsets of its inner hyphens. */
  readonly hyphens?: readonly number[];
}

/** Longer texts are no phrases: reading stops being immediate. */
export const LONGEST_PHRASE = 1000;

const number = String.raw`(?<number>\d+(?:[.,]\d+)?|[.,]\d+)(?:\s*(?<unit>%|percent\b|per\s+cent\b|por\s+ciento\b|x(?![\p{L}\p{N}])|×|k?hz\b|db\b|dbs\b)|(?![-‐‑]\p{L}))`;
const factor = String.raw`(?<![\p{L}\p{N}])[x×]\s*(?<factor>\d+(?:[.,]\d+)?)(?![\p{L}])`;
/** "warm / 2"; a longer number is a share: "warm/70 bright/30". */
const divisor = String.raw`(?<=[\p{L})]\s*)[/÷]\s*(?<divisor>[2-9])(?![\p{L}\p{N}.,/]|\s*%)`;
const fraction = String.raw`(?<numerator>\d+)\s*\/\s*(?<denominator>[1-9]\d*)(?![\p{L}\p{N}])`;
/** Words that hold a slash: "w/", "w/o", "and/or". */
const slashed = String.raw`w\/(?:o(?:ut)?(?!\p{L}))?|(?:and\/or|y\/o)(?!\p{L})`;
const word = String.raw`[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’‘\-‐‑][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*`;
const pattern = new RegExp(
  String.raw`${factor}|${divisor}|${fraction}|(?<![\p{L}\p{M}])${number}(?![\p{L}\p{N}])|(?<word>${slashed}|${word})|(?<sign>[^\s\p{M}])`,
  "giu",
);

/** Signs that mean the same as another. */
const sameSign: Readonly<Record<string, string>> = {
  "−": "-",
  "–": ",",
  "—": ",",
  ";": ",",
  ".": ",",
  "…": ",",
  "!": ",",
  "?": ",",
  "¡": ",",
  "¿": ",",
  "|": "/",
  "[": "(",
  "]": ")",
  "{": "(",
  "}": ")",
  "=": ":",
  "@": ":",
};
const keptSigns: ReadonlySet<string> = new Set([",", "+", "-", "/", ":", "(", ")", "&", "<", ">"]);

const units: Readonly<Record<string, Token["unit"]>> = {
  "%": "percent",
  x: "times",
  "×": "times",
  db: "decibel",
  dbs: "decibel",
  hz: "hertz",
  khz: "hertz",
};

/**
 * Cuts a phrase into words, numbers and signs. Words keep inner hyphens and apostrophes; quotation marks, emoji and other
 * signs without a meaning here are left out.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const groups = match.groups ?? {};
    const place = { start: match.index, end: match.index + match[0].length };
    if (groups.factor !== undefined) {
      tokens.push({
        ...place,
        kind: "number",
        text: match[0],
        value: numberOf(groups.factor),
        unit: "times",
      });
    } else if (groups.divisor !== undefined) {
      tokens.push({
        ...place,
        kind: "number",
        text: match[0],
        value: 1 / Number(groups.divisor),
        unit: "times",
      });
    } else if (groups.denominator !== undefined) {
      const value = Number(groups.numerator) / Number(groups.denominator);
      tokens.push({ ...place, kind: "number", text: match[0], value, unit: "times" });
    } else if (groups.number !== undefined) {
      tokens.push({ ...place, ...numberToken(match[0], groups.number, groups.unit) });
    } else if (groups.word !== undefined) {
      tokens.push({
        ...place,
        ...hyphensOf(groups.word, match.index),
        kind: "word",
        text: plainWord(groups.word),
      });
    } else {
      const sign = sameSign[match[0]] ?? match[0];
      if (keptSigns.has(sign)) tokens.push({ ...place, kind: "sign", text: sign });
    }
  }
  return tokens;
}

function hyphensOf(text: string, start: number): Pick<Token, "hyphens"> {
  const hyphens = Array.from(text.matchAll(/[-‐‑]/g), ({ index }) => start + index);
  return hyphens.length > 0 ? { hyphens } : {};
}

function numberToken(text: string, digits: string, written = ""): Omit<Token, "start" | "end"> {
  const name = written.toLowerCase().replaceAll(/\s+/g, " ");
  const unit = units[name] ?? (name === "" ? "none" : "percent");
  const value = numberOf(digits) / (unit === "percent" ? 100 : 1);
  return { kind: "number", text: text.toLowerCase(), value, unit };
}

function numberOf(digits: string): number {
  return Number(digits.replace(",", "."));
}

function plainWord(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .normalize("NFC")
    .replaceAll(/[’‘]/g, "'")
    .replaceAll(/[‐‑]/g, "-");
}
