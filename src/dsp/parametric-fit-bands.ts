import { bellParameters, type EqualizerSection } from "../effects/index.ts";
import { HIGHEST_PLAYABLE } from "./parametric-fit-grid.ts";
import { type FitAxis, type FitKind, placeOf, sectionModels } from "./parametric-fit-models.ts";
import type { FitSlot, PlacedSections } from "./parametric-fit-search.ts";
import { type BoundedSection, bounded } from "./parametric-fit-solver.ts";

/** A number is fixed, a pair is free from its first to its second. */
export type FitRange = number | readonly [lowest: number, highest: number];

/** What one band of a parametric equalizer can be. */
export interface FitBand {
  /** A kind, several of which the fit chooses one, or `any` of all. Default: `bell`. */
  readonly kind?: FitKind | readonly FitKind[] | "any";
  /** Hz. Ranges are also cut off at 49 % of the sample rate. Default: 20..20,000. */
  readonly frequencyHz?: FitRange;
  /** dB; must hold 0 if it is free. Cuts (`lowPass`, `highPass`) have none. Default: −12..12. */
  readonly gainDb?: FitRange;
  /** Above 0. Default: 0.1..10 for bells, 0.1..2 for shelves and cuts, which otherwise get a bump of some dB. */
  readonly q?: FitRange;
}

/** As many bands as a fit may have. */
export const MOST_FIT_BANDS = 31;

const allKinds: readonly FitKind[] = Object.keys(sectionModels) as FitKind[];
const HIGHEST_FLAT_Q = 2;

/** A low shelf, so many bells, a high shelf: what most equalizers have. */
export function bellsBetweenShelves(bells: number): readonly FitBand[] {
  return [{ kind: "lowShelf" }, ...Array.from({ length: bells }, () => ({})), { kind: "highShelf" }];
}

/** Bells of one Q at fixed frequencies, as on a graphic equalizer with sliders. @param frequencyHz Hz. */
export function bellsAt(frequencyHz: readonly number[], q: FitRange): readonly FitBand[] {
  return frequencyHz.map((hz) => ({ frequencyHz: hz, q }));
}

/** The five bands of the SAFE project's equalizer plug-in, SAFEEqualiser (Stables et al., SAFE, ISMIR 2014). */
export const safeBands: readonly FitBand[] = [
  { kind: "lowShelf", frequencyHz: [22, 1000], q: 0.71 },
  { frequencyHz: [82, 3900] },
  { frequencyHz: [180, 4700] },
  { frequencyHz: [220, 10_000] },
  { kind: "highShelf", frequencyHz: [580, 20_000], q: 0.71 },
];

/**
 * Slots of a search in the order of the bands.
 *
 * @throws RangeError if a band cannot be played or its bounds are out of order.
 */
export function planSlots(
  caller: string,
  bands: readonly FitBand[],
  axis: FitAxis,
  sampleRateHz: number,
): FitSlot[] {
  if (!(bands.length >= 1 && bands.length <= MOST_FIT_BANDS)) {
    throw new RangeError(`${caller}: bands must be 1..${MOST_FIT_BANDS}, got ${bands.length}`);
  }
  const known = new Map<string, FitSlot["choices"]>();
  return bands.map((band, index) => {
    const key = JSON.stringify([band.kind, band.frequencyHz, band.gainDb, band.q]);
    const choices =
      known.get(key) ??
      kindsOf(band).map((kind) => boundSection(`${caller}: bands[${index}]`, band, kind, axis, sampleRateHz));
    if (choices.length === 0) throw new RangeError(`${caller}: bands[${index}].kind must name one, got none`);
    known.set(key, choices);
    return { choices };
  });
}

function kindsOf({ kind = "bell" }: FitBand): readonly FitKind[] {
  if (kind === "any") return allKinds;
  return typeof kind === "string" ? [kind] : kind;
}

function boundSection(
  where: string,
  band: FitBand,
  kind: FitKind,
  axis: FitAxis,
  sampleRateHz: number,
): BoundedSection {
  const { gainDb, frequencyHz, q } = bellParameters;
  const { hasGain } = sectionModels[kind];
  const gains = pair(band.gainDb ?? [gainDb.minimum, gainDb.maximum]);
  const frequencies = pair(band.frequencyHz ?? [frequencyHz.minimum, frequencyHz.maximum]);
  const qs = pair(band.q ?? [q.minimum, kind === "bell" ? q.maximum : HIGHEST_FLAT_Q]);
  assertOrder(`${where}.gainDb`, gains, -Infinity);
  assertOrder(`${where}.frequencyHz`, frequencies, 0);
  assertOrder(`${where}.q`, qs, 0);
  if (gains[0] < gains[1] && !(gains[0] <= 0 && gains[1] >= 0)) {
    throw new RangeError(`${where}.gainDb must hold 0, got ${gains.join("..")}`);
  }
  const highest = HIGHEST_PLAYABLE * sampleRateHz;
  if (!(frequencies[0] < highest)) {
    throw new RangeError(`${where}.frequencyHz must begin below ${highest}, got ${frequencies[0]}`);
  }
  const playable = [frequencies[0], Math.min(highest, frequencies[1])] as const;
  const [low, high] = [0, 1].map((end) => {
    return [
      hasGain ? gains[end]! : 0,
      placeOf(axis, playable[end]!, sampleRateHz),
      Math.log(qs[end]!),
    ] as const;
  });
  return { kind, frequencyHz: playable, q: qs, low: low!, high: high! };
}

function pair(range: FitRange): readonly [number, number] {
  return typeof range === "number" ? [range, range] : range;
}

function assertOrder(name: string, [low, high]: readonly [number, number], above: number): void {
  if (!(low > above && low <= high && high < Infinity)) {
    const condition = `finite and in order${above === 0 ? ", above 0" : ""}`;
    throw new RangeError(`${name} must be ${condition}, got ${low}..${high}`);
  }
}

/**
 * Sections that a search starts from: each in the slot of its place in the list, moved to within its bounds.
 *
 * @throws RangeError if there are more than slots, or a kind does not fit its slot.
 */
export function placeGivenSections(
  caller: string,
  given: readonly EqualizerSection[],
  slots: readonly FitSlot[],
  axis: FitAxis,
  sampleRateHz: number,
): PlacedSections {
  if (given.length > slots.length) {
    throw new RangeError(`${caller}: start must have at most ${slots.length} sections, got ${given.length}`);
  }
  const sections = given.map(({ kind }, index) => {
    const { choices } = slots[index]!;
    const section = choices.find((choice) => choice.kind === kind);
    if (section) return section;
    const allowed = choices.map((choice) => choice.kind).join(" or ");
    throw new RangeError(`${caller}: start[${index}].kind must be ${allowed}, got ${kind}`);
  });
  const highest = HIGHEST_PLAYABLE * sampleRateHz;
  const parameters = given.flatMap(({ gainDb, frequencyHz, q }, index) => {
    const values = [gainDb, placeOf(axis, Math.min(highest, frequencyHz), sampleRateHz), Math.log(q)];
    if (!values.every(Number.isFinite)) {
      const got = `${gainDb} dB, ${frequencyHz} Hz, ${q}`;
      throw new RangeError(`${caller}: start[${index}] must have a gain, frequency and Q, got ${got}`);
    }
    return values.map((value, parameter) => bounded(sections[index]!, parameter, value));
  });
  return { slots: slots.slice(0, given.length), sections, parameters: Float64Array.from(parameters) };
}
