import { constants, copyFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { WordCurve } from "../../semantics/index.ts";
import { NegativeResult } from "../failure.ts";
import { renderedBeside } from "../render-facts.ts";
import type { Audition } from "./audition.ts";
import { cutExcerpt, type Excerpt } from "./excerpt.ts";
import { createExcerptRenders, type ExcerptRenders, type RenderedExcerpt } from "./excerpt-renders.ts";
import { heardFact, settingName, settingText } from "./reply-lines.ts";
import { FLAT_PHRASE, heardSetting, type Session, type Setting } from "./session.ts";
import { withProgress } from "./with-progress.ts";

export interface HearingOptions {
  /** The sound file; only read. */
  readonly input: string;
  /** For what is played; the caller removes it. */
  readonly folder: string;
  readonly fromSeconds: number;
  readonly seconds: number;
  readonly curveOf: (setting: Setting) => WordCurve;
  readonly audition: Audition;
  /** Whether changes are played without being asked. */
  readonly playsChanges: boolean;
  /** Whether a sound is played to its end before anything else is done. */
  readonly waits: boolean;
  /** Where what is heard is kept as files, too. */
  readonly outDir?: string;
  readonly isLooping: () => boolean;
  /** Tells the reader something between two lines. */
  readonly tell: (text: string) => void;
  readonly signal: AbortSignal;
}

export interface HearingChoice {
  /** Whether it was asked to be played: a failure is an error then. */
  readonly isAsked: boolean;
  /** What it is compared with. */
  readonly against?: Setting | undefined;
  readonly signal: AbortSignal;
}

/** What the reader is told of a sound that is heard. */
export interface HeardReply {
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly document: Readonly<Record<string, unknown>>;
}

/** Makes settings audible. */
export interface Hearing {
  readonly excerpt: Excerpt;
  /** Renders and plays what the session listens to; undefined where nobody would hear it. */
  hear(session: Session, choice: HearingChoice): Promise<HeardReply | undefined>;
  /** Takes another part of the sound, by default of the same length. */
  moveTo(fromSeconds: number, seconds: number | undefined, signal: AbortSignal): Promise<void>;
}

/** @throws as `cutExcerpt` does. */
export async function openHearing(options: HearingOptions): Promise<Hearing> {
  const { input, folder, audition, outDir, playsChanges, waits, tell } = options;
  let cuts = 0;
  let lastSeconds = options.seconds;
  let excerpt: Excerpt;
  let renders: ExcerptRenders;
  let hasToldOfSilence = false;
  const written = new Map<string, string>();

  async function moveTo(
    fromSeconds: number,
    seconds = lastSeconds,
    signal: AbortSignal = options.signal,
  ): Promise<void> {
    const part = { fromSeconds, seconds, signal };
    const next = await withProgress("reading", (onProgress) =>
      cutExcerpt(input, join(folder, `excerpt-${++cuts}.wav`), { ...part, onProgress }),
    );
    excerpt = next;
    lastSeconds = seconds;
    renders = createExcerptRenders(next, options.curveOf);
  }

  async function render(session: Session, { against, signal }: HearingChoice): Promise<RenderedExcerpt> {
    const setting = heardSetting(session) ?? { phrase: FLAT_PHRASE, amountPercent: 0 };
    const choice = { isMatched: session.isMatched, signal, ...(against && { against }) };
    return withProgress(settingText(setting), (onProgress) =>
      renders.render(setting, { ...choice, onProgress }),
    );
  }

  /** Keeps what is heard as a file, once. */
  async function shelve({ path }: RenderedExcerpt, session: Session): Promise<string | undefined> {
    if (outDir === undefined) return undefined;
    const known = written.get(path);
    if (known !== undefined) return known;
    const setting = heardSetting(session);
    const name = setting ? settingName(setting) : "dry";
    const file = await copyToFree(path, (number) =>
      join(outDir, basename(renderedBeside(input, number === 1 ? name : `${name} ${number}`, ".wav"))),
    );
    written.set(path, file);
    return file;
  }

  async function play(sound: RenderedExcerpt, isAsked: boolean): Promise<void> {
    const playing = audition.play(sound, options.isLooping);
    const told = playing.then((end) => {
      if (end.kind !== "failed") return;
      const message = silenceText(end.reason, audition.playerName);
      if (waits && isAsked) throw new NegativeResult(message);
      if (!isAsked && hasToldOfSilence) return;
      hasToldOfSilence = true;
      tell(message);
    });
    if (waits) await told;
  }

  await moveTo(options.fromSeconds);
  return {
    get excerpt() {
      return excerpt;
    },
    moveTo,
    async hear(session, choice) {
      const { isAsked } = choice;
      const isPlayed = isAsked || (playsChanges && !(hasToldOfSilence && audition.playerName === undefined));
      if (!isPlayed && outDir === undefined) return undefined;
      const sound = await render(session, choice);
      const file = await shelve(sound, session);
      if (isPlayed) await play(sound, isAsked);
      const { matchGainDb, loweredDb, isLoweredToCompare, louderLu = null } = sound;
      const { fromSeconds, durationSeconds } = excerpt;
      const player = isPlayed ? (audition.playerName ?? null) : null;
      return {
        facts: [heardFact(session, sound), ...(file === undefined ? [] : [["wrote", file] as const])],
        document: {
          ...{ fromSeconds, durationSeconds, matchGainDb, loweredDb, isLoweredToCompare, louderLu },
          ...{ player, output: file ?? null },
        },
      };
    },
  };
}

function silenceText(reason: string, player: string | undefined): string {
  if (player !== undefined) return `nothing is heard: ${reason}`;
  return `nothing is heard (${reason}): give --player or --out-dir; :render writes the whole sound`;
}

/** Copies a file to the first name that is free. */
async function copyToFree(from: string, nameOf: (number: number) => string): Promise<string> {
  for (let number = 1; ; number++) {
    const path = nameOf(number);
    try {
      await copyFile(from, path, constants.COPYFILE_EXCL);
      return path;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}
