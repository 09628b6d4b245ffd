import type { EqualizerSetting, ParametricSetting } from "../effects/index.ts";

/** What is to be written as a preset of another program. A format takes the setting or the curve, whichever it needs. */
export interface PresetInput {
  /** Name of the preset; files are called after it. */
  readonly name: string;
  /** Shape `[40]`, dB at the band centres. Formats of a curve take it; without it they take the setting's response. */
  readonly curveDb?: ArrayLike<number>;
  /** Formats of filters need it: a caller with a curve fits it first. */
  readonly setting?: ParametricSetting;
  /** The rate at which the setting was made and for which errors are stated, Hz. */
  readonly sampleRateHz: number;
  /** A line about where the preset comes from; written where the format has comments. */
  readonly comment?: string;
}

/** Choices for writing; each format names those it heeds. */
export interface WriteOptions {
  /**
   * `needed`: the preset's gain is lowered as far as its largest boost needs to stay at or below 0 dB (default).
   * `asked`: the setting's own preamp, or none with a curve.
   */
  readonly preamp?: "needed" | "asked";
  /** How coefficients are designed (default `cookbook`); other formats leave that to their program. */
  readonly prototype?: "cookbook" | "matched";
  /** Channels that a pipeline names (default 2). */
  readonly channelCount?: number;
  /** Sound files named in a command line (defaults `input.wav`, `output.wav`). */
  readonly inputPath?: string;
  readonly outputPath?: string;
}

export interface PresetFile {
  readonly name: string;
  /** Content as text or as bytes; one of the two. */
  readonly text?: string;
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

export interface WrittenPreset {
  readonly files: readonly PresetFile[];
  /** Gain that the preset applies besides its filters or its curve, dB. */
  readonly preampDb: number;
  /** What the target cannot express, or how it was approximated, with the error in dB. */
  readonly notes: readonly string[];
}

export interface ReadOptions {
  /** Rate at which the foreign preset is taken to play where its meaning depends on it, Hz. Default 48,000. */
  readonly sampleRateHz?: number;
}

export interface ReadPreset {
  /** Id of the format that was read. */
  readonly format: string;
  readonly name?: string;
  /** What all channels get. */
  readonly setting: EqualizerSetting;
  /** What single channels get in addition, under the program's name of the channel. */
  readonly channels?: readonly { readonly channel: string; readonly setting: EqualizerSetting }[];
  /** Lines not understood, filters that are off, parts left out, conventions assumed. */
  readonly notes: readonly string[];
}

/** A preset format: pure functions from values to text or bytes and back. */
export interface PresetFormat {
  readonly id: string;
  readonly name: string;
  /** The program that reads it. */
  readonly program: string;
  /** File name ending with its dot. */
  readonly extension: string;
  /**
   * `filters` needs `PresetInput.setting`; `curve` takes either and prefers the curve; `either` prefers the setting and
   * plays a curve through the 40-band cascade.
   */
  readonly takes: "filters" | "curve" | "either";
  /** Options that `write` heeds. */
  readonly options: readonly (keyof WriteOptions)[];
  /** @throws PresetError if the input cannot be written. */
  readonly write?: (input: PresetInput, options?: WriteOptions) => WrittenPreset;
  /** @throws PresetError if the text is no such preset. */
  readonly read?: (text: string, options?: ReadOptions) => ReadPreset;
  readonly recognizes?: (text: string, fileName?: string) => boolean;
}
