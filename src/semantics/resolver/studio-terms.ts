import { foldWord } from "../spelling.ts";
import type { Language } from "../vocabulary.ts";
import type { FrequencyRegion } from "./region-curve.ts";

/** An engineer's word. It has a region of frequency, or known words that mean the same. */
export interface StudioTerm {
  /** Normalised. */
  readonly word: string;
  readonly language: Language;
  readonly region?: FrequencyRegion;
  /** The region is taken away: "scooped". */
  readonly isCut?: boolean;
  /** It names the region itself ("low mids") rather than a quality that is looked for there ("nasal"). */
  readonly isBand?: boolean;
  /** The first that the vocabulary holds stands for the term. */
  readonly sameAs?: readonly string[];
}

/**
 * Names of regions: English | Spanish | Hz. From L. di G. Kulka, "Equalization: the highest, most sustained expression of
 * the recordist's heart" (Recording Engineer/Producer, 1972), as in B. Owsinski, The Mixing Engineer's Handbook, but for the
 * low mids, which later charts end at 500 Hz.
 */
const bands: readonly string[] = [
  "sub, subs, sub bass, sub-bass, subbass, sub lows, subby | subgraves, sub graves, subgrave | 20-60",
  "bass, lows, low end, low-end, lowend, bottom end, bottom, low frequencies, bass frequencies | graves, bajos, frecuencias graves, frecuencias bajas | 20-250",
  "low mids, lower mids, low-mids, low mid, lower midrange, low midrange, lower-mids | medios graves, medios bajos, medios-graves, mediosgraves | 250-500",
  "mids, mid, midrange, mid range, mid-range, middle, middles, mid frequencies | medios, frecuencias medias | 500-2000",
  "high mids, upper mids, high-mids, upper midrange, high midrange, upper-mids, high mid | medios agudos, medios altos, medios-agudos | 2000-4000",
  "treble, highs, trebles, high end, high-end, top end, top-end, top, toppy, high frequencies | agudos, frecuencias agudas, frecuencias altas | 5000-20000",
];

/**
 * Qualities that are looked for in a region: English | Spanish | Hz, after a minus if the region is taken away. From the same
 * chart (presence, brilliance, the horn-like octave from 500 Hz); the Wheatstone AM-55 manual, appendix (boom, tubby, mud);
 * the mastering chart of track-mastering.com (nasal); the telephone band of ITU-T G.712; the noise of [s] with its peaks at
 * 5 to 9 kHz of Jongman, Wayland & Wong (JASA 108, 2000); the others from what several studio tutorials have in common.
 */
const qualities: readonly string[] = [
  "weight, heft | peso, pegada de graves | 50-150",
  "thump, thud, thuddy | golpe | 50-110",
  "tubby, tubbiness | | 150-300",
  "body | cuerpo | 100-300",
  "woolly, wooly, woolliness, chesty | | 150-350",
  "mud, low mid buildup | barro, embarrado, pastoso, empastado | 250-400",
  "honk, honky, honkiness, honking, horn-like, hornlike | bocina | 500-1000",
  "nasal, nasally, nasality, adenoidal | nasalidad, gangoso | 600-1500",
  "scooped, scoop, mid-scooped, mid scooped, hollowed | | -400-2000",
  "telephone, telephonic, telephone-like, phone, telephoney | telefónico, teléfono | 300-3400",
  "bite | mordida | 2000-4000",
  "attack, definition, intelligibility, articulation | ataque, definición, inteligibilidad | 2000-5000",
  "presence, present, forwardness | presencia, presente | 4000-6000",
  "sibilance, sibilant, sibilants, essy, ess, esses, spitty | sibilancia, sibilante, siseo, siseante, seseo | 5000-9000",
  "sizzle, sizzly, fizz | | 6000-10000",
  "brilliance | | 6000-16000",
  "hiss, hissy, hissing | soplido | 8000-16000",
  "sparkle, shimmer, shimmery | destello | 8000-16000",
  "air | aire | 10000-20000",
];

/** English | Spanish | known words, best first. */
const synonyms: readonly string[] = [
  "boxlike, box-like, cardboard, cardboardy | acartonado, encajonado | boxy",
  " | retumbe | boomy, boom",
  "phat, beefy, beef | | fat, meaty",
  "weighty | | heavy",
  "crackle | | crackly",
  "screech | chirrido | screechy",
  "stridency | estridencia | estridente, strident",
  "grit | | gritty",
  "stuffy | tapado, velado | muffled",
  "tin can | lata | tinny",
  " | delgadez | delgado, thin",
  "dirt | suciedad | sucio, dirty",
  " | opacidad | opaco",
];

function termsOf(line: string): { words: { word: string; language: Language }[]; value: string } {
  const [english = "", spanish = "", value = ""] = line.split("|");
  const list = (text: string, language: Language) =>
    text
      .split(",")
      .map((word) => ({ word: word.trim(), language }))
      .filter(({ word }) => word !== "");
  return { words: [...list(english, "en"), ...list(spanish, "es")], value: value.trim() };
}

function regionTerms(line: string, isBand: boolean): StudioTerm[] {
  const { words, value } = termsOf(line);
  const isCut = value.startsWith("-");
  const [lowHz = 0, highHz = 0] = value.replace(/^-/, "").split("-").map(Number);
  return words.map((word) => ({ ...word, region: { lowHz, highHz }, isCut, isBand }));
}

/** All terms, each spelling (see `foldWord`) once. */
export const studioTerms: readonly StudioTerm[] = [
  ...bands.flatMap((line) => regionTerms(line, true)),
  ...qualities.flatMap((line) => regionTerms(line, false)),
  ...synonyms.flatMap((line): StudioTerm[] => {
    const { words, value } = termsOf(line);
    const sameAs = value.split(",").map((word) => word.trim());
    return words.map((word) => ({ ...word, sameAs }));
  }),
].filter(({ word }, at, all) => all.findIndex((other) => foldWord(other.word) === foldWord(word)) === at);
