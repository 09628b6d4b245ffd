/**
 * How strong a degree is, as a factor on a word's plain depth. The order is that of Cliff's adverbs as multipliers
 * (Psychological Review 66, 1959: slightly .54, rather .84, quite 1.05, very 1.25, extremely 1.45); the steps are wider,
 * since 0.25 of 3 dB rms is about the smallest change of a spectrum that listeners hear.
 */
export const degrees = {
  hint: 0.25,
  bit: 0.5,
  fair: 0.75,
  plain: 1,
  very: 1.5,
  extreme: 2,
} as const;

export type Degree = keyof typeof degrees;

/** Degree words before (or after) a word of sound; spellings as `tokenize` gives them, `|` between the languages. */
export const degreeWords: Readonly<Record<Degree, string>> = {
  hint:
    "a fraction, a fraction of, fractionally, marginally, microscopically, imperceptibly, a breath of, a wisp of, a speck of, a grain of, a mite, a skosh, a scosh, a whisker, an inch, the merest hint of, a faint hint of, a subtle hint of, a light touch of, a soupçon of, a spot of, " +
    "a touch, a touch of, touch, a hint, a hint of, hint of, just a hint, a tad, tad, a hair, a smidge, a smidge of, a smidgen, a smidgen of, " +
    "a dash of, a dash, a pinch of, a pinch, a whisper of, a shade, a sprinkle of, a sliver of, a trace of, a suggestion of, a drop of, " +
    "a kiss of, a lick of, a dab of, a tiny bit, a tiny bit of, the tiniest bit, the slightest bit, a teeny bit, " +
    "a little touch, a little touch of, just a little bit, barely, hardly, ever so slightly, very slightly, very subtly, very slight, " +
    "minimally, a bit of a hint of, a tiny touch, a tiny touch of, a tiny amount, a tiny amount of, just noticeably, the faintest | " +
    "apenitas, una gotita, una gotita de, una chispa, una chispa de, una miaja de, un ápice de, una nada, casi nada, un poquito muy pequeño, una cosita, un pellizco, un pellizco de, una puntita, una puntita de, una idea, un suspiro de, " +
    "una pizca, una pizca de, una pizquita, una pizquita de, un toque, un toque de, un toquecito, un toquecito de, un pelín, " +
    "un pelín de, un pelo, un pelo de, apenas, una gota de, una gota, un ápice, " +
    "un poquitito, un poquitín, un poquitín de, muy ligeramente, muy levemente, " +
    "apenas un poco, apenas un toque, apenas un toque de, un poquito nada más, mínimamente, un matiz de",
  bit:
    "a wee bit, a wee bit of, a bit, a bit of, bit, a little, a little bit, a little bit of, little bit, slightly, slight, somewhat, kind of, kinda, sort of, " +
    "sorta, subtly, gently, lightly, mildly, vaguely, faintly, partially, partly, a slight bit, a slight amount of, a subtle, " +
    "to some extent, softly, moderately little, a small amount of, a small amount, a small bit, small amount of, " +
    "semi, ish, modestly, only slightly, some small, subtle amount of | " +
    "un poco, un poco de, un poquito, un poquito de, poquito, algo, algo de, ligeramente, levemente, sutilmente, " +
    "un tanto, tantito, un tantito, un cachito, suavemente, un poquillo, un pokito, medio, ligero, ligera, tirando a, una miaja, mínimo",
  fair:
    "almost, nearly, nearly as, almost as, casi, casi tan, fairly, rather, quite, moderately, reasonably, decently, relatively, pretty, a fair bit, a fair bit of, a fair amount of, " +
    "noticeably, a decent amount of, a good bit, a good bit of, medium | " +
    "bastante, medianamente, moderadamente, razonablemente, más bien",
  plain: "",
  very:
    "heaps, heaps more, a whole lot, a whole lot of, a ton, a ton of, hella, mad, way way, loads more, a good lot, a hefty dose of, a healthy dose of, a big dose of, a large amount of, a big, an awful lot, an awful lot of, a fair lot, immensely much, damn, sizeably, sizably, appreciably, clearly, obviously, richly, vividly, " +
    "very, very much, much, a lot, a lot of, lots, lots of, really, truly, a great deal, a great deal of, a good deal, a good deal of, " +
    "plenty of, plenty, loads of, loads, heaps of, tons of, quite a bit, quite a bit of, quite a lot, quite a lot of, strongly, " +
    "considerably, significantly, substantially, particularly, especially, highly, seriously, heavily, real, deeply, very very much, " +
    "markedly, so much, many, such, a bunch, a bunch of, big time, greatly, majorly, properly, thoroughly, decidedly, awfully, far, alot, so | " +
    "un chingo, un chingo de, mogollón, mogollón de, un resto, un resto de, un buen de, un pilón de, un cacho, una barbaridad de, una tonelada de, kilos de, un huevo de, una banda de, un vagón de, tela de, " +
    "muy, mucho, mucha, muchos, muchas, bien, realmente, harto, harta, un montón, un montón de, bastante más que un poco, " +
    "considerablemente, notablemente, especialmente, un buen, cantidad de, un chorro de, re, tan, tanto, un mundo",
  extreme:
    "exceptionally, supremely, phenomenally, an insane amount of, a crazy amount of, a ridiculous amount of, an extreme amount of, a massive amount of, a huge amount of, epically, colossally, blindingly, deafeningly, mind-blowingly, off the charts, through the roof, to death, as possible please, fully, " +
    "unbelievably, absurdly, obscenely, horribly, horrendously, outrageously, unreasonably, violently, dramatically, monstrously, brutally, ferociously, super duper, as heck, af, extremely, way, super, ultra, insanely, incredibly, hugely, massively, enormously, intensely, most, the most, exceedingly, mega, hyper, " +
    "ridiculously, crazy, stupidly, totally, completely, absolutely, utterly, entirely, as much as possible, as possible, as can be, as you can, as it gets, as hell, all the way, " +
    "to the max, to the extreme, ever so much, maximum, max, wildly, terribly, vastly, by far, infinitely, drastically, radically | " +
    "brutalmente, bestialmente, horriblemente, exageradamente, inmensamente, de más no poder, al extremo, extremadamente, muchísimo, muchísima, muchísimos, muchísimas, sumamente, totalmente, " +
    "completamente, absolutamente, al máximo, lo más, increíblemente, enormemente, tremendamente, " +
    "lo más posible, como sea posible, como se pueda, que se pueda, que puedas, lo máximo posible, todo lo posible, a tope, a más no poder, radicalmente, demasiadísimo, hiper",
};

/** Parts of the whole, as factors. */
export const fractionWords: readonly (readonly [factor: number, words: string])[] = [
  [0.1, "a tenth, a tenth as, ten percent, diez por ciento"],
  [0.2, "a fifth, a fifth as, one fifth, un quinto, la quinta parte"],
  [0.4, "two fifths, two fifths of, dos quintos"],
  [0.6, "three fifths, three fifths of, tres quintos"],
  [0.8, "four fifths, four fifths of, cuatro quintos"],
  [
    0.25,
    "a quarter, a quarter as, one quarter, quarter, a fourth, a quarter of, un cuarto, un cuarto de, la cuarta parte, la cuarta parte de",
  ],
  [
    1 / 3,
    "a third, one third, a third as, a third of, un tercio, un tercio de, la tercera parte, la tercera parte de",
  ],
  [
    0.5,
    "half, half as, half as much, half the, half of, by half, half as many, half way, halfway, by a half, one half, a half, la mitad, la mitad de, mitad, medio camino, a mitad, a la mitad",
  ],
  [2 / 3, "two thirds, two thirds of, dos tercios, dos tercios de"],
  [0.75, "three quarters, three quarters of, three fourths, tres cuartos, tres cuartos de"],
  [3, "three times, three times as, triple, el triple, el triple de, tres veces, tres veces más"],
  [1.5, "one and a half times, one and a half times as, vez y media, una vez y media"],
  [
    2,
    "twice, twice as, twice as much, twice the, double, double the, two times, two times as, doubly, el doble, el doble de, doble, dos veces, dos veces más, al doble",
  ],
];

/** Words for whole tens: "eighty percent". */
export const tensWords: readonly (readonly [percent: number, english: string, spanish: string])[] = [
  [5, "five", "cinco"],
  [10, "ten", "diez"],
  [15, "fifteen", "quince"],
  [20, "twenty", "veinte"],
  [25, "twenty-five", "veinticinco"],
  [30, "thirty", "treinta"],
  [40, "forty", "cuarenta"],
  [50, "fifty", "cincuenta"],
  [60, "sixty", "sesenta"],
  [70, "seventy", "setenta"],
  [75, "seventy-five", "setenta y cinco"],
  [80, "eighty", "ochenta"],
  [90, "ninety", "noventa"],
  [100, "a hundred", "cien"],
];
