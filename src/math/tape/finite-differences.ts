import type { Tape } from "./tape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Largest error of the tape's gradients of `loss` by `tensors` against central differences,
 * `|tape - difference| / max(1, |difference|)`. Meant for a `plain64` device: single precision is too noisy.
 * Changes nothing in the end but the results of a `forward`.
 *
 * @param step Half the distance of the two evaluations. Default 1e-5.
 * @param most Elements checked per tensor, evenly spread. Default 40.
 */
export function gradientError(
  tape: Tape,
  loss: Tensor,
  tensors: readonly Tensor[],
  options: { step?: number; most?: number } = {},
): number {
  const { step = 1e-5, most = 40 } = options;
  const { arena } = tape.device;
  tape.forward();
  tape.backward(loss);
  let worst = 0;
  for (const tensor of tensors) {
    const gradient = tape.readGradient(tensor);
    const stride = Math.max(1, Math.floor(tensor.size / most));
    for (let i = 0; i < tensor.size; i += stride) {
      const at = tensor.offset + i;
      const value = arena.values[at]!;
      const lossAt = (moved: number): number => {
        arena.values[at] = moved;
        tape.forward();
        return tape.scalar(loss);
      };
      const difference = (lossAt(value + step) - lossAt(value - step)) / (2 * step);
      arena.values[at] = value;
      worst = Math.max(worst, Math.abs(gradient[i]! - difference) / Math.max(1, Math.abs(difference)));
    }
  }
  tape.forward();
  return worst;
}
