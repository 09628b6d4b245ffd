import { createNearSpellings, type KnownSpelling, type NearSpellings } from "../near-spellings.ts";
import { foldWord } from "../spelling.ts";
import { baseForms } from "../word-family.ts";
import type { WordMeaning, WordResolver } from "../word-meaning.ts";
import { commands } from "./command-words.ts";
import { degrees, degreeWords, fractionWords, tensWords } from "./degree-words.ts";
import { type FunctionKind, functionWords, regionWords } from "./function-words.ts";
import { type Token, tokenize } from "./tokens.ts";

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
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "split"; readonly values: readonly [number, number] }
  | { readonly kind: "sign"; readonly sign: string }
  | { readonly kind: "unknown" }
  /** "Gloriously" before a word of sound: of unknown strength. */
  | { readonly kind: "manner" }
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
/** Unaccented spelling to spelling: people type "mas" and "esta". */
const byFold: ReadonlyMap<string, string> = new Map(
  Array.from(known.keys())
    .reverse()
    .map((text) => [foldWord(text), text]),
);
/** By unaccented first word: how many words the longest entry has that begins with it. */
const longestFrom: ReadonlyMap<string, number> = lengthsByFirst(byFold.keys());
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

function lengthsByFirst(foldedTexts: Iterable<string>): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const text of foldedTexts) {
    const words = text.split(" ");
    lengths.set(words[0]!, Math.max(words.length, lengths.get(words[0]!) ?? 1));
  }
  return lengths;
}

function firstWord(text: string): string {
  return foldWord(text).split(" ", 1)[0]!;
}

function wordsOf(list: string): string[] {
  return list
    .split(/[,|]/)
    .map((text) => text.trim())
    .filter((text) => text !== "");
}

/** Whether a word that the grammar uses too is one of sound; a thesaurus knows "less" as well. */
export function isAskedFor({ source }: WordMeaning): boolean {
  return source !== "neighbour" && source !== "embedding";
}

/** Kinds that a name of several words may hold: "my vocal", "the old kick". */
const mayBeNamed: ReadonlySet<string> = new Set(
  "target, determiner, pronoun, filler, preposition".split(", "),
);

/** Whether the grammar itself uses a word, or one of several in a way that would change what they say. */
export function isReserved(text: string): boolean {
  const word = text.trim().toLowerCase().normalize("NFC").replaceAll(/\s+/g, " ");
  const parts = word.split(" ");
  const steers = (part: string): boolean => {
    const entry = knownOf(part);
    return entry !== undefined && !mayBeNamed.has(entry.kind) && !("needsHead" in entry && entry.needsHead);
  };
  if (parts.length > 1 && parts.some(steers)) return true;
  return known.has(word) || byFold.has(foldWord(word)) || tokenize(word).every(({ kind }) => kind !== "word"); // "x2"
}

/**
 * Finds the longest pieces that are known to the grammar or to the resolver, from left to right.
 *
 * @param soundFirst Words that the grammar uses are read as words of sound where people were asked for them: "even".
 */
export function lexemesOf(tokens: readonly Token[], resolver: WordResolver, soundFirst = false): Lexeme[] {
  const pieces = withoutStrayParentheses(tokens).flatMap((token) => splitWord(token, resolver));
  const tellsPercent = tellsOfPercent(tokens);
  const lexemes: Lexeme[] = [];
  for (let at = 0; at < pieces.length; ) {
    const { lexeme, length } = lexemeAt(pieces, at, resolver, { soundFirst, tellsPercent });
    lexemes.push(lexeme);
    at += length;
  }
  return lexemes.map((lexeme, index) =>
    lexeme.kind === "turn" && needsParticle.test(lexeme.text) && !hasParticle(lexemes, index + 1)
      ? { text: lexeme.text, start: lexeme.start, end: lexeme.end, kind: "filler" }
      : settled(lexeme, lexemes[index + 1], resolver),
  );
}

function lexemeAt(
  pieces: readonly Token[],
  at: number,
  resolver: WordResolver,
  { soundFirst, tellsPercent }: { readonly soundFirst: boolean; readonly tellsPercent: boolean },
): { lexeme: Lexeme; length: number } {
  const token = pieces[at]!;
  const place = { text: token.text, start: token.start, end: token.end };
  const one = token.kind === "word" ? undefined : known.get(token.text); // "&", "808"
  if (one) return { lexeme: { ...place, ...one }, length: 1 };
  if (token.kind === "sign") return { lexeme: { ...place, kind: "sign", sign: token.text }, length: 1 };
  const numeric = token.kind === "number" ? numberLexeme(token, tellsPercent) : undefined;

  const longest = longestFrom.get(firstWord(token.text)) ?? 1;
  const most = Math.max(longest, LONGEST_COMMAND, resolver.longest);
  let words = 1; // in a row
  while (words < most && at + words < pieces.length && pieces[at + words]!.kind !== "sign") words++;
  for (let length = words; length > 1; length--) {
    const row = pieces.slice(at, at + length);
    const text = row.map(({ text: part }) => part).join(" ");
    const span = { text, start: token.start, end: row.at(-1)!.end };
    const entry = length <= longest ? knownOf(text) : undefined;
    const command = length <= LONGEST_COMMAND ? commandOf(text, resolver) : undefined;
    if (entry) return { lexeme: withCommand({ ...span, ...entry }, command), length };
    if (command) return { lexeme: { ...span, ...command }, length };
    if (length > resolver.longest) continue;
    const head = headOf(text, resolver, { forms: length === 2 && !numeric, typos: false });
    if (head) return { lexeme: { ...span, ...head }, length };
  }
  if (numeric) return { lexeme: numeric, length: 1 };
  return { lexeme: { ...place, ...singleWord(token.text, resolver, soundFirst) }, length: 1 };
}

function withCommand(lexeme: Lexeme, command: HeadLexeme | undefined): Lexeme {
  const isVerb = lexeme.kind === "remove" || lexeme.kind === "add";
  return isVerb && command ? { ...lexeme, command } : lexeme;
}

/** What a word of the grammar may do so that it is read as a word of sound where a phrase holds no other. */
const mayBeSound: ReadonlySet<string> = new Set(
  "degree, filler, target, request, add, remove, keep, be, being, pronoun, determiner".split(", "),
);

function singleWord(
  text: string,
  resolver: WordResolver,
  soundFirst: boolean,
): HeadLexeme | Known | { kind: "unknown" } {
  const exact = { forms: false, typos: false };
  if (soundFirst && mayBeSound.has(known.get(text)?.kind ?? "filler")) {
    const head = headOf(text, resolver, exact);
    if (head && isAskedFor(head.meaning)) return head;
  }
  const plain = knownOf(text);
  if (plain) return plain;
  const command = commandOf(text, resolver);
  if (command) return command;
  const stripped = withoutClitic(text);
  const verb = stripped === undefined ? undefined : knownOf(stripped);
  if (verb && (verb.kind === "add" || verb.kind === "remove" || verb.kind === "request")) return verb;
  const spellings = [text, ...unstretched(text)];
  for (const spelling of spellings.slice(1)) {
    const entry = knownOf(spelling);
    if (entry) return entry;
  }
  for (const spelling of spellings) {
    const head = headOf(spelling, resolver, { forms: true, typos: false });
    if (head) return head;
  }
  const folded = foldWord(text);
  const mistyped = nearFunctionWords.correction(folded);
  if (mistyped && isSlip(folded, mistyped.folded)) return known.get(mistyped.word)!;
  return headOf(text, resolver, { forms: true, typos: true }) ?? { kind: "unknown" };
}

/** Words of many uses that turn something only with a particle: "take the highs down", but "a warm tone". */
const needsParticle = /^(take|tone)$/;

/** Whether "up", "down" or "out" follows before the phrase begins anew. */
function hasParticle(lexemes: readonly Lexeme[], from: number): boolean {
  for (let at = from; at < lexemes.length; at++) {
    const { kind } = lexemes[at]!;
    if (kind === "up" || kind === "down" || kind === "out") return true;
    if (kind === "break" || kind === "sign" || kind === "turn") return false;
  }
  return false;
}

/** "warm :) and soft": a closing parenthesis that closes nothing would end the phrase. */
function withoutStrayParentheses(tokens: readonly Token[]): Token[] {
  let open = 0;
  return tokens.filter(({ kind, text }) => {
    if (kind !== "sign") return true;
    if (text === ")" && open === 0) return false;
    open += text === "(" ? 1 : text === ")" ? -1 : 0;
    return true;
  });
}

/**
 * Whether a word that is one typo away was meant: letters missing, doubled or swapped ("wihtout", "extremly"). With another
 * letter in place it is rather a word of its own that is not known here (fixing, mixing; modera, modern).
 */
function isSlip(typed: string, known: string): boolean {
  const letters = (word: string): string => [...word].sort().join("");
  return typed[0] === known[0] && (typed.length !== known.length || letters(typed) === letters(known));
}

/** Manner before a word of sound, of unknown strength: left out, and told. */
const adverb = /.{3}(ly|mente)$/;

/** Before a fault ("that awful buzz") these say no more than that it is one. */
const disgust =
  /^(awful|nasty|ugly|annoying|horrible|terrible|horrid|bad|unpleasant|irritating|disgusting|weird|feo|fea|horrible|molesto|molesta|desagradable|maldito|maldita)$/;

/** Degrees that need a word of sound after them are words of sound themselves, or say nothing, where none follows. */
function settled(lexeme: Lexeme, next: Lexeme | undefined, resolver: WordResolver): Lexeme {
  if (lexeme.kind === "unknown" && adverb.test(lexeme.text) && leadsToHead(next)) {
    return { text: lexeme.text, start: lexeme.start, end: lexeme.end, kind: "manner" };
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

/** "waaay" as "waay" and "way"; two letters first, since "tooo" is "too" and not "to". */
function unstretched(text: string): string[] {
  if (!/(\p{L})\1\1/u.test(text)) return [];
  return [text.replaceAll(/(\p{L})\1{2,}/gu, "$1$1"), text.replaceAll(/(\p{L})\1{2,}/gu, "$1")];
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
  const isOwn = direct?.source === "personal" && direct.match !== "family";
  if (inflection && !isOwn && (allow.forms || (direct && direct.people === 0))) {
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

/**
 * Bare numbers from here on are percentages: "warm 30". Whether 4 is 4 % or four times nobody knows, so that it is refused
 * as too much, unless another number of the phrase tells: "95 warm 5 bright".
 */
const LEAST_BARE_PERCENT = 10;
const MOST_BARE_FACTOR = 2;

/** Whether a number of the phrase can only be a percentage. */
function tellsOfPercent(tokens: readonly Token[]): boolean {
  return tokens.some(
    ({ unit, value = 0 }) => unit === "percent" || (unit === "none" && value >= LEAST_BARE_PERCENT),
  );
}

function numberLexeme(token: Token, tellsPercent: boolean): Lexeme | undefined {
  const { text, start, end, value = 0, unit } = token;
  if (unit === "decibel" || unit === "hertz") return { text, start, end, kind: "unknown" };
  const split = /^(\d+)\s*\/\s*(\d+)$/.exec(text);
  if (split && Number(split[1]) + Number(split[2]) === 100) {
    return { text, start, end, kind: "split", values: [Number(split[1]) / 100, Number(split[2]) / 100] };
  }
  const isBarePercent = value >= LEAST_BARE_PERCENT || (tellsPercent && value > MOST_BARE_FACTOR);
  const isPercent = unit === "percent" || (unit === "none" && isBarePercent);
  return { text, start, end, kind: "number", value: unit === "none" && isPercent ? value / 100 : value };
}

/** A word in pieces unless it is known as a whole: at its hyphens, and before "'s" and the like. */
function splitWord(token: Token, resolver: WordResolver): Token[] {
  const { kind, text, start, end, hyphens = [] } = token;
  if (kind !== "word") return [token];
  const contraction = known.has(text) ? null : /(?<=.)'(?:s|m|re|ve|ll|d)$/.exec(text);
  if (contraction) {
    const cut = end - contraction[0].length;
    return [
      ...splitWord({ ...token, text: text.slice(0, contraction.index), end: cut }, resolver),
      { kind: "word", text: contraction[0], start: cut, end },
    ];
  }
  const isKnown =
    hyphens.length === 0 ||
    known.has(text) ||
    commands.has(text) ||
    resolver.resolve(text, { forms: false, typos: false }) !== undefined;
  if (isKnown) return [token];
  const starts = [start, ...hyphens.map((at) => at + 1)];
  return text.split("-").map((part, index) => ({
    ...(/^\d+$/.test(part) ? { kind: "number", value: Number(part), unit: "none" } : { kind: "word" }),
    text: index === 0 && /^(un|non)$/.test(part) ? `${part}-` : part,
    start: starts[index]!,
    end: hyphens[index] ?? end,
  }));
}
