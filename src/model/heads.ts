import {
  add,
  affine,
  exp,
  multiply,
  type ParameterSpec,
  type Parameters,
  repeatRows,
  type Standardizer,
  sigmoid,
  subtract,
  type Tape,
  type Tensor,
  tanh,
} from "../math/index.ts";
import type { HeadConfig, ParametricHeadConfig } from "./architecture.ts";
import { bellCascadeResponseDb } from "./bell-response.ts";
import { linearLayer, linearSpecs, zeroLinearSpecs } from "./layers.ts";

/** What a head makes of the decoder's last hidden layer. */
export interface HeadOutput {
  /** Shape `[batch, bands of the curve]`, standardised units. */
  readonly curve: Tensor;
  /** The parametric head's settings, shape `[batch, bells]` each. */
  readonly bells?: { readonly gainDb: Tensor; readonly frequencyHz: Tensor; readonly q: Tensor };
}

/**
 * @param startsAtZero With a linear path around it the graphic head starts as the zero map, so that the network
 *   starts as the linear one.
 */
export function headSpecs(
  head: HeadConfig,
  hidden: number,
  curveSize: number,
  startsAtZero: boolean,
): ParameterSpec[] {
  if (head.kind === "direct") return [];
  if (head.kind === "graphic") {
    const specs = startsAtZero ? zeroLinearSpecs : linearSpecs;
    return specs("decoder.head", hidden, curveSize);
  }
  const [gain, frequency, q] = ["gain", "frequency", "q"].map((name) =>
    linearSpecs(`decoder.head.${name}`, hidden, head.bands),
  ) as [ParameterSpec[], ParameterSpec[], ParameterSpec[]];
  return [...gain, ...withBias(frequency, spreadFrequencies(head)), ...withBias(q, startingQ(head))];
}

function withBias(specs: ParameterSpec[], bias: number[]): ParameterSpec[] {
  return specs.map((spec) =>
    spec.name.endsWith(".bias") ? { ...spec, initial: () => Float32Array.from(bias) } : spec,
  );
}

/** Bells start evenly spread over the log-frequency axis: alike, they would get alike gradients. */
function spreadFrequencies({ bands }: ParametricHeadConfig): number[] {
  return Array.from({ length: bands }, (_, band) => {
    const position = (band + 0.5) / bands;
    return Math.log(position / (1 - position));
  });
}

/** Bells start as wide as their spacing: Q = 1 / (2 sinh(ln 2 / 2 · octaves)). */
function startingQ({ bands, frequencyRangeHz: [low, high], qRange }: ParametricHeadConfig): number[] {
  const octaves = Math.log2(high / low) / bands;
  const q = 1 / (2 * Math.sinh((Math.LN2 / 2) * octaves));
  const share = Math.min(0.99, Math.max(0.01, (q - qRange[0]) / (qRange[1] - qRange[0])));
  return Array.from({ length: bands }, () => Math.log(share / (1 - share)));
}

/**
 * @param hidden The decoder's last hidden layer, shape `[batch, hidden]`.
 * @param path The linear path's output, shape `[batch, curveSize]`, if there is one: added to the curve of a
 *   graphic or direct head, and to the hidden layer of a parametric one, whose curve only its bells can make.
 */
export function buildHead(
  tape: Tape,
  parameters: Parameters,
  head: HeadConfig,
  hidden: Tensor,
  path: Tensor | undefined,
  standardizer: Standardizer,
): HeadOutput {
  const withPath = (x: Tensor): Tensor => (path ? add(tape, x, path) : x);
  if (head.kind === "direct") return { curve: withPath(hidden) };
  if (head.kind === "graphic") {
    const gains = tanh(tape, linearLayer(tape, parameters, "decoder.head", hidden));
    return { curve: withPath(affine(tape, gains, head.limit)) };
  }
  const input = withPath(hidden);
  const layer = (name: string): Tensor => linearLayer(tape, parameters, `decoder.head.${name}`, input);
  const [lowHz, highHz] = head.frequencyRangeHz;
  const [lowQ, highQ] = head.qRange;
  const gainDb = affine(tape, tanh(tape, layer("gain")), head.gainLimitDb);
  const position = sigmoid(tape, layer("frequency"));
  const frequencyHz = exp(tape, affine(tape, position, Math.log(highHz / lowHz), Math.log(lowHz)));
  const q = affine(tape, sigmoid(tape, layer("q")), highQ - lowQ, lowQ);
  const responseDb = bellCascadeResponseDb(tape, gainDb, frequencyHz, q, {
    sampleRateHz: head.sampleRateHz,
    atHz: head.curveFrequencyHz,
  });
  const curve = standardize(tape, affine(tape, responseDb, 1 / head.dbPerUnit), standardizer);
  return { curve, bells: { gainDb, frequencyHz, q } };
}

function standardize(tape: Tape, curve: Tensor, { mean, scale }: Standardizer): Tensor {
  const [batch, bands] = curve.shape as [number, number];
  const centre = tape.input([1, bands]);
  const inverse = tape.input([1, bands]);
  tape.write(centre, mean);
  tape.write(
    inverse,
    Array.from(scale, (value) => 1 / value),
  );
  return multiply(
    tape,
    subtract(tape, curve, repeatRows(tape, centre, batch)),
    repeatRows(tape, inverse, batch),
  );
}
