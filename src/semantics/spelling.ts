/** The one spelling of a word: Unicode NFC, lower case (of no locale), trimmed, single spaces inside. */
export function normalizeWord(text: string): string {
  return text.toLowerCase().normalize("NFC").trim().replaceAll(/\s+/g, " ");
}

/** A normalised word without accents (ñ becomes n) and with runs of punctuation as one space; may be empty. */
export function foldWord(word: string): string {
  return word
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
