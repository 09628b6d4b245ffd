import { type Arena, padded } from "../kernels/arena.ts";
import type { Device } from "../kernels/device.ts";
import type { Random } from "../random.ts";
import { makeTensor, sizeOf, type Tensor } from "./tensor.ts";

/** Name, shape and first values of one trainable tensor. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** First values, row-major; takes its random numbers from `random` alone. */
  readonly initial: (random: Random) => ArrayLike<number>;
}

/** Values by parameter name, each row-major. */
export type ParameterValues = Readonly<Record<string, Float32Array>>;

interface Block {
  readonly offset: number;
  readonly length: number;
}

/**
 * All trainable tensors of a network, in one block of the arena, with their gradients (and whatever an optimiser
 * keeps per parameter) in equally laid out blocks, so that one kernel call updates everything.
 */
export class Parameters {
  readonly device: Device;
  readonly specs: readonly ParameterSpec[];
  /** Number of parameters. */
  readonly count: number;
  readonly values: Block;
  /** Present if trainable. */
  readonly gradients: Block | undefined;
  readonly #tensors: Map<string, Tensor>;

  constructor(device: Device, specs: readonly ParameterSpec[], options: { trainable?: boolean } = {}) {
    const { trainable = true } = options;
    this.device = device;
    this.specs = specs;
    this.count = specs.reduce((total, spec) => total + sizeOf(spec.shape), 0);
    this.values = this.allocateLike();
    this.gradients = trainable ? this.allocateLike() : undefined;
    this.#tensors = new Map();
    let at = 0;
    for (const { name, shape } of specs) {
      if (this.#tensors.has(name)) throw new Error(`Parameters: name "${name}" must be unique`);
      const gradient = this.gradients ? this.gradients.offset + at : -1;
      this.#tensors.set(name, makeTensor(shape, this.values.offset + at, trainable, gradient));
      at += padded(sizeOf(shape));
    }
  }

  /** A zeroed block laid out like the parameters. */
  allocateLike(): Block {
    const length = this.specs.reduce((total, spec) => total + padded(sizeOf(spec.shape)), 0);
    return { offset: this.device.arena.allocate(length), length };
  }

  tensor(name: string): Tensor {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw new Error(`Parameters: no parameter is named "${name}"`);
    return tensor;
  }

  initialize(random: Random): void {
    for (const { name, shape, initial } of this.specs) {
      const first = initial(random);
      if (first.length !== sizeOf(shape)) {
        throw new RangeError(
          `Parameters: ${name} must start from ${sizeOf(shape)} values, got ${first.length}`,
        );
      }
      this.device.arena.values.set(first, this.tensor(name).offset);
    }
  }

  /** A copy of a block (by default the values), by parameter name. */
  export(block: Block = this.values): ParameterValues {
    return Object.fromEntries(
      this.specs.map(({ name }) => {
        const { offset, size } = this.tensor(name);
        const from = block.offset + offset - this.values.offset;
        return [name, Float32Array.from(this.device.arena.values.subarray(from, from + size))];
      }),
    );
  }

  /** Fills a block (by default the values) from what `export` gave; every name must be there at its size. */
  import(values: ParameterValues, block: Block = this.values): void {
    const arena: Arena = this.device.arena;
    for (const { name } of this.specs) {
      const { offset, size } = this.tensor(name);
      const given = values[name];
      if (given?.length !== size) {
        throw new RangeError(
          `Parameters: ${name} must hold ${size} values, got ${given?.length ?? "no such tensor"}`,
        );
      }
      arena.values.set(given, block.offset + offset - this.values.offset);
    }
  }
}
