import { BAND_COUNT } from "../effects/index.ts";
import { choleskyFactor, choleskySolve } from "../math/index.ts";
import { type BellBank, planBellBank } from "./bell-bank.ts";
import { COEFFICIENTS_PER_SECTION, writeBell } from "./biquad.ts";
import { responseDb } from "./response.ts";
import { assertSampleRate } from "./stream-checks.ts";
import { createTargetCurveSampler } from "./target-curve.ts";

/** A graphic equalizer ready to play: 40 sections in series. */
export interface GraphicEqualizerDesign {
  /** Shape `[40, 5]`: b0, b1, b2, a1, a2 of each section; exact identities where nothing is to be done. */
  readonly coefficients: Float64Array;
  /** Shape `[40]`, dB: each bell's own gain. Not the asked gains: neighbouring bells overlap. */
  readonly sectionGainDb: Float64Array;
  /** Largest |asked − heard| at the centres below Nyquist, dB, asked of the coefficients themselves. */
  heardErrorDb: number;
}

/** Designs for one sample rate; all tables and buffers are made beforehand. */
export interface GraphicEqualizerDesigner {
  readonly sampleRateHz: number;
  /** Bands that can be played at this rate: those below 49 % of it. The others' sections are identities. */
  readonly playableBandCount: number;
  /**
   * @param gainDb Shape `[40]`, dB, each within ±24: what is to be heard at the centres.
   * @param out Where to write; then nothing is allocated. Default: a new design.
   * @returns `out`. All gains 0 give exact identities: the sound passes bit for bit.
   * @throws RangeError if gainDb has not 40 values within ±24.
   */
  design(gainDb: ArrayLike<number>, out?: GraphicEqualizerDesign): GraphicEqualizerDesign;
}

/** Largest gain that may be asked of a band, dB: twice what effects grants, so that the solve converges. */
const LARGEST_GAIN_DB = 24;
/** Ridge on the section gains, dB²/dB²: keeps the solve regular, costs 0.01 dB. */
const RIDGE = 1e-3;
/** Gauss-Newton ends when no section moved by more than this, dB: the next step would be some 0.01 dB. */
const SMALLEST_STEP_DB = 1;
/** The crowd's curves need 2 or 3 steps; a ±24 dB zigzag needs 6. */
const LARGEST_STEP_COUNT = 8;

/** An empty design, to be filled by {@link GraphicEqualizerDesigner.design}. */
export function createGraphicEqualizerDesign(): GraphicEqualizerDesign {
  return {
    coefficients: new Float64Array(BAND_COUNT * COEFFICIENTS_PER_SECTION),
    sectionGainDb: new Float64Array(BAND_COUNT),
    heardErrorDb: 0,
  };
}

/**
 * Plans the graphic equalizer for one sample rate.
 *
 * 40 bells in series whose gains are not the asked ones but those that together are *heard* as the asked
 * curve: least squares of the whole cascade's response in dB against the target spline at the centres and the
 * points between them (Välimäki & Liski, IEEE SPL 24(2) 2017, "Accurate cascade graphic equalizer"). Where
 * they solve once or twice with a scaled interaction matrix, here it is Gauss-Newton with the exact
 * derivatives, from all gains 0. The curve is fitted at the running rate, so a setting sounds alike at all.
 *
 * Measured over the 1,595 crowd curves: see runs/realisation.ts.
 *
 * @param sampleRateHz Within 8,000..384,000 Hz.
 * @throws RangeError if the rate is out of range.
 */
export function createGraphicEqualizerDesigner(sampleRateHz: number): GraphicEqualizerDesigner {
  assertSampleRate("createGraphicEqualizerDesigner", sampleRateHz);
  const bank = planBellBank(sampleRateHz);
  const solve = createSolver(bank);
  const sampleTarget = createTargetCurveSampler(bank.pointHz);
  const targetDb = new Float64Array(bank.pointHz.length);
  const heardDb = new Float64Array(bank.bandCount);

  function design(
    gainDb: ArrayLike<number>,
    out: GraphicEqualizerDesign = createGraphicEqualizerDesign(),
  ): GraphicEqualizerDesign {
    assertGains(gainDb);
    sampleTarget(gainDb, targetDb);
    const { coefficients, sectionGainDb } = out;
    sectionGainDb.fill(0);
    solve(targetDb, sectionGainDb);
    for (let band = 0; band < BAND_COUNT; band++) {
      writeBell(coefficients, band, bank.cosine[band]!, bank.alpha[band]!, sectionGainDb[band]!);
    }
    responseDb(coefficients, bank.centreHz, sampleRateHz, heardDb);
    out.heardErrorDb = 0;
    for (let band = 0; band < bank.bandCount; band++) {
      out.heardErrorDb = Math.max(out.heardErrorDb, Math.abs(gainDb[band]! - heardDb[band]!));
    }
    return out;
  }

  return { sampleRateHz, playableBandCount: bank.bandCount, design };
}

const designers = new Map<number, GraphicEqualizerDesigner>();

/**
 * {@link createGraphicEqualizerDesigner} and its `design` in one call. The designers of the last eight sample
 * rates are kept; the design is newly allocated.
 *
 * @param gainDb Shape `[40]`, dB, each within ±24.
 * @param sampleRateHz Within 8,000..384,000 Hz.
 * @throws RangeError if a value is out of range.
 */
export function designGraphicEqualizer(
  gainDb: ArrayLike<number>,
  sampleRateHz: number,
): GraphicEqualizerDesign {
  let designer = designers.get(sampleRateHz);
  if (designer === undefined) {
    designer = createGraphicEqualizerDesigner(sampleRateHz);
    const [oldest] = designers.keys();
    if (designers.size >= 8 && oldest !== undefined) designers.delete(oldest);
    designers.set(sampleRateHz, designer);
  }
  return designer.design(gainDb);
}

/**
 * Gauss-Newton: `(JᵀWJ + λI)·Δg = JᵀW·(t − h(g)) − λ·g`, with h(g) the response of the bank in dB and J its
 * derivatives by the section gains. With `u` the bell's detuning (see {@link BellBank}) and `G = 10^(g/20)`
 * a bell is `10·log₁₀((u + G)/(u + 1/G))` dB and its derivative `½·(G/(u + G) + 1/(1 + u·G))`.
 */
function createSolver(bank: BellBank): (targetDb: Float64Array, gainDb: Float64Array) => void {
  const { bandCount, pointHz, detuning, weight } = bank;
  const normal = new Float64Array(bandCount * bandCount);
  const step = new Float64Array(bandCount);
  const derivative = new Float64Array(bandCount);
  const gain = new Float64Array(bandCount);

  function addPoint(point: number, targetDb: number): void {
    let ratio = 1;
    for (let band = 0; band < bandCount; band++) {
      const u = detuning[point * bandCount + band]!;
      const g = gain[band]!;
      const above = u + g;
      const below = 1 + u * g;
      ratio *= (above * g) / below;
      derivative[band] = 0.5 * (g / above + 1 / below);
    }
    const pointWeight = weight[point]!;
    const missingDb = targetDb - 10 * Math.log10(ratio);
    for (let band = 0; band < bandCount; band++) {
      const weighted = pointWeight * derivative[band]!;
      const row = band * bandCount;
      step[band]! += weighted * missingDb;
      for (let other = 0; other <= band; other++) normal[row + other]! += weighted * derivative[other]!;
    }
  }

  return (targetDb, gainDb) => {
    for (let count = 0; count < LARGEST_STEP_COUNT; count++) {
      normal.fill(0);
      step.fill(0);
      for (let band = 0; band < bandCount; band++) gain[band] = 10 ** (gainDb[band]! / 20);
      for (let point = 0; point < pointHz.length; point++) addPoint(point, targetDb[point]!);
      for (let band = 0; band < bandCount; band++) {
        normal[band * bandCount + band]! += RIDGE;
        step[band]! -= RIDGE * gainDb[band]!;
      }
      choleskyFactor(normal, bandCount);
      choleskySolve(normal, bandCount, step);
      let largestDb = 0;
      for (let band = 0; band < bandCount; band++) {
        gainDb[band]! += step[band]!;
        largestDb = Math.max(largestDb, Math.abs(step[band]!));
      }
      if (largestDb < SMALLEST_STEP_DB) return;
    }
  };
}

function assertGains(gainDb: ArrayLike<number>): void {
  if (gainDb.length !== BAND_COUNT) {
    throw new RangeError(
      `GraphicEqualizerDesigner.design: gainDb must hold ${BAND_COUNT} values, got ${gainDb.length}`,
    );
  }
  for (let band = 0; band < BAND_COUNT; band++) {
    if (!(Math.abs(gainDb[band]!) <= LARGEST_GAIN_DB)) {
      throw new RangeError(
        `GraphicEqualizerDesigner.design: gainDb must be within ±${LARGEST_GAIN_DB}, ` +
          `got ${gainDb[band]} in band ${band}`,
      );
    }
  }
}
