import { BAND_COUNT } from "../../effects/index.ts";
import type { Baseline } from "./predictor.ts";

/** 0 at every band, whatever is asked. */
export const flat: Baseline = {
  id: "flat",
  name: "flat",
  source: "what R2 is measured against",
  fit() {
    const curve = new Float64Array(BAND_COUNT);
    return { predict: () => curve };
  },
};
