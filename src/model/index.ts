export {
  type Architecture,
  type HeadConfig,
  type ParametricHeadConfig,
  reportArchitecture,
  residualArchitecture,
} from "./architecture.ts";
export { decoderSpecs, encoderSpecs } from "./autoencoder.ts";
export type { BatchOrder } from "./batches.ts";
export {
  BUNDLE_FORMAT,
  BundleError,
  type OpenedBundle,
  openBundle,
  PROVENANCE_FIELDS,
  sealBundle,
} from "./bundle-file.ts";
export { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
export { createDecoder, createEncoder, type Decoder, type Encoder } from "./inference.ts";
export {
  readSafetensors,
  type SafetensorsContent,
  SafetensorsError,
  type StoredTensor,
  type TensorData,
  writeSafetensors,
} from "./safetensors.ts";
export {
  createTrainer,
  defaultTrainingOptions,
  type EpochReport,
  type Trainer,
  type TrainingData,
  type TrainingOptions,
  type TrainingState,
} from "./trainer.ts";
export type { ReconstructionLoss, VariationalArchitecture } from "./variational.ts";
export { ACTIVE_VARIANCE, type LatentUse, measureLatentUse } from "./variational-measures.ts";
export {
  defaultVariationalOptions,
  type RowPosterior,
  trainVariational,
  type VariationalAutoencoder,
  type VariationalEpoch,
  type VariationalOptions,
} from "./variational-trainer.ts";
