import { BAND_COUNT } from "../../effects/index.ts";
import { dot } from "../curve-coordinates.ts";
import { rms } from "../mixture.ts";
import { type Region, regionsOf } from "./region.ts";
import type { TermPoint } from "./term-point.ts";

/** What a `without` or a `keep` did to the rest of a phrase. A public JSON contract. */
export interface Taken {
  readonly word: string;
  readonly mode: "without" | "keep";
  /** −1..1: correlation of the word with what the other terms ask for. */
  readonly overlap: number;
  /** 0..1: how much of what they share was taken; less than the strength where the two are alike (`gentleShares`). */
  readonly part: number;
  /**
   * 0..1: the part of the depth that it cost. Several terms share what they cost together by how much each took.
   * 0 where there was nothing to take.
   */
  readonly took: number;
  /** Where it took most, the weightiest region first; empty where it took nothing. */
  readonly regions: readonly Region[];
}

/** A limit at work. */
export interface LimitAtWork {
  readonly term: TermPoint;
  /** Shape `[40]`, rms 1: the direction that it forbids. */
  readonly direction: Float64Array;
  /** How much of the direction was taken. */
  readonly share: number;
}

/** @param wanted Shape `[40]`: what the other terms ask for. @param left Shape `[40]`: what the limits left of it. */
export function describeTaken(
  wanted: Float64Array,
  left: Float64Array,
  limits: readonly LimitAtWork[],
): Taken[] {
  const size = rms(wanted);
  const cost = size > 0 ? Math.max(0, 1 - rms(left) / size) : 0;
  const whole = limits.reduce((sum, { share }) => sum + share, 0);
  return limits.map(({ term, direction, share }) => {
    const shared = dot(direction, wanted) / BAND_COUNT;
    const stays = dot(direction, left) / BAND_COUNT;
    const overlap = size > 0 ? Math.max(-1, Math.min(1, shared / size)) : 0;
    return {
      word: term.word,
      mode: term.mode === "keep" ? "keep" : "without",
      overlap: term.mode === "keep" ? -overlap : overlap,
      part: shared > 0 ? Math.max(0, Math.min(1, 1 - stays / shared)) : 0,
      took: whole > 0 ? (cost * share) / whole : 0,
      regions: share > 0 ? regionsOf(wanted.map((gain, band) => gain * direction[band]!)) : [],
    };
  });
}
