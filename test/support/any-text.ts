import fc from "fast-check";

/** Any UTF-16: letters with and without accents, signs, spaces, and now and then any code unit pair at all. */
const character = fc
  .oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
    { weight: 2, arbitrary: fc.integer({ min: 0x9, max: 0x24f }) },
    { weight: 1, arbitrary: fc.integer({ min: 0x300, max: 0x36f }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 0x10ffff }) },
  )
  .map((codePoint) => String.fromCodePoint(codePoint));

/** Texts that a user, or a program gone wrong, may hand in. Built in no time, unlike fast-check's own full range. */
export const anyText: fc.Arbitrary<string> = fc.string({ unit: character });
