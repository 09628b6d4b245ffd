/**
 * What the decoder's last layer gives.
 * - `graphic`: one gain per band, `limit · tanh`: the data's own shape.
 * - `parametric`: bells with a gain (tanh), a frequency (log-mapped sigmoid) and a Q (sigmoid) each; the curve is
 *   their frequency response.
 * - `direct`: the last hidden layer itself, linear.
 */
export type HeadConfig =
  | { readonly kind: "graphic"; readonly limit: number }
  | ParametricHeadConfig
  | { readonly kind: "direct" };

export interface ParametricHeadConfig {
  readonly kind: "parametric";
  /** Number of bells. */
  readonly bands: number;
  /** Largest boost or cut of one bell, dB. */
  readonly gainLimitDb: number;
  /** Lowest and highest centre frequency, Hz. */
  readonly frequencyRangeHz: readonly [number, number];
  readonly qRange: readonly [number, number];
  /** Rate at which the bells are realised, Hz. */
  readonly sampleRateHz: number;
  /** Where the response is compared with the curve, Hz. */
  readonly curveFrequencyHz: readonly number[];
  /** How many dB one unit of the curve stands for. */
  readonly dbPerUnit: number;
}

/** The residual autoencoder's shape. */
export interface Architecture {
  /** Bands of a curve. */
  readonly curveSize: number;
  readonly latentSize: number;
  /** Width of the vector that the contrastive loss sees. */
  readonly projectionSize: number;
  /** Widths of the encoder's residual blocks, then of its plain layers before the latent. */
  readonly encoderBlocks: readonly number[];
  readonly encoderLayers: readonly number[];
  readonly decoderBlocks: readonly number[];
  readonly decoderLayers: readonly number[];
  /**
   * Order inside a residual block: `relu-norm` is the report's text, `LayerNorm(ReLU(W x))`; `norm-relu` its
   * author's program, `ReLU(LayerNorm(W x))`.
   */
  readonly blockOrder: "relu-norm" | "norm-relu";
  /** Share of units dropped inside each block while training, 0..1. */
  readonly dropout: number;
  /** A linear map around the whole encoder and one around the whole decoder. */
  readonly linearPath: boolean;
  /**
   * What the encoder's nonlinear branch is multiplied by before it joins the latent. Beside a linear path a small
   * value keeps the contrastive loss from moving latents further than the decoder can follow.
   */
  readonly branchScale: number;
  readonly head: HeadConfig;
}

/** The report's network: 40→128→256→128→64→32 tanh, and back 32→128→256→128→80→40, then the head. */
export const reportArchitecture: Architecture = {
  curveSize: 40,
  latentSize: 32,
  projectionSize: 128,
  encoderBlocks: [128, 256, 128],
  encoderLayers: [64],
  decoderBlocks: [128, 256, 128],
  decoderLayers: [80, 40],
  blockOrder: "relu-norm",
  dropout: 0.1,
  linearPath: false,
  branchScale: 1,
  head: { kind: "graphic", limit: 12 },
};

/**
 * The report's network with the residual idea carried to its end: a linear path around the encoder and one
 * around the decoder, started from the principal components, so that the network keeps what a linear map keeps.
 */
export const residualArchitecture: Architecture = {
  ...reportArchitecture,
  linearPath: true,
  branchScale: 0.1,
};

/** @throws RangeError naming the first setting that cannot be. */
export function assertArchitecture(architecture: Architecture): void {
  const { branchScale, dropout, head } = architecture;
  const widths = [
    architecture.curveSize,
    architecture.latentSize,
    architecture.projectionSize,
    ...architecture.encoderBlocks,
    ...architecture.encoderLayers,
    ...architecture.decoderBlocks,
    ...architecture.decoderLayers,
  ];
  const wrong = widths.find((width) => !(Number.isInteger(width) && width > 0));
  if (wrong !== undefined) throw new RangeError(`architecture: widths must be whole numbers, got ${wrong}`);
  if (!(dropout >= 0 && dropout < 1)) {
    throw new RangeError(`architecture: dropout must be within [0, 1), got ${dropout}`);
  }
  if (!(branchScale > 0))
    throw new RangeError(`architecture: branchScale must be above 0, got ${branchScale}`);
  const last = architecture.decoderLayers.at(-1);
  const needsCurve = head.kind === "direct" || architecture.linearPath;
  if (needsCurve && last !== architecture.curveSize) {
    throw new RangeError(
      `architecture: the last decoder layer must be ${architecture.curveSize} wide, got ${last}`,
    );
  }
  if (head.kind === "parametric" && head.curveFrequencyHz.length !== architecture.curveSize) {
    throw new RangeError(
      `architecture: curveFrequencyHz must hold ${architecture.curveSize} frequencies, got ${head.curveFrequencyHz.length}`,
    );
  }
}
