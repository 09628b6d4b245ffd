import { bandFrequencyHz } from "../effects/index.ts";

/** A part of the spectrum and what a boost or a cut there is called. */
interface Region {
  readonly fromHz: number;
  readonly toHz: number;
  readonly boosted: string;
  readonly cut: string;
}

const regions: readonly Region[] = [
  { fromHz: 0, toHz: 230, boosted: "full low end", cut: "thin low end" },
  { fromHz: 230, toHz: 700, boosted: "full low mids", cut: "lean low mids" },
  { fromHz: 700, toHz: 2000, boosted: "forward mids", cut: "recessed mids" },
  { fromHz: 2000, toHz: 6000, boosted: "bright upper mids", cut: "softened upper mids" },
  { fromHz: 6000, toHz: 24_000, boosted: "open treble", cut: "softened treble" },
];

/**
 * Names what each curve does, by the two regions where it is strongest; where two curves would be called alike, by
 * the regions where they differ most from the others.
 *
 * @param curves Shape `[40]` each, z units.
 */
export function nameReadings(curves: readonly ArrayLike<number>[]): string[] {
  const levels = curves.map((curve) => regions.map((region) => meanIn(curve, region)));
  const byStrength = levels.map((own) => nameOf(own, own));
  if (new Set(byStrength).size === byStrength.length) return byStrength;
  return levels.map((own, k) => {
    const others = levels.filter((_, other) => other !== k);
    const apart = own.map(
      (level, i) => level - others.reduce((sum, other) => sum + other[i]!, 0) / others.length,
    );
    return nameOf(apart, apart);
  });
}

function nameOf(levels: readonly number[], strength: readonly number[]): string {
  return Array.from(strength.keys())
    .sort((a, b) => Math.abs(strength[b]!) - Math.abs(strength[a]!) || a - b)
    .slice(0, 2)
    .map((index) => (levels[index]! >= 0 ? regions[index]!.boosted : regions[index]!.cut))
    .join(", ");
}

function meanIn(curve: ArrayLike<number>, { fromHz, toHz }: Region): number {
  const bands = bandFrequencyHz.flatMap((hz, band) => (hz >= fromHz && hz < toHz ? [band] : []));
  return bands.reduce((sum, band) => sum + curve[band]!, 0) / bands.length;
}
