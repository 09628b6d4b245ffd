/**
 * MD5 (RFC 1321) over a stream of bytes: FLAC files carry it over the decoded audio. Written out because a render
 * spends a third of its time here with a generic library (62 MB/s; this runs several times as fast).
 */
export interface Md5 {
  /** Takes the next bytes. */
  update(bytes: Uint8Array): void;
  /** Ends the stream and gives the digest. Shape `[16]`. */
  digest(): Uint8Array<ArrayBuffer>;
}

const BLOCK_BYTES = 64;

/** An MD5 of nothing yet. */
export function createMd5(): Md5 {
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  const pending = new Uint8Array(BLOCK_BYTES);
  const words = new Int32Array(16);
  let pendingLength = 0;
  let byteCount = 0;

  function update(bytes: Uint8Array): void {
    byteCount += bytes.length;
    let at = 0;
    if (pendingLength > 0) {
      at = Math.min(BLOCK_BYTES - pendingLength, bytes.length);
      pending.set(bytes.subarray(0, at), pendingLength);
      pendingLength += at;
      if (pendingLength < BLOCK_BYTES) return;
      digestBlock(state, words, pending, 0);
      pendingLength = 0;
    }
    for (; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) digestBlock(state, words, bytes, at);
    pending.set(bytes.subarray(at));
    pendingLength = bytes.length - at;
  }

  return {
    update,
    digest() {
      const bitCount = byteCount * 8;
      const zeros = (2 * BLOCK_BYTES - 9 - pendingLength) % BLOCK_BYTES;
      const tail = new Uint8Array(1 + zeros + 8);
      tail[0] = 0x80;
      const view = new DataView(tail.buffer);
      view.setUint32(1 + zeros, bitCount % 2 ** 32, true);
      view.setUint32(5 + zeros, Math.floor(bitCount / 2 ** 32), true);
      update(tail);
      const digest = new Uint8Array(16);
      for (let i = 0; i < 4; i++) new DataView(digest.buffer).setInt32(4 * i, state[i]!, true);
      return digest;
    },
  };
}

/** `floor(2^32 |sin(i + 1)|)`, the constant of step i. */
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))) | 0);

/** Mixes one block of 64 bytes into the state: four rounds of sixteen steps, four steps written out per turn. */
function digestBlock(state: Int32Array, words: Int32Array, bytes: Uint8Array, start: number): void {
  for (let i = 0, at = start; i < 16; i++, at += 4) {
    words[i] = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let x = 0;
  for (let i = 0; i < 16; i += 4) {
    x = (a + (d ^ (b & (c ^ d))) + words[i]! + SINES[i]!) | 0;
    a = (b + ((x << 7) | (x >>> 25))) | 0;
    x = (d + (c ^ (a & (b ^ c))) + words[i + 1]! + SINES[i + 1]!) | 0;
    d = (a + ((x << 12) | (x >>> 20))) | 0;
    x = (c + (b ^ (d & (a ^ b))) + words[i + 2]! + SINES[i + 2]!) | 0;
    c = (d + ((x << 17) | (x >>> 15))) | 0;
    x = (b + (a ^ (c & (d ^ a))) + words[i + 3]! + SINES[i + 3]!) | 0;
    b = (c + ((x << 22) | (x >>> 10))) | 0;
  }
  for (let i = 16; i < 32; i += 4) {
    x = (a + (c ^ (d & (b ^ c))) + words[(5 * i + 1) & 15]! + SINES[i]!) | 0;
    a = (b + ((x << 5) | (x >>> 27))) | 0;
    x = (d + (b ^ (c & (a ^ b))) + words[(5 * i + 6) & 15]! + SINES[i + 1]!) | 0;
    d = (a + ((x << 9) | (x >>> 23))) | 0;
    x = (c + (a ^ (b & (d ^ a))) + words[(5 * i + 11) & 15]! + SINES[i + 2]!) | 0;
    c = (d + ((x << 14) | (x >>> 18))) | 0;
    x = (b + (d ^ (a & (c ^ d))) + words[(5 * i) & 15]! + SINES[i + 3]!) | 0;
    b = (c + ((x << 20) | (x >>> 12))) | 0;
  }
  for (let i = 32; i < 48; i += 4) {
    x = (a + (b ^ c ^ d) + words[(3 * i + 5) & 15]! + SINES[i]!) | 0;
    a = (b + ((x << 4) | (x >>> 28))) | 0;
    x = (d + (a ^ b ^ c) + words[(3 * i + 8) & 15]! + SINES[i + 1]!) | 0;
    d = (a + ((x << 11) | (x >>> 21))) | 0;
    x = (c + (d ^ a ^ b) + words[(3 * i + 11) & 15]! + SINES[i + 2]!) | 0;
    c = (d + ((x << 16) | (x >>> 16))) | 0;
    x = (b + (c ^ d ^ a) + words[(3 * i + 14) & 15]! + SINES[i + 3]!) | 0;
    b = (c + ((x << 23) | (x >>> 9))) | 0;
  }
  for (let i = 48; i < 64; i += 4) {
    x = (a + (c ^ (b | ~d)) + words[(7 * i) & 15]! + SINES[i]!) | 0;
    a = (b + ((x << 6) | (x >>> 26))) | 0;
    x = (d + (b ^ (a | ~c)) + words[(7 * i + 7) & 15]! + SINES[i + 1]!) | 0;
    d = (a + ((x << 10) | (x >>> 22))) | 0;
    x = (c + (a ^ (d | ~b)) + words[(7 * i + 14) & 15]! + SINES[i + 2]!) | 0;
    c = (d + ((x << 15) | (x >>> 17))) | 0;
    x = (b + (d ^ (c | ~a)) + words[(7 * i + 5) & 15]! + SINES[i + 3]!) | 0;
    b = (c + ((x << 21) | (x >>> 11))) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
}
