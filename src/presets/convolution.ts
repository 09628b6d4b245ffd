import { fileNameOf } from "./file-name.ts";
import { denseFrequencyHz, roundedDown } from "./headroom.ts";
import { PresetError } from "./preset-error.ts";
import type { WriteOptions, WrittenPreset } from "./preset-format.ts";
import { wavBytes } from "./wav-bytes.ts";

/** A filter as an impulse response at one rate. */
export interface ImpulseResponse {
  readonly sampleRateHz: number;
  /** Shape `[taps]`, linear. */
  readonly taps: ArrayLike<number>;
  /** For the file's name and the notes. */
  readonly phase: "minimum" | "linear" | "mixed";
  /** How late the sound comes, frames. Default 0. */
  readonly latencyFrames?: number;
}

export interface ConvolutionInput {
  readonly name: string;
  /** One for every rate that is to be played. */
  readonly responses: readonly ImpulseResponse[];
  /** Channels of the files (default 1; a player applies one channel to all). */
  readonly channelCount?: number;
}

const MOST_TAPS = 1 << 20;

/**
 * Impulse responses as float WAV files for Roon, HQPlayer, EqualizerAPO and other convolvers, and an EqualizerAPO
 * configuration that takes the one for its rate. All rates get one gain: the largest boost of all ends at 0 dB.
 *
 * Source: EqualizerAPO configuration reference, commands Convolution and If.
 *
 * @throws PresetError if there is no response, a rate stands twice, or taps are not finite.
 */
export function writeConvolution(
  input: ConvolutionInput,
  { preamp = "needed" }: WriteOptions = {},
): WrittenPreset {
  const { name, responses, channelCount = 1 } = input;
  checkResponses(responses);
  const boostDb = Math.max(...responses.map(responseBoostDb));
  const preampDb = preamp === "asked" ? 0 : roundedDown(Math.min(0, -boostDb), 2);
  const gain = 10 ** (preampDb / 20);
  const wavs = responses.map(({ sampleRateHz, taps, phase }) => ({
    name: fileNameOf(`${name} ${phase} phase ${sampleRateHz}`, ".wav"),
    bytes: wavBytes(
      Float64Array.from(taps, (tap) => tap * gain),
      sampleRateHz,
      channelCount,
    ),
  }));
  const configuration = responses.flatMap(({ sampleRateHz }, index) => [
    `If: sampleRate == ${sampleRateHz}`,
    `Convolution: ${wavs[index]!.name}`,
    "EndIf:",
  ]);
  const notes = responses.map(({ sampleRateHz, taps, phase, latencyFrames = 0 }) => {
    const late =
      latencyFrames === 0 ? "no latency" : `${((1000 * latencyFrames) / sampleRateHz).toFixed(1)} ms latency`;
    return `${sampleRateHz} Hz: ${taps.length} taps, ${phase} phase, ${late}; for that rate only`;
  });
  if (preampDb !== 0)
    notes.push(`the responses are lowered by ${(-preampDb).toFixed(2)} dB, so that nothing is above 0 dB`);
  const text = `${configuration.join("\n")}\n`;
  return { files: [...wavs, { name: fileNameOf(`${name} convolution`, ".txt"), text }], preampDb, notes };
}

function checkResponses(responses: readonly ImpulseResponse[]): void {
  if (responses.length === 0)
    throw new PresetError("Convolution", undefined, "there must be an impulse response, got none");
  const seen = new Set<string>();
  for (const { sampleRateHz, taps, phase } of responses) {
    if (!(Number.isInteger(sampleRateHz) && sampleRateHz > 0 && sampleRateHz < 2 ** 31)) {
      throw new PresetError(
        "Convolution",
        undefined,
        `a rate must be a whole number above 0, got ${sampleRateHz}`,
      );
    }
    const key = `${sampleRateHz} ${phase}`;
    if (seen.has(key))
      throw new PresetError("Convolution", undefined, `a rate must stand once, got ${sampleRateHz} again`);
    seen.add(key);
    if (taps.length === 0 || taps.length > MOST_TAPS || !Array.from(taps).every(Number.isFinite)) {
      throw new PresetError(
        "Convolution",
        undefined,
        `there must be 1..${MOST_TAPS} finite taps, got ${taps.length}`,
      );
    }
  }
}

/** Largest gain of an impulse response, dB: its Fourier sum at 24 points per octave (Goertzel 1958). */
function responseBoostDb({ sampleRateHz, taps }: ImpulseResponse): number {
  let highest = 0;
  for (const frequencyHz of denseFrequencyHz(sampleRateHz)) {
    const turn = 2 * Math.cos((2 * Math.PI * frequencyHz) / sampleRateHz);
    let last = 0;
    let before = 0;
    for (let tap = 0; tap < taps.length; tap++) {
      const next = taps[tap]! + turn * last - before;
      before = last;
      last = next;
    }
    highest = Math.max(highest, last * last + before * before - turn * last * before);
  }
  return 10 * Math.log10(highest);
}
