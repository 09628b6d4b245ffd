import { extname } from "node:path";
import { type OutputKind, significantBits, type WavFormat, wavFormat } from "../audio/index.ts";
import { FileError } from "./file-error.ts";

/** Names of the ways to keep a sample: integers of so many bits, or floats. */
export const SAMPLE_CODINGS = ["8", "16", "24", "32", "float", "double"] as const;
/** One of {@link SAMPLE_CODINGS}; `float` has 32 bits, `double` 64. */
export type SampleCoding = (typeof SAMPLE_CODINGS)[number];

/** How a sound is to be kept, where that differs from what came in. */
export interface OutputChoice {
  /** Default: what the output's name ends in. */
  readonly kind?: OutputKind;
  /** Default: as the input has it, or the nearest that the kind can hold. */
  readonly coding?: SampleCoding;
  /** Sampling rate, Hz: 8,000..384,000. Default: the input's. */
  readonly sampleRateHz?: number;
  /** Of an MP3, kbit/s in all. */
  readonly bitrateKbps?: number;
}

const kindOfExtension: Readonly<Record<string, OutputKind>> = {
  ".wav": "wav",
  ".wave": "wav",
  ".bwf": "wav",
  ".rf64": "wav",
  ".flac": "flac",
  ".mp3": "mp3",
};

/**
 * What a file's name promises.
 *
 * @throws FileError for a name that promises none of the kinds that are written.
 */
export function outputKindOf(path: string): OutputKind {
  const kind = kindOfExtension[extname(path).toLowerCase()];
  if (kind === undefined) {
    throw new FileError(path, "must end in .wav, .flac or .mp3, which are the kinds that are written");
  }
  return kind;
}

/** The format with samples kept in another way; channels, loudspeakers and rate stay. */
export function recoded(format: WavFormat, coding: SampleCoding | undefined): WavFormat {
  if (coding === undefined) return format;
  const { channelCount, sampleRateHz, extensible } = format;
  const channelMask = extensible?.channelMask;
  return wavFormat({
    encoding: coding === "float" || coding === "double" ? "float" : "integer",
    bits: coding === "float" ? 32 : coding === "double" ? 64 : Number(coding),
    ...{ channelCount, sampleRateHz },
    ...(channelMask !== undefined && { channelMask }),
  });
}

/**
 * How many bits dither has to cover, or nothing where samples keep what they hold: dither belongs where numbers are
 * rounded to fewer bits than they have, and only there.
 *
 * @param isUnchanged Whether the input's samples are written as they came.
 */
export function ditherBits(input: WavFormat, output: WavFormat, isUnchanged: boolean): number | undefined {
  if (output.encoding === "float") return undefined;
  const bits = significantBits(output);
  // A 32-bit code is finer than anything a converter can play.
  if (bits > 24) return undefined;
  const fits = input.encoding === "integer" && significantBits(input) <= bits;
  return isUnchanged && fits ? undefined : bits;
}

/** Inputs by extension whose kind is written too; every other is taken to FLAC, which loses nothing. */
const kindForInput: Readonly<Record<string, OutputKind>> = {
  ...kindOfExtension,
  "": "wav",
  ".aif": "wav",
  ".aiff": "wav",
  ".aifc": "wav",
};

/** The kind to write for an input when nobody chose one: its own where that is written, else one that loses nothing. */
export function kindFor(inputPath: string): OutputKind {
  return kindForInput[extname(inputPath).toLowerCase()] ?? "flac";
}

/** `.wav`, `.flac` or `.mp3`; the input's own spelling where it names that kind. */
export function extensionFor(inputPath: string, kind: OutputKind = kindFor(inputPath)): string {
  const own = extname(inputPath);
  return kindOfExtension[own.toLowerCase()] === kind ? own : `.${kind}`;
}
