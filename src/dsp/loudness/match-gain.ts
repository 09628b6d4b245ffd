/** What of a programme's loudness a comparison needs; a loudness meter is of this shape. LUFS, -Infinity for silence. */
export interface ProgrammeLoudness {
  readonly integratedLufs: number;
  readonly maxShortTermLufs: number;
}

/** Quieter than this is silence: rounding errors must not be turned up. */
const SILENT_LUFS = -120;

/**
 * The gain that makes one programme as loud as another: the difference of their integrated loudness. Where one has
 * none (less than 400 ms, or nothing above the gate at -70 LUFS) it is the difference of their highest short-term
 * loudness; the same measure is always taken of both. Short-term loudness takes what lies around a short sound for
 * silence, so for two versions of a sound under 3 s it compares their energy.
 *
 * @param programme What is to be turned up or down.
 * @param reference What it is to be as loud as.
 * @returns dB; 0 where either is silent: below -120 LUFS, or less than 10 ms.
 */
export function matchGainDb(programme: ProgrammeLoudness, reference: ProgrammeLoudness): number {
  const integratedDb = reference.integratedLufs - programme.integratedLufs;
  if (Number.isFinite(integratedDb)) return integratedDb;
  const quieterLufs = Math.min(reference.maxShortTermLufs, programme.maxShortTermLufs);
  return quieterLufs >= SILENT_LUFS ? reference.maxShortTermLufs - programme.maxShortTermLufs : 0;
}
