import {
  clashText,
  type PhraseExplanation,
  takenText,
  type WordCurve,
  type WordShare,
} from "../../semantics/index.ts";
import { colors } from "../colors.ts";
import { kinList, languageNames } from "../curve-words.ts";
import { people } from "../output.ts";

type Fact = readonly [name: string, value: string];

/** `warm (64 people)`; of a phrase `"a bit warmer but not muddy"`; with the amount where it is not all. */
export function headlineOf(curve: WordCurve): string {
  const { phrase, amountPercent, words } = curve;
  const text = isPlain(curve) ? `${kinList([phrase])} (${sourceText(words[0]!)})` : JSON.stringify(phrase);
  return amountPercent === 100 ? text : `${text} at ${amountPercent} %`;
}

/** Whether a phrase is a word as it stands, so that nothing has to be told of it. */
function isPlain({ phrase, words }: WordCurve): boolean {
  const [only] = words;
  return only?.word === phrase && words.length === 1 && only.strength === 1;
}

/** What a phrase was taken for, which of it pulls apart, and what was left aside; nothing of a plain word. */
export function understoodFacts(curve: WordCurve, explained: PhraseExplanation): Fact[] {
  const { words, clashes, taken } = curve;
  const { targets, ignored, unused } = explained;
  const texts = words.map((word) => `${askedText(word)} (${sourceText(word)})`);
  const left = (name: string, list: readonly string[], why = ""): Fact[] =>
    list.length === 0 ? [] : [[name, kinList(list) + why]];
  return [
    ...(isPlain(curve) ? [] : texts.map((text, index): Fact => [index === 0 ? "understood" : "", text])),
    ...clashes.map((clash): Fact => ["clash", colors.yellow(clashText(clash))]),
    ...taken.flatMap((part) =>
      takenText(part)
        .split("; ") // a line each
        .map((text, index): Fact => [index === 0 ? "guarded" : "", text]),
    ),
    ...left("left out", targets, ": all of the sound is equalised"),
    ...left("no sound", ignored),
    ...left("unused", unused),
  ];
}

/** `warm`, `0.5 x less harsh`, `without muddy`, `keep 0.5 x bright`; a typo as it was typed. */
function askedText({ word, mode, strength, match, text }: WordShare): string {
  const size = Math.abs(strength);
  const degree = size === 1 ? "" : `${Number(size.toFixed(2))} x `;
  const turn = mode === "add" ? (strength < 0 ? "less " : "") : "";
  const guard = mode === "add" ? "" : `${mode} `;
  const typed = match === "corrected" ? ` for ${JSON.stringify(text)}` : "";
  return `${guard}${degree}${turn}${word}${typed}`;
}

function sourceText({ people: count, language, source, origin }: WordShare): string {
  const spoken = languageNames[language];
  if (count > 0) return `${people(count)}, ${spoken}`;
  if (source === "kin") return `from kin, ${spoken}`;
  return origin ?? (source === "personal" ? "your own" : spoken);
}
