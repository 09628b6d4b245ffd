import type { CurveNames, WordCurve, WordDescription, WordModel } from "../../semantics/index.ts";
import { colors } from "../colors.ts";
import { confidenceFacts, confidenceTable, meterText } from "../confidence-lines.ts";
import { gainsLine, kinList, strongest } from "../curve-words.ts";
import { heardPicture } from "../heard-picture.ts";
import { facts, signedDb } from "../output.ts";
import { sparkline } from "../terminal-curve.ts";
import type { Excerpt } from "./excerpt.ts";
import type { RenderedExcerpt } from "./excerpt-renders.ts";
import { currentSetting, FLAT_PHRASE, type Heard, type Session, type Setting } from "./session.ts";
import { headlineOf, understoodFacts } from "./understood.ts";

type Fact = readonly [name: string, value: string];

/** `warm at 50 %`; `the sound as it is`. */
export function settingText({ phrase, amountPercent }: Setting): string {
  if (phrase === FLAT_PHRASE) return "the sound as it is";
  return amountPercent === 100 ? phrase : `${phrase} at ${amountPercent} %`;
}

const MOST_NAME = 80;

/** A setting in the name of a file: `warm`, `warm minus 50`. */
export function settingName({ phrase, amountPercent }: Setting): string {
  if (phrase === FLAT_PHRASE) return "dry";
  const amount = `${amountPercent < 0 ? " minus" : ""} ${Math.abs(amountPercent)}`;
  return `${[...phrase].slice(0, MOST_NAME).join("").trim()}${amountPercent === 100 ? "" : amount}`;
}

/** What a curve is, in a few lines: what was understood, a line of blocks, its summits, how sure it is, and what is added. */
export function curveReply(curve: WordCurve, model: WordModel, further: readonly Fact[]): string[] {
  return [
    headlineOf(curve),
    ...facts([
      ...understoodFacts(curve, model.explain(curve.phrase)),
      ["curve", lineOfBlocks(curve.gainDb)],
      ...gainFacts(curve),
      ["confidence", meterText(curve.confidence)],
      ...further,
    ]),
  ];
}

/** Shallower curves look shallower. */
const LEAST_LIMIT_DB = 6;

function lineOfBlocks(gainDb: readonly number[]): string {
  const limitDb = Math.max(LEAST_LIMIT_DB, ...gainDb.map(Math.abs));
  return `${colors.dim("20 Hz")} ${colors.yellow(sparkline(gainDb, limitDb))} ${colors.dim("20 kHz")}`;
}

/** The same with the picture, and what it rests on. */
export function showReply(curve: WordCurve, model: WordModel): string[] {
  return [
    headlineOf(curve),
    "",
    ...heardPicture(curve.gainDb),
    "",
    ...evidenceLines(curve, model, gainFacts(curve)),
  ];
}

/** What each word of the phrase was taken for, and what is known of it. */
export function explainReply(curve: WordCurve, model: WordModel): string[] {
  return [headlineOf(curve), ...evidenceLines(curve, model, [])];
}

/** What is known of the words that people were asked for, or their kin. */
export function descriptionsOf({ words }: WordCurve, model: WordModel): WordDescription[] {
  return words
    .filter(({ source }) => source === "crowd" || source === "kin")
    .map(({ word }) => model.describe(word));
}

function evidenceLines(curve: WordCurve, model: WordModel, further: readonly Fact[]): string[] {
  const descriptions = descriptionsOf(curve, model);
  const isOne = curve.words.length === 1 && descriptions.length === 1;
  const sure: readonly Fact[] = isOne
    ? confidenceFacts(curve, descriptions)
    : [["confidence", meterText(curve.confidence)]];
  return [
    ...facts([...understoodFacts(curve, model.explain(curve.phrase)), ...further, ...sure]),
    ...(isOne || descriptions.length === 0 ? [] : ["", ...confidenceTable(descriptions)]),
  ];
}

function gainFacts({ gainDb }: WordCurve): Fact[] {
  return [
    ["boosts", gainsLine(strongest(gainDb, 1))],
    ["cuts", gainsLine(strongest(gainDb, -1))],
  ];
}

/** What people would call a curve. */
export function namesReply({ words, opposites, isInverse, isFlat }: CurveNames): string[] {
  const listed = isInverse ? opposites : words;
  if (isFlat || listed.length === 0) return ["nothing that people would name"];
  const rows = listed.map(({ word, confidence }): Fact => [kinList([word]), meterText(confidence)]);
  return [isInverse ? "people would call it the opposite of" : "people would call it", ...facts(rows)];
}

/** `0:00 to 0:30 of 3:12`; `all of it`. */
export function partText({ fromSeconds, durationSeconds, wholeSeconds }: Excerpt): string {
  if (durationSeconds >= wholeSeconds) return `all ${wholeSeconds.toFixed(1)} s`;
  return `${clock(fromSeconds)} to ${clock(fromSeconds + durationSeconds)} of ${clock(wholeSeconds)}`;
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** At which level it is heard. */
export function heardFact({ heard, isMatched }: Session, render: RenderedExcerpt): Fact {
  const texts = levelTexts(heard, render);
  const plain = isMatched ? "as loud as the original" : "loudness cannot be measured";
  return ["heard", texts.length === 0 ? plain : texts.join(", ")];
}

function levelTexts(heard: Heard, render: RenderedExcerpt): string[] {
  if (heard === "dry") return ["the very samples that came in"];
  const { matchGainDb, loweredDb, isLoweredToCompare, louderLu } = render;
  const matched = matchGainDb === 0 ? [] : [`matched by ${signedDb(matchGainDb)}`];
  if (loweredDb !== 0) {
    const why = isLoweredToCompare ? "as the other, which would clip" : "or it would clip";
    return [...matched, `lowered by ${(-loweredDb).toFixed(1)} dB, ${why}`];
  }
  if (matched.length > 0 || louderLu === undefined) return matched;
  if (Math.abs(louderLu) < 0.05) return ["as loud as the original"];
  return [`${Math.abs(louderLu).toFixed(1)} LU ${louderLu < 0 ? "quieter" : "louder"} than the original`];
}

/** The steps, the present one marked, and what is kept. */
export function historyReply({ past, present, future, kept }: Session): string[] {
  const steps = [...past, present, ...future];
  const width = String(steps.length).length;
  const lines = steps.map((step, index) => {
    const line = `${index === past.length ? "›" : " "} ${String(index + 1).padStart(width)}  ${settingText(step)}`;
    return index > past.length ? colors.dim(`${line} (undone)`) : line;
  });
  const slots = (["a", "b"] as const).flatMap((slot) => {
    const setting = kept[slot];
    return setting ? [`  ${slot.toUpperCase().padStart(width)}  ${settingText(setting)}`] : [];
  });
  return [...lines, ...slots];
}

/** The state as JSON documents have it. */
export function stateDocument(session: Session): Readonly<Record<string, unknown>> {
  const { past, future, kept, heard, isMatched, isLooping } = session;
  const { phrase, amountPercent } = currentSetting(session);
  return {
    ...{ phrase, amountPercent, heard, isMatched, isLooping },
    ...{ stepsBack: past.length, stepsForward: future.length, a: kept.a ?? null, b: kept.b ?? null },
  };
}

const MOST_PROMPT = 28;

/** `warm › `, `A warm › `, `dry › `. */
export function promptText(session: Session): string {
  const { heard } = session;
  const { phrase } = currentSetting(session);
  const short = phrase.length > MOST_PROMPT ? `${phrase.slice(0, MOST_PROMPT - 1)}…` : phrase;
  const what = heard === "dry" ? "dry" : heard === "now" ? short : `${heard.toUpperCase()} ${short}`;
  return `${what === "" ? "" : `${what} `}› `;
}
