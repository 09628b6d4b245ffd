/** What is known of a word before anyone was asked for it. */
export interface WordPrior {
  /** Shape `[latent]`: mean of all rows. */
  readonly meanLatent: Float64Array;
  /**
   * Variance of rows within a word over variance between words, 0..Infinity: how many people a word needs
   * before its own mean weighs as much as the mean of all rows.
   */
  readonly priorStrength: number;
}

/**
 * Mean of each word's rows.
 *
 * @param latentRows Shape `[rows, latent]`, row-major.
 * @param wordIndex Shape `[rows]`: the word of each row, 0..wordCount − 1.
 * @returns Shape `[wordCount, latent]`, row-major.
 * @throws RangeError if the shapes do not match, an index is out of range or a word has no row.
 */
export function centroidsOf(
  latentRows: ArrayLike<number>,
  wordIndex: ArrayLike<number>,
  wordCount: number,
): Float32Array<ArrayBuffer> {
  const latentSize = latentSizeOf("centroidsOf", latentRows, wordIndex);
  const { sums, counts } = sumsByWord("centroidsOf", latentRows, wordIndex, latentSize, wordCount);
  const centroids = new Float32Array(wordCount * latentSize);
  for (let word = 0; word < wordCount; word++) {
    if (counts[word] === 0)
      throw new RangeError(`centroidsOf: every word must have a row, got none for ${word}`);
    for (let i = word * latentSize; i < (word + 1) * latentSize; i++) centroids[i] = sums[i]! / counts[word]!;
  }
  return centroids;
}

/**
 * Variance components of a one-way random-effects model by the method of moments (ANOVA estimator for groups of
 * unequal size; Searle, Casella & McCulloch, Variance Components, 1992, section 3.6), sums of squares pooled over
 * the latent dimensions D, for N rows of G words with n_w rows each:
 *
 * `within = SSW / (D (N − G))`, `between = (SSB / (D (G − 1)) − within) / n0`,
 * `n0 = (N − Σ n_w² / N) / (G − 1)`, `priorStrength = within / between`.
 *
 * Words without rows do not count. No difference between words beyond chance (`between ≤ 0`) gives Infinity.
 * Only + − × ÷ in a fixed order, in float64: the same on every machine.
 *
 * @param latentRows Shape `[rows, latent]`, row-major.
 * @param wordIndex Shape `[rows]`, whole numbers from 0.
 * @throws RangeError if the shapes do not match, or there are not two words and one word with two rows.
 */
export function estimatePrior(latentRows: ArrayLike<number>, wordIndex: ArrayLike<number>): WordPrior {
  const rowCount = wordIndex.length;
  const latentSize = latentSizeOf("estimatePrior", latentRows, wordIndex);
  let wordCount = 0;
  for (let row = 0; row < rowCount; row++) wordCount = Math.max(wordCount, wordIndex[row]! + 1);
  const { sums, counts } = sumsByWord("estimatePrior", latentRows, wordIndex, latentSize, wordCount);
  let groups = 0;
  let sumOfSquaredCounts = 0;
  for (const count of counts) {
    if (count > 0) groups++;
    sumOfSquaredCounts += count * count;
  }
  if (groups < 2 || rowCount <= groups) {
    throw new RangeError(
      `estimatePrior: there must be two words and one with two rows, got ${groups} words in ${rowCount} rows`,
    );
  }

  const meanLatent = new Float64Array(latentSize);
  for (let i = 0; i < latentRows.length; i++) meanLatent[i % latentSize]! += latentRows[i]!;
  for (let d = 0; d < latentSize; d++) meanLatent[d]! /= rowCount;

  let squaresWithin = 0;
  for (let row = 0; row < rowCount; row++) {
    const word = wordIndex[row]!;
    for (let d = 0; d < latentSize; d++) {
      const deviation = latentRows[row * latentSize + d]! - sums[word * latentSize + d]! / counts[word]!;
      squaresWithin += deviation * deviation;
    }
  }
  let squaresBetween = 0;
  for (let word = 0; word < wordCount; word++) {
    const count = counts[word]!;
    for (let d = 0; d < latentSize && count > 0; d++) {
      const deviation = sums[word * latentSize + d]! / count - meanLatent[d]!;
      squaresBetween += count * deviation * deviation;
    }
  }
  const within = squaresWithin / (latentSize * (rowCount - groups));
  const rowsPerWord = (rowCount - sumOfSquaredCounts / rowCount) / (groups - 1);
  const between = (squaresBetween / (latentSize * (groups - 1)) - within) / rowsPerWord;
  if (!Number.isFinite(within + between)) {
    throw new RangeError("estimatePrior: latentRows must be finite, got NaN or infinity");
  }
  return { meanLatent, priorStrength: between > 0 ? within / between : Number.POSITIVE_INFINITY };
}

/**
 * Weight of a word's own mean against the mean of all rows: `n / (n + priorStrength)`, the linear estimator of
 * least expected squared error when nothing but the variance ratio is known (Bühlmann 1967; James & Stein 1961).
 *
 * @param people n, 1 or more. @param priorStrength 0 (the word's own mean) to Infinity (the mean of all rows).
 */
export function shrinkageWeight(people: number, priorStrength: number): number {
  return people / (people + priorStrength);
}

function latentSizeOf(caller: string, latentRows: ArrayLike<number>, wordIndex: ArrayLike<number>): number {
  const latentSize = latentRows.length / wordIndex.length;
  if (!(latentSize >= 1 && Number.isInteger(latentSize))) {
    throw new RangeError(
      `${caller}: latentRows must hold the same number of values for each of ${wordIndex.length} rows, got ${latentRows.length}`,
    );
  }
  return latentSize;
}

function sumsByWord(
  caller: string,
  latentRows: ArrayLike<number>,
  wordIndex: ArrayLike<number>,
  latentSize: number,
  wordCount: number,
): { sums: Float64Array; counts: Float64Array } {
  for (let row = 0; row < wordIndex.length; row++) {
    const word = wordIndex[row]!;
    if (!(Number.isInteger(word) && word >= 0 && word < wordCount)) {
      throw new RangeError(`${caller}: wordIndex must be whole and within 0..${wordCount - 1}, got ${word}`);
    }
  }
  const sums = new Float64Array(wordCount * latentSize);
  const counts = new Float64Array(wordCount);
  for (let row = 0; row < wordIndex.length; row++) {
    const word = wordIndex[row]!;
    counts[word]! += 1;
    for (let d = 0; d < latentSize; d++) sums[word * latentSize + d]! += latentRows[row * latentSize + d]!;
  }
  return { sums, counts };
}
