import { LARGEST_SAMPLE } from "../non-finite.ts";
import { assertBlock, assertChannelCount, assertSampleRate } from "../stream-checks.ts";
import { channelWeights } from "./channel-weights.ts";
import { kWeighting } from "./k-weighting.ts";
import { LoudnessHistogram, powerToLufs } from "./loudness-histogram.ts";
import { SlidingSum } from "./sliding-sum.ts";

/** Momentary and short-term loudness are read this often, per second: at 10 Hz Tech 3341's case 14 fails. */
const STEPS_PER_SECOND = 100;
const MOMENTARY_STEPS = 40;
const SHORT_TERM_STEPS = 300;
/** Gating blocks and short-term values are collected every 100 ms. */
const COLLECT_STEPS = 10;
/** Filter memory below this is silence and is set to 0 before it gets denormal. */
const SILENCE = 1e-20;
/** Per channel: two values of memory of the shelf and two of the high-pass. */
const STATE_SIZE = 4;

/** What a {@link LoudnessMeter} listens to. */
export interface LoudnessMeterOptions {
  /** 8,000..384,000. */
  readonly sampleRateHz: number;
  /** At least 1. */
  readonly channelCount: number;
  /** WAVE `dwChannelMask`; 0 or absent means the usual layout of so many channels ({@link channelWeights}). */
  readonly channelMask?: number;
}

/**
 * Loudness of what has been heard so far. All values are -Infinity before there is something to say and for silence.
 */
export interface LoudnessMeter {
  /**
   * Listens to the first `frameCount` samples of every channel, which stay as they are. NaN, infinities and values
   * beyond ±3.4e38 count as 0.
   *
   * @param channels Shape `[channelCount][>= frameCount]`, full scale ±1.
   * @throws RangeError if a shape does not fit.
   */
  process(channels: readonly Float64Array[], frameCount: number): void;
  /** Gated mean since the start, LUFS; -Infinity while less than 400 ms was heard or nothing passed the gates. */
  readonly integratedLufs: number;
  /** The last 400 ms, up to the last full 10 ms, LUFS. What lies before the start counts as silence. */
  readonly momentaryLufs: number;
  /** The last 3 s, likewise. */
  readonly shortTermLufs: number;
  /** Highest momentary loudness at any multiple of 10 ms, LUFS. */
  readonly maxMomentaryLufs: number;
  /** Highest short-term loudness at any multiple of 10 ms, LUFS. */
  readonly maxShortTermLufs: number;
  /** LU; 0 while less than 3 s was heard. */
  readonly loudnessRangeLu: number;
}

/**
 * A loudness meter after ITU-R BS.1770-4 and EBU Tech 3341 and 3342, in constant memory for any length.
 *
 * Every channel is K-weighted; its power, times the channel's weight, is summed over steps of 10 ms. Momentary
 * loudness is the mean of 40 steps, short-term loudness that of 300. Every 100 ms the momentary power goes into the
 * histogram of gating blocks (400 ms, 75 % overlap; gates at -70 LUFS and 10 LU below the mean) and the short-term
 * power into that of the loudness range (3 s; gates at -70 LUFS and -20 LU; 10th to 95th percentile).
 *
 * The values do not depend on how the stream is cut into blocks, bit for bit.
 *
 * @throws RangeError if an option is out of range.
 */
export function createLoudnessMeter(options: LoudnessMeterOptions): LoudnessMeter {
  return new StreamingLoudnessMeter(options);
}

class StreamingLoudnessMeter implements LoudnessMeter {
  readonly #sampleRateHz: number;
  readonly #weights: Float64Array;
  /** Channels with a weight above 0. */
  readonly #heard: readonly number[];
  /** The shelf's b0, b1, b2, a1, a2, then the high-pass's a1, a2. */
  readonly #coefficients: Float64Array;
  /** Shape `[channels, 4]`. */
  readonly #state: Float64Array;
  /** Weighted energy of the last 40 and the last 300 steps. */
  readonly #momentary = new SlidingSum(MOMENTARY_STEPS);
  readonly #shortTerm = new SlidingSum(SHORT_TERM_STEPS);
  readonly #blocks = new LoudnessHistogram();
  readonly #shortTerms = new LoudnessHistogram();
  /** Unweighted energy of each channel in the step that is being filled. */
  readonly #energy: Float64Array;
  #stepCount = 0;
  #framesLeftInStep: number;
  #momentaryPower = 0;
  #shortTermPower = 0;
  #maxMomentaryPower = 0;
  #maxShortTermPower = 0;

  constructor({ sampleRateHz, channelCount, channelMask = 0 }: LoudnessMeterOptions) {
    assertSampleRate("createLoudnessMeter", sampleRateHz);
    assertChannelCount("createLoudnessMeter", channelCount);
    const { shelf, highPass } = kWeighting(sampleRateHz);
    this.#sampleRateHz = sampleRateHz;
    this.#weights = channelWeights(channelCount, channelMask);
    this.#heard = [...this.#weights.keys()].filter((channel) => this.#weights[channel]! > 0);
    this.#coefficients = Float64Array.of(
      ...[shelf.b0, shelf.b1, shelf.b2, shelf.a1, shelf.a2],
      ...[highPass.a1, highPass.a2],
    );
    this.#state = new Float64Array(STATE_SIZE * channelCount);
    this.#energy = new Float64Array(channelCount);
    this.#framesLeftInStep = this.#stepEnd(1);
  }

  get integratedLufs(): number {
    return this.#blocks.gatedMeanLufs();
  }

  get momentaryLufs(): number {
    return powerToLufs(this.#momentaryPower);
  }

  get shortTermLufs(): number {
    return powerToLufs(this.#shortTermPower);
  }

  get maxMomentaryLufs(): number {
    return powerToLufs(this.#maxMomentaryPower);
  }

  get maxShortTermLufs(): number {
    return powerToLufs(this.#maxShortTermPower);
  }

  get loudnessRangeLu(): number {
    return this.#shortTerms.rangeLu();
  }

  process(channels: readonly Float64Array[], frameCount: number): void {
    assertBlock("LoudnessMeter.process", channels, this.#weights.length, frameCount);
    let start = 0;
    while (start < frameCount) {
      const end = Math.min(frameCount, start + this.#framesLeftInStep);
      this.#addEnergy(channels, start, end);
      this.#framesLeftInStep -= end - start;
      if (this.#framesLeftInStep === 0) this.#endStep();
      start = end;
    }
  }

  /** Two channels in one loop, as their recursions do not wait for each other: 1.5 times as fast as one by one. */
  #addEnergy(channels: readonly Float64Array[], start: number, end: number): void {
    const heard = this.#heard;
    for (let index = 0; index < heard.length; index += 2) {
      const first = heard[index]!;
      const second = heard[index + 1];
      if (second === undefined) {
        addEnergyOfOne(channels[first]!, first, start, end, this.#coefficients, this.#state, this.#energy);
      } else {
        addEnergyOfTwo(
          channels[first]!,
          channels[second]!,
          first,
          second,
          start,
          end,
          this.#coefficients,
          this.#state,
          this.#energy,
        );
      }
    }
  }

  /** The frame at which a step ends: rates that are no multiple of 100 Hz have steps of two lengths. */
  #stepEnd(step: number): number {
    return Math.round((step * this.#sampleRateHz) / STEPS_PER_SECOND);
  }

  #endStep(): void {
    let sum = 0;
    for (let channel = 0; channel < this.#weights.length; channel++) {
      sum += this.#weights[channel]! * this.#energy[channel]!;
    }
    this.#energy.fill(0);
    flushState(this.#state);
    this.#stepCount++;
    this.#framesLeftInStep = this.#stepEnd(this.#stepCount + 1) - this.#stepEnd(this.#stepCount);
    const stepsPerFrame = STEPS_PER_SECOND / this.#sampleRateHz;
    this.#momentaryPower = (this.#momentary.push(sum) / MOMENTARY_STEPS) * stepsPerFrame;
    this.#shortTermPower = (this.#shortTerm.push(sum) / SHORT_TERM_STEPS) * stepsPerFrame;
    this.#maxMomentaryPower = Math.max(this.#maxMomentaryPower, this.#momentaryPower);
    this.#maxShortTermPower = Math.max(this.#maxShortTermPower, this.#shortTermPower);
    if (this.#stepCount % COLLECT_STEPS !== 0) return;
    if (this.#stepCount >= MOMENTARY_STEPS) this.#blocks.add(this.#momentaryPower);
    if (this.#stepCount >= SHORT_TERM_STEPS) this.#shortTerms.add(this.#shortTermPower);
  }
}

/**
 * Both sections of the K-weighting over one channel, transposed direct form II, and the squares of what comes out.
 *
 * @param state Shape `[channels, 4]`.
 * @param energy Shape `[channels]`, is added to.
 */
function addEnergyOfOne(
  samples: Float64Array,
  channel: number,
  start: number,
  end: number,
  coefficients: Float64Array,
  state: Float64Array,
  energy: Float64Array,
): void {
  const b0 = coefficients[0]!;
  const b1 = coefficients[1]!;
  const b2 = coefficients[2]!;
  const a1 = coefficients[3]!;
  const a2 = coefficients[4]!;
  const c1 = coefficients[5]!;
  const c2 = coefficients[6]!;
  const at = channel * STATE_SIZE;
  let u = state[at]!;
  let v = state[at + 1]!;
  let p = state[at + 2]!;
  let q = state[at + 3]!;
  let sum = energy[channel]!;
  for (let frame = start; frame < end; frame++) {
    const sample = samples[frame]!;
    // False for NaN as well.
    const x = Math.abs(sample) <= LARGEST_SAMPLE ? sample : 0;
    const y = b0 * x + u;
    u = b1 * x + v - a1 * y;
    v = b2 * x - a2 * y;
    const z = y + p;
    p = q - 2 * y - c1 * z;
    q = y - c2 * z;
    sum += z * z;
  }
  state[at] = u;
  state[at + 1] = v;
  state[at + 2] = p;
  state[at + 3] = q;
  energy[channel] = sum;
}

/** The very operations of {@link addEnergyOfOne} on two channels, so equal to the bit. */
function addEnergyOfTwo(
  left: Float64Array,
  right: Float64Array,
  leftChannel: number,
  rightChannel: number,
  start: number,
  end: number,
  coefficients: Float64Array,
  state: Float64Array,
  energy: Float64Array,
): void {
  const b0 = coefficients[0]!;
  const b1 = coefficients[1]!;
  const b2 = coefficients[2]!;
  const a1 = coefficients[3]!;
  const a2 = coefficients[4]!;
  const c1 = coefficients[5]!;
  const c2 = coefficients[6]!;
  const leftAt = leftChannel * STATE_SIZE;
  const rightAt = rightChannel * STATE_SIZE;
  let uLeft = state[leftAt]!;
  let vLeft = state[leftAt + 1]!;
  let pLeft = state[leftAt + 2]!;
  let qLeft = state[leftAt + 3]!;
  let uRight = state[rightAt]!;
  let vRight = state[rightAt + 1]!;
  let pRight = state[rightAt + 2]!;
  let qRight = state[rightAt + 3]!;
  let sumLeft = energy[leftChannel]!;
  let sumRight = energy[rightChannel]!;
  for (let frame = start; frame < end; frame++) {
    const sampleLeft = left[frame]!;
    const sampleRight = right[frame]!;
    const xLeft = Math.abs(sampleLeft) <= LARGEST_SAMPLE ? sampleLeft : 0;
    const xRight = Math.abs(sampleRight) <= LARGEST_SAMPLE ? sampleRight : 0;
    const yLeft = b0 * xLeft + uLeft;
    const yRight = b0 * xRight + uRight;
    uLeft = b1 * xLeft + vLeft - a1 * yLeft;
    uRight = b1 * xRight + vRight - a1 * yRight;
    vLeft = b2 * xLeft - a2 * yLeft;
    vRight = b2 * xRight - a2 * yRight;
    const zLeft = yLeft + pLeft;
    const zRight = yRight + pRight;
    pLeft = qLeft - 2 * yLeft - c1 * zLeft;
    pRight = qRight - 2 * yRight - c1 * zRight;
    qLeft = yLeft - c2 * zLeft;
    qRight = yRight - c2 * zRight;
    sumLeft += zLeft * zLeft;
    sumRight += zRight * zRight;
  }
  state[leftAt] = uLeft;
  state[leftAt + 1] = vLeft;
  state[leftAt + 2] = pLeft;
  state[leftAt + 3] = qLeft;
  state[rightAt] = uRight;
  state[rightAt + 1] = vRight;
  state[rightAt + 2] = pRight;
  state[rightAt + 3] = qRight;
  energy[leftChannel] = sumLeft;
  energy[rightChannel] = sumRight;
}

function flushState(state: Float64Array): void {
  for (let index = 0; index < state.length; index++) {
    if (Math.abs(state[index]!) < SILENCE) state[index] = 0;
  }
}
