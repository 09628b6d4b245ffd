const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Int8Array(256).fill(-1);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** Bytes from the letters of RFC 4648's base64, given as ASCII; other characters are passed over. */
export function decodeBase64(letters: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let size = 0;
  let word = 0;
  let wordBits = 0;
  for (const letter of letters) {
    const value = VALUES[letter]!;
    if (value < 0) continue;
    word = ((word << 6) | value) & 0xfff;
    wordBits += 6;
    if (wordBits >= 8) {
      wordBits -= 8;
      bytes[size++] = word >> wordBits;
    }
  }
  return bytes.slice(0, size);
}
