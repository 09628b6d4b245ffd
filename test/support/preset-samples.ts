import { BAND_COUNT } from "../../src/effects/index.ts";
import { createRandom } from "../../src/math/index.ts";
import { presetFormats } from "../../src/presets/index.ts";
import { randomSetting } from "./random-setting.ts";

/** A valid preset of every kind that can be read, own ones and ones as other programs write them. */
export function presetSamples(): readonly { readonly id: string; readonly text: string }[] {
  const random = createRandom(1);
  const curveDb = Array.from({ length: BAND_COUNT }, (_, band) => 5 * Math.sin(band / 5));
  const samples = presetFormats.flatMap(({ id, read, write }) => {
    if (read === undefined || write === undefined) return [];
    const input = { name: "Sample", setting: randomSetting(random), curveDb, sampleRateHz: 48_000 };
    return [{ id, text: write(input).files[0]!.text! }];
  });
  return [...samples, ...foreign];
}

const foreign: readonly { readonly id: string; readonly text: string }[] = [
  {
    id: "equalizer-apo",
    text: [
      "# two channels",
      "Device: all",
      "Preamp: -6,5 dB",
      "Include: other.txt",
      "Filter  1: ON  PEQ      Fc    64,0 Hz  Gain  -5,0 dB  BW Oct 0,167",
      "Filter 2: OFF LSC 10.8 dB Fc 105 Hz Gain 5.5 dB",
      "Channel: L",
      "Filter 3: ON LS 12dB Fc 1.079 Hz Gain 5.5 dB",
      "Filter 4: ON HS Fc 9000 Hz Gain 5.5 dB Q 0.6",
      "GraphicEQ: 20 1; 1000 -2; 20000 3",
      "Channel: all",
      "Filter 5: ON NO Fc 50 Hz",
    ].join("\r\n"),
  },
  {
    id: "rew",
    text: [
      "Filter Settings file",
      "Room EQ V5.20.8",
      "Dated: Jul 5, 2018 12:03:08 PM",
      "Notes:",
      "Equaliser: Generic",
      "Left",
      "Filter  1: ON  PK       Fc   1\u00A0079 Hz  Gain   4.70 dB  Q  2.707",
      "Filter  2: ON  LS       Fc   80.00 Hz  Gain   4.70 dB",
      "Filter  3: ON  None",
    ].join("\n"),
  },
  {
    id: "camilladsp",
    text: [
      "devices: { samplerate: 96000, chunksize: 1024 }",
      "filters:",
      "  bass: &bass { type: Biquad, parameters: { type: Lowshelf, freq: 105, gain: 6, slope: 12 } }",
      "  dip: { type: Biquad, parameters: { type: Peaking, freq: 2000, gain: -3.5, bandwidth: 1 } }",
      "  copy: *bass",
      "  trim: { type: Gain, parameters: { gain: 0.5, scale: linear } }",
      "pipeline:",
      "  - { type: Mixer, name: stereo }",
      "  - { type: Filter, channel: 0, names: [bass, dip] }",
      "  - { type: Filter, channel: 1, names: [trim] }",
    ].join("\n"),
  },
  { id: "csv", text: "Frequency;Gain (dB)\n20,5;1,5\n1000;-2,25\n10000;3\n" },
  { id: "csv", text: "* Freq(Hz) SPL(dB) Phase(degrees)\n20.5 1.5 10\n1000 -2 20\n" },
];
