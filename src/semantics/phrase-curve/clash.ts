import { BAND_COUNT } from "../../effects/index.ts";
import { dot } from "../curve-coordinates.ts";
import { rms } from "../mixture.ts";
import { type Region, regionsOf } from "./region.ts";
import type { TermPoint } from "./term-point.ts";

/** One side of a clash. */
export interface ClashTerm {
  readonly word: string;
  /** −2..2: negative where less of it was asked. */
  readonly strength: number;
}

/** Two terms that pull opposite ways. A public JSON contract. */
export interface Clash {
  readonly a: ClashTerm;
  readonly b: ClashTerm;
  /** −1..−0.6: between what the two ask for, signs included. */
  readonly correlation: number;
  /** Where they oppose each other most, the weightiest region first. */
  readonly regions: readonly Region[];
  /** 0..1: depth of the two together, as a part of what it would be if they agreed. */
  readonly kept: number;
}

/**
 * A clash is named where the two correlate by no more than this: 60 % of what one plain word does is then undone by the
 * other, and the two together are no deeper than 0.9 of either. In the released model warm and thin (−0.93), soft and loud
 * (−0.91), clear and soft (−0.67) clash; warm and harsh (−0.48) do not.
 */
const MOST_CORRELATION = -0.6;

/** @param asked Terms to add. @returns Those that cost most first. */
export function findClashes(asked: readonly TermPoint[]): Clash[] {
  const clashes: Clash[] = [];
  asked.forEach((a, place) => {
    for (const b of asked.slice(place + 1)) {
      const clash = clashOf(a, b);
      if (clash) clashes.push(clash);
    }
  });
  return clashes.sort((x, y) => x.kept - y.kept);
}

function clashOf(a: TermPoint, b: TermPoint): Clash | undefined {
  const product = a.strength * b.strength;
  const size = rms(a.unitCurve) * rms(b.unitCurve);
  if (product === 0 || size === 0) return undefined;
  const shared = dot(a.unitCurve, b.unitCurve) / BAND_COUNT;
  const correlation = Math.max(-1, (Math.sign(product) * shared) / size);
  if (!(correlation <= MOST_CORRELATION)) return undefined;
  const [one, other] = [Math.abs(a.strength), Math.abs(b.strength)];
  const deepest = Math.max(1, one, other);
  const together = Math.sqrt(Math.max(0, one * one + other * other + 2 * one * other * correlation));
  const kept = Math.min(deepest, together) / Math.min(deepest, one + other);
  const opposition = new Float64Array(BAND_COUNT);
  for (let band = 0; band < BAND_COUNT; band++) {
    opposition[band] = -product * a.unitCurve[band]! * b.unitCurve[band]!;
  }
  return {
    a: { word: a.word, strength: a.strength },
    b: { word: b.word, strength: b.strength },
    correlation,
    regions: regionsOf(opposition),
    kept,
  };
}
