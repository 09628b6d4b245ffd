import { AudioError } from "../audio-error.ts";
import { type ByteSource, readFully } from "../byte-stream.ts";
import { latin1Text } from "../latin1.ts";

/** One chunk of a RIFF file: a four-letter name and where its payload lies. */
export interface WavChunk {
  readonly id: string;
  readonly source: ByteSource;
  /** Position of the payload's first byte in `source`. */
  readonly offset: number;
  /** Bytes of payload, without the pad byte that follows an odd size. */
  readonly size: number;
}

/**
 * The three containers: RIFF up to 4 GiB, RF64 beyond (EBU Tech 3306) and its successor BW64 (ITU-R BS.2088).
 * The latter two announce 0xFFFFFFFF where 32 bits do not suffice and keep the truth in a `ds64` chunk.
 */
export type WavContainer = "RIFF" | "RF64" | "BW64";

/** The chunk list of a WAV file, sizes resolved. */
export interface WavChunks {
  readonly container: WavContainer;
  /** Chunks before the audio in the file's order, `fmt ` among them, without `ds64`. */
  readonly leading: readonly WavChunk[];
  /** The audio, its size within the file and its end at most the file's. */
  readonly data: WavChunk;
  readonly trailing: readonly WavChunk[];
  /** True where the header left the length open (a recording or pipe that was never finished). */
  readonly isLengthRecovered: boolean;
}

/** More chunks than any real file has: a file that claims more is damaged. */
const MAX_CHUNKS = 4096;
const UNKNOWN_32 = 0xffffffff;
/** Lengths that programs write when they cannot seek back to fill in the real one (sox, mplayer, arecord). */
const OPEN_LENGTHS: readonly number[] = [0x7ffff000, 0x7fffffff, 0x80000000, UNKNOWN_32];

/**
 * Walks a WAV file's chunks without reading their payloads.
 *
 * A data size of 0xFFFFFFFF (RIFF), or of 0 in a header whose total size is wrong too, means a stream that was never
 * finished: the audio then reaches to the end of the file. What follows the audio and is no chunk is ignored.
 *
 * @throws AudioError `format`, `truncated` or `empty`; nothing else, whatever the bytes are.
 */
export async function readWavChunks(source: ByteSource): Promise<WavChunks> {
  const { container, announcedSize } = await readOpening(source);
  const leading: WavChunk[] = [];
  let ds64: Ds64 | undefined;
  let offset = 12;
  for (let count = 0; count < MAX_CHUNKS; count++) {
    const header = await readChunkHeader(source, offset);
    if (header === undefined) {
      throw new AudioError("truncated", `WAV data chunk must follow, got the file's end at byte ${offset}`);
    }
    if (header.id === "data") {
      if (container !== "RIFF" && ds64 === undefined) {
        throw new AudioError("format", `${container} file must hold a ds64 chunk before its data, got none`);
      }
      const isIn64 = ds64 !== undefined && header.size === UNKNOWN_32;
      const { size, isLengthRecovered } = dataSize(
        source,
        header.offset,
        isIn64 ? ds64!.dataSize : header.size,
        (ds64 && announcedSize === UNKNOWN_32 ? ds64.riffSize : announcedSize) + 8,
        ds64 !== undefined,
      );
      const data = { ...header, size };
      const trailing = isLengthRecovered ? [] : await readTrailing(source, padded(data), ds64);
      return { container, leading, data, trailing, isLengthRecovered };
    }
    const chunk = { ...header, size: sizeOf(header, ds64) };
    if (chunk.offset + chunk.size > source.size) {
      throw new AudioError(
        "truncated",
        `WAV chunk "${chunk.id.replace(/[^ -~]/g, ".")}" must be ${chunk.size} bytes long, got ${source.size - chunk.offset} up to the file's end`,
      );
    }
    if (chunk.id === "ds64") ds64 = await readDs64(chunk);
    else leading.push(chunk);
    offset = padded(chunk);
  }
  throw new AudioError("format", `WAV file must hold its data within ${MAX_CHUNKS} chunks, got more`);
}

interface Ds64 {
  readonly riffSize: number;
  readonly dataSize: number;
  /** Sizes of other chunks past 4 GiB, by name. */
  readonly sizes: ReadonlyMap<string, number>;
}

async function readOpening(source: ByteSource): Promise<{ container: WavContainer; announcedSize: number }> {
  if (source.size === 0) throw new AudioError("empty", "WAV file must begin with RIFF, got an empty file");
  const head = new Uint8Array(12);
  const count = await source.read(0, head);
  const container = fourCharacters(head, 0);
  if (container !== "RIFF" && container !== "RF64" && container !== "BW64") {
    throw new AudioError("format", `WAV file must begin with RIFF, RF64 or BW64, got ${describe(head)}`);
  }
  if (count < 12) {
    throw new AudioError(
      "truncated",
      `WAV header must be 12 bytes long, got ${count}: the file is cut short`,
    );
  }
  const form = fourCharacters(head, 8);
  if (form !== "WAVE") {
    throw new AudioError("format", `${container} file must hold WAVE audio, got ${printable(head, 8, 4)}`);
  }
  return { container, announcedSize: new DataView(head.buffer).getUint32(4, true) };
}

async function readChunkHeader(source: ByteSource, offset: number): Promise<WavChunk | undefined> {
  if (offset + 8 > source.size) return undefined;
  const head = new Uint8Array(8);
  await readFully(source, offset, head);
  const size = new DataView(head.buffer).getUint32(4, true);
  return { id: fourCharacters(head, 0), source, offset: offset + 8, size };
}

async function readDs64(chunk: WavChunk): Promise<Ds64> {
  if (chunk.size < 28) {
    throw new AudioError("format", `ds64 chunk must hold at least 28 bytes, got ${chunk.size}`);
  }
  const payload = new Uint8Array(Math.min(chunk.size, 28 + 12 * MAX_CHUNKS));
  await readFully(chunk.source, chunk.offset, payload);
  const view = new DataView(payload.buffer);
  const sizes = new Map<string, number>();
  const entryCount = Math.min(view.getUint32(24, true), Math.floor((payload.length - 28) / 12));
  for (let entry = 0; entry < entryCount; entry++) {
    const at = 28 + 12 * entry;
    sizes.set(fourCharacters(payload, at), uint64(view, at + 4));
  }
  return { riffSize: uint64(view, 0), dataSize: uint64(view, 8), sizes };
}

/** The audio's length: what the header says, or the rest of the file where the header left it open. */
function dataSize(
  source: ByteSource,
  offset: number,
  announced: number,
  announcedEnd: number,
  isIn64: boolean,
): { size: number; isLengthRecovered: boolean } {
  const available = source.size - offset;
  const isWholeFile = announcedEnd === source.size || announcedEnd + 1 === source.size;
  const isOpen =
    (announced === 0 && available > 0 && !isWholeFile) ||
    (announced > available && (isIn64 ? announced >= 2 ** 63 : OPEN_LENGTHS.includes(announced))) ||
    (announced === UNKNOWN_32 && !isIn64);
  if (isOpen) return { size: available, isLengthRecovered: true };
  if (announced > available) {
    throw new AudioError(
      "truncated",
      `WAV data must be ${announced} bytes long as its header says, got ${available}: the file is cut short`,
    );
  }
  return { size: announced, isLengthRecovered: false };
}

async function readTrailing(source: ByteSource, from: number, ds64: Ds64 | undefined): Promise<WavChunk[]> {
  const trailing: WavChunk[] = [];
  for (let offset = from; trailing.length < MAX_CHUNKS; ) {
    const header = await readChunkHeader(source, offset);
    if (header === undefined || !/^[ -~]{4}$/.test(header.id)) break;
    const chunk = { ...header, size: sizeOf(header, ds64) };
    if (chunk.offset + chunk.size > source.size) break;
    trailing.push(chunk);
    offset = padded(chunk);
  }
  return trailing;
}

function sizeOf(chunk: WavChunk, ds64: Ds64 | undefined): number {
  return chunk.size === UNKNOWN_32 ? (ds64?.sizes.get(chunk.id) ?? chunk.size) : chunk.size;
}

/** Where the next chunk begins: every chunk starts at an even position. */
function padded(chunk: WavChunk): number {
  return chunk.offset + chunk.size + (chunk.size % 2);
}

/** Beyond 2^53 it rounds: no file is that long, the value only has to compare as too large. */
function uint64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}

function fourCharacters(bytes: Uint8Array, at: number): string {
  return latin1Text(bytes.subarray(at, at + 4));
}

function printable(bytes: Uint8Array, at: number, length: number): string {
  return `"${latin1Text(bytes.subarray(at, at + length)).replace(/[^ -~]/g, ".")}"`;
}

/** What a file is that is no WAV, by its first bytes. */
function describe(head: Uint8Array): string {
  const text = latin1Text(head);
  const known: readonly [RegExp, string][] = [
    [/^RIFX/, "a big-endian WAV file (RIFX)"],
    [/^riff/, "a Wave64 file"],
    [/^FORM/, "an AIFF file"],
    [/^fLaC/, "a FLAC file"],
    [/^OggS/, "an Ogg file"],
    [/^(ID3|\xff[\xe0-\xff])/, "an MP3 file"],
    [/^....ftyp/s, "an MP4 file"],
    [/^\x89PNG/, "a PNG image"],
    [/^%PDF/, "a PDF document"],
  ];
  return known.find(([pattern]) => pattern.test(text))?.[1] ?? `bytes ${printable(head, 0, 4)}`;
}
