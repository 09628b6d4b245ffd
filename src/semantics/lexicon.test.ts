import { describe, expect, test } from "vitest";
import { concepts } from "./lexicon.ts";
import { foldWord, normalizeWord } from "./spelling.ts";
import { baseForms } from "./word-family.ts";

const conceptsByFold = new Map<string, number[]>();
concepts.forEach((words, concept) => {
  for (const { word } of words) {
    const folded = foldWord(word);
    conceptsByFold.set(folded, [...(conceptsByFold.get(folded) ?? []), concept]);
  }
});

/** Concepts of a word, or of the first of its base forms that has one: as the kernel finds them. */
function conceptsOf(word: string): readonly number[] {
  const form = [foldWord(word), ...baseForms(word)].find((text) => conceptsByFold.has(text));
  return form === undefined ? [] : conceptsByFold.get(form)!;
}

/** Words that mean the opposite of each other, or what no listener should hear as the same. */
const antonyms: readonly (readonly [string, string])[] = [
  ["warm", "cold"],
  ["warm", "cool"],
  ["warm", "bright"],
  ["hot", "cold"],
  ["bright", "dark"],
  ["bright", "dull"],
  ["light", "dark"],
  ["light", "heavy"],
  ["soft", "loud"],
  ["soft", "hard"],
  ["soft", "harsh"],
  ["calm", "loud"],
  ["quiet", "loud"],
  ["quiet", "noisy"],
  ["gentle", "harsh"],
  ["gentle", "aggressive"],
  ["smooth", "rough"],
  ["smooth", "harsh"],
  ["soothing", "harsh"],
  ["tinny", "heavy"],
  ["tinny", "full"],
  ["thin", "thick"],
  ["thin", "fat"],
  ["full", "empty"],
  ["full", "hollow"],
  ["solid", "hollow"],
  ["deep", "high"],
  ["low", "high"],
  ["lower", "higher"],
  ["bass", "shrill"],
  ["sharp", "dull"],
  ["sharp", "round"],
  ["clear", "muddy"],
  ["clear", "muffled"],
  ["clear", "unclear"],
  ["clear", "cloudy"],
  ["clear", "fuzzy"],
  ["clean", "dirty"],
  ["clean", "distorted"],
  ["pure", "dirty"],
  ["crisp", "muffled"],
  ["open", "muffled"],
  ["open", "tight"],
  ["wide", "narrow"],
  ["big", "small"],
  ["close", "distant"],
  ["dry", "wet"],
  ["damp", "dry"],
  ["sweet", "bitter"],
  ["beautiful", "ugly"],
  ["good", "bad"],
  ["pleasant", "unpleasant"],
  ["pleasant", "annoying"],
  ["pleasing", "irritating"],
  ["delicious", "disgusting"],
  ["happy", "sad"],
  ["happy", "depressing"],
  ["cheerful", "melancholy"],
  ["calm", "nervous"],
  ["calm", "angry"],
  ["calm", "agitated"],
  ["relaxing", "exciting"],
  ["relaxed", "tense"],
  ["peaceful", "violent"],
  ["tranquil", "chaotic"],
  ["slow", "fast"],
  ["energetic", "tired"],
  ["lively", "boring"],
  ["fun", "boring"],
  ["fun", "serious"],
  ["brave", "afraid"],
  ["bold", "shy"],
  ["strong", "weak"],
  ["powerful", "feeble"],
  ["tough", "fragile"],
  ["old", "new"],
  ["old", "young"],
  ["ancient", "modern"],
  ["simple", "complex"],
  ["ordinary", "strange"],
  ["optimistic", "pessimistic"],
  ["proud", "humble"],
  ["divine", "evil"],
  ["white", "dark"],
  ["free", "strict"],
  ["cálido", "frío"],
  ["cálida", "fresca"],
  ["caliente", "frío"],
  ["caliente", "helado"],
  ["brillante", "oscuro"],
  ["brillante", "opaco"],
  ["brillante", "apagado"],
  ["luminoso", "sombrío"],
  ["claro", "oscuro"],
  ["clara", "obscura"],
  ["claro", "borroso"],
  ["suave", "fuerte"],
  ["suave", "duro"],
  ["suave", "áspero"],
  ["suavemente", "fuerte"],
  ["liso", "rugoso"],
  ["callado", "ruidoso"],
  ["delicado", "agresivo"],
  ["tierno", "violento"],
  ["ligero", "pesado"],
  ["ligera", "pesada"],
  ["grueso", "delgado"],
  ["gordo", "flaco"],
  ["lleno", "vacío"],
  ["lleno", "hueco"],
  ["profundo", "alto"],
  ["bajo", "alto"],
  ["grave", "agudo"],
  ["graves", "aguda"],
  ["afilado", "redondo"],
  ["limpio", "sucio"],
  ["grande", "pequeño"],
  ["ancho", "estrecho"],
  ["abierto", "apretado"],
  ["cercano", "lejano"],
  ["seco", "mojado"],
  ["seco", "húmedo"],
  ["dulce", "amargo"],
  ["bello", "feo"],
  ["bonito", "feo"],
  ["bueno", "malo"],
  ["agradable", "desagradable"],
  ["agradable", "molesto"],
  ["delicioso", "asqueroso"],
  ["feliz", "triste"],
  ["alegre", "triste"],
  ["alegre", "melancólico"],
  ["tranquilo", "nervioso"],
  ["tranquilo", "inquieto"],
  ["pacífico", "violento"],
  ["calmado", "agitado"],
  ["relajante", "emocionante"],
  ["lento", "rápido"],
  ["energético", "cansado"],
  ["divertido", "aburrido"],
  ["divertido", "serio"],
  ["valiente", "cobarde"],
  ["audaz", "tímido"],
  ["potente", "débil"],
  ["viejo", "nuevo"],
  ["viejo", "joven"],
  ["antiguo", "moderno"],
  ["sencillo", "complicado"],
  ["normal", "extraño"],
  ["orgulloso", "humilde"],
  ["divino", "malvado"],
  ["blanco", "oscuro"],
  ["warm", "frío"],
  ["cálido", "cold"],
  ["bright", "oscuro"],
  ["soft", "fuerte"],
  ["suave", "loud"],
  ["heavy", "ligero"],
  ["happy", "triste"],
  ["low", "agudo"],
];

/** Translations and synonyms, also by their forms. */
const synonyms: readonly (readonly [string, string])[] = [
  ["warm", "cálido"],
  ["warmth", "calidez"],
  ["bright", "brillante"],
  ["brighter", "brillo"],
  ["soft", "suave"],
  ["softly", "suavemente"],
  ["cold", "frío"],
  ["loud", "fuerte"],
  ["sharp", "afilado"],
  ["heavy", "pesado"],
  ["dark", "oscuro"],
  ["clear", "claro"],
  ["harsh", "áspero"],
  ["happy", "feliz"],
  ["calm", "calma"],
  ["relaxing", "relajante"],
  ["crisp", "crujiente"],
  ["tinny", "enlatado"],
];

function shareConcept(one: string, other: string): boolean {
  return conceptsOf(one).some((concept) => conceptsOf(other).includes(concept));
}

describe("the lexicon", () => {
  test("every word is normalised and stands once in its line; lines hold two words or more", () => {
    const spellings = concepts.map((words) => words.map(({ word }) => word));
    expect(spellings.map((line) => line.map(normalizeWord))).toEqual(spellings);
    expect(spellings.filter((line) => new Set(line).size < line.length || line.length < 2)).toEqual([]);
    expect(spellings.flat().filter((word) => foldWord(word) === "")).toEqual([]);
  });

  test("both languages are there, and most lines join them", () => {
    const joining = concepts.filter((words) => new Set(words.map(({ language }) => language)).size === 2);
    expect(joining.length / concepts.length).toBeGreaterThan(0.9);
  });

  test("no word stands in more than two lines, and few in two", () => {
    const counts = [...conceptsByFold.values()].map((places) => new Set(places).size);
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    expect(counts.filter((count) => count === 2).length).toBeLessThan(counts.length / 50);
  });

  test("antonyms are there and never share a concept", () => {
    expect(antonyms.flat().filter((word) => conceptsOf(word).length === 0)).toEqual([]);
    expect(antonyms.filter(([one, other]) => shareConcept(one, other))).toEqual([]);
  });

  test("translations and synonyms share one", () => {
    expect(synonyms.filter(([one, other]) => !shareConcept(one, other))).toEqual([]);
  });
});
