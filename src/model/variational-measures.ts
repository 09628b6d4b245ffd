import type { VariationalAutoencoder } from "./variational-trainer.ts";

/** A latent dimension is active if its posterior mean varies more than this over the rows (Burda et al. 2016). */
export const ACTIVE_VARIANCE = 0.01;

/** What a variational autoencoder's latent dimensions are used for; arrays of shape `[latentSize]`, by dimension. */
export interface LatentUse {
  /**
   * Mean over the rows of the posterior's divergence from the prior, nats: how much a dimension tells of a row. One at
   * 0 has collapsed: its posterior is the prior whatever the row, so that the decoder can only ignore it.
   */
  readonly divergence: Float64Array;
  /** Variance over the rows of the posterior mean, divided by their number. */
  readonly variance: Float64Array;
  /** Active units: how many dimensions have a variance above {@link ACTIVE_VARIANCE}. */
  readonly active: number;
}

/**
 * Measures posterior collapse on rows, as a rule on rows that did not train.
 * @param rows At least one, as the training rows were scaled.
 * @throws RangeError if there are no rows.
 */
export function measureLatentUse(
  { architecture, posterior }: Pick<VariationalAutoencoder, "architecture" | "posterior">,
  rows: readonly ArrayLike<number>[],
): LatentUse {
  if (rows.length === 0) throw new RangeError("measureLatentUse: rows must hold at least one row, got none");
  const posteriors = rows.map(posterior);
  const meanOver = (measure: (row: number, dimension: number) => number): Float64Array =>
    Float64Array.from({ length: architecture.latentSize }, (_, dimension) => {
      let sum = 0;
      for (let row = 0; row < rows.length; row++) sum += measure(row, dimension);
      return sum / rows.length;
    });
  const centre = meanOver((row, dimension) => posteriors[row]!.mean[dimension]!);
  const variance = meanOver(
    (row, dimension) => (posteriors[row]!.mean[dimension]! - centre[dimension]!) ** 2,
  );
  return {
    divergence: meanOver((row, dimension) => posteriors[row]!.divergence[dimension]!),
    variance,
    active: variance.filter((value) => value > ACTIVE_VARIANCE).length,
  };
}
