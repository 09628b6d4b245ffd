import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AudioError,
  type ByteSource,
  layoutLike,
  memorySink,
  memorySource,
  openWav,
  openWavWriter,
  type WavFormat,
  type WavLayout,
  wavFormat,
} from "../index.ts";

const ascii = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
const u16 = (value: number) => [value & 255, value >> 8];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
const u64 = (value: number) => [...u32(value % 2 ** 32), ...u32(Math.floor(value / 2 ** 32))];
const chunk = (id: string, payload: number[], size = payload.length) => [
  ...ascii(id),
  ...u32(size),
  ...payload,
  ...(payload.length % 2 ? [0] : []),
];
/** A file by hand, independent of our writer. */
function riff(chunks: number[][], { size, magic = "RIFF", form = "WAVE" }: Record<string, unknown> = {}) {
  const body = [...ascii(String(form)), ...chunks.flat()];
  return Uint8Array.from([...ascii(String(magic)), ...u32(Number(size ?? body.length)), ...body]);
}
const fmt = ({ tag = 1, channels = 1, rate = 48_000, bits = 16, align = -1 } = {}) => {
  const frame = align < 0 ? (channels * bits) / 8 : align;
  return chunk("fmt ", [
    ...u16(tag),
    ...u16(channels),
    ...u32(rate),
    ...u32(rate * frame),
    ...u16(frame),
    ...u16(bits),
  ]);
};
const data = (bytes: number[], size?: number) => chunk("data", bytes, size);
const open = (bytes: Uint8Array) => openWav(memorySource(bytes));

async function write(layout: WavLayout, channels: readonly Float64Array[]): Promise<Uint8Array> {
  const sink = memorySink();
  const writer = await openWavWriter(sink, layout);
  await writer.write(channels, layout.frameCount);
  await writer.close();
  return sink.bytes();
}

async function readAll(bytes: Uint8Array): Promise<Float64Array[]> {
  const reader = await open(bytes);
  const channels = Array.from(
    { length: reader.format.channelCount },
    () => new Float64Array(reader.frameCount),
  );
  await reader.read(0, channels, reader.frameCount);
  return channels;
}

describe("openWav", () => {
  test("decodes a file made by hand", async () => {
    const bytes = riff([
      fmt({ channels: 2 }),
      data([...u16(0x4000), ...u16(0x8000), ...u16(1), ...u16(0xffff)]),
    ]);
    expect(await readAll(bytes)).toEqual([Float64Array.of(0.5, 2 ** -15), Float64Array.of(-1, -(2 ** -15))]);
  });

  test("steps over other chunks and their pad bytes, and remembers them", async () => {
    const bytes = riff([
      chunk("JUNK", [1, 2, 3]),
      fmt(),
      chunk("bext", [9]),
      data([1, 2]),
      chunk("LIST", [5, 6, 7]),
    ]);
    const reader = await open(bytes);
    expect(reader.leading.map(({ id, size }) => [id, size])).toEqual([
      ["JUNK", 3],
      ["fmt ", 16],
      ["bext", 1],
    ]);
    expect(reader.trailing.map(({ id, size }) => [id, size])).toEqual([["LIST", 3]]);
    expect(bytes[reader.trailing[0]!.offset]).toBe(5);
    expect(reader.notes).toEqual([]);
  });

  test("reads any stretch", async () => {
    const reader = await open(riff([fmt({ bits: 8 }), data([0, 64, 128, 192, 255])]));
    const channel = new Float64Array(2);
    await reader.read(2, [channel], 2);
    expect(channel).toEqual(Float64Array.of(0, 0.5));
    await expect(reader.read(4, [channel], 2)).rejects.toThrow(/must lie within 0..5, got 4 \+ 2/);
  });

  test.each([
    0, 0xffffffff, 0x7ffff000, 0x80000000,
  ])("recovers the length of a stream, size %i", async (size) => {
    const reader = await open(riff([fmt(), data([1, 2, 3, 4, 5], size)], { size }));
    expect(reader.frameCount).toBe(3); // the pad byte cannot be told from audio
    expect(reader.notes[0]).toMatch(/length open/);
  });

  test("takes sizes of RF64 from ds64, its table included, and the file's where ds64 leaves them open", async () => {
    const rf64 = (dataBytes: number, after: number[][]) =>
      riff(
        [
          chunk("ds64", [...u64(1), ...u64(dataBytes), ...u64(2), ...u32(1), ...ascii("big "), ...u64(3)]),
          fmt(),
          data([1, 2, 3, 4], 0xffffffff),
          ...after,
        ],
        { magic: "RF64", size: 0xffffffff },
      );
    const known = await open(rf64(4, [chunk("big ", [7, 8, 9], 0xffffffff), chunk("LIST", [1])]));
    expect(known.trailing.map(({ id, size }) => [id, size])).toEqual([
      ["big ", 3],
      ["LIST", 1],
    ]);
    for (const unknown of [0, 2 ** 64 - 2 ** 12]) {
      expect(await open(rf64(unknown, []))).toMatchObject({
        frameCount: 2,
        notes: [expect.stringMatching(/length open/)],
      });
    }
    await expect(open(rf64(5e9, []))).rejects.toThrow(/must be 5000000000 bytes .* got 4/);
  });

  test("takes what is no whole frame for a remark, and junk at the end for nothing", async () => {
    const reader = await open(
      Uint8Array.from([...riff([fmt(), data([1, 2, 3])]), 1, 2, 3, 4, 5, 6, 7, 8, 9]),
    );
    expect([reader.frameCount, reader.data.size, reader.trailing.length]).toEqual([1, 2, 0]);
    expect(reader.notes).toEqual(["the last 1 bytes of audio are no whole frame: ignored"]);
  });

  test("names what is wrong, in one line", async () => {
    const good = [fmt(), data([1, 2, 3, 4])];
    const bad: [string, Uint8Array, RegExp][] = [
      ["empty file", new Uint8Array(0), /got an empty file/],
      ["a PNG", Uint8Array.from([0x89, ...ascii("PNG\r\n\x1a\n----")]), /got a PNG image/],
      ["an MP3", Uint8Array.from([0xff, 0xfb, 0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0]), /got an MP3 file/],
      ["a tagged MP3", Uint8Array.from(ascii("ID3.........")), /got an MP3 file/],
      ["an AVI", riff(good, { form: "AVI " }), /must hold WAVE audio, got "AVI "/],
      ["big-endian", riff(good, { magic: "RIFX" }), /big-endian/],
      ["text", Uint8Array.from(ascii("hello world, this is text")), /got bytes "hell"/],
      ["cut in the header", riff(good).slice(0, 7), /header must be 12 bytes long, got 7/],
      ["nothing after the header", riff(good).slice(0, 12), /data chunk must follow/],
      ["cut in a chunk header", riff(good).slice(0, 16), /data chunk must follow/],
      ["cut in the format", riff(good).slice(0, 30), /"fmt " must be 16 bytes long, got 10/],
      ["cut in the audio", riff(good).slice(0, -2), /data must be 4 bytes .* got 2/],
      ["no audio", riff([fmt(), data([])]), /at least one frame, got 0 bytes/],
      ["less than a frame", riff([fmt(), data([1])]), /at least one frame, got 1 bytes/],
      ["no format", riff([data([1, 2])]), /format chunk before its data/],
      ["audio before format", riff([data([1, 2]), fmt()]), /format chunk before its data/],
      ["short format", riff([chunk("fmt ", [1, 0]), data([1, 2])]), /at least 16 bytes, got 2/],
      ["no channels", riff([fmt({ channels: 0 }), data([1, 2])]), /channel count must be 1..65535, got 0/],
      ["rate 0", riff([fmt({ rate: 0 }), data([1, 2])]), /sampling rate must be .* got 0/],
      ["absurd rate", riff([fmt({ rate: 2 ** 32 - 1 }), data([1, 2])]), /got 4294967295/],
      ["7 bits", riff([fmt({ bits: 7, align: 1 }), data([1, 2])]), /one of 8, 16, 24, 32, got 7/],
      ["16-bit float", riff([fmt({ tag: 3 }), data([1, 2])]), /one of 32, 64, got 16/],
      ["block align", riff([fmt({ align: 999 }), data([1, 2])]), /block align must be 2 .* got 999/],
      ["MP3 inside", riff([fmt({ tag: 0x55 }), data([1, 2])]), /uncompressed .* got MP3/],
      ["unknown tag", riff([fmt({ tag: 0x1234 }), data([1, 2])]), /got format tag 0x1234/],
      ["short extensible", riff([fmt({ tag: 0xfffe }), data([1, 2])]), /must hold 40 bytes, got 16/],
      ["RF64 without ds64", riff(good, { magic: "RF64" }), /ds64 chunk before its data/],
      ["short ds64", riff([chunk("ds64", [1]), ...good], { magic: "RF64" }), /at least 28 bytes, got 1/],
      ["chunk flood", riff([...Array(5000).fill(chunk("x   ", [])), ...good]), /within 4096 chunks/],
    ];
    for (const [name, bytes, message] of bad) {
      const error = await open(bytes).catch((reason: unknown) => reason);
      expect(error, name).toBeInstanceOf(AudioError);
      expect((error as AudioError).message, name).toMatch(message);
      expect((error as AudioError).message, name).not.toContain("\n");
    }
  });

  test("refuses an extensible format of unknown kind or with impossible valid bits", async () => {
    const good = await write({ format: wavFormat({ channelMask: 3 }), frameCount: 1 }, [
      new Float64Array(1),
      new Float64Array(1),
    ]);
    const withByte = (at: number, value: number) => open(good.map((byte, i) => (i === at ? value : byte)));
    await expect(withByte(20 + 30, 77)).rejects.toThrow(/unknown GUID/);
    await expect(withByte(20 + 18, 17)).rejects.toThrow(/valid bits must fit the 16 .* got 17/);
    expect((await withByte(20 + 18, 0)).format.extensible!.validBits).toBe(16);
  });

  test("throws nothing but its own error and takes no memory on a header's word, whatever the bytes", async () => {
    const good = riff([fmt({ channels: 2 }), chunk("LIST", [1, 2, 3]), data([1, 2, 3, 4, 5, 6, 7, 8])]);
    const rf64 = riff(
      [
        chunk("ds64", [...u64(200), ...u64(8), ...u64(2), ...u32(1), ...ascii("LIST"), ...u64(4)]),
        fmt(),
        data([1, 2, 3, 4]),
      ],
      { magic: "RF64", size: 0xffffffff },
    );
    let largest = 0;
    const counting = (bytes: Uint8Array): ByteSource => {
      const source = memorySource(bytes);
      const read: ByteSource["read"] = (offset, target) => {
        largest = Math.max(largest, target.length);
        return source.read(offset, target);
      };
      return { size: source.size, read };
    };
    const mutation = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    const file = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 200 }).map((tail) => Uint8Array.from([...good.slice(0, 12), ...tail])),
      fc.tuple(fc.constantFrom(good, rf64), mutation, fc.nat(120)).map(([base, changes, cut]) => {
        const bytes = base.slice(0, Math.max(0, base.length + 60 - cut));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        return bytes;
      }),
    );
    const attempt = async (bytes: Uint8Array) => {
      try {
        const reader = await openWav(counting(bytes));
        const channels = Array.from({ length: reader.format.channelCount }, () => new Float64Array(1));
        await reader.read(reader.frameCount - 1, channels, 1);
      } catch (error) {
        expect(error).toBeInstanceOf(AudioError);
      }
    };
    await fc.assert(fc.asyncProperty(file, attempt), { numRuns: 3000 });
    expect(largest).toBeLessThanOrEqual(200);
  });
});

describe("openWavWriter", () => {
  const formats: WavFormat[] = [
    ...[8, 16, 24, 32].map((bits) => wavFormat({ bits, sampleRateHz: 44_100 })),
    ...[32, 64].map((bits) => wavFormat({ encoding: "float", bits, channelCount: 1 })),
    wavFormat({ bits: 24, channelCount: 6, channelMask: 0x3f, sampleRateHz: 96_000 }),
    wavFormat({ encoding: "float", bits: 32, channelCount: 64 }),
    wavFormat({ bits: 8, channelCount: 1, sampleRateHz: 1 }),
    wavFormat({ channelCount: 1, sampleRateHz: 1_536_000 }),
  ];

  test.each(
    formats,
  )("writes what openWav reads: $encoding $bits bits, $channelCount channels", async (format) => {
    const frameCount = 7;
    const channels = Array.from({ length: format.channelCount }, (_, c) =>
      Float64Array.from({ length: frameCount }, (_, i) => (((i + 1) * (c + 3)) % 128) / 128 - 0.5),
    );
    const bytes = await write({ format, frameCount }, channels);
    const reader = await open(bytes);
    expect(reader.format).toEqual(format);
    expect(reader.frameCount).toBe(frameCount);
    expect(await readAll(bytes)).toEqual(channels);
    expect(bytes.length % 2).toBe(0);
    expect(new DataView(bytes.buffer).getUint32(4, true)).toBe(bytes.length - 8);
    expect(await write(layoutLike(reader), channels)).toEqual(bytes);
  });

  test("gives back a whole file, its other chunks in their places", async () => {
    const bytes = riff([
      chunk("JUNK", new Array(28).fill(0)),
      chunk("bext", [9]),
      fmt({ bits: 8 }),
      data([1, 2, 3]),
      chunk("cue ", [5, 6, 7]),
      chunk("iXML", ascii("<x/>")),
    ]);
    const reader = await open(bytes);
    expect(await write(layoutLike(reader), await readAll(bytes))).toEqual(bytes);
  });

  test("drops chunks that measure the samples and corrects fact", async () => {
    const fact = chunk("fact", u32(0xffffffff));
    const bytes = riff([fmt(), fact, chunk("PEAK", [1, 2]), data([1, 2, 3, 4])]);
    const again = await write(layoutLike(await open(bytes)), await readAll(bytes));
    expect(again).toEqual(riff([fmt(), chunk("fact", u32(2)), data([1, 2, 3, 4])]));
  });

  test("keeps RF64 and BW64", async () => {
    for (const container of ["RF64", "BW64"] as const) {
      const layout = { format: wavFormat(), frameCount: 2, container };
      const bytes = await write(layout, [Float64Array.of(0, 0.5), Float64Array.of(-1, 0)]);
      const reader = await open(bytes);
      expect([reader.container, reader.frameCount, reader.data.offset + 8]).toEqual([
        container,
        2,
        bytes.length,
      ]);
      expect(await write(layoutLike(reader), await readAll(bytes))).toEqual(bytes);
    }
  });

  test("becomes RF64 past 4 GiB, where JUNK makes room", async () => {
    const format = wavFormat({ bits: 24, channelCount: 8, channelMask: 0xff });
    const junk = { id: "JUNK", source: memorySource(new Uint8Array(28)), offset: 0, size: 28 };
    const headerOf = async (frameCount: number) => {
      const sink = memorySink();
      await openWavWriter(sink, { format, frameCount, leading: [junk] });
      return sink.bytes();
    };
    expect((await headerOf(178_956_960)).length).toBe(12 + 48 + 36 + 8);
    const header = await headerOf(400_000_000);
    const dataBytes = 400_000_000 * 24;
    const last = 400_000_000 - 1;
    /** 9.6 GB without a disk: the header, then one sample value per position. */
    const sparse: ByteSource = {
      size: header.length + dataBytes,
      async read(offset, target) {
        for (let i = 0; i < target.length; i++) target[i] = header[offset + i] ?? (offset + i) % 251;
        return target.length;
      },
    };
    const reader = await openWav(sparse);
    expect(reader).toMatchObject({ container: "RF64", frameCount: 400_000_000, format, notes: [] });
    expect(reader.leading.map(({ id }) => id)).toEqual(["fmt "]);
    expect(header.length).toBe(12 + 36 + 48 + 8);
    const channels = Array.from({ length: 8 }, () => new Float64Array(1));
    await reader.read(last, channels, 1);
    const at = header.length + last * 24;
    const code = (at % 251) | (((at + 1) % 251) << 8) | (((at + 2) % 251) << 16);
    expect(channels[0]![0]).toBe(((code << 8) >> 8) / 2 ** 23);
  });

  test("refuses a wrong number of frames", async () => {
    const writer = await openWavWriter(memorySink(), { format: wavFormat(), frameCount: 2 });
    await expect(writer.close()).rejects.toThrow(/2 frames must have been written, got 0/);
    await expect(openWavWriter(memorySink(), { format: wavFormat(), frameCount: -1 })).rejects.toThrow(
      /got -1/,
    );
  });

  test("wavFormat refuses impossible numbers", () => {
    expect(() => wavFormat({ bits: 12 })).toThrow(/one of 8, 16, 24, 32, got 12/);
    expect(() => wavFormat({ channelCount: 0 })).toThrow(/1..65535, got 0/);
    expect(() => wavFormat({ sampleRateHz: 2e6 })).toThrow(/1..1536000 Hz, got 2000000/);
  });
});
