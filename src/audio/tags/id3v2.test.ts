import { describe, expect, test } from "vitest";
import { parseId3v1 } from "./id3v1.ts";
import { id3v2Size, parseId3v2 } from "./id3v2.ts";

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf16 = (text: string) =>
  Uint8Array.of(
    0xff,
    0xfe,
    ...[...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
  );
const join = (...parts: readonly (Uint8Array | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => [...part]));
const plain32 = (n: number) => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];
const synchsafe = (n: number) => [(n >> 21) & 127, (n >> 14) & 127, (n >> 7) & 127, n & 127];

function tag(version: 2 | 3 | 4, frames: readonly (readonly [string, Uint8Array])[], flags = 0): Uint8Array {
  const body = join(
    ...frames.map(([id, payload]) => {
      const size = version === 4 ? synchsafe(payload.length) : plain32(payload.length);
      return version === 2 ? join(ascii(id), size.slice(1), payload) : join(ascii(id), size, [0, 0], payload);
    }),
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  );
  const sent = flags & 0x80 ? Uint8Array.from([...body].flatMap((b) => (b === 0xff ? [b, 0] : [b]))) : body;
  return join(ascii("ID3"), [version, 0, flags], synchsafe(sent.length), sent);
}

const picture = join([3], ascii("front\0"), [0xff, 0xd8, 0xff, 0xe0, 1, 2]);

describe("ID3v2", () => {
  test.each([2, 3, 4] as const)("2.%i: text in every encoding, numbers, own fields, a picture", (version) => {
    const name = (short: string, long: string) => (version === 2 ? short : long);
    const tags = parseId3v2(
      tag(version, [
        [name("TT2", "TIT2"), join([1], utf16("Łódź ☼"))],
        [name("TP1", "TPE1"), join([0], ascii("Bj\xf6rk\0"))],
        [name("TAL", "TALB"), join([3], new TextEncoder().encode("Ωmega"))],
        [name("TRK", "TRCK"), join([0], ascii("3/12"))],
        [name("TXX", "TXXX"), join([0], ascii("replaygain_track_gain\0-6.5 dB"))],
        [name("COM", "COMM"), join([0], ascii("eng"), ascii("\0a comment"))],
        [name("ZZZ", "ZZZZ"), ascii("what nobody knows")],
        version === 2
          ? ["PIC", join([0], ascii("JPG"), picture)]
          : ["APIC", join([0], ascii("image/jpeg\0"), picture)],
      ]),
    );
    expect(tags.entries).toEqual([
      { key: "TITLE", value: "Łódź ☼" },
      { key: "ARTIST", value: "Björk" },
      { key: "ALBUM", value: "Ωmega" },
      { key: "TRACKNUMBER", value: "3" },
      { key: "TRACKTOTAL", value: "12" },
      { key: "REPLAYGAIN_TRACK_GAIN", value: "-6.5 dB" },
      { key: "COMMENT", value: "a comment" },
    ]);
    expect(tags.pictures).toEqual([
      {
        type: 3,
        mimeType: "image/jpeg",
        description: "front",
        bytes: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2),
      },
    ]);
  });

  test("several values of one frame are several entries", () => {
    const tags = parseId3v2(tag(4, [["TPE1", join([3], ascii("One\0Two"))]]));
    expect(tags.entries.map(({ value }) => value)).toEqual(["One", "Two"]);
  });

  test("unsynchronisation is undone", () => {
    const bytes = tag(3, [["APIC", join([0], ascii("image/jpeg\0"), picture)]], 0x80);
    expect(parseId3v2(bytes).pictures[0]!.bytes).toEqual(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2));
  });

  test("sizes: header, body and footer; none where there is no tag", () => {
    const bytes = tag(4, [["TIT2", join([0], ascii("x"))]]);
    expect(id3v2Size(bytes)).toBe(bytes.length);
    expect(id3v2Size(ascii("RIFF......"))).toBe(0);
    expect(id3v2Size(ascii("ID3"))).toBe(0);
  });

  test("a tag cut anywhere gives what is whole of it", () => {
    const bytes = tag(4, [
      ["TIT2", join([0], ascii("title"))],
      ["TPE1", join([1], utf16("artist"))],
    ]);
    for (let length = 0; length < bytes.length; length++) {
      const { entries } = parseId3v2(bytes.subarray(0, length));
      expect(entries.length).toBeLessThanOrEqual(2);
    }
  });
});

test("ID3v1.1", () => {
  const bytes = new Uint8Array(128);
  bytes.set(ascii("TAG"));
  bytes.set(ascii("A title"), 3);
  bytes.set(ascii("Someone   "), 33);
  bytes.set(ascii("1999"), 93);
  bytes[126] = 7;
  expect(parseId3v1(bytes)?.entries).toEqual([
    { key: "TITLE", value: "A title" },
    { key: "ARTIST", value: "Someone" },
    { key: "DATE", value: "1999" },
    { key: "TRACKNUMBER", value: "7" },
  ]);
  expect(parseId3v1(new Uint8Array(128))).toBeUndefined();
});
