import { foldWord } from "../spelling.ts";

/**
 * Words of what is wrong with a sound, English | Spanish: "it sounds muddy" asks for less of it. Written by hand from how
 * engineers and listeners complain; neither spelling nor a thesaurus adds to it. Left out are words that are as often
 * asked for as complained of (dark, bright, warm, soft, heavy, crunchy, gritty, punchy, metallic, raw).
 */
const lines: readonly string[] = [
  "muddy, mud, muddiness, muddled, muddied, murky, murk, murkiness, swampy, sludgy, mushy, mush | embarrado, barro, fangoso, turbio, pastoso, empastado",
  "boomy, boominess, booming, boom, tubby, flabby, bloated, overblown | retumbante, retumbe, retumbón, hinchado",
  "boxy, boxiness, box-like, boxlike, cardboard, cardboardy, papery | acartonado, cajón, encajonado, cartón",
  "honky, honk, honkiness, honking, quacky, squawky | bocinazo",
  "nasal, nasally, nasality, adenoidal | nasalidad, gangoso",
  "harsh, harshness, strident, stridency, abrasive, grating, scraping, jarring | áspero, aspereza, estridente, estridencia, chirriante",
  "shrill, shrillness, piercing, ear-piercing, screechy, screech, screeching, squeaky, squeaking, shrieking | chillón, agudísimo, penetrante, punzante, chirrido",
  "sibilant, sibilance, sibilants, essy, ess, esses, spitty, lispy | sibilante, sibilancia, siseo, siseante, seseo",
  "hissy, hiss, hissing, wheezy, racket, noisy, noise, static, buzzy, buzz, buzzing, hum, hummy | ruidoso, ruido, soplido, zumbido",
  "rumbly, rumble, rumbling | retumbo",
  "tinny, tinniness | enlatado, lata, latoso",
  "thin, thinness, anaemic, anemic, weedy, puny, weak, feeble, flimsy, wimpy | delgado, flaco, débil, raquítico, enclenque",
  "dull, dullness, lifeless, dead, drab, bland | apagado, soso, muerto",
  "muffled, muffledness, stuffy, smothered, stifled, strangled, veiled, blanketed, woolly, wooly, woolliness, boxed, choked, congested, clogged | amortiguado, ahogado, sordo, tapado, velado, congestionado",
  "cloudy, foggy, fog, hazy, haze, muzzy, leaden, blurry, blurred, smeared, fuzzy, indistinct, unclear | borroso, confuso, nublado, empañado, opaco",
  "brittle, brittleness, glassy, edgy, biting, spiky, scratchy, prickly, jagged | quebradizo, crispado",
  "raspy, hoarse, rasping | rasposo, ronco",
  "dirty, messy, mess, sloppy, cluttered, grimy | sucio, suciedad, desordenado",
  "distorted, distortion, clipped, crackly, crackle, crackling | distorsionado, distorsión",
  "flat, distant, far-away, buried, recessed | plano, lejano, distante, enterrado",
  "hollow, hollowness, empty | hueco, vacío",
  "cheap, fake, artificial, bad, awful, horrible, ugly, nasty, unpleasant, annoying, irritating, painful, crappy | barato, feo, malo, horrible, desagradable, molesto, irritante, doloroso",
  "fatiguing, tiring, exhausting | fatigante, cansado, agotador",
  "wobbly, ringing, ringy, resonances, peaky, notchy, uneven, unbalanced, lopsided | desequilibrado",
  "splashy, splashiness, blaring, blary, washy, ice-pick, icepick | salpicado, atronador",
  "clangy, clanging, clangor, clanky, clattering, rattling, rattly, rattle | traqueteo",
  "plosive, plosives, popping, clicky, thumping, boofy | explosivas, petardeo",
  "flat-sounding, washed-out, washed out | deslavado",
];

const faults: ReadonlySet<string> = new Set(
  lines.flatMap((line) =>
    line
      .split(/[|,]/)
      .map((word) => foldWord(word.trim()))
      .filter((word) => word !== ""),
  ),
);

/** Whether a word names a fault. @param folded See `foldWord`. */
export function isFaultWord(folded: string): boolean {
  return faults.has(folded);
}
