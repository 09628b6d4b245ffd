/**
 * Positions at which a path is cut in pieces of equal length: the path's length is summed up at evenly spaced
 * positions and read backwards, straight lines between. Lengths are the rms over the bands of the difference in dB; as
 * the bands are evenly spaced on the ERB-number scale, each counts as much as hearing has room for it.
 *
 * @param path Curves at evenly spaced positions, 0 to 1; shape `[bands]` each, dB.
 * @param count How many positions, 2 or more: both ends are included.
 * @returns From 0 to 1, never falling; evenly spaced where the path has no length.
 */
export function evenPositions(path: readonly ArrayLike<number>[], count: number): number[] {
  const steps = path.slice(1).map((curve, k) => distance(curve, path[k]!));
  const total = steps.reduce((sum, step) => sum + step, 0);
  if (!(total > 0)) return Array.from({ length: count }, (_, k) => k / (count - 1));
  const positions = [0];
  let [step, before] = [0, 0];
  for (let k = 1; k < count - 1; k++) {
    const wanted = (total * k) / (count - 1);
    while (step < steps.length - 1 && before + steps[step]! < wanted) before += steps[step++]!;
    const share = steps[step]! > 0 ? (wanted - before) / steps[step]! : 0;
    positions.push(Math.min(1, (step + share) / steps.length));
  }
  return [...positions, 1];
}

/** Root of the mean squared difference. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
}
