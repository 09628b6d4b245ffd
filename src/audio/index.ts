export { AudioError, type AudioErrorCode } from "./audio-error.ts";
export { type ByteSink, type ByteSource, memorySink, memorySource } from "./byte-stream.ts";
export {
  type BlockProcessor,
  type FrameSource,
  PROTECTED_PEAK_DB,
  type RenderOptions,
  type RenderReport,
  renderStream,
} from "./render.ts";
export { decodeSamples, encodeSamples, type SampleRange, sampleRange } from "./samples.ts";
export type { WavChunk, WavContainer } from "./wav-chunks.ts";
export { bytesPerFrame, MAX_SAMPLE_RATE_HZ, type WavFormat, wavFormat } from "./wav-format.ts";
export { openWav, type WavReader } from "./wav-reader.ts";
export { layoutLike, openWavWriter, type WavLayout, type WavWriter } from "./wav-writer.ts";
