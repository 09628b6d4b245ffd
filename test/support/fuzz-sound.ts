import { readFileSync } from "node:fs";
import { ByteWindow } from "../../src/audio/byte-window.ts";
import {
  AudioError,
  memorySink,
  memorySource,
  openAudio,
  openWavWriter,
  wavFormat,
} from "../../src/audio/index.ts";
import { OggPages, pageChecksum } from "../../src/audio/ogg/ogg-pages.ts";
import { createRandom } from "../../src/math/index.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { SOUND_FIXTURES } from "./sound-fixtures.ts";

/** A sound file that damaged copies are made of. */
export interface FuzzSeed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What became of a damaged file: it was read, or refused with an AudioError of this code. */
export type FuzzOutcome = "read" | AudioError["code"];

/** Longest sound that is read of a damaged file, samples over all channels. */
const MAX_SAMPLES = 2 ** 20;

/** One file of every kind. */
export async function fuzzSeeds(): Promise<FuzzSeed[]> {
  const folder = new URL("../fixtures/sound/", import.meta.url);
  const seeds = SOUND_FIXTURES.map(({ name }) => ({
    name,
    bytes: new Uint8Array(readFileSync(new URL(name, folder))),
  }));
  const sink = memorySink();
  const writer = await openWavWriter(sink, {
    format: wavFormat({ bits: 24, channelMask: 3 }),
    frameCount: 300,
  });
  await writer.write([new Float64Array(300).fill(0.25), new Float64Array(300).fill(-0.5)], 300);
  await writer.close();
  return [...seeds, { name: "tone.wav", bytes: sink.bytes() }];
}

/** The damaged file of a number: always the same one. */
export async function fuzzInput(seeds: readonly FuzzSeed[], number: number): Promise<FuzzSeed> {
  const random = createRandom(Math.imul(number, 0x9e3779b1)); // neighbouring seeds begin alike
  for (let i = 0; i < 8; i++) random.uniform();
  const pick = () => seeds[Math.floor(random.uniform() * seeds.length)]!;
  const { name, bytes } = pick();
  const mutated = mutateBytes(bytes, pick().bytes, random);
  // A checksum keeps damage from the decoder: it is made right for three files in four.
  if (/^OggS/.test(String.fromCharCode(...mutated.subarray(0, 4))) && random.uniform() < 0.75)
    await repairPages(mutated);
  return { name, bytes: mutated };
}

/**
 * Opens and reads a file to its end, or as much as is sensible.
 *
 * @throws whatever is no AudioError, and Error if a message has several lines.
 */
export async function readDamaged(bytes: Uint8Array): Promise<FuzzOutcome> {
  try {
    const reader = await openAudio(memorySource(bytes));
    try {
      const { frameCount, format, tags } = reader;
      if (!(Number.isSafeInteger(frameCount) && frameCount >= 1))
        throw new Error(`frameCount is ${frameCount}`);
      if (!tags.entries.every(({ key }) => /^[ -<>-}]+$/.test(key)))
        throw new Error("a tag has an impossible name");
      const blockFrames = Math.max(1, Math.floor(16_384 / format.channelCount));
      const channels = Array.from({ length: format.channelCount }, () => new Float64Array(blockFrames));
      const end = Math.min(frameCount, Math.ceil(MAX_SAMPLES / format.channelCount));
      for (let start = 0; start < end; start += blockFrames) {
        await reader.read(start, channels, Math.min(blockFrames, end - start));
      }
      return "read";
    } finally {
      reader.close();
    }
  } catch (error) {
    if (!(error instanceof AudioError)) throw error;
    if (!/^[^\n\r]{10,400}$/.test(error.message)) throw new Error(`message is no line: ${error.message}`);
    return error.code;
  }
}

async function repairPages(bytes: Uint8Array): Promise<void> {
  const pages = new OggPages(new ByteWindow(memorySource(bytes)));
  for (let page = await pages.next(); page !== undefined; page = await pages.next()) {
    const whole = bytes.subarray(page.offset, page.offset + page.byteCount);
    new DataView(whole.buffer, whole.byteOffset).setUint32(22, pageChecksum(whole), true);
  }
}
