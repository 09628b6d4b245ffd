/**
 * What is being tried: the state of `timbral try`, without a terminal, files or sound. Nothing is changed in place; every
 * function gives the session that comes next, or the same one where nothing changes.
 */

/** What is asked of the sound. */
export interface Setting {
  /** As typed; "" asks for nothing: the sound as it is. */
  readonly phrase: string;
  /** −200..200 percent. */
  readonly amountPercent: number;
}

/** Places to keep a setting in while trying others. */
export type Slot = "a" | "b";

/** What is listened to: the present setting, a kept one, or the sound as it is. */
export type Heard = "now" | Slot | "dry";

export interface Session {
  /** Settings before the present one, oldest first. */
  readonly past: readonly Setting[];
  readonly present: Setting;
  /** Settings that were undone, the next one first. */
  readonly future: readonly Setting[];
  /** Not touched by undo. */
  readonly kept: Readonly<Partial<Record<Slot, Setting>>>;
  readonly heard: Heard;
  /** Whether what is heard is made as loud as the sound as it is. */
  readonly isMatched: boolean;
  readonly isLooping: boolean;
}

/** The sound as it is. */
export const FLAT_PHRASE = "";

/** @param amountPercent Of the first phrase, until it is changed. */
export function startSession(amountPercent = 100): Session {
  const present: Setting = { phrase: FLAT_PHRASE, amountPercent };
  return { past: [], present, future: [], kept: {}, heard: "now", isMatched: true, isLooping: false };
}

/** Whether a setting leaves the sound as it is. */
export function isFlat({ phrase, amountPercent }: Setting): boolean {
  return phrase === FLAT_PHRASE || amountPercent === 0;
}

/** One step forward; what was undone is given up. The setting is listened to. */
export function changeTo(session: Session, setting: Setting): Session {
  const { past, present } = session;
  if (isSameSetting(setting, present)) return listenTo(session, "now");
  return { ...session, past: [...past, present], present: setting, future: [], heard: "now" };
}

/** Takes steps back, fewer where there are not as many. @param steps Whole number from 0. */
export function undo(session: Session, steps = 1): Session {
  const { past, present, future } = session;
  const count = Math.min(steps, past.length);
  if (count === 0) return session;
  const at = past.length - count;
  return {
    ...session,
    past: past.slice(0, at),
    present: past[at]!,
    future: [...past.slice(at + 1), present, ...future],
    heard: "now",
  };
}

/** Takes undone steps again, fewer where there are not as many. @param steps Whole number from 0. */
export function redo(session: Session, steps = 1): Session {
  const { past, present, future } = session;
  const count = Math.min(steps, future.length);
  if (count === 0) return session;
  return {
    ...session,
    past: [...past, present, ...future.slice(0, count - 1)],
    present: future[count - 1]!,
    future: future.slice(count),
    heard: "now",
  };
}

/** Keeps what is listened to, in place of what the slot held. */
export function keep(session: Session, slot: Slot): Session {
  return { ...session, kept: { ...session.kept, [slot]: currentSetting(session) } };
}

/** What a comparison switches between: A and B, or the one that is kept and the present setting. */
export function comparedPair({ kept }: Session): readonly [Heard, Heard] | undefined {
  if (kept.a && kept.b) return ["a", "b"];
  if (kept.a) return ["a", "now"];
  if (kept.b) return ["b", "now"];
  return undefined;
}

/** Listens to the other one of the compared pair, to its first where neither was heard; undefined if nothing is kept. */
export function switchCompared(session: Session): Session | undefined {
  const pair = comparedPair(session);
  if (!pair) return undefined;
  return listenTo(session, session.heard === pair[0] ? pair[1] : pair[0]);
}

/** Listens to something else; the setting stays as it is. */
export function listenTo(session: Session, heard: Heard): Session {
  return session.heard === heard ? session : { ...session, heard };
}

export function withMatching(session: Session, isMatched: boolean): Session {
  return { ...session, isMatched };
}

export function withLooping(session: Session, isLooping: boolean): Session {
  return { ...session, isLooping };
}

/** What is listened to, or undefined for the sound as it is; an empty slot holds nothing either. */
export function heardSetting({ heard, present, kept }: Session, what: Heard = heard): Setting | undefined {
  if (what === "dry") return undefined;
  return what === "now" ? present : kept[what];
}

/** What commands are about: what is listened to; of the sound as it is, the present setting. */
export function currentSetting(session: Session): Setting {
  return heardSetting(session) ?? session.present;
}

/** Words that can only go on from something. */
const CONTINUES = /^(?:and|but|plus|also|then|y|pero|\+|&|-|−)(?=\s|$)/iu;
/** Those that the grammar of phrases does not need between a comma and what follows. */
const DROPPED = /^(?:plus|also|then|&)\s*/iu;

/** Whether a text goes on from the present phrase: "but not muddy", "and a bit brighter", "+ 0.5 airy". */
export function isContinuation(text: string): boolean {
  return CONTINUES.test(text.trim());
}

/**
 * One phrase of two: "warm" and "a bit less harsh" give "warm, a bit less harsh"; a text that goes on by itself ("but not muddy")
 * is set behind as it is.
 */
export function joinPhrases(phrase: string, further: string): string {
  const text = further.trim();
  if (phrase === FLAT_PHRASE) return isContinuation(text) ? text.replace(CONTINUES, "").trim() : text;
  if (!isContinuation(text)) return `${phrase}, ${text}`;
  const rest = text.replace(DROPPED, "");
  return rest === text ? `${phrase} ${text}` : `${phrase}, ${rest}`;
}

export function isSameSetting(left: Setting, right: Setting): boolean {
  return left.phrase === right.phrase && left.amountPercent === right.amountPercent;
}
