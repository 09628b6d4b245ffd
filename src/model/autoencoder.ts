import {
  add,
  affine,
  type ParameterSpec,
  type Parameters,
  relu,
  type Standardizer,
  type Tape,
  type Tensor,
  tanh,
} from "../math/index.ts";
import { type Architecture, assertArchitecture } from "./architecture.ts";
import { buildHead, type HeadOutput, headSpecs } from "./heads.ts";
import { linearLayer, linearSpecs, residualBlock, residualBlockSpecs, zeroLinearSpecs } from "./layers.ts";

/** Consecutive pairs of widths. */
function pairs(widths: readonly number[]): [number, number][] {
  return widths.slice(1).map((width, i) => [widths[i]!, width]);
}

/** The encoder's parameters, projection included. */
export function encoderSpecs(architecture: Architecture): ParameterSpec[] {
  assertArchitecture(architecture);
  const { curveSize, latentSize, projectionSize, encoderBlocks, encoderLayers, linearPath } = architecture;
  const blocks = pairs([curveSize, ...encoderBlocks]);
  const layers = pairs([encoderBlocks.at(-1) ?? curveSize, ...encoderLayers]);
  const last = encoderLayers.at(-1) ?? encoderBlocks.at(-1) ?? curveSize;
  const latentLayer = linearPath ? zeroLinearSpecs : linearSpecs;
  return [
    ...blocks.flatMap(([from, to], i) => residualBlockSpecs(`encoder.block${i}`, from, to)),
    ...layers.flatMap(([from, to], i) => linearSpecs(`encoder.layer${i}`, from, to)),
    ...latentLayer("encoder.latent", last, latentSize),
    ...linearSpecs("encoder.projection", latentSize, projectionSize),
    ...(linearPath ? linearSpecs("encoder.path", curveSize, latentSize) : []),
  ];
}

/** The decoder's parameters, head included. */
export function decoderSpecs(architecture: Architecture): ParameterSpec[] {
  assertArchitecture(architecture);
  const { curveSize, latentSize, decoderBlocks, decoderLayers, linearPath, head } = architecture;
  const blocks = pairs([latentSize, ...decoderBlocks]);
  const layers = pairs([decoderBlocks.at(-1) ?? latentSize, ...decoderLayers]);
  const last = decoderLayers.at(-1) ?? decoderBlocks.at(-1) ?? latentSize;
  return [
    ...blocks.flatMap(([from, to], i) => residualBlockSpecs(`decoder.block${i}`, from, to)),
    ...layers.flatMap(([from, to], i) => linearSpecs(`decoder.layer${i}`, from, to)),
    ...headSpecs(head, last, curveSize, linearPath),
    ...(linearPath ? linearSpecs("decoder.path", latentSize, curveSize) : []),
  ];
}

/** A tape that trains drops units; one that answers does not. */
export type Mode = "training" | "inference";

function blockOptions(architecture: Architecture, mode: Mode) {
  return {
    order: architecture.blockOrder,
    dropout: mode === "training" ? architecture.dropout : 0,
  };
}

/**
 * Standardised curves to latents: blocks, layers, `branchScale · tanh`; with a linear path, plus a linear map of
 * the curve.
 * @param curve Shape `[batch, curveSize]`. @returns Shape `[batch, latentSize]`.
 */
export function encode(
  tape: Tape,
  parameters: Parameters,
  architecture: Architecture,
  curve: Tensor,
  mode: Mode,
): Tensor {
  let x = curve;
  architecture.encoderBlocks.forEach((_, i) => {
    x = residualBlock(tape, parameters, `encoder.block${i}`, x, blockOptions(architecture, mode));
  });
  architecture.encoderLayers.forEach((_, i) => {
    x = relu(tape, linearLayer(tape, parameters, `encoder.layer${i}`, x));
  });
  const branch = tanh(tape, linearLayer(tape, parameters, "encoder.latent", x));
  const latent = architecture.branchScale === 1 ? branch : affine(tape, branch, architecture.branchScale);
  if (!architecture.linearPath) return latent;
  return add(tape, latent, linearLayer(tape, parameters, "encoder.path", curve));
}

/** Latents to what the contrastive loss sees. Shape `[batch, latentSize]` to `[batch, projectionSize]`. */
export function project(tape: Tape, parameters: Parameters, latent: Tensor): Tensor {
  return linearLayer(tape, parameters, "encoder.projection", latent);
}

/** Latents to curves (and bells). Shape `[batch, latentSize]`; the curve is standardised, as the encoder's input. */
export function decode(
  tape: Tape,
  parameters: Parameters,
  architecture: Architecture,
  latent: Tensor,
  standardizer: Standardizer,
  mode: Mode,
): HeadOutput {
  const { decoderBlocks, decoderLayers, head } = architecture;
  let x = latent;
  decoderBlocks.forEach((_, i) => {
    x = residualBlock(tape, parameters, `decoder.block${i}`, x, blockOptions(architecture, mode));
  });
  decoderLayers.forEach((_, i) => {
    const hidden = linearLayer(tape, parameters, `decoder.layer${i}`, x);
    const isOutput = head.kind === "direct" && i === decoderLayers.length - 1;
    x = isOutput ? hidden : relu(tape, hidden);
  });
  const path = architecture.linearPath ? linearLayer(tape, parameters, "decoder.path", latent) : undefined;
  return buildHead(tape, parameters, head, x, path, standardizer);
}
