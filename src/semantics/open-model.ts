import { unstandardize } from "../math/index.ts";
import { type Architecture, BundleError, createDecoder } from "../model/index.ts";
import { type ReadWordBundle, readWordBundle } from "./bundle.ts";
import type { CurveDecoder } from "./mixture.ts";
import { createWordModel, type WordModel } from "./word-model.ts";

/** A word model and the bundle that it was opened from. */
export interface OpenedModel {
  readonly model: WordModel;
  readonly bundle: ReadWordBundle;
}

/**
 * Opens a bundle's bytes for use: checks them, sets the decoder up and places the words.
 *
 * @param bytes A `model.safetensors` that `writeWordBundle` made. Kept: views of it are used.
 * @throws BundleError, and nothing else.
 */
export function openModel(bytes: Uint8Array): OpenedModel {
  const bundle = readWordBundle(bytes);
  const decoder = curveDecoder(bundle);
  const { origin } = bundle.space;
  if (origin.length !== decoder.latentSize) {
    const message = `word.origin must hold ${decoder.latentSize} values, as the network's latent, got ${origin.length}`;
    throw new BundleError("content", message);
  }
  return { model: createWordModel({ ...bundle, decoder }), bundle };
}

/** The network's decoder with its curves brought back to the data's z units. */
function curveDecoder(bundle: ReadWordBundle): CurveDecoder {
  const values: Record<string, Float32Array> = {};
  for (const [name, { data }] of Object.entries(bundle.network)) {
    if (!(data instanceof Float32Array)) throw new BundleError("content", `${name} must be float32`);
    values[name] = data;
  }
  const { architecture } = (bundle.config ?? {}) as { architecture?: Architecture };
  if (!architecture) throw new BundleError("content", "config must name the network's architecture");
  try {
    const decoder = createDecoder(architecture, values, bundle.normalizer);
    return {
      latentSize: decoder.latentSize,
      decode(latent, curveZ) {
        decoder.decode(latent, curveZ);
        unstandardize(bundle.normalizer, curveZ, curveZ);
      },
    };
  } catch (error) {
    throw new BundleError("content", `the network does not fit its config: ${(error as Error).message}`);
  }
}
