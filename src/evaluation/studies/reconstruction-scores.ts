import type { Example } from "../../dataset/index.ts";
import { meanOf, quantile } from "../metrics/prediction.ts";

/** A curve through something narrower and back. Shape `[40]` on both sides, z units. */
export type Reconstruct = (gains: ArrayLike<number>) => ArrayLike<number>;

/** Errors of reconstructed rows, z units. */
export interface ReconstructionErrors {
  readonly rows: number;
  /** Mean of |error| over rows and bands. */
  readonly mae: number;
  /** Root of the mean squared error over rows and bands. */
  readonly rmse: number;
  /** 95th percentile of |error| over rows and bands. */
  readonly p95: number;
  /** `1 − Σ error² / Σ (curve − mean of the training rows)²` over rows and bands. */
  readonly r2: number;
  /** Shape `[40]`: mean of |error| in each band. */
  readonly bandMae: readonly number[];
  /** Shape `[40]`: root of the mean squared error in each band. */
  readonly bandRmse: readonly number[];
}

/** Asks for the rows that were held out. @param train What the mean is taken of. */
export function reconstructionErrors(
  held: readonly Example[],
  train: readonly Example[],
  reconstruct: Reconstruct,
): ReconstructionErrors {
  const bands = held[0]!.gains.length;
  const mean = Float64Array.from({ length: bands }, (_, band) =>
    meanOf(train.map(({ gains }) => gains[band]!)),
  );
  const errors = new Float64Array(held.length * bands);
  let spread = 0;
  held.forEach(({ gains }, row) => {
    const back = reconstruct(gains);
    for (let band = 0; band < bands; band++) {
      errors[row * bands + band] = Math.abs(gains[band]! - back[band]!);
      spread += (gains[band]! - mean[band]!) ** 2;
    }
  });
  const squares = errors.map((error) => error * error);
  const perBand = (values: Float64Array): number[] =>
    Array.from({ length: bands }, (_, band) => meanOf(held.map((_, row) => values[row * bands + band]!)));
  const meanSquare = meanOf(squares);
  return {
    rows: held.length,
    mae: meanOf(errors),
    rmse: Math.sqrt(meanSquare),
    p95: quantile(errors, 0.95),
    r2: 1 - (meanSquare * errors.length) / spread,
    bandMae: perBand(errors),
    bandRmse: perBand(squares).map(Math.sqrt),
  };
}
