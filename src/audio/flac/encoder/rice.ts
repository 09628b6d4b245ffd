import type { BitWriter } from "./bit-writer.ts";

/** How a residual is cut into equal parts, each with its own Rice parameter. */
export interface RicePlan {
  /** log2 of the number of parts. */
  partitionOrder: number;
  /** One parameter per part. Shape `[>= 2^partitionOrder]`. */
  readonly parameters: Uint8Array;
  /** Bits that a parameter takes: 4, or 5 above 16-bit sound. */
  parameterBits: 4 | 5;
  /** An upper bound on the bits in all, to within half a bit per sample. */
  bits: number;
}

/** At most 32 parts, as the reference encoder's default level. */
const MAX_PARTITION_ORDER = 5;
const MAX_PARTITIONS = 2 ** MAX_PARTITION_ORDER;
const sums = new Float64Array(2 * MAX_PARTITIONS);
const candidates = new Uint8Array(2 * MAX_PARTITIONS);

/** A plan to be filled by {@link planRice}. */
export function createRicePlan(): RicePlan {
  return { partitionOrder: 0, parameters: new Uint8Array(MAX_PARTITIONS), parameterBits: 4, bits: 0 };
}

/**
 * Finds the cut and the parameters that cost least, judged by the sum of the folded residual in every part.
 *
 * @param order Samples at the beginning that have no residual.
 */
export function planRice(
  residual: Int32Array,
  count: number,
  order: number,
  parameterBits: 4 | 5,
  plan: RicePlan,
): void {
  let finest = MAX_PARTITION_ORDER;
  while (finest > 0 && (count % (1 << finest) !== 0 || count >> finest <= order)) finest -= 1;
  sumParts(residual, count, order, finest);
  plan.parameterBits = parameterBits;
  plan.bits = Number.POSITIVE_INFINITY;
  const top = 2 ** parameterBits - 2;
  for (let partitionOrder = finest; partitionOrder >= 0; partitionOrder--) {
    const parts = 1 << partitionOrder;
    const size = count >> partitionOrder;
    let bits = 6;
    for (let part = 0; part < parts; part++) {
      const length = part === 0 ? size - order : size;
      const sum = sums[part]!;
      const parameter = Math.min(top, bestParameter(sum, length));
      candidates[part] = parameter;
      bits += parameterBits + length * (parameter + 1) + Math.floor(sum / (1 << parameter));
    }
    if (bits < plan.bits) {
      plan.bits = bits;
      plan.partitionOrder = partitionOrder;
      plan.parameters.set(candidates.subarray(0, parts));
    }
    for (let part = 0; part < parts / 2; part++) sums[part] = sums[2 * part]! + sums[2 * part + 1]!;
  }
}

/** Writes a residual as planned. */
export function writeRice(
  bits: BitWriter,
  residual: Int32Array,
  count: number,
  order: number,
  plan: RicePlan,
): void {
  const { partitionOrder, parameterBits, parameters } = plan;
  bits.put(parameterBits - 4, 2);
  bits.put(partitionOrder, 4);
  const size = count >> partitionOrder;
  for (let part = 0; part < 1 << partitionOrder; part++) {
    bits.put(parameters[part]!, parameterBits);
    bits.putRice(residual, part === 0 ? order : part * size, (part + 1) * size, parameters[part]!);
  }
}

/** Sums of the folded residual (0, -1, 1, -2, ... become 0, 1, 2, 3, ...) over each of the finest parts. */
function sumParts(residual: Int32Array, count: number, order: number, partitionOrder: number): void {
  const size = count >> partitionOrder;
  for (let part = 0, i = order; part < 1 << partitionOrder; part++) {
    let sum = 0;
    for (const end = (part + 1) * size; i < end; i++) {
      const value = residual[i]!;
      sum += ((value << 1) ^ (value >> 31)) >>> 0;
    }
    sums[part] = sum;
  }
}

/**
 * The parameter k that costs least for values of this sum: floor(log2(mean)) or one less. A value costs about
 * `k + 0.5 + value / 2^k`, half a unit being lost in rounding down.
 */
function bestParameter(sum: number, length: number): number {
  if (sum <= length) return 0;
  const upper = 31 - Math.clz32(sum / length);
  // One less saves a bit per value, and doubles the quotients.
  return upper > 0 && sum / (1 << upper) < length ? upper - 1 : upper;
}
