import { describe, expect, test, vi } from "vitest";
import { type ByteSink, memorySink, openAudioWriter, wavFormat } from "../audio/index.ts";
import { createRandom } from "../math/index.ts";
import { openThreadedWriter } from "./encode-thread.ts";

vi.setConfig({ testTimeout: 20_000 }); // every thread loads the sources anew

const format = wavFormat({ bits: 24 });
const frameCount = 50_000;
const random = createRandom(2);
const channels = [0, 1].map(() => Float64Array.from({ length: frameCount }, () => random.uniform() - 0.5));
const tags = { entries: [{ key: "TITLE", value: "Wärme" }], pictures: [] };

async function encode(open: typeof openAudioWriter, sink: ByteSink, kind: "flac" | "wav"): Promise<void> {
  const writer = await open(sink, kind, { format, frameCount, tags });
  for (let i = 0; i < frameCount; i += 7000) {
    const part = channels.map((channel) => channel.subarray(i, i + 7000));
    await writer.write(part, part[0]!.length);
  }
  await writer.close();
}

describe("openThreadedWriter", () => {
  test.each(["flac", "wav"] as const)("gives the same %s bytes as without a thread", async (kind) => {
    const here = memorySink();
    const there = memorySink();
    await encode(openAudioWriter, here, kind);
    await encode(openThreadedWriter, there, kind);
    expect(Buffer.compare(there.bytes(), here.bytes())).toBe(0);
  });

  test("in a pipe as well", async () => {
    const here = memorySink();
    const there = memorySink();
    await encode(openAudioWriter, { write: here.write }, "flac");
    await encode(openThreadedWriter, { write: there.write }, "flac");
    expect(Buffer.compare(there.bytes(), here.bytes())).toBe(0);
  });

  test("a format that cannot be held is refused when opened", async () => {
    const layout = { format: wavFormat({ encoding: "float", bits: 32 }), frameCount };
    await expect(openThreadedWriter(memorySink(), "flac", layout)).rejects.toThrow(/24-bit integers/);
  });

  test("a sink that fails ends the writing", async () => {
    let room = 100_000;
    const sink = {
      async write(bytes: Uint8Array) {
        room -= bytes.length;
        if (room < 0) throw new Error("disk full");
      },
    };
    await expect(encode(openThreadedWriter, sink, "flac")).rejects.toThrow("disk full");
  });

  test("too few frames are an error at the end", async () => {
    const writer = await openThreadedWriter(memorySink(), "flac", { format, frameCount });
    await writer.write(channels, 10);
    await expect(writer.close()).rejects.toThrow(/50000 frames must have been written, got 10/);
  });

  test("once abandoned, nothing more reaches the sink", async () => {
    const sink = memorySink();
    const writer = await openThreadedWriter(sink, "flac", { format, frameCount });
    await writer.write(channels, frameCount / 2);
    await writer.write(channels, frameCount / 2);
    await writer.abandon!();
    const { length } = sink.bytes();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sink.bytes().length).toBe(length);
    await writer.abandon!();
  });
});
