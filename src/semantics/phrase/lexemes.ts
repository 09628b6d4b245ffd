import { createNearSpellings, type KnownSpelling, type NearSpellings } from "../resolver/near-spellings.ts";
import { foldWord } from "../spelling.ts";
import { baseForms } from "../word-family.ts";
import type { WordMeaning, WordResolver } from "../word-meaning.ts";
import { commands } from "./command-words.ts";
import { degrees, degreeWords, fractionWords, tensWords } from "./degree-words.ts";
import { type FunctionKind, functionWords, regionWords } from "./function-words.ts";
import type { Token } from "./tokens.ts";

/** A word of sound. */
export interface HeadLexeme {
  readonly kind: "head";
  readonly meaning: WordMeaning;
  /** "warmer", "warmest" (2), "warmish" (0.5); 1 for others. */
  readonly strength: number;
  readonly isComparative: boolean;
  /** "brighten": a verb in itself. */
  readonly isCommand: boolean;
  /** -1 for "de-ess". */
  readonly sign: 1 | -1;
  /** Bass, highs: may be what something is said of. */
  readonly isRegion: boolean;
}

/** A piece of a phrase and what it does there. */
export type Lexeme = { readonly text: string; readonly start: number; readonly end: number } & (
  | HeadLexeme
  | { readonly kind: "degree"; readonly value: number; readonly needsHead: boolean }
  | { readonly kind: "number"; readonly value: number; readonly isPercent: boolean }
  | { readonly kind: "split"; readonly values: readonly [number, number] }
  | { readonly kind: "sign"; readonly sign: string }
  | { readonly kind: "unknown" }
  | {
      readonly kind: FunctionKind;
      /** What "clean up" asks for where nothing is named to be cleaned of. */
      readonly command?: HeadLexeme;
    }
);

type Known =
  | { readonly kind: FunctionKind }
  | { readonly kind: "degree"; readonly value: number; readonly needsHead: boolean };

/** Words that are degrees only where a word of sound follows; else they are words of sound or say nothing. */
const degreesBeforeHeads: ReadonlySet<string> = new Set(
  (
    "pretty, super, bien, real, crazy, so, bit, touch, medio, quarter, medium, max, maximum, far, most, light, ever so, re, algo, harto, " +
    "ligero, ligera, quite, tan, such, mega, hyper, ultra, hiper, semi, double, doble, half, slight, suavemente, softly, gently, seriously, " +
    "heavily, lightly, deeply, tanto, mitad"
  ).split(", "),
);

const known: ReadonlyMap<string, Known> = knownWords();
const LONGEST_COMMAND = 2;
const longestKnown = Math.max(...Array.from(known.keys(), (text) => text.split(" ").length));
/** Unaccented spelling to spelling: people type "mas" and "esta". */
const byFold: ReadonlyMap<string, string> = new Map(
  Array.from(known.keys())
    .reverse()
    .map((text) => [foldWord(text), text]),
);
const regions: ReadonlySet<string> = new Set(wordsOf(regionWords).map(foldWord));
/** Of shorter ones too many are near. */
const SHORTEST_MISTYPED = 6;
const nearFunctionWords: NearSpellings<KnownSpelling> = createNearSpellings(
  Array.from(byFold, ([folded, word]) => ({ word, folded, people: 1 })).filter(
    ({ folded, word }) =>
      folded.length >= SHORTEST_MISTYPED && !word.includes(" ") && known.get(word)!.kind !== "target",
  ),
);
const clitic = /(?:se|me|te|nos)?(?:l[oae]s?)$/;

function knownWords(): Map<string, Known> {
  const found = new Map<string, Known>();
  const put = (text: string, entry: Known): void => {
    if (!found.has(text)) found.set(text, entry);
  };
  const degree = (text: string, value: number): void =>
    put(text, { kind: "degree", value, needsHead: degreesBeforeHeads.has(text) });
  for (const [name, value] of Object.entries(degrees)) {
    for (const text of wordsOf(degreeWords[name as keyof typeof degrees])) degree(text, value);
  }
  for (const [value, words] of fractionWords) for (const text of wordsOf(words)) degree(text, value);
  for (const [percent, english, spanish] of tensWords) {
    degree(`${english} percent`, percent / 100);
    degree(`${english} per cent`, percent / 100);
    degree(`${spanish} por ciento`, percent / 100);
  }
  for (const [kind, words] of Object.entries(functionWords)) {
    for (const text of wordsOf(words)) put(text, { kind: kind as FunctionKind });
  }
  return found;
}

function wordsOf(list: string): string[] {
  return list
    .split(/[,|]/)
    .map((text) => text.trim())
    .filter((text) => text !== "");
}

/** Whether the grammar itself uses a word, so that it cannot be taught as a word of sound. */
export function isReserved(text: string): boolean {
  const word = text.trim().toLowerCase().normalize("NFC").replaceAll(/\s+/g, " ");
  return known.has(word) || byFold.has(foldWord(word)) || !/\p{L}/u.test(word);
}

/**
 * Finds the longest pieces that are known to the grammar or to the resolver, from left to right.
 *
 * @param soundFirst Words that the grammar uses are read as words of sound where people were asked for them: "even".
 */
export function lexemesOf(tokens: readonly Token[], resolver: WordResolver, soundFirst = false): Lexeme[] {
  const pieces = tokens.flatMap((token) => splitHyphens(token, resolver));
  const lexemes: Lexeme[] = [];
  for (let at = 0; at < pieces.length; ) {
    const { lexeme, length } = lexemeAt(pieces, at, resolver, soundFirst);
    lexemes.push(lexeme);
    at += length;
  }
  return lexemes.map((lexeme, index) => settled(lexeme, lexemes[index + 1], resolver));
}

function lexemeAt(
  pieces: readonly Token[],
  at: number,
  resolver: WordResolver,
  soundFirst: boolean,
): { lexeme: Lexeme; length: number } {
  const token = pieces[at]!;
  const place = { text: token.text, start: token.start, end: token.end };
  if (token.kind === "sign") return { lexeme: { ...place, kind: "sign", sign: token.text }, length: 1 };
  const numeric = token.kind === "number" ? numberLexeme(token) : undefined;

  let words = 0; // in a row
  while (words < Math.max(longestKnown, resolver.longest) && pieces[at + words]?.kind !== "sign") {
    if (pieces[at + words] === undefined) break;
    words++;
  }
  for (let length = words; length > 1; length--) {
    const row = pieces.slice(at, at + length);
    const text = row.map(({ text: part }) => part).join(" ");
    const span = { text, start: token.start, end: row.at(-1)!.end };
    const entry = length <= longestKnown ? knownOf(text) : undefined;
    const command = length <= LONGEST_COMMAND ? commandOf(text, resolver) : undefined;
    if (entry) return { lexeme: withCommand({ ...span, ...entry }, command), length };
    if (command) return { lexeme: { ...span, ...command }, length };
    if (length > resolver.longest || numeric) continue;
    const head = headOf(text, resolver, { forms: length === 2, typos: false });
    if (head) return { lexeme: { ...span, ...head }, length };
  }
  if (numeric) return { lexeme: numeric, length: 1 };
  return { lexeme: { ...place, ...singleWord(token.text, resolver, soundFirst) }, length: 1 };
}

function withCommand(lexeme: Lexeme, command: HeadLexeme | undefined): Lexeme {
  const isVerb = lexeme.kind === "remove" || lexeme.kind === "add";
  return isVerb && command ? { ...lexeme, command } : lexeme;
}

function singleWord(
  text: string,
  resolver: WordResolver,
  soundFirst: boolean,
): HeadLexeme | Known | { kind: "unknown" } {
  const exact = { forms: false, typos: false };
  if (soundFirst) {
    const head = headOf(text, resolver, exact);
    if (head) return head;
  }
  const plain = knownOf(text);
  if (plain) return plain;
  const command = commandOf(text, resolver);
  if (command) return command;
  const stripped = withoutClitic(text);
  const verb = stripped === undefined ? undefined : knownOf(stripped);
  if (verb && (verb.kind === "add" || verb.kind === "remove" || verb.kind === "request")) return verb;
  for (const spelling of [text, ...unstretched(text)]) {
    const entry = spelling === text ? undefined : knownOf(spelling);
    if (entry) return entry;
    const head = headOf(spelling, resolver, { forms: true, typos: false });
    if (head) return head;
  }
  const mistyped = nearFunctionWords.correction(foldWord(text));
  if (mistyped) return known.get(mistyped.word)!;
  return headOf(text, resolver, { forms: true, typos: true }) ?? { kind: "unknown" };
}

/** Manner before a word of sound, of unknown strength: left out, and told. */
const adverb = /.{3}(ly|mente)$/;

/** Before a fault ("that awful buzz") these say no more than that it is one. */
const disgust =
  /^(awful|nasty|ugly|annoying|horrible|terrible|horrid|bad|unpleasant|irritating|disgusting|weird|feo|fea|horrible|molesto|molesta|desagradable|maldito|maldita)$/;

/** Degrees that need a word of sound after them are words of sound themselves, or say nothing, where none follows. */
function settled(lexeme: Lexeme, next: Lexeme | undefined, resolver: WordResolver): Lexeme {
  if (lexeme.kind === "unknown" && adverb.test(lexeme.text) && leadsToHead(next)) {
    return { text: lexeme.text, start: lexeme.start, end: lexeme.end, kind: "filler" };
  }
  if (disgust.test(lexeme.text) && next?.kind === "head" && next.meaning.isFault) {
    return { text: lexeme.text, start: lexeme.start, end: lexeme.end, kind: "filler" };
  }
  if (lexeme.kind !== "degree" || !lexeme.needsHead || leadsToHead(next)) return lexeme;
  const { text, start, end } = lexeme;
  const head = headOf(text, resolver, { forms: false, typos: false });
  if (head && head.meaning.people > 0) return { text, start, end, ...head };
  return /^(so|such|such as|far|real|crazy|tan|light|ever so)$/.test(text)
    ? { text, start, end, kind: "filler" }
    : lexeme;
}

function leadsToHead(next: Lexeme | undefined): boolean {
  if (next === undefined) return false;
  const leading: readonly Lexeme["kind"][] = ["head", "degree", "more", "less", "too", "unknown"];
  return leading.includes(next.kind) || (next.kind === "sign" && next.sign === "(");
}

function knownOf(text: string): Known | undefined {
  const exact = known.get(text);
  if (exact) return exact;
  const folded = byFold.get(foldWord(text));
  return folded === undefined || /'/.test(text) !== /'/.test(folded) ? undefined : known.get(folded);
}

const commandsByFold: ReadonlyMap<string, string> = new Map(
  Array.from(commands.keys(), (verb) => [foldWord(verb), verb]),
);

function commandOf(text: string, resolver: WordResolver): HeadLexeme | undefined {
  const verb =
    commandsByFold.get(foldWord(text)) ?? commandsByFold.get(foldWord(withoutClitic(text) ?? text));
  const command = verb === undefined ? undefined : commands.get(verb);
  const meaning = command && resolver.resolve(command.word, { forms: false, typos: false });
  if (!command || !meaning) return undefined;
  return {
    kind: "head",
    meaning,
    strength: 1,
    isComparative: false,
    isCommand: true,
    sign: command.sign,
    isRegion: false,
  };
}

/** "quítale" without its pronoun, unaccented. */
function withoutClitic(text: string): string | undefined {
  const folded = foldWord(text);
  const stem = folded.replace(clitic, "");
  return stem.length >= 3 && stem !== folded ? stem : undefined;
}

/** "waaay" as "way" and "waay". */
function unstretched(text: string): string[] {
  if (!/(\p{L})\1\1/u.test(text)) return [];
  return [text.replaceAll(/(\p{L})\1{2,}/gu, "$1"), text.replaceAll(/(\p{L})\1{2,}/gu, "$1$1")];
}

const inflections: readonly { ending: RegExp; strength: number; does: "comparative" | "command" | "none" }[] =
  [
    { ending: /er$/, strength: 1, does: "comparative" },
    { ending: /est$/, strength: 2, does: "none" },
    { ending: /ish$/, strength: 0.5, does: "none" },
    { ending: /[ií]sim[oa]s?$/, strength: 2, does: "none" },
    { ending: /(en|ens|ening|ened)$/, strength: 1, does: "command" },
    { ending: /ly$/, strength: 1, does: "none" },
  ];

/**
 * A word of sound. Of "warmer" the base "warm" stands for it where people were asked for that and not for the
 * form, so that all degrees of a word are one word.
 */
function headOf(
  text: string,
  resolver: WordResolver,
  allow: { readonly forms: boolean; readonly typos: boolean },
): HeadLexeme | undefined {
  const direct = resolver.resolve(text, allow);
  const isRegion = regions.has(foldWord(text));
  const plain = { kind: "head", sign: 1, isRegion } as const;
  const inflection = inflections.find(({ ending }) => ending.test(text));
  if (inflection && (allow.forms || (direct && direct.people === 0))) {
    const base = baseOf(text, resolver);
    if (base && (!direct || direct.people === 0 || direct.word === base.word)) {
      return {
        ...plain,
        meaning: { ...base, match: direct?.match === "exact" ? "exact" : "family" },
        strength: inflection.strength,
        isComparative: inflection.does === "comparative",
        isCommand: inflection.does === "command",
      };
    }
  }
  if (!direct) return undefined;
  return { ...plain, meaning: direct, strength: 1, isComparative: false, isCommand: false };
}

function baseOf(text: string, resolver: WordResolver): WordMeaning | undefined {
  let best: WordMeaning | undefined;
  for (const base of baseForms(text)) {
    const found = resolver.resolve(base, { typos: false });
    if (!found || found.source === "neighbour" || found.source === "embedding") continue;
    if (found.source === "personal" || found.people > 0) return found;
    best ??= found;
  }
  return best;
}

function numberLexeme(token: Token): Lexeme | undefined {
  const { text, start, end, value = 0, unit } = token;
  if (unit === "decibel" || unit === "hertz") return { text, start, end, kind: "unknown" };
  const split = /^(\d+)\s*\/\s*(\d+)$/.exec(text);
  if (split && Number(split[1]) + Number(split[2]) === 100) {
    return { text, start, end, kind: "split", values: [Number(split[1]) / 100, Number(split[2]) / 100] };
  }
  const isPercent = unit === "percent" || (unit === "none" && value > 2);
  return {
    text,
    start,
    end,
    kind: "number",
    value: unit === "none" && value > 2 ? value / 100 : value,
    isPercent,
  };
}

/** A word with hyphens or an 's, in pieces unless it is known as a whole. */
function splitHyphens(token: Token, resolver: WordResolver): Token[] {
  if (token.kind === "word" && token.text.endsWith("'s") && !known.has(token.text)) {
    const cut = token.end - 2;
    return [
      { ...token, text: token.text.slice(0, -2), end: cut },
      { kind: "word", text: "'s", start: cut, end: token.end },
    ];
  }
  if (token.kind !== "word" || !token.text.includes("-")) return [token];
  const isKnown =
    known.has(token.text) ||
    commands.has(token.text) ||
    resolver.resolve(token.text, { forms: false, typos: false }) !== undefined;
  if (isKnown) return [token];
  let start = token.start;
  return token.text.split("-").map((text) => {
    const piece: Token = { kind: "word", text, start, end: start + text.length };
    start += text.length + 1;
    return piece;
  });
}
