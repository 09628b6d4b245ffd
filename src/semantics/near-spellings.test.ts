import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  byPeople,
  createNearSpellings,
  editDistance,
  type KnownSpelling,
  letterCount,
} from "./near-spellings.ts";

fc.configureGlobal({ seed: 1 });

const spelling = fc.string({ unit: fc.constantFrom(..."abcdñé "), minLength: 1, maxLength: 8 });
const knownWords = fc
  .uniqueArray(spelling, { minLength: 1, maxLength: 30 })
  .chain((words) =>
    fc.tuple(...words.map((word) => fc.nat(20).map((people) => ({ word, folded: word, people })))),
  );

/** Damerau's distance of 1, from its definition: everything that one edit makes of a text. */
function oneEdit(text: string, alphabet: string): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at <= text.length; at++) {
    const [left, right] = [text.slice(0, at), text.slice(at)];
    if (right !== "") found.add(left + right.slice(1));
    if (right.length > 1) found.add(left + right[1] + right[0] + right.slice(2));
    for (const letter of alphabet) {
      found.add(left + letter + right);
      if (right !== "") found.add(left + letter + right.slice(1));
    }
  }
  found.delete(text);
  return found;
}

describe("correction", () => {
  test("takes words that one edit reaches, and no others, by the published rule", () => {
    fc.assert(
      fc.property(knownWords, spelling, (words, query) => {
        const reach = oneEdit(query, "abcdñé ");
        const [best, next] = words.filter(({ folded }) => reach.has(folded)).sort(byPeople);
        const found = createNearSpellings<KnownSpelling>(words).correction(query);
        if (found === undefined) return;
        expect(found).toBe(best);
        expect(Math.min(letterCount(query), letterCount(found.folded))).toBeGreaterThanOrEqual(4);
        if (next) {
          expect(found.people).toBeGreaterThanOrEqual(4 * next.people);
          expect(found.folded[0]).toBe(query[0]);
        }
      }),
      { numRuns: 600 },
    );
  });

  test("of several near words the first by people must have four times those of the next", () => {
    const text = fc.string({ unit: fc.constantFrom(..."abcdef"), minLength: 5, maxLength: 7 });
    let taken = 0;
    let left = 0;
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), fc.nat(12), fc.nat(12), (query, one, other, some, more) => {
        const near = [...oneEdit(query, "abcdef")];
        const [a, b] = [near[one % near.length]!, near[other % near.length]!];
        fc.pre(a !== b && a.length >= 4 && b.length >= 4);
        const words = [
          { word: a, folded: a, people: some },
          { word: b, folded: b, people: more },
        ].sort(byPeople);
        const isClear = words[0]!.people >= 4 * words[1]!.people && words[0]!.folded[0] === query[0];
        expect(createNearSpellings(words).correction(query)).toBe(isClear ? words[0] : undefined);
        if (isClear) taken++;
        else left++;
      }),
      { numRuns: 300 },
    );
    expect(Math.min(taken, left)).toBeGreaterThan(20);
  });

  test("a single near word of five letters or more is always taken", () => {
    fc.assert(
      fc.property(spelling, fc.nat(), (word, pick) => {
        fc.pre(word.length >= 6);
        const typos = [...oneEdit(word, "abcdñé ")];
        const words = [{ word, folded: word, people: 0 }];
        expect(createNearSpellings(words).correction(typos[pick % typos.length]!)?.word).toBe(word);
      }),
    );
  });
});

describe("suggestions", () => {
  test("come first from one edit away, are known words, each once, at most 5", () => {
    fc.assert(
      fc.property(knownWords, spelling, (words, query) => {
        const found = createNearSpellings<KnownSpelling>(words).suggestions(query);
        expect(found.length).toBeLessThanOrEqual(5);
        expect(new Set(found).size).toBe(found.length);
        const near = words.filter(({ folded }) => editDistance(query, folded, 1) <= 1);
        expect(found.slice(0, near.length).every((word) => near.some((known) => known.word === word))).toBe(
          true,
        );
        expect(found.length).toBeGreaterThanOrEqual(Math.min(5, near.length));
      }),
      { numRuns: 600 },
    );
  });

  test("no word within reach is missed", () => {
    fc.assert(
      fc.property(spelling, spelling, (word, query) => {
        const letters = letterCount(query);
        const reach = letters <= 3 ? 1 : letters <= 7 ? 2 : 3;
        const isNear = editDistance(query, word, reach) <= reach;
        const found = createNearSpellings([{ word, folded: word, people: 1 }]).suggestions(query);
        if (isNear) expect(found).toEqual([word]);
      }),
      { numRuns: 600 },
    );
  });
});
