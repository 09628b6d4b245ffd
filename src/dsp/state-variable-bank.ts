import { STATE_SIZE } from "./kernels/cascade-kernel.ts";

/** Numbers of a section as it is run: the matrix that moves its memory on, and what is heard of it. */
const RUN_SIZE = 9;
/** Filter memory below this is silence, 400 dB under full scale, and is set to 0 before it gets denormal. */
const SILENCE = 1e-20;

/**
 * State-variable sections in series ({@link StateVariable}) whose coefficients may change between any two frames.
 *
 * A section is run in the form that follows from Zavalishin's by inserting one equation in the other: with the memories
 * s1 and s2 of the integrators, `q = 1/(1 + g·(g + k))` and `p = g·q`,
 *
 *     y = (m0 + m1·p + m2·g·p)·x + (m1·q + m2·p)·s1 + (m2·(1 − g·p) − m1·p)·s2
 *     s1 ← 2p·x + (2q − 1)·s1 − 2p·s2        s2 ← 2g·p·x + 2p·s1 + (1 − 2g·p)·s2
 */
export class StateVariableBank {
  readonly sectionCount: number;
  readonly channelCount: number;
  /** Filter memory of channels 0 and 1, 2 and 3, ...: shape `[sections, 2, 2]`, s1 of both, then s2 of both. */
  readonly states: readonly Float64Array[];
  /** Shape `[sections, 9]`. */
  readonly #run: Float64Array;
  /** u and v of a direct form as sums of s1 and s2: u by s1, u by s2, v by s1, v by s2. */
  readonly #heard = new Float64Array(4);

  /** All sections let everything pass until they are set. */
  constructor(sectionCount: number, channelCount: number) {
    this.sectionCount = sectionCount;
    this.channelCount = channelCount;
    this.states = Array.from(
      { length: Math.ceil(channelCount / 2) },
      () => new Float64Array(sectionCount * STATE_SIZE),
    );
    this.#run = new Float64Array(sectionCount * RUN_SIZE);
    for (let section = 0; section < sectionCount; section++) this.setSection(section, 1, 2, 1, 0, 0);
  }

  /** Sets a section's coefficients, as {@link StateVariable} has them; its memory stays. */
  setSection(section: number, g: number, k: number, m0: number, m1: number, m2: number): void {
    const run = this.#run;
    const at = section * RUN_SIZE;
    const q = 1 / (1 + g * (g + k));
    const p = g * q;
    const low = g * p;
    run[at] = m0 + m1 * p + m2 * low;
    run[at + 1] = m1 * q + m2 * p;
    run[at + 2] = m2 * (1 - low) - m1 * p;
    run[at + 3] = 2 * p;
    run[at + 4] = 2 * q - 1;
    run[at + 5] = -2 * p;
    run[at + 6] = 2 * low;
    run[at + 7] = 2 * p;
    run[at + 8] = 1 - 2 * low;
  }

  /** Filters frames `start` to `end` of all channels through one section, in place. */
  filter(section: number, channels: readonly Float64Array[], start: number, end: number): void {
    for (let pair = 0; pair < this.states.length; pair++) {
      const left = channels[2 * pair]!;
      const right = channels[2 * pair + 1];
      const state = this.states[pair]!;
      if (right === undefined) filterOne(left, start, end, this.#run, section, state);
      else filterPair(left, right, start, end, this.#run, section, state);
    }
  }

  /** Sets memory that nobody can hear to 0, before it gets denormal and slow. */
  silenceStates(): void {
    for (let pair = 0; pair < this.states.length; pair++) silenceState(this.states[pair]!);
  }

  /** Forgets what a section has heard. */
  resetSection(section: number): void {
    const at = section * STATE_SIZE;
    for (let pair = 0; pair < this.states.length; pair++) this.states[pair]!.fill(0, at, at + STATE_SIZE);
  }

  /**
   * Takes over the memory of the same filter in transposed direct form II (`CascadeProcessor`): what is heard of either
   * memory is equal, now and one frame later. With the heard part h of s = (s1, s2) and the matrix A that moves s on,
   * `u = h·s` and `v = h·A·s + a1·u`. A section of which nothing is heard starts from silence.
   *
   * @param a1 The section's, as a biquad.
   * @param direct u of both channels of the pair, then v, beginning at `directAt`.
   */
  takeDirectForm(section: number, pair: number, a1: number, direct: Float64Array, directAt: number): void {
    const state = this.states[pair]!;
    const at = section * STATE_SIZE;
    this.#findHeard(section, a1);
    const u1 = this.#heard[0]!;
    const u2 = this.#heard[1]!;
    const v1 = this.#heard[2]!;
    const v2 = this.#heard[3]!;
    const determinant = u1 * v2 - u2 * v1;
    const scale = determinant === 0 ? 0 : 1 / determinant;
    for (let channel = 0; channel < 2; channel++) {
      const u = direct[directAt + channel]!;
      const v = direct[directAt + 2 + channel]!;
      state[at + channel] = (v2 * u - u2 * v) * scale;
      state[at + 2 + channel] = (u1 * v - v1 * u) * scale;
    }
  }

  /** The way back from {@link takeDirectForm}. */
  giveDirectForm(section: number, pair: number, a1: number, direct: Float64Array, directAt: number): void {
    const state = this.states[pair]!;
    const at = section * STATE_SIZE;
    this.#findHeard(section, a1);
    for (let channel = 0; channel < 2; channel++) {
      const s1 = state[at + channel]!;
      const s2 = state[at + 2 + channel]!;
      direct[directAt + channel] = this.#heard[0]! * s1 + this.#heard[1]! * s2;
      direct[directAt + 2 + channel] = this.#heard[2]! * s1 + this.#heard[3]! * s2;
    }
  }

  #findHeard(section: number, a1: number): void {
    const run = this.#run;
    const at = section * RUN_SIZE;
    const h1 = run[at + 1]!;
    const h2 = run[at + 2]!;
    this.#heard[0] = h1;
    this.#heard[1] = h2;
    this.#heard[2] = h1 * run[at + 4]! + h2 * run[at + 7]! + a1 * h1;
    this.#heard[3] = h1 * run[at + 5]! + h2 * run[at + 8]! + a1 * h2;
  }
}

/** Sets filter memory to 0 where nobody can hear it. */
export function silenceState(state: Float64Array): void {
  for (let index = 0; index < state.length; index++) {
    if (Math.abs(state[index]!) < SILENCE) state[index] = 0;
  }
}

function filterOne(
  samples: Float64Array,
  start: number,
  end: number,
  run: Float64Array,
  section: number,
  state: Float64Array,
): void {
  const at = section * RUN_SIZE;
  const yx = run[at]!;
  const y1 = run[at + 1]!;
  const y2 = run[at + 2]!;
  const s1x = run[at + 3]!;
  const s11 = run[at + 4]!;
  const s12 = run[at + 5]!;
  const s2x = run[at + 6]!;
  const s21 = run[at + 7]!;
  const s22 = run[at + 8]!;
  const stateAt = section * STATE_SIZE;
  let s1 = state[stateAt]!;
  let s2 = state[stateAt + 2]!;
  for (let frame = start; frame < end; frame++) {
    const x = samples[frame]!;
    samples[frame] = yx * x + y1 * s1 + y2 * s2;
    const next = s1x * x + s11 * s1 + s12 * s2;
    s2 = s2x * x + s21 * s1 + s22 * s2;
    s1 = next;
  }
  state[stateAt] = s1;
  state[stateAt + 2] = s2;
}

/** The very operations of {@link filterOne} on two channels at once, so equal to the bit. */
function filterPair(
  left: Float64Array,
  right: Float64Array,
  start: number,
  end: number,
  run: Float64Array,
  section: number,
  state: Float64Array,
): void {
  const at = section * RUN_SIZE;
  const yx = run[at]!;
  const y1 = run[at + 1]!;
  const y2 = run[at + 2]!;
  const s1x = run[at + 3]!;
  const s11 = run[at + 4]!;
  const s12 = run[at + 5]!;
  const s2x = run[at + 6]!;
  const s21 = run[at + 7]!;
  const s22 = run[at + 8]!;
  const stateAt = section * STATE_SIZE;
  let s1 = state[stateAt]!;
  let t1 = state[stateAt + 1]!;
  let s2 = state[stateAt + 2]!;
  let t2 = state[stateAt + 3]!;
  for (let frame = start; frame < end; frame++) {
    const x = left[frame]!;
    const w = right[frame]!;
    left[frame] = yx * x + y1 * s1 + y2 * s2;
    right[frame] = yx * w + y1 * t1 + y2 * t2;
    const nextS = s1x * x + s11 * s1 + s12 * s2;
    const nextT = s1x * w + s11 * t1 + s12 * t2;
    s2 = s2x * x + s21 * s1 + s22 * s2;
    t2 = s2x * w + s21 * t1 + s22 * t2;
    s1 = nextS;
    t1 = nextT;
  }
  state[stateAt] = s1;
  state[stateAt + 1] = t1;
  state[stateAt + 2] = s2;
  state[stateAt + 3] = t2;
}
