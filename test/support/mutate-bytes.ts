import type { Random } from "../../src/math/index.ts";

/**
 * A damaged copy of a file: one to six of flipped bits, random bytes, a cut, a piece taken out, doubled or put in from
 * another file, and numbers of 1 to 4 bytes set to extremes, as a length field would have them.
 */
export function mutateBytes(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  let copy = Uint8Array.from(bytes);
  const below = (limit: number) => Math.floor(random.uniform() * limit);
  // Headers are short and full of meaning: half of the damage goes there.
  const place = () => below(below(2) === 0 ? Math.min(copy.length, 300) : copy.length);
  for (let step = below(6); step >= 0 && copy.length > 0; step--) {
    const at = place();
    const size = 1 + below(Math.min(64, copy.length - at));
    switch (below(8)) {
      case 0:
      case 1:
        copy[at]! ^= 1 << below(8);
        break;
      case 2:
        copy[at] = below(256);
        break;
      case 3:
        copy = copy.slice(0, at);
        break;
      case 4:
        copy = Uint8Array.of(...copy.subarray(0, at), ...copy.subarray(at + size));
        break;
      case 5:
        copy = Uint8Array.of(...copy.subarray(0, at + size), ...copy.subarray(at));
        break;
      case 6: {
        const from = below(other.length);
        copy.set(
          other.subarray(from, from + Math.min(size, other.length - from)).slice(0, copy.length - at),
          at,
        );
        break;
      }
      default: {
        const extreme = [0, 1, 0x7f, 0x80, 0xff][below(5)]!;
        copy.fill(extreme, at, at + 1 + below(4));
      }
    }
  }
  return copy;
}
