import { readSafetensors, SafetensorsError, type StoredTensor, writeSafetensors } from "./safetensors.ts";
import type { TrainingState } from "./trainer.ts";

const FORMAT = "timbral-checkpoint-1";
const groups = ["parameters", "firstMoment", "secondMoment"] as const;

/**
 * A training's state as safetensors bytes.
 * @param fingerprint Says which training it is of (data, settings): a state only fits its own.
 * @param lastLoss Mean loss of the last epoch done.
 */
export function writeCheckpoint(
  state: TrainingState,
  fingerprint: string,
  lastLoss: number,
): Uint8Array<ArrayBuffer> {
  const tensors: Record<string, StoredTensor> = {};
  for (const group of groups) {
    for (const [name, data] of Object.entries(state[group])) {
      tensors[`${group}.${name}`] = { shape: [data.length], data };
    }
  }
  return writeSafetensors(tensors, {
    format: FORMAT,
    fingerprint,
    epoch: String(state.epoch),
    lastLoss: String(lastLoss),
  });
}

/**
 * Reads what `writeCheckpoint` wrote.
 * @throws SafetensorsError if the bytes are no checkpoint. @returns undefined if it is of another training.
 */
export function readCheckpoint(
  bytes: Uint8Array,
  fingerprint: string,
): (TrainingState & { readonly lastLoss: number }) | undefined {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.format !== FORMAT) {
    throw new SafetensorsError(`a checkpoint must have format ${FORMAT}, got ${metadata.format ?? "none"}`);
  }
  if (metadata.fingerprint !== fingerprint) return undefined;
  const state = {
    epoch: Number(metadata.epoch),
    lastLoss: Number(metadata.lastLoss),
    parameters: {} as Record<string, Float32Array>,
    firstMoment: {} as Record<string, Float32Array>,
    secondMoment: {} as Record<string, Float32Array>,
  };
  for (const [name, { data }] of Object.entries(tensors)) {
    const group = groups.find((prefix) => name.startsWith(`${prefix}.`));
    if (!group || !(data instanceof Float32Array)) {
      throw new SafetensorsError(`a checkpoint must hold no tensor "${name}" of this type`);
    }
    state[group][name.slice(group.length + 1)] = data;
  }
  return state;
}
