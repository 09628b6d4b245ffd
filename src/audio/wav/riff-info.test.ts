import { expect, test } from "vitest";
import { parseVorbisComment } from "../tags/vorbis-comment.ts";
import { parseRiffInfo } from "./riff-info.ts";

const entry = (id: string, text: Uint8Array) => [
  ...[...id].map((letter) => letter.charCodeAt(0)),
  ...[text.length, 0, 0, 0],
  ...text,
  ...(text.length % 2 === 1 ? [0] : []),
];

test("INFO: UTF-8 where it is that, else ISO 8859-1; damage ends the list", () => {
  const utf8 = new TextEncoder().encode("Łódź\0");
  const bytes = Uint8Array.from([
    ...entry("INAM", utf8),
    ...entry("IART", Uint8Array.of(0x42, 0xf6, 0x72, 0x6b)),
    ...entry("IXYZ", utf8),
    ...entry("ICRD", Uint8Array.of(0x31, 0x39)),
    ...[0x49, 0x43, 0x4d, 0x54, 0xff, 0xff, 0xff, 0xff, 1],
  ]);
  expect(parseRiffInfo(bytes).entries).toEqual([
    { key: "TITLE", value: "Łódź" },
    { key: "ARTIST", value: "Börk" },
    { key: "DATE", value: "19" },
  ]);
});

test("Vorbis comments: names in capitals, pictures apart, lying sizes and counts are not believed", () => {
  const text = (value: string) => new TextEncoder().encode(value);
  const sized = (bytes: Uint8Array | readonly number[]) => [
    bytes.length & 255,
    bytes.length >> 8,
    0,
    0,
    ...bytes,
  ];
  const block = [
    0,
    0,
    0,
    3,
    0,
    0,
    0,
    9,
    ...text("image/png"),
    0,
    0,
    0,
    1,
    0x78,
    ...new Uint8Array(16),
    0,
    0,
    0,
    2,
    7,
    8,
  ];
  const picture = `metadata_block_picture=${Buffer.from(block).toString("base64")}`;
  const fields = ["title=Ton", "Artist=Ä=Ö", "no equals sign", "=no name", picture].map((field) =>
    sized(text(field)),
  );
  const bytes = Uint8Array.from([
    ...sized(text("vendor")),
    200,
    0,
    0,
    0,
    ...fields.flat(),
    0xff,
    0xff,
    0xff,
    0xff,
    1,
  ]);
  const tags = parseVorbisComment(bytes);
  expect(tags.entries).toEqual([
    { key: "TITLE", value: "Ton" },
    { key: "ARTIST", value: "Ä=Ö" },
  ]);
  expect(tags.pictures).toEqual([
    { type: 3, mimeType: "image/png", description: "x", bytes: Uint8Array.of(7, 8) },
  ]);
});
