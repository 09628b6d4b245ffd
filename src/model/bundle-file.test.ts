import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BUNDLE_FORMAT, BundleError, openBundle, sealBundle } from "./bundle-file.ts";
import { readSafetensors, type StoredTensor, writeSafetensors } from "./safetensors.ts";

const tensors: Record<string, StoredTensor> = {
  weight: { shape: [4, 8], data: Float32Array.from({ length: 32 }, (_, i) => Math.fround(i * 0.37 - 5)) },
  mean: { shape: [2], data: Float64Array.of(0.1, -0.2) },
};
const metadata = { config: '{"latentSize":32}', codeSha256: "c".repeat(64), note: '"fileSha256":"trap' };
const sealed = sealBundle(tensors, metadata);

function errorOf(bytes: Uint8Array): BundleError {
  try {
    openBundle(bytes);
  } catch (error) {
    if (error instanceof BundleError) return error;
    throw error;
  }
  throw new Error("openBundle took the bytes");
}

describe("bundle file", () => {
  test("what is sealed is opened, and sealing it again gives the same bytes", () => {
    const opened = openBundle(sealed);
    expect(opened.tensors).toEqual(tensors);
    expect(opened.metadata).toEqual(metadata);
    expect(sealBundle(opened.tensors, opened.metadata)).toEqual(sealed);
  });

  test("fileSha256 is what any SHA-256 program finds after zeroing the field", () => {
    const { fileSha256 } = openBundle(sealed);
    const zeroed = Buffer.from(sealed);
    zeroed.fill("0", zeroed.indexOf(fileSha256), zeroed.indexOf(fileSha256) + 64);
    expect(createHash("sha256").update(zeroed).digest("hex")).toBe(fileSha256);
    expect(readSafetensors(sealed).metadata.fileSha256).toBe(fileSha256);
  });

  test("contentSha256 hangs on tensors and metadata, not on provenance", () => {
    const { contentSha256, fileSha256 } = openBundle(sealed);
    const other = openBundle(sealBundle(tensors, { ...metadata, codeSha256: "d".repeat(64) }));
    expect(other.contentSha256).toBe(contentSha256);
    expect(other.fileSha256).not.toBe(fileSha256);
    const noted = openBundle(sealBundle(tensors, { ...metadata, note: "" }));
    expect(noted.contentSha256).not.toBe(contentSha256);
    const moved = { ...tensors, mean: { shape: [2], data: Float64Array.of(0.1, -0.2000001) } };
    expect(openBundle(sealBundle(moved, metadata)).contentSha256).not.toBe(contentSha256);
    const reshaped = { ...tensors, mean: { shape: [2, 1], data: Float64Array.of(0.1, -0.2) } };
    expect(openBundle(sealBundle(reshaped, metadata)).contentSha256).not.toBe(contentSha256);
  });

  test("every flipped byte is found, one bit or all of them", () => {
    for (let at = 0; at < sealed.length; at++) {
      for (const mask of [1 << (at % 8), 0x20, 0xff]) {
        const flipped = sealed.slice();
        flipped[at]! ^= mask;
        errorOf(flipped);
      }
    }
    const last = sealed.slice();
    last[last.length - 1]! ^= 1;
    expect(errorOf(last).reason).toBe("damaged");
    expect(errorOf(last).message).toMatch(
      /^checksum mismatch, expected [0-9a-f]{64} got [0-9a-f]{64}: the file is damaged; fetch it again or train it again$/,
    );
  });

  test("every truncation, and growth, is found", () => {
    for (let length = 0; length < sealed.length; length++) {
      expect(errorOf(sealed.subarray(0, length)).reason).toBe("damaged");
    }
    const grown = new Uint8Array(sealed.length + 1);
    grown.set(sealed);
    expect(errorOf(grown).message).toMatch(/fetch it again or train it again/);
  });

  test("another format version has its own error", () => {
    const newer = writeSafetensors(tensors, {
      formatVersion: "timbral-9",
      contentSha256: "",
      fileSha256: "",
    });
    expect(errorOf(newer).reason).toBe("version");
    expect(errorOf(newer).message).toMatch(
      `bundle format timbral-9 cannot be read by this version, which reads ${BUNDLE_FORMAT}; `,
    );
  });

  test("a safetensors file that is no bundle, and a bundle without its checksum", () => {
    expect(errorOf(writeSafetensors(tensors)).reason).toBe("content");
    const bare = errorOf(writeSafetensors(tensors, { formatVersion: BUNDLE_FORMAT }));
    expect(bare.message).toMatch(/expected none got/);
    const short = writeSafetensors({}, { formatVersion: BUNDLE_FORMAT, fileSha256: "0" });
    expect(errorOf(short).reason).toBe("damaged");
  });

  test("a file sealed over a wrong content checksum", () => {
    const forged = writeSafetensors(tensors, {
      formatVersion: BUNDLE_FORMAT,
      contentSha256: "0".repeat(64),
      fileSha256: "0".repeat(64),
    });
    const digits = createHash("sha256").update(forged).digest("hex");
    const start = Buffer.from(forged).indexOf('"fileSha256":"') + 14;
    forged.set(Buffer.from(digits), start);
    expect(errorOf(forged).message).toMatch(/^content checksum mismatch/);
  });

  test("any bytes give a BundleError; reserved metadata are refused", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => errorOf(bytes) !== undefined));
    expect(() => sealBundle(tensors, { fileSha256: "x" })).toThrow(/must not hold "fileSha256"/);
  });
});
