/**
 * Verbs that ask for a word of sound without holding it: `verb: word`, a leading minus asks for less. English verbs in -en
 * (brighten) need no line: they are forms of their adjective. Enclitic pronouns (acláralo) are cut off first.
 */
const lines =
  "brillar: brillante; abrillanta: brillante; abrillantar: brillante; aclara: claro; aclarar: claro; aclare: claro; suaviza: suave; " +
  "suavizar: suave; suavice: suave; oscurece: oscuro; oscurecer: oscuro; oscurezca: oscuro; engorda: gordo; engordar: gordo; " +
  "calienta: cálido; calentar: cálido; caliéntalo: cálido; caliente: caliente; ilumina: brillante; iluminar: brillante; " +
  "endulza: dulce; endulzar: dulce; enfría: frío; enfriar: frío; engrosa: grueso; engrosar: grueso; profundiza: profundo; " +
  "endurece: duro; endurecer: duro; ablanda: blando; ablandar: blando; apaga: apagado; apagar: apagado; afina: fino; " +
  "ensucia: sucio; ensuciar: sucio; aligera: ligero; aligerar: ligero; refresca: fresco; refrescar: fresco; " +
  "fatten: fat; deess: -sibilant; de-ess: -sibilant; de-esser: -sibilant; deesser: -sibilant; de-essing: -sibilant; de-essed: -sibilant; deessed: -sibilant; deessing: -sibilant; de-harsh: -harsh; " +
  "de-mud: -mud; demud: -mud; de-boom: -boom; declutter: clear; mellow out: mellow; warm up: warm; brighten up: bright; " +
  "smooth out: smooth; soften up: soft; thin out: -thick; round off: round; open up: open; enrich: rich; " +
  "declip: -distorted; crisp up: crisp; beef up: full; calm down: calm; clean up: clean; tighten up: tight; dirty up: dirty; lighten up: light; " +
  "fill out: full; flesh out: full; round out: round; deepen: deep; heat up: warm; cool down: cool; cool off: cool; darken: dark; sweeten up: sweet; bulk up: thick";

/** The word that a verb asks for, and its sign. */
export interface Command {
  readonly word: string;
  readonly sign: 1 | -1;
}

/** By verb, as `tokenize` spells it. */
export const commands: ReadonlyMap<string, Command> = new Map(
  lines.split("; ").map((line) => {
    const [verb = "", word = ""] = line.split(": ");
    return [verb, word.startsWith("-") ? { word: word.slice(1), sign: -1 } : { word, sign: 1 }];
  }),
);
