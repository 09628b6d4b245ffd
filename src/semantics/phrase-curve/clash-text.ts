import { bandFrequencyHz, GAIN_LIMIT_DB, REFERENCE_RMS_DB } from "../../effects/index.ts";
import type { Clash, ClashTerm } from "./clash.ts";
import type { PhrasePoint } from "./mix-terms.ts";
import type { Region } from "./region.ts";
import type { Taken } from "./taken.ts";

/** A gain that nobody hears, dB. */
const LEAST_GAIN_DB = 0.1;
/** The strongest gain of the other sign is told too if it is at least this part of the strongest. */
const LEAST_OF_PEAK = 0.5;
/** What two curves share is worth a word from this correlation on. */
const LEAST_SHARED = 0.1;
/** Two curves are much alike from here on. */
const ALIKE = 0.8;

/** "warm and thin pull opposite ways below 460 Hz". */
export function clashText({ a, b, regions }: Clash): string {
  return `${termText(a)} and ${termText(b)} pull opposite ways ${regionsText(regions)}`;
}

/** "without muddy: took 46 % of the depth, most of it below 380 Hz", or that there was nothing to take. */
export function takenText({ word, mode, overlap, took, regions }: Taken): string {
  const percent = Math.round(100 * took);
  const shared = mode === "keep" ? -overlap : overlap;
  if (percent === 0) {
    if (shared >= LEAST_SHARED) return `${mode} ${word}: the others have done that already`;
    return mode === "keep"
      ? `keep ${word}: nothing works against it`
      : `without ${word}: there is nothing of it to take`;
  }
  const alike =
    mode === "keep"
      ? `what is asked is nearly the opposite of ${word}, so that much of it stays`
      : `what is asked is much like ${word}, so that much of it stays`;
  const rest = shared >= ALIKE ? `; ${alike}` : "";
  return `${mode} ${word}: took ${percent} % of the depth, most of it ${regionsText(regions)}${rest}`;
}

/**
 * "what remains is +1.2 dB at 3.1 kHz and −0.8 dB at 210 Hz": the strongest gain of a phrase, and the strongest of the
 * other sign if it is at least half as strong.
 *
 * @param amountPercent −200..200.
 */
export function remainsText({ unitCurve }: Pick<PhrasePoint, "unitCurve">, amountPercent = 100): string {
  const gainDb = unitCurve.map((gain) =>
    Math.max(-GAIN_LIMIT_DB, Math.min(GAIN_LIMIT_DB, (gain * REFERENCE_RMS_DB * amountPercent) / 100)),
  );
  const peaks = [1, -1]
    .map((sign) => {
      let peak = 0;
      for (let band = 1; band < gainDb.length; band++)
        if (sign * gainDb[band]! > sign * gainDb[peak]!) peak = band;
      return { band: peak, size: sign * gainDb[peak]! };
    })
    .sort((x, y) => y.size - x.size);
  const strongest = peaks[0]!.size;
  if (strongest < LEAST_GAIN_DB) return "hardly anything remains";
  const told = peaks.filter(({ size }) => size >= Math.max(LEAST_GAIN_DB, LEAST_OF_PEAK * strongest));
  const texts = told.map(({ band }) => {
    const gain = gainDb[band]!;
    return `${gain < 0 ? "−" : "+"}${Math.abs(gain).toFixed(1)} dB at ${hzText(bandFrequencyHz[band]!)}`;
  });
  return `what remains is ${texts.join(" and ")}`;
}

/** "below 460 Hz", "from 1.3 to 2.4 kHz and above 6.2 kHz". */
export function regionsText(regions: readonly Region[]): string {
  const [lowest, highest] = [bandFrequencyHz[0]!, bandFrequencyHz.at(-1)!];
  const texts = regions.map(({ fromHz, toHz }) => {
    if (fromHz <= lowest && toHz >= highest) return "at all frequencies";
    if (fromHz === toHz) return `at ${hzText(fromHz)}`;
    if (fromHz <= lowest) return `below ${hzText(toHz)}`;
    if (toHz >= highest) return `above ${hzText(fromHz)}`;
    return `from ${hzText(fromHz)} to ${hzText(toHz)}`;
  });
  return texts.join(" and ");
}

function termText({ word, strength }: ClashTerm): string {
  return strength < 0 ? `less ${word}` : word;
}

/** Two significant digits. */
function hzText(frequencyHz: number): string {
  const rounded = Number(frequencyHz.toPrecision(2));
  return rounded < 1000 ? `${rounded} Hz` : `${rounded / 1000} kHz`;
}
