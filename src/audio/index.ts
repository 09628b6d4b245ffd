export { AudioError, type AudioErrorCode } from "./audio-error.ts";
export type { AudioKind, AudioReader } from "./audio-reader.ts";
export type { AudioLayout, AudioWriter, OutputKind } from "./audio-writer.ts";
export { type ByteSink, type ByteSource, checkRewrite, memorySink, memorySource } from "./byte-stream.ts";
export { createDither, type Dither } from "./dither.ts";
export { defaultMp3BitrateKbps, mp3BitratesKbps, mp3GainDb } from "./mp3/mp3-bitrate.ts";
export { openAudio } from "./open-audio.ts";
export { openAudioWriter } from "./open-audio-writer.ts";
export { type OutputFormat, outputFormat } from "./output-format.ts";
export {
  type PeakMeter,
  PROTECTED_PEAK_DB,
  type RenderOptions,
  type RenderReport,
  renderStream,
} from "./render.ts";
export type { BlockMeter, BlockProcessor, FrameSource } from "./render-pass.ts";
export { createResampler, type ResampledBlock, type Resampler, resampledLength } from "./resample.ts";
export { resampled } from "./resampled-reader.ts";
export { decodeSamples, encodeSamples, type SampleRange, sampleRange } from "./samples.ts";
export { type AudioPicture, type AudioTag, type AudioTags, NO_TAGS } from "./tags/tags.ts";
export type { WavChunk, WavContainer } from "./wav/wav-chunks.ts";
export {
  bytesPerFrame,
  MAX_SAMPLE_RATE_HZ,
  significantBits,
  type WavFormat,
  wavFormat,
} from "./wav/wav-format.ts";
export { openWav, type WavReader } from "./wav/wav-reader.ts";
export { layoutLike, openWavWriter, type WavLayout, type WavWriter } from "./wav/wav-writer.ts";
