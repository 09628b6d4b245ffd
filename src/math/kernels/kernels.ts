/**
 * The number-crunching primitives under the tape, in two implementations that must agree: WASM SIMD
 * (`wasm.ts`, built from `assembly/`) and plain TypeScript (`plain-*.ts`).
 *
 * Every tensor lives in one arena and is named by its element offset. Matrices are row-major and packed; each
 * tensor's buffer is padded to a whole number of 4-element vectors. `accumulate` 1 adds to the result's present
 * content, 0 replaces it. No kernel allocates.
 */
export interface Kernels {
  /** c[M,N] = a[M,K] b[K,N] + start, start by mode: 0 zero, 1 c itself, 2 the row `bias` [N]. */
  matmul(a: number, b: number, c: number, M: number, K: number, N: number, bias: number, mode: number): void;
  /** c[M,K] (+)= a[M,N] b[K,N]ᵀ. */
  matmulTransposedB(
    a: number,
    b: number,
    c: number,
    M: number,
    N: number,
    K: number,
    accumulate: number,
  ): void;
  /** c[K,N] (+)= a[R,K]ᵀ b[R,N]. */
  matmulTransposedA(
    a: number,
    b: number,
    c: number,
    R: number,
    K: number,
    N: number,
    accumulate: number,
  ): void;

  /** y = value. */
  fill(y: number, n: number, value: number): void;
  /** y = scale · x + shift. */
  affine(x: number, y: number, n: number, scale: number, shift: number): void;
  /** y (+)= factor · x. */
  scale(x: number, y: number, n: number, factor: number, accumulate: number): void;
  /** y = scaleA · a + scaleB · b. */
  combine(a: number, b: number, y: number, n: number, scaleA: number, scaleB: number): void;
  /** y (+)= a · b. */
  multiply(a: number, b: number, y: number, n: number, accumulate: number): void;
  /** y (+)= a / b. */
  divide(a: number, b: number, y: number, n: number, accumulate: number): void;
  /** db (+)= -dy · y / b, the gradient of y = a / b by its denominator. */
  divideBackwardDenominator(
    dy: number,
    y: number,
    b: number,
    db: number,
    n: number,
    accumulate: number,
  ): void;

  /** y = max(0, x). */
  relu(x: number, y: number, n: number): void;
  /** dx (+)= dy where y > 0. */
  reluBackward(y: number, dy: number, dx: number, n: number, accumulate: number): void;
  tanh(x: number, y: number, n: number): void;
  /** dx (+)= dy · (1 - y²). */
  tanhBackward(y: number, dy: number, dx: number, n: number, accumulate: number): void;
  sigmoid(x: number, y: number, n: number): void;
  /** dx (+)= dy · y · (1 - y). */
  sigmoidBackward(y: number, dy: number, dx: number, n: number, accumulate: number): void;
  exp(x: number, y: number, n: number): void;
  /** y = ln x, x below the smallest normal single-precision number counting as that number. */
  log(x: number, y: number, n: number): void;
  sqrt(x: number, y: number, n: number): void;
  sin(x: number, y: number, n: number): void;
  /** dx (+)= dy · cos x. */
  sinBackward(x: number, dy: number, dx: number, n: number, accumulate: number): void;
  /** y[i] (+)= factor · x[i] where the 32-bit hash of (key + i) is at least threshold, else 0. */
  dropout(
    x: number,
    y: number,
    n: number,
    key: number,
    threshold: number,
    factor: number,
    accumulate: number,
  ): void;

  /** y[g,r,c] (+)= x[g,c]. */
  broadcastRows(
    x: number,
    y: number,
    groups: number,
    rows: number,
    columns: number,
    accumulate: number,
  ): void;
  /** y[g,c] (+)= Σ_r x[g,r,c]. */
  sumRows(x: number, y: number, groups: number, rows: number, columns: number, accumulate: number): void;
  /** y[r,c] (+)= x[r]. */
  broadcastColumns(x: number, y: number, rows: number, columns: number, accumulate: number): void;
  /** y[r] (+)= Σ_c x[r,c]. */
  sumColumns(x: number, y: number, rows: number, columns: number, accumulate: number): void;
  /** y[c] (+)= Σ_r a[r,c] · b[r,c]. */
  sumRowProducts(a: number, b: number, y: number, rows: number, columns: number, accumulate: number): void;
  /** Rows to mean 0, variance 1 (biased; + epsilon), times gamma plus beta; keeps what the gradient needs. */
  layerNorm(
    x: number,
    gamma: number,
    beta: number,
    y: number,
    normalized: number,
    inverseDeviation: number,
    rows: number,
    columns: number,
    epsilon: number,
  ): void;
  /** dx of layerNorm; gamma's and beta's gradients are sumRowProducts and sumRows. */
  layerNormBackward(
    dy: number,
    normalized: number,
    inverseDeviation: number,
    gamma: number,
    dx: number,
    rows: number,
    columns: number,
    accumulate: number,
  ): void;
  /** Rows divided by their Euclidean norm √(Σ x² + 1e-24). */
  l2Normalize(x: number, y: number, inverseNorm: number, rows: number, columns: number): void;
  l2NormalizeBackward(
    dy: number,
    y: number,
    inverseNorm: number,
    dx: number,
    rows: number,
    columns: number,
    accumulate: number,
  ): void;
  /** y[r] = ln Σ_c e^x[r,c], computed from the row's maximum. */
  logSumExp(x: number, y: number, rows: number, columns: number): void;
  logSumExpBackward(
    x: number,
    y: number,
    dy: number,
    dx: number,
    rows: number,
    columns: number,
    accumulate: number,
  ): void;

  /** One Adam update of n parameters p by gradients g, with moments m and v (Kingma & Ba 2015, algorithm 1). */
  adam(
    p: number,
    g: number,
    m: number,
    v: number,
    n: number,
    beta1: number,
    beta2: number,
    stepSize: number,
    inverseRootCorrection: number,
    epsilon: number,
  ): void;
}
