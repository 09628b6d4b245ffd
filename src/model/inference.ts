import {
  createDevice,
  type Device,
  Parameters,
  type ParameterValues,
  type Standardizer,
  Tape,
  type Tensor,
} from "../math/index.ts";
import type { Architecture } from "./architecture.ts";
import { decode, decoderSpecs, encode, encoderSpecs } from "./autoencoder.ts";
import type { HeadOutput } from "./heads.ts";

/** Turns standardised curves into latents. */
export interface Encoder {
  readonly latentSize: number;
  /** @param curve Shape `[curveSize]`, standardised. @param latent Shape `[latentSize]`, filled. */
  encode(curve: ArrayLike<number>, latent: Float32Array | Float64Array): void;
}

/** Turns latents into standardised curves. */
export interface Decoder {
  readonly latentSize: number;
  /** @param latent Shape `[latentSize]`. @param curve Shape `[curveSize]`, standardised, filled. Allocates nothing. */
  decode(latent: ArrayLike<number>, curve: Float32Array | Float64Array): void;
  /** The bells behind the last decoded curve; only a parametric head has them. */
  bells(): { gainDb: Float64Array; frequencyHz: Float64Array; q: Float64Array } | undefined;
}

function prepare(
  specs: ReturnType<typeof encoderSpecs>,
  values: ParameterValues,
): { device: Device; tape: Tape; parameters: Parameters } {
  const device = createDevice();
  const parameters = new Parameters(device, specs, { trainable: false });
  parameters.import(values);
  return { device, tape: new Tape(device), parameters };
}

/** @param values Parameters by name; the encoder's are taken, others ignored. */
export function createEncoder(architecture: Architecture, values: ParameterValues): Encoder {
  const { tape, parameters } = prepare(encoderSpecs(architecture), values);
  const input = tape.input([1, architecture.curveSize]);
  const latentTensor = encode(tape, parameters, architecture, input, "inference");
  return {
    latentSize: architecture.latentSize,
    encode(curve, latent) {
      tape.write(input, curve);
      tape.forward();
      tape.read(latentTensor, latent);
    },
  };
}

/** @param values Parameters by name; the decoder's are taken, others ignored. */
export function createDecoder(
  architecture: Architecture,
  values: ParameterValues,
  standardizer: Standardizer,
): Decoder {
  const { tape, parameters } = prepare(decoderSpecs(architecture), values);
  const input = tape.input([1, architecture.latentSize]);
  const output: HeadOutput = decode(tape, parameters, architecture, input, standardizer, "inference");
  const copy = (tensor: Tensor): Float64Array =>
    tape.read(tensor, new Float64Array(tensor.size)) as Float64Array;
  return {
    latentSize: architecture.latentSize,
    decode(latent, curve) {
      tape.write(input, latent);
      tape.forward();
      tape.read(output.curve, curve);
    },
    bells() {
      if (!output.bells) return undefined;
      const { gainDb, frequencyHz, q } = output.bells;
      return { gainDb: copy(gainDb), frequencyHz: copy(frequencyHz), q: copy(q) };
    },
  };
}
