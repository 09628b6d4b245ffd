/** Range and scale of one parameter of an effect; `scale` says on which axis a control of it moves evenly. */
export interface ParameterRange {
  readonly name: string;
  readonly unit: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly scale: "linear" | "logarithmic";
}

/** Parameters of one bell of the parametric equalizer. */
export const bellParameters: {
  readonly gainDb: ParameterRange;
  readonly frequencyHz: ParameterRange;
  readonly q: ParameterRange;
} = {
  gainDb: { name: "gain", unit: "dB", minimum: -12, maximum: 12, scale: "linear" },
  frequencyHz: { name: "frequency", unit: "Hz", minimum: 20, maximum: 20_000, scale: "logarithmic" },
  q: { name: "Q", unit: "", minimum: 0.1, maximum: 10, scale: "logarithmic" },
};
