import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readSound } from "../../test/support/read-sound.ts";
import { SOUND_FIXTURES, type SoundFixture, toneSample } from "../../test/support/sound-fixtures.ts";
import { AudioError } from "./audio-error.ts";
import { memorySource } from "./byte-stream.ts";
import { openAudio } from "./open-audio.ts";

const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../test/fixtures/sound/${name}`, import.meta.url)));
const failure = async (bytes: Uint8Array): Promise<AudioError> => {
  const error = await openAudio(memorySource(bytes)).then(
    () => undefined,
    (e) => e,
  );
  expect(error).toBeInstanceOf(AudioError);
  return error;
};

/** From the tone moved by `lag` frames, but for the ends, where a lossy encoder rings. */
function rmsDifference(channels: Float64Array[], fixture: SoundFixture, lag: number): number {
  const margin = fixture.maxError === 0 && lag === 0 ? 0 : 600;
  let sum = 0;
  let count = 0;
  channels.forEach((channel, c) => {
    for (let i = margin; i < channel.length - margin; i++, count++) {
      sum += (channel[i]! - toneSample(c, i + lag, fixture.sampleRateHz, fixture.bits)) ** 2;
    }
  });
  return count === 0 ? 1 : Math.sqrt(sum / count);
}

describe.each(SOUND_FIXTURES)("$name", (fixture) => {
  const { name, kind, frameCount, channelCount, sampleRateHz, bits, maxError } = fixture;

  test("has its kind, its exact length and its format, and nothing to note", async () => {
    const reader = await openAudio(memorySource(bytesOf(name)));
    expect(reader).toMatchObject({ kind, frameCount, notes: [] });
    expect(reader.format).toMatchObject({ channelCount, sampleRateHz });
    if (maxError === 0) expect(reader.format).toMatchObject({ encoding: "integer", bits });
    else expect(reader.format).toMatchObject({ encoding: "float", bits: 32 });
    reader.close();
  });

  test(`holds the tone${maxError === 0 ? ", every integer exactly" : ""}, and again when started over`, async () => {
    const reader = await openAudio(memorySource(bytesOf(name)));
    const first = await readSound(reader, 700);
    const differences = [-2, -1, 0, 1, 2].map((lag) => rmsDifference(first, fixture, lag));
    expect(differences[2]).toBeLessThanOrEqual(maxError);
    expect(differences.indexOf(Math.min(...differences))).toBe(2); // gapless: not one frame early or late
    expect(await readSound(reader, 4096)).toEqual(first);
    reader.close();
  });

  test("says what it is called", async () => {
    const reader = await openAudio(memorySource(bytesOf(name)));
    expect(reader.tags.entries).toContainEqual({ key: "TITLE", value: "Tone" });
    if (fixture.hasPicture) {
      expect(reader.tags.entries).toContainEqual({ key: "ARTIST", value: "Timbral" });
      expect(reader.tags.entries).toContainEqual({ key: "TRACKNUMBER", value: "3" });
      expect(reader.tags.pictures).toHaveLength(1);
      expect(reader.tags.pictures[0]).toMatchObject({ mimeType: "image/png" });
      expect([...reader.tags.pictures[0]!.bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    }
    reader.close();
  });

  test("can be read in order only, or from the start", async () => {
    const reader = await openAudio(memorySource(bytesOf(name)));
    const block = Array.from({ length: channelCount }, () => new Float64Array(frameCount));
    await reader.read(0, block, 100);
    const again = Float64Array.from(block[0]!.subarray(0, 100));
    await reader.read(100, block, 50);
    if (kind !== "aiff") await expect(reader.read(400, block, 10)).rejects.toThrow(RangeError);
    await expect(reader.read(0, block, frameCount + 1)).rejects.toThrow(RangeError);
    await expect(reader.read(-1, block, 1)).rejects.toThrow(RangeError);
    await reader.read(0, block, 100);
    expect(block[0]!.subarray(0, 100)).toEqual(again);
    reader.close();
    reader.close();
  });

  test("cut short, it is an error or a shorter sound with a note", async () => {
    const whole = bytesOf(name);
    for (const part of [0.2, 0.5, 0.8, 0.97]) {
      const cut = whole.slice(0, Math.floor(whole.length * part));
      let notes: readonly string[] = [];
      let count = frameCount;
      const error = await openAudio(memorySource(cut))
        .then(async (reader) => {
          ({ notes, frameCount: count } = reader);
          await readSound(reader).finally(() => reader.close());
        })
        .catch((e) => e);
      if (error !== undefined) expect(error).toBeInstanceOf(AudioError);
      else expect(notes.length > 0 && count <= frameCount).toBe(true);
    }
  });
});

test("a name plays no part, an ID3 tag in front of FLAC is passed over", async () => {
  const flac = bytesOf("tone-16.flac");
  const tag = Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 20, ...new Uint8Array(20));
  const reader = await openAudio(memorySource(Uint8Array.of(...tag, ...flac)));
  expect(reader).toMatchObject({ kind: "flac", frameCount: 4411 });
  expect((await readSound(reader))[1]![1000]).toBe(toneSample(1, 1000, 44_100, 16));
});

test("junk between MP3 frames is passed over and noted", async () => {
  const mp3 = bytesOf("tone-22.mp3");
  const half = Math.floor(mp3.length / 2);
  const reader = await openAudio(
    memorySource(Uint8Array.of(...mp3.subarray(0, half), ...new Uint8Array(300), ...mp3.subarray(half))),
  );
  expect(reader.notes.join()).toMatch(/bytes are no MP3 frames/);
  await readSound(reader);
});

test("damaged FLAC and Ogg are told by their checksums, with the place", async () => {
  for (const name of ["tone-16.flac", "tone.ogg", "tone.opus", "tone.oga"]) {
    const bytes = bytesOf(name);
    bytes[Math.floor(bytes.length * 0.8)]! ^= 0x10;
    const error = await openAudio(memorySource(bytes))
      .then((reader) => readSound(reader))
      .catch((e) => e);
    expect(error).toBeInstanceOf(AudioError);
    expect(error.message).toMatch(/must .*, got .*damage/);
    expect(error.message).toMatch(/byte \d+/);
  }
});

test.each([
  ["MP4", "\0\0\0\x20ftypM4A ", "foreign", /MP4 \(AAC or ALAC\): install ffmpeg or convert it to FLAC$/],
  ["WMA", "\x30\x26\xb2\x75\x8e\x66\xcf\x11", "foreign", /Windows Media \(WMA\)/],
  ["Matroska", "\x1a\x45\xdf\xa3", "foreign", /Matroska or WebM/],
  ["ADTS", "\xff\xf1\x50\x80", "foreign", /got AAC/],
  ["layer II", "\xff\xfd\x90\x04", "foreign", /MPEG layer II/],
  ["MIDI", "MThd\0\0\0\x06", "format", /MIDI file: notes, no sound$/],
  ["text", "Dear Sir or Madam, here is my song", "format", /got text$/],
  ["PNG", "\x89PNG\r\n\x1a\n", "format", /a PNG image$/],
  ["JPEG", "\xff\xd8\xff\xe0", "format", /a JPEG image$/],
  ["anything", "\x01\x02\x03\x04", "format", /got bytes "\.\.\.\." of no known kind$/],
  ["nothing", "", "empty", /got an empty file$/],
  ["RIFX", "RIFX\0\0\0\0WAVE", "foreign", /big-endian WAV/],
  ["FLAC", "fLaC", "truncated", /the file is cut short$/],
  ["Ogg", "OggS", "format", /first page, got none$/],
  ["AIFF", "FORM\0\0\0\x04AIFF", "format", /COMM chunk, got none$/],
  ["IFF", "FORM\0\0\0\x048SVX", "format", /AIFF or AIFC, got "8SVX"$/],
])("%s is named in the error", async (_, start, code, message) => {
  const error = await failure(Uint8Array.from(start, (letter) => letter.charCodeAt(0)));
  expect(error.message).toMatch(message);
  expect(error.message).not.toMatch(/\n/);
  expect(error.code).toBe(code);
});
