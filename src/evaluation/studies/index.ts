import type { Study } from "../study.ts";
import { ablationsStudy } from "./ablations.ts";
import { costStudy } from "./cost.ts";
import { crossDatasetStudy } from "./cross-dataset.ts";
import { latentSpaceStudy } from "./latent-space.ts";
import { morphStudy } from "./morph.ts";
import { namingStudy } from "./naming.ts";
import { reconstructionStudy } from "./reconstruction.ts";
import { scaleStudy } from "./scale.ts";
import { sensesStudy } from "./senses.ts";
import { termsStudy } from "./terms.ts";
import { variationalStudy } from "./variational.ts";
import { wordToCurveStudy } from "./word-to-curve.ts";

/**
 * The evaluation's parts, in the order of the report. A new one: a file here that exports its study, and a line in
 * this list; worker processes find it by its id.
 */
export const studies: readonly Study[] = [
  wordToCurveStudy,
  namingStudy,
  sensesStudy,
  reconstructionStudy,
  latentSpaceStudy,
  termsStudy,
  ablationsStudy,
  variationalStudy,
  crossDatasetStudy,
  morphStudy,
  scaleStudy,
  costStudy,
];
