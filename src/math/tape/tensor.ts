/**
 * A block of numbers in a device's arena, with a shape. A view made by reshaping shares its root's numbers and
 * gradient.
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly size: number;
  /** Element offset of the values in the arena. */
  readonly offset: number;
  /** True if a gradient flows to it: parameters, and whatever is computed from one. */
  readonly differentiable: boolean;
  /** The tensor that owns the numbers: itself unless it is a view. */
  readonly root: Tensor;
  /** Element offset of the gradient; -1 until a backward pass is planned. Owned by the root. */
  gradient: number;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

export function makeTensor(
  shape: readonly number[],
  offset: number,
  differentiable: boolean,
  gradient = -1,
): Tensor {
  const tensor = { shape, size: sizeOf(shape), offset, differentiable, gradient } as Tensor;
  Object.defineProperty(tensor, "root", { value: tensor });
  return tensor;
}

/** The same numbers under another shape of equal size. */
export function viewOf(tensor: Tensor, shape: readonly number[]): Tensor {
  if (sizeOf(shape) !== tensor.size) {
    throw new RangeError(`reshape: [${shape}] must hold ${tensor.size} elements, as [${tensor.shape}] does`);
  }
  const { root } = tensor;
  return {
    shape,
    size: tensor.size,
    offset: tensor.offset,
    differentiable: tensor.differentiable,
    root,
    get gradient(): number {
      return root.gradient;
    },
    set gradient(offset: number) {
      root.gradient = offset;
    },
  };
}

/** Rows and columns of a tensor of rank 1 or 2; a vector is one row. */
export function matrixShape(tensor: Tensor): readonly [rows: number, columns: number] {
  const { shape } = tensor;
  if (shape.length === 1) return [1, shape[0]!];
  if (shape.length === 2) return [shape[0]!, shape[1]!];
  throw new RangeError(`a matrix must have 1 or 2 dimensions, got [${shape}]`);
}
