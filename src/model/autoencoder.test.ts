import { describe, expect, test } from "vitest";
import { peaking } from "../dsp/index.ts";
import { bandFrequencyHz } from "../effects/index.ts";
import { createDevice, createRandom, Parameters, Tape } from "../math/index.ts";
import { gradientError } from "../math/tape/finite-differences.ts";
import { decode, decoderSpecs, encode, encoderSpecs, project } from "./autoencoder.ts";
import { bellCascadeResponseDb } from "./bell-response.ts";
import { type Architecture, type HeadConfig, reportArchitecture, residualArchitecture } from "./index.ts";
import { meanSquaredError, supervisedContrastiveLoss } from "./losses.ts";

const unitScale = { mean: new Float64Array(40), scale: new Float64Array(40).fill(1) };

function parametricHead(bands: number): HeadConfig {
  return {
    kind: "parametric",
    bands,
    gainLimitDb: 12,
    frequencyRangeHz: [20, 20_000],
    qRange: [0.1, 10],
    sampleRateHz: 48_000,
    curveFrequencyHz: bandFrequencyHz,
    dbPerUnit: 3,
  };
}

const count = (specs: ReturnType<typeof encoderSpecs>) =>
  specs.reduce((total, { shape }) => total + shape.reduce((a, b) => a * b, 1), 0);

describe("the report's network", () => {
  test("has the report's parameter counts", () => {
    expect(count(encoderSpecs(reportArchitecture))).toBe(257_760);
    expect(count(decoderSpecs({ ...reportArchitecture, head: parametricHead(13) }))).toBe(256_311);
    const graphic = count(encoderSpecs(reportArchitecture)) + count(decoderSpecs(reportArchitecture));
    expect(graphic).toBe(514_112);
    const paths = 40 * 32 + 32 + 32 * 40 + 40;
    expect(
      count(encoderSpecs(residualArchitecture)) + count(decoderSpecs(residualArchitecture)) - graphic,
    ).toBe(paths);
  });

  const small: Architecture = {
    ...reportArchitecture,
    latentSize: 5,
    projectionSize: 6,
    encoderBlocks: [8, 8],
    encoderLayers: [7],
    decoderBlocks: [8],
    decoderLayers: [9, 40],
  };
  const variants: [string, Architecture][] = [
    ["graphic head", small],
    ["parametric head", { ...small, head: parametricHead(4) }],
    ["direct head", { ...small, head: { kind: "direct" } }],
    ["author's block order", { ...small, blockOrder: "norm-relu" }],
    ["linear path, graphic head", { ...small, linearPath: true, branchScale: 0.1 }],
    ["linear path, parametric head", { ...small, linearPath: true, head: parametricHead(3) }],
  ];

  test.each(variants)("gradients of the whole loss equal central differences: %s", (_name, architecture) => {
    const device = createDevice("plain64");
    const parameters = new Parameters(device, [...encoderSpecs(architecture), ...decoderSpecs(architecture)]);
    const random = createRandom(5);
    parameters.initialize(random);
    const tape = new Tape(device);
    tape.dropoutSeed = 3;
    const input = tape.input([6, 40]);
    tape.write(
      input,
      Float64Array.from({ length: 240 }, () => 4 * random.uniform() - 2),
    );
    const latent = encode(tape, parameters, architecture, input, "training");
    const contrastive = supervisedContrastiveLoss(tape, project(tape, parameters, latent), 0.5);
    contrastive.setLabels([0, 1, 0, 2, 1, 3]);
    const { curve } = decode(tape, parameters, architecture, latent, unitScale, "training");
    const reconstruction = meanSquaredError(tape, curve, input);
    for (const loss of [reconstruction, contrastive.loss]) {
      const reached = parameters.specs
        .map(({ name }) => parameters.tensor(name))
        .filter((_, i) => loss === reconstruction || parameters.specs[i]!.name.startsWith("encoder."));
      const error = gradientError(tape, loss, reached, { most: 6, step: 1e-6 });
      expect(error).toBeLessThan(1e-6);
    }
  });
});

describe("bells", () => {
  const random = createRandom(11);
  const draw = () => ({
    gainDb: 24 * random.uniform() - 12,
    frequencyHz: 20 * 1000 ** random.uniform(),
    q: 0.1 + 9.9 * random.uniform(),
  });

  test.each([
    "plain64",
    "wasm",
  ] as const)("their response is the cookbook's, at 40 centres, on %s", (kind) => {
    const tape = new Tape(createDevice(kind));
    const bells = Array.from({ length: 6 }, draw);
    const column = (key: "gainDb" | "frequencyHz" | "q") => {
      const tensor = tape.input([2, 3]);
      tape.write(
        tensor,
        bells.map((bell) => bell[key]),
      );
      return tensor;
    };
    const response = bellCascadeResponseDb(tape, column("gainDb"), column("frequencyHz"), column("q"), {
      sampleRateHz: 48_000,
      atHz: bandFrequencyHz,
    });
    tape.forward();
    const got = tape.read(response);
    for (let row = 0; row < 2; row++) {
      bandFrequencyHz.forEach((f, band) => {
        let want = 0;
        for (const bell of bells.slice(3 * row, 3 * row + 3)) want += magnitudeDb(peaking(bell, 48_000), f);
        expect(Math.abs(got[40 * row + band]! - want)).toBeLessThan(kind === "wasm" ? 2e-3 : 1e-7);
      });
    }
  });

  test("stay within their ranges, whatever the latent", () => {
    const architecture: Architecture = { ...reportArchitecture, dropout: 0, head: parametricHead(13) };
    const device = createDevice("wasm");
    const parameters = new Parameters(device, decoderSpecs(architecture), { trainable: false });
    parameters.initialize(createRandom(2));
    const tape = new Tape(device);
    const latent = tape.input([8, 32]);
    tape.write(
      latent,
      Float64Array.from({ length: 256 }, () => 2000 * random.uniform() - 1000),
    );
    const { bells, curve } = decode(tape, parameters, architecture, latent, unitScale, "inference");
    tape.forward();
    const within = (values: ArrayLike<number>, low: number, high: number) => {
      for (const value of Array.from(values)) {
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high);
      }
    };
    within(tape.read(bells!.gainDb), -12, 12);
    within(tape.read(bells!.frequencyHz), 19.999, 20_001);
    within(tape.read(bells!.q), 0.0999, 10.0001);
    expect(Array.from(tape.read(curve)).every(Number.isFinite)).toBe(true);
  });
});

/** Magnitude of a biquad from its definition, by complex arithmetic. */
function magnitudeDb(
  { b0, b1, b2, a1, a2 }: { b0: number; b1: number; b2: number; a1: number; a2: number },
  frequencyHz: number,
): number {
  const w = (2 * Math.PI * frequencyHz) / 48_000;
  const power = (c0: number, c1: number, c2: number) =>
    (c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w)) ** 2 + (c1 * Math.sin(w) + c2 * Math.sin(2 * w)) ** 2;
  return 10 * Math.log10(power(b0, b1, b2) / power(1, a1, a2));
}

test("an architecture that cannot be is refused by name", () => {
  const bad: [Partial<Architecture>, string][] = [
    [{ dropout: 1 }, "dropout must be within [0, 1), got 1"],
    [{ latentSize: 0 }, "widths must be whole numbers, got 0"],
    [{ head: { kind: "direct" }, decoderLayers: [80] }, "the last decoder layer must be 40 wide, got 80"],
    [{ branchScale: 0 }, "branchScale must be above 0, got 0"],
  ];
  for (const [change, message] of bad) {
    expect(() => encoderSpecs({ ...reportArchitecture, ...change })).toThrow(message);
  }
});
