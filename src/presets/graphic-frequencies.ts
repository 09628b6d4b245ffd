/**
 * The 127 frequencies of a GraphicEQ line as AutoEq writes it and Wavelet demands it: 20 Hz times powers of 1.0563,
 * fractions dropped, 20 to 19,871 Hz.
 *
 * Sources: AutoEq, autoeq/constants.py (step 1.0563) and its published results; Wavelet's import page: files with
 * other frequencies are not accepted.
 */
export const graphicFrequencyHz: readonly number[] = Array.from({ length: 127 }, (_, index) =>
  Math.floor(20 * 1.0563 ** index),
);
