/**
 * Biquads in series over two channels, one in each lane; see ../cascade-kernel.ts for the arithmetic, which the
 * plain twin repeats operation by operation. Addresses are in bytes, multiples of 16.
 */

/** Bytes of a section's coefficients: b0, b1, b2, a1, a2, each in both lanes. */
const COEFFICIENT_BYTES: usize = 80;
/** Bytes of a section's memory: u and v of both channels. */
const STATE_BYTES: usize = 32;
/** The largest 32-bit sample. */
const LARGEST_SAMPLE: f64 = 3.4028234663852886e38;

/**
 * NaN and what is beyond ±3.4e38 become 0.
 *
 * @param frames Interleaved samples, shape `[frameCount, 2]`.
 * @returns How many.
 */
export function silenceNonFinite(frames: usize, frameCount: i32): i32 {
  const end = frames + (<usize>frameCount << 4);
  const largest = f64x2.splat(LARGEST_SAMPLE);
  let count = i64x2.splat(0);
  for (; frames < end; frames += 16) {
    const x = v128.load(frames);
    const isSound = f64x2.le(f64x2.abs(x), largest);
    count = i64x2.sub(count, v128.not(isSound));
    v128.store(frames, v128.and(x, isSound));
  }
  return <i32>(i64x2.extract_lane(count, 0) + i64x2.extract_lane(count, 1));
}

/**
 * @param frames Interleaved samples, shape `[frameCount, 2]`, filtered in place.
 * @param coefficients Shape `[sections, 5, 2]`.
 * @param state Shape `[sections, 2, 2]`.
 */
export function filter(frames: usize, frameCount: i32, coefficients: usize, state: usize, sections: i32): void {
  const end = frames + (<usize>frameCount << 4);
  for (; sections >= 3; sections -= 3) {
    filterThree(frames, end, coefficients, state);
    coefficients += 3 * COEFFICIENT_BYTES;
    state += 3 * STATE_BYTES;
  }
  for (; sections > 0; sections--) {
    filterOne(frames, end, coefficients, state);
    coefficients += COEFFICIENT_BYTES;
    state += STATE_BYTES;
  }
}

/** y = b0·x + u */
@inline function output(b0: v128, x: v128, u: v128): v128 {
  return f64x2.add(f64x2.mul(b0, x), u);
}

/** u ← (b1·x + v) − a1·y */
@inline function nextU(b1: v128, x: v128, v: v128, a1: v128, y: v128): v128 {
  return f64x2.sub(f64x2.add(f64x2.mul(b1, x), v), f64x2.mul(a1, y));
}

/** v ← b2·x − a2·y */
@inline function nextV(b2: v128, x: v128, a2: v128, y: v128): v128 {
  return f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y));
}

function filterOne(frame: usize, end: usize, c: usize, state: usize): void {
  let u = v128.load(state);
  let v = v128.load(state, 16);
  for (; frame < end; frame += 16) {
    const x = v128.load(frame);
    const y = output(v128.load(c), x, u);
    u = nextU(v128.load(c, 16), x, v, v128.load(c, 48), y);
    v = nextV(v128.load(c, 32), x, v128.load(c, 64), y);
    v128.store(frame, y);
  }
  v128.store(state, u);
  v128.store(state, v, 16);
}

/**
 * One section's recursion waits nine cycles for its own last output; three sections in one loop fill the gaps. Their
 * memory stays in registers, their coefficients are read again for every frame: more sections, or coefficients in
 * registers, make the engine spill. It is an export so that the compiler leaves it a function of its own: inlined into
 * `filter` it plays a sixth slower.
 */
export function filterThree(frame: usize, end: usize, c: usize, state: usize): void {
  let u0 = v128.load(state);
  let v0 = v128.load(state, 16);
  let u1 = v128.load(state, 32);
  let v1 = v128.load(state, 48);
  let u2 = v128.load(state, 64);
  let v2 = v128.load(state, 80);
  for (; frame < end; frame += 16) {
    const x = v128.load(frame);
    const y0 = output(v128.load(c), x, u0);
    u0 = nextU(v128.load(c, 16), x, v0, v128.load(c, 48), y0);
    v0 = nextV(v128.load(c, 32), x, v128.load(c, 64), y0);
    const y1 = output(v128.load(c, 80), y0, u1);
    u1 = nextU(v128.load(c, 96), y0, v1, v128.load(c, 128), y1);
    v1 = nextV(v128.load(c, 112), y0, v128.load(c, 144), y1);
    const y2 = output(v128.load(c, 160), y1, u2);
    u2 = nextU(v128.load(c, 176), y1, v2, v128.load(c, 208), y2);
    v2 = nextV(v128.load(c, 192), y1, v128.load(c, 224), y2);
    v128.store(frame, y2);
  }
  v128.store(state, u0);
  v128.store(state, v0, 16);
  v128.store(state, u1, 32);
  v128.store(state, v1, 48);
  v128.store(state, u2, 64);
  v128.store(state, v2, 80);
}
