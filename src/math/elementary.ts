/**
 * exp, ln, sin and tanh in double precision from + - * / alone, which IEEE 754 fixes to the last bit: unlike
 * Math.exp and its kin, every engine gives the same result. Relative error below 1e-15 on the ranges stated.
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const PI_HIGH = Math.PI;
const PI_LOW = 1.2246467991473532e-16;

const scratch: Float64Array = new Float64Array(1);
const scratchWords: Uint32Array = new Uint32Array(scratch.buffer);
scratch[0] = 1;
const HIGH_WORD = scratchWords[1] === 0x3ff00000 ? 1 : 0;

/** 2^k for whole k within -1022..1023. */
function powerOfTwo(k: number): number {
  scratch[0] = 1;
  scratchWords[HIGH_WORD] = (k + 1023) << 20;
  return scratch[0];
}

/** e^x: `2^k e^r`, |r| <= ln 2 / 2, e^r by its Taylor series to r^13; x is clamped to [-708, 709]. */
export function exp(x: number): number {
  const clamped = x < -708 ? -708 : x > 709 ? 709 : x;
  const k = Math.round(clamped * Math.LOG2E);
  const r = clamped - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let term = 13; term >= 1; term--) sum = 1 + (r / term) * sum;
  return sum * powerOfTwo(k);
}

/**
 * ln x: `x = 2^k m`, m within [√½, √2), ln m = 2 artanh((m - 1) / (m + 1)) by its series to the 23rd power.
 * x below the smallest normal single-precision number counts as that number.
 */
export function log(x: number): number {
  scratch[0] = x > 1.1754943508222875e-38 ? x : 1.1754943508222875e-38;
  const high = scratchWords[HIGH_WORD]!;
  let k = ((high >>> 20) & 0x7ff) - 1023;
  scratchWords[HIGH_WORD] = (high & 0x000fffff) | 0x3ff00000;
  let m = scratch[0];
  if (m > Math.SQRT2) {
    m *= 0.5;
    k += 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let sum = 0;
  for (let power = 23; power >= 1; power -= 2) sum = 1 / power + z * sum;
  return k * LN2_HIGH + (2 * s * sum + k * LN2_LOW);
}

/** sin x, |x| up to about 1e6: reduced to [-π/2, π/2], then its Taylor series to r^23. */
export function sin(x: number): number {
  const k = Math.round(x / Math.PI);
  const r = x - k * PI_HIGH - k * PI_LOW;
  const z = r * r;
  let sum = 1;
  for (let n = 22; n >= 2; n -= 2) sum = 1 - (z / (n * (n + 1))) * sum;
  return k % 2 === 0 ? r * sum : -r * sum;
}

/** cos x = sin(x + π/2). */
export function cos(x: number): number {
  return sin(x + Math.PI / 2);
}

/** tanh x: Lambert's continued fraction below ½, 1 - 2 / (e^2x + 1) above. */
export function tanh(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude < 0.5) {
    const z = x * x;
    let fraction = 17;
    for (let odd = 15; odd >= 1; odd -= 2) fraction = odd + z / fraction;
    return x / fraction;
  }
  const large = 1 - 2 / (exp(2 * magnitude) + 1);
  return x < 0 ? -large : large;
}

/** 1 / (1 + e^-x). */
export function sigmoid(x: number): number {
  return 1 / (1 + exp(-x));
}
