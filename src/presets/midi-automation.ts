import { type AutomationFormat, type AutomationTrack, automationTracks } from "./automation.ts";
import { fileNameOf, lineOf } from "./file-name.ts";
import { PresetError } from "./preset-error.ts";

const NAME = "MIDI";
const TICKS_PER_QUARTER = 960;
const MICROSECONDS_PER_QUARTER = 500_000;
const TICKS_PER_SECOND = (TICKS_PER_QUARTER * 1e6) / MICROSECONDS_PER_QUARTER;

/** Controllers without a meaning of their own: 3, 9, 14, 15, 20-31, 85-90, 102-119; as many as there are bands. */
const controllers: readonly number[] = [
  ...[3, 9, 14, 15],
  ...Array.from({ length: 12 }, (_, at) => 20 + at),
  ...Array.from({ length: 6 }, (_, at) => 85 + at),
  ...Array.from({ length: 18 }, (_, at) => 102 + at),
];

/** Range and scale of a controller's 0..127. Gains: 64 is 0 dB exactly. */
const ranges = {
  dB: { low: -24, high: 24, what: "-24..24 dB, 64 is 0 dB" },
  Hz: { low: 20, high: 20_000, what: "20..20000 Hz, logarithmic" },
  Q: { low: 0.1, high: 10, what: "0.1..10, logarithmic" },
};

/**
 * A morph as a Standard MIDI File (format 0, 960 ticks per quarter, 120 quarters per minute) of control changes on channel
 * 1: one of the 40 controllers without a meaning for every band, or for every parameter of a setting. Which is which
 * stands in the notes and as text events in the file. A controller has 128 steps, which is noted with its error.
 *
 * Source: MIDI Association, Standard MIDI Files 1.0 (RP-001) and the table of control change messages.
 */
export const midiAutomation: AutomationFormat = {
  id: "midi",
  name: "MIDI control changes",
  program: "digital audio workstations",
  extension: ".mid",
  write: (input) => {
    const tracks = automationTracks(NAME, input);
    if (tracks.length > controllers.length) {
      const problem = `there must be at most ${controllers.length} parameters (13 sections), got ${tracks.length}`;
      throw new PresetError(NAME, undefined, problem);
    }
    const map = tracks.map(({ label, unit }, at) => `CC ${controllers[at]}: ${label}, ${ranges[unit].what}`);
    const events: number[] = [];
    for (const text of [lineOf(input.name), ...map]) events.push(...textEvent(text));
    const tempo = [16, 8, 0].map((shift) => (MICROSECONDS_PER_QUARTER >> shift) & 0xff);
    events.push(0, 0xff, 0x51, 0x03, ...tempo);
    let tick = 0;
    const held = new Int16Array(tracks.length).fill(-1);
    for (const [frame, { timeSeconds }] of input.frames.entries()) {
      const now = Math.round(timeSeconds * TICKS_PER_SECOND);
      for (const [at, track] of tracks.entries()) {
        const value = controllerValue(track, frame);
        if (value === held[at]) continue;
        held[at] = value;
        for (const byte of variableLength(now - tick)) events.push(byte);
        events.push(0xb0, controllers[at]!, value);
        tick = now;
      }
    }
    events.push(0, 0xff, 0x2f, 0);
    const header = [
      ...ascii("MThd"),
      0,
      0,
      0,
      6,
      0,
      0,
      0,
      1,
      TICKS_PER_QUARTER >> 8,
      TICKS_PER_QUARTER & 0xff,
    ];
    const length = [24, 16, 8, 0].map((shift) => (events.length >>> shift) & 0xff);
    const bytes = Uint8Array.from([...header, ...ascii("MTrk"), ...length, ...events]);
    return {
      files: [{ name: fileNameOf(input.name, ".mid"), bytes }],
      preampDb: 0,
      notes: [...errorNotes(tracks, input.frames.length), ...map],
    };
  },
};

/** A parameter at a moment as 0..127, clamped. */
function controllerValue({ unit, values }: AutomationTrack, frame: number): number {
  const { low, high } = ranges[unit];
  const value = Math.min(high, Math.max(low, values[frame]!));
  if (unit !== "dB") return Math.round((127 * Math.log(value / low)) / Math.log(high / low));
  return 64 + Math.round(value < 0 ? (-64 * value) / low : (63 * value) / high);
}

/** What a controller's value means; the inverse of {@link controllerValue}. */
export function controllerMeaning(unit: AutomationTrack["unit"], value: number): number {
  const { low, high } = ranges[unit];
  if (unit !== "dB") return low * (high / low) ** (value / 127);
  return value < 64 ? (low * (64 - value)) / 64 : (high * (value - 64)) / 63;
}

function errorNotes(tracks: readonly AutomationTrack[], frameCount: number): string[] {
  let errorDb = 0;
  let clamped = 0;
  for (const track of tracks) {
    const { low, high } = ranges[track.unit];
    if (track.values.some((value) => value < low || value > high)) clamped++;
    if (track.unit !== "dB") continue;
    for (let frame = 0; frame < frameCount; frame++) {
      const meant = controllerMeaning("dB", controllerValue(track, frame));
      errorDb = Math.max(errorDb, Math.abs(meant - track.values[frame]!));
    }
  }
  const notes = [`a controller has 128 steps: gains are within ${errorDb.toFixed(2)} dB`];
  if (clamped > 0) notes.push(`${clamped} parameters leave their controller's range and are held at its end`);
  return notes;
}

function textEvent(text: string): number[] {
  const bytes = ascii(text.replace(/[^ -~]/g, "?").slice(0, 120));
  return [0, 0xff, 0x01, bytes.length, ...bytes];
}

function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

/** Seven bits per byte, the highest first; all but the last have the top bit set. */
function variableLength(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
