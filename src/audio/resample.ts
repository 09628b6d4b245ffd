import { designPolyphase } from "./resample-filter.ts";

/** Changes the sampling rate of a stream, block by block. */
export interface Resampler {
  /**
   * Takes the next frames and gives those that can be said by now.
   *
   * @param channels Shape `[channelCount][>= frameCount]`.
   */
  push(channels: readonly Float64Array[], frameCount: number): ResampledBlock;
  /** Ends the stream: gives the frames still due, {@link resampledLength} in all. */
  flush(): ResampledBlock;
}

/** Resampled frames, good until the resampler's next call. */
export interface ResampledBlock {
  /** Shape `[channelCount][>= frameCount]`. */
  readonly channels: readonly Float64Array[];
  readonly frameCount: number;
}

/** Frames that a sound of `frameCount` frames has at another rate: the nearest whole number, but at least 1. */
export function resampledLength(frameCount: number, fromHz: number, toHz: number): number {
  return frameCount === 0 ? 0 : Math.max(1, Math.round((frameCount * toHz) / fromHz));
}

/**
 * A resampler in float64: a polyphase Kaiser-windowed sinc that holds images and aliases 140 dB down and passes
 * everything up to 0.907 of half the lower rate (20 kHz at 44.1 kHz) unchanged. Frame 0 stays frame 0, positions are
 * counted in whole numbers, so nothing drifts; what lies before and behind the stream is silence. Memory is constant.
 * A sample that is no number spoils the frames within the filter's reach.
 *
 * @throws RangeError unless rates and channel count are whole numbers above 0.
 */
export function createResampler(options: {
  readonly fromHz: number;
  readonly toHz: number;
  readonly channelCount: number;
}): Resampler {
  for (const [name, value] of Object.entries(options)) {
    if (!(Number.isSafeInteger(value) && value >= 1)) {
      throw new RangeError(`createResampler: ${name} must be a whole number above 0, got ${value}`);
    }
  }
  const { fromHz, toHz, channelCount } = options;
  const filter = designPolyphase(fromHz, toHz);
  const { phaseCount, inputStep, taps } = filter;
  const reach = taps / 2;
  const silence = Array.from({ length: channelCount }, () => new Float64Array(reach));
  /** Input that is still needed; `held[c][0]` is input frame `start`. */
  let held = silence.map(() => new Float64Array(taps));
  let heldCount = reach - 1;
  let start = 1 - reach;
  let output = silence.map(() => new Float64Array(0));
  /** The next output frame lies `phase / phaseCount` behind input frame `position`. */
  let position = 0;
  let phase = 0;
  let taken = 0;
  let given = 0;

  function append(channels: readonly Float64Array[], count: number): void {
    const needed = heldCount + count;
    if (held[0]!.length < needed) {
      held = held.map((old) => {
        const wider = new Float64Array(2 * needed);
        wider.set(old.subarray(0, heldCount));
        return wider;
      });
    }
    held.forEach((samples, c) => samples.set(channels[c]!.subarray(0, count), heldCount));
    heldCount = needed;
  }

  /** Frames that the input at hand suffices for. */
  function available(): number {
    const steps = start + heldCount - reach - position; // whole input frames that the position may still move
    return steps <= 0 ? 0 : Math.floor((steps * phaseCount - phase - 1) / inputStep) + 1;
  }

  function give(count: number): ResampledBlock {
    if (output[0]!.length < count) output = output.map(() => new Float64Array(2 * count));
    convolve(position - reach + 1 - start, phase, count);
    const moved = phase + count * inputStep;
    position += Math.floor(moved / phaseCount);
    phase = moved % phaseCount;
    given += count;
    const spent = Math.min(heldCount, position - reach + 1 - start);
    if (spent > 0) {
      for (const samples of held) samples.copyWithin(0, spent, heldCount);
      heldCount -= spent;
      start += spent;
    }
    return { channels: output, frameCount: count };
  }

  const row = new Float64Array(taps);
  /** Fills `count` frames of `output`. @param first Index in `held` of the first input of the first of them. */
  function convolve(first: number, firstPhase: number, count: number): void {
    const { coefficients, storedPhases } = filter;
    const isExact = storedPhases === phaseCount;
    let from = first;
    let at = firstPhase;
    for (let n = 0; n < count; n++) {
      if (!isExact) interpolateRow(coefficients, (at * storedPhases) / phaseCount, row);
      const table = isExact ? coefficients : row;
      const offset = isExact ? at * taps : 0;
      let c = 0;
      for (; c + 1 < channelCount; c += 2) {
        weighTwo(held[c]!, held[c + 1]!, from, table, offset, taps, output[c]!, output[c + 1]!, n);
      }
      if (c < channelCount) output[c]![n] = weigh(held[c]!, from, table, offset, taps);
      at += inputStep;
      const whole = Math.floor(at / phaseCount);
      from += whole;
      at -= whole * phaseCount;
    }
  }

  return {
    push(channels, frameCount) {
      append(channels, frameCount);
      taken += frameCount;
      return give(available());
    },
    flush() {
      const due = resampledLength(taken, fromHz, toHz) - given;
      append(silence, reach);
      return give(due);
    },
  };
}

/** The coefficients between two stored phases. @param place Phase in units of the stored ones. */
function interpolateRow(coefficients: Float64Array, place: number, row: Float64Array): void {
  const low = Math.floor(place) * row.length;
  const high = low + row.length;
  const fraction = place - Math.floor(place);
  for (let j = 0; j < row.length; j++) {
    const value = coefficients[low + j]!;
    row[j] = value + fraction * (coefficients[high + j]! - value);
  }
}

/** One channel's weighted sum; two partial sums, so that no addition waits for the one before. `taps` is even. */
function weigh(
  samples: Float64Array,
  from: number,
  table: Float64Array,
  offset: number,
  taps: number,
): number {
  let even = 0;
  let odd = 0;
  for (let j = 0; j < taps; j += 2) {
    even += samples[from + j]! * table[offset + j]!;
    odd += samples[from + j + 1]! * table[offset + j + 1]!;
  }
  return even + odd;
}

/** The same of two channels at once, in two thirds of the time: coefficients are fetched once. */
function weighTwo(
  left: Float64Array,
  right: Float64Array,
  from: number,
  table: Float64Array,
  offset: number,
  taps: number,
  leftOut: Float64Array,
  rightOut: Float64Array,
  n: number,
): void {
  let leftEven = 0;
  let leftOdd = 0;
  let rightEven = 0;
  let rightOdd = 0;
  for (let j = 0; j < taps; j += 2) {
    const even = table[offset + j]!;
    const odd = table[offset + j + 1]!;
    leftEven += left[from + j]! * even;
    leftOdd += left[from + j + 1]! * odd;
    rightEven += right[from + j]! * even;
    rightOdd += right[from + j + 1]! * odd;
  }
  leftOut[n] = leftEven + leftOdd;
  rightOut[n] = rightEven + rightOdd;
}
