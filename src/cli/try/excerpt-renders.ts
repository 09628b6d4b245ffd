import { unlink } from "node:fs/promises";
import type { BlockProcessor, WavFormat } from "../../audio/index.ts";
import { createCurveProcessor } from "../../dsp/index.ts";
import { type RenderFileReport, renderFile } from "../../node.ts";
import type { WordCurve } from "../../semantics/index.ts";
import type { Excerpt } from "./excerpt.ts";
import { isFlat, type Setting } from "./session.ts";

/** A part of the sound as a setting makes it. */
export interface RenderedExcerpt {
  /** Of a WAV file; the excerpt's own where the setting is flat. */
  readonly path: string;
  readonly durationSeconds: number;
  /** The gain that made it as loud as the excerpt, dB; 0 where that was not asked. */
  readonly matchGainDb: number;
  /** Gain besides that, at most 0 dB: what kept it from clipping, or made it as loud as what it is compared with. */
  readonly loweredDb: number;
  /** Whether `loweredDb` is there for the comparison. */
  readonly isLoweredToCompare: boolean;
  /** Loudness against the excerpt, LU; undefined where it cannot be measured. */
  readonly louderLu?: number;
}

export interface RenderChoice {
  /** Make it as loud as the excerpt (ITU-R BS.1770). */
  readonly isMatched: boolean;
  /** The setting that it is compared with: both are lowered alike where one of them would clip. Needs `isMatched`. */
  readonly against?: Setting;
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
}

/** Renders settings of one excerpt, and keeps the latest. */
export interface ExcerptRenders {
  /** @throws whatever `curveOf` throws. */
  render(setting: Setting, choice: RenderChoice): Promise<RenderedExcerpt>;
}

/** Files that are kept for undo, redo and comparisons. */
const MOST_KEPT = 16;

/**
 * What is heard is what `timbral apply` would write of the excerpt: the same code renders it.
 *
 * @param excerpt Renders come to lie beside it, and are the caller's to remove.
 */
export function createExcerptRenders(
  excerpt: Excerpt,
  curveOf: (setting: Setting) => WordCurve,
): ExcerptRenders {
  const kept = new Map<string, RenderedExcerpt>();
  let count = 0;
  const { path: dryPath, durationSeconds } = excerpt;
  const dry: RenderedExcerpt = {
    ...{
      path: dryPath,
      durationSeconds,
      matchGainDb: 0,
      loweredDb: 0,
      isLoweredToCompare: false,
      louderLu: 0,
    },
  };

  async function make(setting: Setting, choice: RenderChoice, gainDb?: number): Promise<RenderedExcerpt> {
    const { gainDb: curveDb } = curveOf(setting);
    const path = dryPath.replace(/(\.wav)?$/i, `-${++count}.wav`);
    const makeProcessor = ({ sampleRateHz, channelCount }: WavFormat): BlockProcessor => {
      const { processor } = createCurveProcessor(curveDb, { sampleRateHz, channelCount });
      return gainDb === undefined ? processor : withGain(processor, gainDb);
    };
    const { isMatched, signal, onProgress } = choice;
    const passes = isMatched && gainDb === undefined ? 2 : 1;
    const report = await renderFile(dryPath, path, makeProcessor, {
      matchLoudness: isMatched && gainDb === undefined,
      ...(signal && { signal }),
      onProgress: (fraction, pass) => onProgress?.(Math.min(1, (pass - 1 + fraction) / passes)),
    });
    return {
      ...{ path, durationSeconds, matchGainDb: report.matchGainDb, loweredDb: report.protectionGainDb },
      ...{ isLoweredToCompare: false, ...loudnessOf(report) },
    };
  }

  async function once(key: string, made: () => Promise<RenderedExcerpt>): Promise<RenderedExcerpt> {
    const known = kept.get(key);
    const render = known ?? (await made());
    kept.delete(key);
    kept.set(key, render); // the latest last
    for (const [oldest, { path }] of kept) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
      await unlink(path).catch(() => {}); // a program may still have it open; the folder goes in the end
    }
    return render;
  }

  const alone = async (setting: Setting, choice: RenderChoice): Promise<RenderedExcerpt> => {
    if (isFlat(setting)) return dry;
    const key = JSON.stringify([setting.phrase, setting.amountPercent, choice.isMatched]);
    return once(key, () => make(setting, choice));
  };

  return {
    async render(setting, choice) {
      const { isMatched, against } = choice;
      const own = await alone(setting, choice);
      if (own === dry || !isMatched || against === undefined) return own;
      const { loweredDb } = await alone(against, choice);
      if (loweredDb >= own.loweredDb) return own;
      const gainDb = own.matchGainDb + loweredDb;
      const key = JSON.stringify([setting.phrase, setting.amountPercent, gainDb]);
      const lowered = await once(key, () => make(setting, choice, gainDb));
      return { ...lowered, matchGainDb: own.matchGainDb, loweredDb, isLoweredToCompare: true };
    },
  };
}

function loudnessOf({ before, after }: RenderFileReport): { louderLu?: number } {
  const louderLu = after.integratedLufs - before.integratedLufs;
  return Number.isFinite(louderLu) ? { louderLu } : {};
}

/** The same processor, louder or quieter. */
function withGain(processor: BlockProcessor, gainDb: number): BlockProcessor {
  const factor = 10 ** (gainDb / 20);
  return {
    process(channels, frameCount) {
      processor.process(channels, frameCount);
      for (const channel of channels) for (let i = 0; i < frameCount; i++) channel[i]! *= factor;
    },
    get nonFiniteCount() {
      return processor.nonFiniteCount;
    },
    latencyFrames: processor.latencyFrames ?? 0,
  };
}
