import type { Parameters, ParameterValues } from "../math/index.ts";

/** Adam's settings (Kingma & Ba 2015); the defaults are the paper's. */
export interface AdamOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** What Adam remembers between steps. */
export interface AdamState {
  readonly firstMoment: ParameterValues;
  readonly secondMoment: ParameterValues;
}

export interface Adam {
  /**
   * Updates the parameters by their present gradients.
   * @param step 1 for the first update. @param learningRate Step size of this update.
   */
  update(step: number, learningRate: number): void;
  state(): AdamState;
  restore(state: AdamState): void;
}

/** @param parameters Must be trainable; two moment blocks like them are reserved. */
export function createAdam(parameters: Parameters, options: AdamOptions = {}): Adam {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const { gradients, values } = parameters;
  if (!gradients) throw new Error("createAdam: parameters must be trainable");
  const first = parameters.allocateLike();
  const second = parameters.allocateLike();
  const { kernels } = parameters.device;
  return {
    update(step, learningRate) {
      kernels.adam(
        values.offset,
        gradients.offset,
        first.offset,
        second.offset,
        values.length,
        beta1,
        beta2,
        learningRate / (1 - beta1 ** step),
        1 / Math.sqrt(1 - beta2 ** step),
        epsilon,
      );
    },
    state: () => ({ firstMoment: parameters.export(first), secondMoment: parameters.export(second) }),
    restore(state) {
      parameters.import(state.firstMoment, first);
      parameters.import(state.secondMoment, second);
    },
  };
}
