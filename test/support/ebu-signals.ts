/** A test signal that is computed as it is played, so that long ones need no memory. */
export interface TestSignal {
  /** As in `../shared/oracles/loudness.json`, without `.wav`. */
  readonly name: string;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frameCount: number;
  /** Writes `count` samples of a channel from a frame on, full scale ±1. */
  readonly write: (samples: Float64Array, channel: number, start: number, count: number) => void;
}

/** Anything that listens to blocks. */
interface Listener {
  process(channels: readonly Float64Array[], frameCount: number): void;
}

const RATE_HZ = 48_000;
const BLOCK_FRAMES = 4_800;

/** A stretch of tone: seconds, and its peak in dBFS or null for silence. */
type Part = readonly [seconds: number, levelDb: number | null];

/** Plays a signal from its start to its end to all listeners; after each block (100 ms by default) `afterBlock`. */
export function playSignal(
  { channelCount, frameCount, write }: TestSignal,
  listeners: readonly Listener[],
  afterBlock?: (frame: number) => void,
  blockFrames: number = BLOCK_FRAMES,
): void {
  const block = Array.from({ length: channelCount }, () => new Float64Array(blockFrames));
  for (let start = 0; start < frameCount; start += blockFrames) {
    const count = Math.min(blockFrames, frameCount - start);
    for (const [channel, samples] of block.entries()) write(samples, channel, start, count);
    for (const listener of listeners) listener.process(block, count);
    afterBlock?.(start + count);
  }
}

/** The same 1 kHz tone in both channels, its level changing in steps, its phase running on. */
function steps(name: string, parts: readonly Part[]): TestSignal {
  const ends: number[] = [];
  let frameCount = 0;
  for (const [seconds] of parts) {
    frameCount += Math.round(seconds * RATE_HZ);
    ends.push(frameCount);
  }
  const amplitudes = parts.map(([, levelDb]) => (levelDb === null ? 0 : 10 ** (levelDb / 20)));
  const period = Float64Array.from({ length: 48 }, (_, i) => Math.sin((2 * Math.PI * i) / 48));
  const write: TestSignal["write"] = (samples, _, start, count) => {
    let part = ends.findIndex((end) => start < end);
    let amplitude = amplitudes[part]!;
    let end = ends[part]!;
    for (let i = 0; i < count; i++) {
      while (start + i >= end) {
        part++;
        amplitude = amplitudes[part]!;
        end = ends[part]!;
      }
      samples[i] = amplitude * period[(start + i) % 48]!;
    }
  };
  return { name, sampleRateHz: RATE_HZ, channelCount: 2, frameCount, write };
}

/** A steady sine per channel: frequency in Hz, peak in dBFS (-Infinity for silence). */
function tones(name: string, seconds: number, frequencyHz: number, levelsDb: readonly number[]): TestSignal {
  const amplitudes = levelsDb.map((db) => 10 ** (db / 20));
  const omega = (2 * Math.PI * frequencyHz) / RATE_HZ;
  return {
    name,
    sampleRateHz: RATE_HZ,
    channelCount: levelsDb.length,
    frameCount: seconds * RATE_HZ,
    write(samples, channel, start, count) {
      const amplitude = amplitudes[channel]!;
      for (let i = 0; i < count; i++) samples[i] = amplitude * Math.sin(omega * (start + i));
    },
  };
}

/** One second of a sine that the samples miss the peaks of, faded in and out over 10 ms (Tech 3341, 15 to 19). */
function peaks(name: string, divisor: number, amplitude: number, phaseDegrees: number): TestSignal {
  const fade = RATE_HZ / 100;
  const phase = (phaseDegrees * Math.PI) / 180;
  const write: TestSignal["write"] = (samples, _, start, count) => {
    for (let i = 0; i < count; i++) {
      const frame = start + i;
      const gain = Math.min(1, frame / fade, (RATE_HZ - 1 - frame) / fade);
      samples[i] = gain * amplitude * Math.sin((2 * Math.PI * frame) / divisor + phase);
    }
  };
  return { name, sampleRateHz: RATE_HZ, channelCount: 2, frameCount: RATE_HZ, write };
}

function repeat(count: number, parts: (turn: number) => readonly Part[]): Part[] {
  return Array.from({ length: count }, (_, turn) => parts(turn)).flat();
}

const twoDigits = (index: number) => String(index).padStart(2, "0");

/**
 * The signals of EBU Tech 3341 (1 to 6 and 9 to 19) and 3342 (1 to 4) as the documents describe them, and two more.
 * Cases 7 and 8, 5 and 6 are recordings; 20 to 23 are only given as files.
 */
export const ebuSignals: readonly TestSignal[] = [
  steps("3341-1", [[20, -23]]),
  steps("3341-2", [[20, -33]]),
  steps("3341-3", [
    [10, -36],
    [60, -23],
    [10, -36],
  ]),
  steps("3341-4", [
    [10, -72],
    [10, -36],
    [60, -23],
    [10, -36],
    [10, -72],
  ]),
  steps("3341-5", [
    [20, -26],
    [20.1, -20],
    [20, -26],
  ]),
  tones("3341-6", 20, 1000, [-28, -28, -24, -30, -30]),
  steps(
    "3341-9",
    repeat(5, () => [
      [1.34, -20],
      [1.66, -30],
    ]),
  ),
  ...Array.from({ length: 20 }, (_, i) =>
    steps(`3341-10-${twoDigits(i)}`, [
      [i * 0.15, null],
      [3, -23],
      [1, null],
    ]),
  ),
  steps(
    "3341-11",
    repeat(20, (i) => [
      [i * 0.15, null],
      [3, -38 + i],
      [3 - i * 0.15, null],
    ]),
  ),
  steps(
    "3341-12",
    repeat(25, () => [
      [0.18, -20],
      [0.22, -30],
    ]),
  ),
  ...Array.from({ length: 20 }, (_, i) =>
    steps(`3341-13-${twoDigits(i)}`, [
      [i * 0.02, null],
      [0.4, -23],
      [1, null],
    ]),
  ),
  steps(
    "3341-14",
    repeat(20, (i) => [
      [i * 0.02, null],
      [0.4, -38 + i],
      [0.4 - i * 0.02, null],
    ]),
  ),
  peaks("3341-15", 4, 0.5, 0),
  peaks("3341-16", 4, 0.5, 45),
  peaks("3341-17", 6, 0.5, 60),
  peaks("3341-18", 8, 0.5, 67.5),
  peaks("3341-19", 4, 1.41, 45),
  steps("3342-1", [
    [20, -20],
    [20, -30],
  ]),
  steps("3342-2", [
    [20, -20],
    [20, -15],
  ]),
  steps("3342-3", [
    [20, -40],
    [20, -20],
  ]),
  steps("3342-4", [
    [20, -50],
    [20, -35],
    [20, -20],
    [20, -35],
    [20, -50],
  ]),
  steps("cal-18", [[5, -18]]),
  tones("bs1770-997-left", 20, 997, [0, Number.NEGATIVE_INFINITY]),
];
