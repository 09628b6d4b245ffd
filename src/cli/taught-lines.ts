import { settingResponseDb } from "../dsp/index.ts";
import { bandFrequencyHz, curveToGainDb } from "../effects/index.ts";
import type { NamedWord, WordModel } from "../semantics/index.ts";
import {
  correlationOf,
  expectedCorrelation,
  findTaught,
  type PersonalDictionary,
  personalMeanings,
  sourceText,
  type TaughtWord,
  taughtAmountPercent,
} from "../semantics/personal/index.ts";
import { colors } from "./colors.ts";
import { gainsLine, kinList, languageNames, strongest } from "./curve-words.ts";
import { facts, people } from "./output.ts";
import { columnHz, drawCurve } from "./terminal-curve.ts";

const NAMES = 3;

/** The crowd's own word of the same spelling, beside what was taught. A public JSON contract. */
export interface CrowdsWord {
  readonly word: string;
  readonly people: number;
  /** −1..1: correlation of the user's curve with the crowd's. */
  readonly similarity: number;
  /** Shape `[40]`, dB at 100 %: the user's curve less the crowd's. */
  readonly differenceDb: readonly number[];
}

/** All that is told of a taught word. A public JSON contract. */
export interface ShownWord extends TaughtWord {
  /** The amount, percent, at which the word is as deep as it was taught. */
  readonly taughtAmountPercent: number;
  /** 0..100: a hundred times the correlation that is expected between the word's curve and the user's next one for it. */
  readonly confidence: number;
  /** Shape `[40]`, dB: what the word plays at 100 %. */
  readonly playedDb: readonly number[];
  readonly frequencyHz: readonly number[];
  /** What people would call it. */
  readonly names: readonly NamedWord[];
  /** Of which it is the inverse. */
  readonly opposites: readonly NamedWord[];
  /** Whether the opposites fit better. */
  readonly isInverse: boolean;
  /** Null where the crowd does not know the word. */
  readonly crowd: CrowdsWord | null;
}

/** Looks at a taught word as the model uses it. */
export function shownWord(dictionary: PersonalDictionary, word: string, model: WordModel): ShownWord {
  const taught = findTaught(dictionary, word)!;
  const { unitCurve, isFault, trust = 1 } = personalMeanings({ words: [taught] }, model).get(taught.word)!;
  const played = curveToGainDb(unitCurve!);
  const { words, opposites, isInverse } = model.name(played, { count: NAMES });
  const found = model.vocabulary.find(taught.word);
  const known = found?.kind === "exact" || found?.kind === "folded" ? found.entry : undefined;
  return {
    ...taught,
    isFault,
    taughtAmountPercent: taughtAmountPercent(taught),
    confidence: 100 * trust,
    playedDb: [...played],
    frequencyHz: [...bandFrequencyHz],
    ...{ names: words, opposites, isInverse },
    crowd: known ? crowdsWord(known, played, model) : null,
  };
}

function crowdsWord(
  { word, people: number }: { readonly word: string; readonly people: number },
  played: Float64Array,
  model: WordModel,
): CrowdsWord {
  const crowd = curveToGainDb(model.describe(word).expectedZ);
  return {
    ...{ word, people: number, similarity: correlationOf(played, crowd) },
    differenceDb: Array.from(played, (gain, band) => gain - crowd[band]!),
  };
}

/** A taught word for a reader: picture and facts. */
export function taughtLines(shown: ShownWord): string[] {
  const { word, playedDb, from, isFault, language, consistency, confidence } = shown;
  const points = playedDb.map((gainDb, band) => ({ frequencyHz: bandFrequencyHz[band]!, gainDb }));
  const line = settingResponseDb({ kind: "graphic", preampDb: 0, points }, columnHz, 48_000);
  const marks = [isFault ? "a fault" : "", languageNames[language ?? "en"]].filter((mark) => mark !== "");
  return [
    `${word} ${colors.dim(`(your own word, ${marks.join(", ")})`)}`,
    "",
    ...drawCurve(line),
    "",
    ...facts([
      ["taught", sourceText(from)],
      ["boosts", gainsLine(strongest(playedDb, 1))],
      ["cuts", gainsLine(strongest(playedDb, -1))],
      ["depth", `100 % is 3 dB rms; taught at --amount ${Math.round(shown.taughtAmountPercent)}`],
      ["confidence", sureText(confidence, consistency)],
      ["others", othersText(shown)],
      ["crowd", crowdText(shown)],
    ]),
  ];
}

function sureText(confidence: number, consistency: number | undefined): string {
  const steady =
    consistency === undefined ? "" : `; consistency of the ratings ${consistency.toFixed(2)} of 1`;
  return `${confidence.toFixed(0)} of 100${steady}`;
}

/** `would call it warm, mellow, deep`. */
function othersText({ names, opposites, isInverse }: ShownWord): string {
  const listed = isInverse ? opposites : names;
  if (listed.length === 0) return "have no word for it";
  return `would call it ${isInverse ? "the opposite of " : ""}${kinList(listed.map((name) => name.word))}`;
}

/** How it differs from the crowd's word. */
function crowdText({ crowd }: ShownWord): string {
  if (!crowd) return "has no such word";
  const size = `r ${crowd.similarity.toFixed(2)} with the word of ${crowd.people === 0 ? "its kin" : people(crowd.people)}`;
  const parts = ([1, -1] as const).flatMap((sign) => {
    const found = strongest(crowd.differenceDb, sign, 1);
    return found.length === 0 ? [] : [gainsLine(found)];
  });
  return parts.length === 0 ? `${size}: the same` : `${size}; yours has ${parts.join(" and ")}`;
}

/** The words in a table, one line each. */
export function listLines({ words }: PersonalDictionary): string[] {
  const width = Math.max(8, ...words.map(({ word }) => word.length));
  const line = (word: string, sure: string, from: string): string =>
    `${word.padEnd(width)}  ${sure.padStart(10)}  ${from}`;
  return [
    colors.dim(line("word", "confidence", "taught")),
    ...words.map(({ word, evidence, from, isFault }) => {
      const sure = 100 * expectedCorrelation({ evidence });
      return line(word, sure.toFixed(0), `${sourceText(from)}${isFault ? ", a fault" : ""}`);
    }),
  ];
}
