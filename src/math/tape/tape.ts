import type { Device } from "../kernels/device.ts";
import { hash32 } from "../kernels/plain-elementwise.ts";
import { makeTensor, sizeOf, type Tensor } from "./tensor.ts";

/** One recorded computation. */
export interface Operation {
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  forward(): void;
  /**
   * Adds the output's gradient on to the inputs'.
   * @param accumulate Per input: 0 write, 1 add to what is there, -1 no gradient wanted.
   */
  backward(accumulate: readonly number[]): void;
}

/**
 * Reverse-mode differentiation over a fixed graph: the network is written once as a sequence of operations, each
 * of which reserves its buffers; then `forward` and `backward` replay it as often as wanted without allocating.
 * New numbers enter through `input` tensors.
 */
export class Tape {
  readonly device: Device;
  /** Seed and step that dropout masks are drawn from; advance `step` once per training step. */
  dropoutSeed = 0;
  step = 0;
  readonly #operations: Operation[] = [];
  #plan: { loss: Tensor; steps: { operation: Operation; accumulate: number[] }[] } | undefined;

  constructor(device: Device) {
    this.device = device;
  }

  /** A tensor to be filled from outside by `write`. Not differentiable unless said so. */
  input(shape: readonly number[], options: { differentiable?: boolean } = {}): Tensor {
    return makeTensor(shape, this.device.arena.allocate(sizeOf(shape)), options.differentiable ?? false);
  }

  /** The result tensor of an operation on `inputs`: differentiable if one of them is. */
  result(shape: readonly number[], inputs: readonly Tensor[]): Tensor {
    const differentiable = inputs.some((input) => input.differentiable);
    return makeTensor(shape, this.device.arena.allocate(sizeOf(shape)), differentiable);
  }

  record(operation: Operation): Tensor {
    this.#operations.push(operation);
    this.#plan = undefined;
    return operation.output;
  }

  /** A key for the next recorded operation's random numbers, from (seed, step, position on the tape). */
  keySource(): () => number {
    const position = this.#operations.length + 1;
    return () => hash32(hash32(hash32(this.dropoutSeed) + this.step) + Math.imul(position, 0x9e3779b1)) | 0;
  }

  write(tensor: Tensor, values: ArrayLike<number>): void {
    if (values.length !== tensor.size) {
      throw new RangeError(
        `write: values must hold ${tensor.size} numbers for [${tensor.shape}], got ${values.length}`,
      );
    }
    this.device.arena.values.set(values, tensor.offset);
  }

  /** A copy of the tensor's values, or into `out`. */
  read(tensor: Tensor, out: Float32Array | Float64Array = new Float64Array(tensor.size)): typeof out {
    return copyOut(this.device, tensor.offset, out);
  }

  /** A copy of the gradient that the last `backward` left. */
  readGradient(tensor: Tensor, out: Float32Array | Float64Array = new Float64Array(tensor.size)): typeof out {
    if (tensor.gradient < 0) throw new Error(`readGradient: no gradient was computed for [${tensor.shape}]`);
    return copyOut(this.device, tensor.gradient, out);
  }

  /** The value of a one-element tensor. */
  scalar(tensor: Tensor): number {
    return this.device.arena.values[tensor.offset]!;
  }

  forward(): void {
    for (let i = 0; i < this.#operations.length; i++) this.#operations[i]!.forward();
  }

  /** Gradients of `loss` (one element) by everything differentiable that it depends on. Needs a `forward` first. */
  backward(loss: Tensor): void {
    if (this.#plan?.loss !== loss) this.#plan = { loss, steps: this.#planBackward(loss) };
    this.device.kernels.fill(loss.gradient, 1, 1);
    const { steps } = this.#plan;
    for (let i = 0; i < steps.length; i++) steps[i]!.operation.backward(steps[i]!.accumulate);
  }

  /** Reserves gradients and decides, once, who writes each first and who adds to it. */
  #planBackward(loss: Tensor): { operation: Operation; accumulate: number[] }[] {
    if (loss.size !== 1) throw new RangeError(`backward: loss must have one element, got [${loss.shape}]`);
    if (!loss.differentiable) throw new Error("backward: loss must depend on something differentiable");
    const written = new Set<Tensor>();
    const reach = (tensor: Tensor): void => {
      if (tensor.gradient < 0) tensor.gradient = this.device.arena.allocate(tensor.size);
    };
    reach(loss);
    written.add(loss.root);
    const steps: { operation: Operation; accumulate: number[] }[] = [];
    for (const operation of this.#operations.toReversed()) {
      if (!written.has(operation.output.root)) continue;
      const accumulate = operation.inputs.map((input) => {
        if (!input.differentiable) return -1;
        reach(input);
        const first = !written.has(input.root);
        written.add(input.root);
        return first ? 0 : 1;
      });
      steps.push({ operation, accumulate });
    }
    return steps;
  }
}

function copyOut<T extends Float32Array | Float64Array>(device: Device, offset: number, out: T): T {
  const { values } = device.arena;
  for (let i = 0; i < out.length; i++) out[i] = values[offset + i]!;
  return out;
}
