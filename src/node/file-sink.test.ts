import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ByteSink, memorySink } from "../audio/index.ts";
import { openFileSink } from "./file-sink.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "timbral-sink-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Appends of so many bytes, or bytes put back at a part of what is there. */
const step = fc.oneof(
  fc.integer({ min: 0, max: 900_000 }).map((append) => ({ append })),
  fc.record({ place: fc.double({ min: 0, max: 1, noNaN: true }), size: fc.integer({ min: 1, max: 5000 }) }),
);

describe("openFileSink", () => {
  test("what is appended and rewritten stands in the file as in memory", async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const path = join(folder, `${count++}`);
        const file = await openFileSink(path);
        const memory = memorySink();
        let size = 0;
        for (const [index, what] of steps.entries()) {
          const both = (act: (sink: Required<ByteSink>) => Promise<void>) =>
            Promise.all([act(file as Required<ByteSink>), act(memory as Required<ByteSink>)]);
          if ("append" in what) {
            const bytes = new Uint8Array(what.append).fill(index + 1);
            await both((sink) => sink.write(bytes));
            size += bytes.length;
          } else {
            const offset = Math.floor(what.place * size);
            const bytes = new Uint8Array(Math.min(what.size, size - offset)).fill(100 + index);
            await both((sink) => sink.rewrite(offset, bytes));
          }
        }
        await file.finish();
        expect(Buffer.compare(readFileSync(path), memory.bytes())).toBe(0);
      }),
      { numRuns: 30, seed: 4 },
    );
  });

  test("nothing beyond what was written can be rewritten", async () => {
    const sink = await openFileSink(join(folder, "short"));
    await sink.write(new Uint8Array(10));
    await expect(sink.rewrite!(8, new Uint8Array(3))).rejects.toThrow(/within the 10 written, got 8 \+ 3/);
    await sink.abandon();
  });
});
