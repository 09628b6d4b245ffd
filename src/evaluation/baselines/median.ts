import { quantile } from "../metrics/prediction.ts";
import { perWord } from "./per-word.ts";
import type { Baseline } from "./predictor.ts";

/** Each band's median over the word's rows. */
export const median: Baseline = perWord(
  {
    id: "median",
    name: "median of the word's rows, band by band",
    source: "robust statistics (Huber 1981)",
  },
  (rows) =>
    Float64Array.from(rows[0]!.gains, (_, band) =>
      quantile(
        rows.map(({ gains }) => gains[band]!),
        0.5,
      ),
    ),
);
