/** A preset's name as a file name on any system: letters, digits, space, and `-_.()`; never empty. */
export function fileNameOf(name: string, extension: string): string {
  const plain = name
    .slice(0, 100)
    .replace(/[^\p{L}\p{N} \-_.()]+/gu, "_")
    .replace(/^[. ]+|[. ]+$/g, "");
  return `${plain === "" ? "preset" : plain}${extension}`;
}

/** Text for a comment or a title: one line. */
export function lineOf(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
