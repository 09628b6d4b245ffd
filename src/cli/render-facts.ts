import { join, parse } from "node:path";
import type { RenderFileReport } from "../node.ts";
import { duration, hertz, signedDb } from "./output.ts";

/** A render and how long it took. */
type TimedRender = RenderFileReport & { readonly seconds: number };

/** What a render did, as rows for `facts`. */
export function renderFacts(
  done: TimedRender,
  output: string,
): readonly (readonly [name: string, value: string])[] {
  const { durationSeconds, seconds } = done;
  const speed = Math.round(durationSeconds / seconds);
  return [
    ["loudness", loudnessText(done)],
    ["true peak", peakText(done)],
    ["centroid", centroidText(done)],
    ["took", `${duration(seconds)} for ${duration(durationSeconds)} of sound, ${speed} x real time`],
    ["wrote", output],
  ];
}

function loudnessText(done: RenderFileReport): string {
  const { before, after, matchGainDb, protectionGainDb } = done;
  if (before.truePeakDb === Number.NEGATIVE_INFINITY) return "silence";
  const isMeasured = Number.isFinite(before.integratedLufs) && Number.isFinite(after.integratedLufs);
  const both = isMeasured ? `${lufs(before)} before, ${lufs(after)} after` : immeasurable(done);
  if (matchGainDb !== 0) {
    const missed =
      protectionGainDb === 0 ? "" : ` but for ${(-protectionGainDb).toFixed(1)} dB, or it would clip`;
    return `${both}: matched by ${signedDb(matchGainDb)}${missed}`;
  }
  const change = isMeasured ? after.integratedLufs - before.integratedLufs : 0;
  if (Math.abs(change) < 0.1) return both;
  return `${both}: compare only at one loudness`;
}

function lufs({ integratedLufs }: RenderFileReport["before"]): string {
  return `${integratedLufs.toFixed(1)} LUFS`;
}

/** ITU-R BS.1770 takes blocks of 400 ms, and leaves out what is below -70 LUFS. */
function immeasurable({ durationSeconds }: RenderFileReport): string {
  return durationSeconds < 0.4 ? "needs 0.4 s of sound to be measured" : "below -70 LUFS, not measured";
}

function peakText({ before, after, protectionGainDb }: RenderFileReport): string {
  if (!Number.isFinite(after.truePeakDb)) return "silence";
  const lowered =
    protectionGainDb === 0 ? "" : `; lowered by ${(-protectionGainDb).toFixed(1)} dB, or it would clip`;
  const headroom = `headroom ${(-after.truePeakDb).toFixed(1)} dB`;
  return `${signedDb(before.truePeakDb)}TP before, ${signedDb(after.truePeakDb)}TP after, ${headroom}${lowered}`;
}

function centroidText({ before, after }: RenderFileReport): string {
  const text = (value: number): string => (Number.isFinite(value) ? hertz(Math.round(value)) : "silence");
  return `${text(before.centroidHz)} before, ${text(after.centroidHz)} after`;
}

/** The same for a JSON document: what cannot be measured, in silence, is null there. */
export function renderDocument(
  done: TimedRender,
  input: string,
  output: string,
): Readonly<Record<string, unknown>> {
  const { format, kind, durationSeconds, inputPeakDb, outputPeakDb, before, after } = done;
  const { protectionGainDb, matchGainDb, nonFiniteCount, notes, seconds } = done;
  const { sampleRateHz, channelCount, encoding, bits } = format;
  return {
    ...{ input, output, kind, sampleRateHz, channelCount, encoding, bits, durationSeconds },
    ...{ inputPeakDb, outputPeakDb, before, after, headroomDb: -after.truePeakDb },
    ...{ protectionGainDb, matchGainDb, nonFiniteCount, notes },
    ...{ seconds, timesRealTime: durationSeconds / seconds },
  };
}

/** Of a phrase in a file's name, characters; file systems take 255 bytes for the whole. */
const LONGEST_NAME = 60;

/** `song.wav` and "my preset" give `song.my-preset.wav`, in the same folder. */
export function renderedBeside(input: string, name: string, extension: string): string {
  const { dir, name: stem } = parse(input);
  const words = name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return join(dir, `${stem}.${words.slice(0, LONGEST_NAME)}${extension}`);
}
