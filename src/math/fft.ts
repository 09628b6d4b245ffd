import FFT from "fft.js";

/**
 * Fourier transforms of one size. All tables and buffers are made beforehand: the transforms allocate nothing. Complex
 * arrays are interleaved, shape `[size, 2]`: real part, imaginary part. Input and output must be two arrays.
 */
export interface Fft {
  /** Points, a power of two. */
  readonly size: number;
  /**
   * `X[k] = Σ x[n]·e^(−2πi·kn/size)`.
   *
   * @param input Shape `[size, 2]`, left as it is.
   * @param output Shape `[size, 2]`.
   */
  forward(input: Float64Array, output: Float64Array): void;
  /** `x[n] = 1/size · Σ X[k]·e^(2πi·kn/size)`: what {@link forward} undoes. Shapes as there. */
  inverse(input: Float64Array, output: Float64Array): void;
  /**
   * {@link forward} of real numbers, in little more than half of the time.
   *
   * @param input Shape `[size]`, left as it is.
   * @param output Shape `[size, 2]`: the whole spectrum, its second half being the first one's mirror image.
   */
  forwardReal(input: Float64Array, output: Float64Array): void;
}

const LARGEST_SIZE = 2 ** 24;

/**
 * Plans Fourier transforms of one size (radix 4 after Cooley & Tukey 1965, by fft.js).
 *
 * @param size Points: a power of two within 2..2^24.
 * @throws RangeError if the size is none. The transforms throw RangeError if an array has another shape.
 */
export function createFft(size: number): Fft {
  if (!(Number.isInteger(Math.log2(size)) && size >= 2 && size <= LARGEST_SIZE)) {
    throw new RangeError(`createFft: size must be a power of two within 2..${LARGEST_SIZE}, got ${size}`);
  }
  const plan = new FFT(size);

  function assertShapes(input: Float64Array, inputLength: number, output: Float64Array): void {
    if (input.length !== inputLength || output.length !== 2 * size || input === output) {
      throw new RangeError(
        `Fft: input must hold ${inputLength} and another array output ${2 * size} values, ` +
          `got ${input.length} and ${input === output ? "the same array" : output.length}`,
      );
    }
  }

  return {
    size,
    forward(input, output) {
      assertShapes(input, 2 * size, output);
      plan.transform(output, input);
    },
    inverse(input, output) {
      assertShapes(input, 2 * size, output);
      plan.inverseTransform(output, input);
    },
    forwardReal(input, output) {
      assertShapes(input, size, output);
      plan.realTransform(output, input);
      plan.completeSpectrum(output);
    },
  };
}

/** @returns The smallest power of two that is at least `length` and at least 2: the size to transform it with. */
export function fftSizeFor(length: number): number {
  let size = 2;
  while (size < length) size *= 2;
  return size;
}
