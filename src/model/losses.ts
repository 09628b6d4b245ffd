import {
  add,
  affine,
  l2Normalize,
  logSumExp,
  matmulTransposed,
  multiply,
  repeatColumns,
  reshape,
  square,
  subtract,
  sum,
  type Tape,
  type Tensor,
} from "../math/index.ts";

/** Mean of squared differences over all elements. Equal shapes; result `[1]`. */
export function meanSquaredError(tape: Tape, predicted: Tensor, target: Tensor): Tensor {
  return affine(tape, sum(tape, square(tape, subtract(tape, predicted, target))), 1 / predicted.size);
}

/** A reconstruction loss and the way to tell it how much each row of the batch counts. */
export interface WeightedLoss {
  /** Shape `[1]`. */
  readonly loss: Tensor;
  /** @param weights Shape `[batch]`, 0 or above; of mean 1 over the data where the loss is to keep its size. */
  setWeights(weights: ArrayLike<number>): void;
}

/**
 * Mean over all elements of each row's weight times the squared differences; with weights of 1, what
 * {@link meanSquaredError} gives, to rounding. Both of shape `[batch, width]`.
 */
export function weightedSquaredError(tape: Tape, predicted: Tensor, target: Tensor): WeightedLoss {
  const [batch, width] = predicted.shape as [number, number];
  const rowWeights = tape.input([batch]);
  const squares = square(tape, subtract(tape, predicted, target));
  const weighted = multiply(tape, squares, repeatColumns(tape, rowWeights, width));
  return {
    loss: affine(tape, sum(tape, weighted), 1 / predicted.size),
    setWeights: (weights) => tape.write(rowWeights, weights),
  };
}

/** A contrastive loss and the way to tell it which rows of the batch belong together. */
export interface ContrastiveLoss {
  /** Shape `[1]`. */
  readonly loss: Tensor;
  /** @param labels Shape `[batch]`; equal labels are positives of each other. */
  setLabels(labels: ArrayLike<number>): void;
}

/** Takes a row's similarity to itself out of a sum of exponentials. */
const EXCLUDED = -1e9;

/**
 * Supervised contrastive loss (Khosla et al. 2020, L_out):
 * `mean over anchors i with positives P(i) of  ln Σ_{j≠i} e^{s_ij} - mean_{p in P(i)} s_ip`, `s_ij = e_i·e_j / τ`
 * over L2-normalised embeddings. A batch without any positive pair has loss 0.
 *
 * @param embeddings Shape `[batch, width]`.
 * @param temperature τ, above 0.
 */
export function supervisedContrastiveLoss(
  tape: Tape,
  embeddings: Tensor,
  temperature: number,
): ContrastiveLoss {
  if (!(temperature > 0)) {
    throw new RangeError(`supervisedContrastiveLoss: temperature must be above 0, got ${temperature}`);
  }
  const batch = embeddings.shape[0]!;
  const unit = l2Normalize(tape, embeddings);
  const similarity = affine(tape, matmulTransposed(tape, unit, unit), 1 / temperature);
  const selfMask = tape.input([batch, batch]);
  tape.write(
    selfMask,
    Float64Array.from({ length: batch * batch }, (_, i) => (i % (batch + 1) === 0 ? EXCLUDED : 0)),
  );
  const anchorWeights = tape.input([batch]);
  const pairWeights = tape.input([batch, batch]);
  const repulsion = multiply(tape, logSumExp(tape, add(tape, similarity, selfMask)), anchorWeights);
  const attraction = multiply(tape, similarity, pairWeights);
  const loss = subtract(tape, sum(tape, repulsion), sum(tape, reshape(attraction, [batch * batch])));

  const anchors = new Float64Array(batch);
  const pairs = new Float64Array(batch * batch);
  return {
    loss,
    setLabels(labels) {
      anchors.fill(0);
      pairs.fill(0);
      let anchorCount = 0;
      for (let i = 0; i < batch; i++) {
        let positives = 0;
        for (let j = 0; j < batch; j++) if (j !== i && labels[j] === labels[i]) positives += 1;
        anchors[i] = positives;
        if (positives > 0) anchorCount += 1;
      }
      for (let i = 0; i < batch; i++) {
        const positives = anchors[i]!;
        if (positives === 0) continue;
        for (let j = 0; j < batch; j++) {
          if (j !== i && labels[j] === labels[i]) pairs[i * batch + j] = 1 / (positives * anchorCount);
        }
        anchors[i] = 1 / anchorCount;
      }
      tape.write(anchorWeights, anchors);
      tape.write(pairWeights, pairs);
    },
  };
}
