import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import {
  readSafetensors,
  type SafetensorsContent,
  SafetensorsError,
  type StoredTensor,
  writeSafetensors,
} from "./safetensors.ts";

/** The bundle format that this version writes and the only one that it reads. */
export const BUNDLE_FORMAT = "timbral-2";

/** Metadata that say who or what made a bundle rather than what was learned; `contentSha256` leaves them out. */
export const PROVENANCE_FIELDS: readonly string[] = ["codeSha256"];

const RESERVED_FIELDS = ["formatVersion", "contentSha256", "fileSha256"] as const;
const HASH_DIGITS = 64;
const FILE_HASH_MARK = new TextEncoder().encode('"fileSha256":"');
const REMEDY = "the file is damaged; fetch it again or train it again";

/**
 * A bundle that cannot be used. `reason` is what a caller branches on: `version` (written in another format),
 * `damaged` (bytes changed, lost or added), `content` (a sound file that holds something else).
 */
export class BundleError extends Error {
  override readonly name = "BundleError";
  readonly reason: "version" | "damaged" | "content";

  constructor(reason: "version" | "damaged" | "content", message: string) {
    super(message);
    this.reason = reason;
  }
}

/** A bundle that was opened and found whole. */
export interface OpenedBundle extends SafetensorsContent {
  /** SHA-256 of what was learned, 64 hex digits: equal for two trainings that came to the same numbers. */
  readonly contentSha256: string;
  /** SHA-256 of the file with these 64 digits set to 0. */
  readonly fileSha256: string;
}

/**
 * A safetensors file with two checksums in its metadata, beside `formatVersion`:
 *
 * - `contentSha256 = SHA-256(writeSafetensors(tensors, metadata + formatVersion − provenance))`: everything that
 *   training determines; `PROVENANCE_FIELDS` may differ without changing it.
 * - `fileSha256 = SHA-256(file with the 64 digits of this field set to "0")`: any changed byte anywhere shows.
 *
 * The same content gives the same bytes.
 *
 * @throws TypeError if metadata holds `formatVersion`, `contentSha256` or `fileSha256`, which are set here.
 */
export function sealBundle(
  tensors: Readonly<Record<string, StoredTensor>>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  for (const field of RESERVED_FIELDS) {
    if (Object.hasOwn(metadata, field)) {
      throw new TypeError(`sealBundle: metadata must not hold "${field}", which is set here, got a value`);
    }
  }
  const bytes = writeSafetensors(tensors, {
    ...metadata,
    formatVersion: BUNDLE_FORMAT,
    contentSha256: contentHash(tensors, metadata),
    fileSha256: "0".repeat(HASH_DIGITS),
  });
  bytes.set(new TextEncoder().encode(bytesToHex(sha256(bytes))), fileHashStart(bytes));
  return bytes;
}

/**
 * Opens what `sealBundle` made and checks both checksums.
 *
 * @returns Tensors (views of `bytes` where aligned: read-only), the metadata that were sealed, both checksums.
 * @throws BundleError, whatever the bytes.
 */
export function openBundle(bytes: Uint8Array): OpenedBundle {
  const { tensors, metadata: stored } = parse(bytes);
  const { formatVersion, contentSha256, fileSha256, ...metadata } = stored;
  if (formatVersion === undefined) {
    throw new BundleError(
      "content",
      "openBundle: metadata must hold formatVersion, got none: no timbral bundle",
    );
  }
  if (formatVersion !== BUNDLE_FORMAT) {
    throw new BundleError(
      "version",
      `bundle format ${formatVersion} cannot be read by this version, which reads ${BUNDLE_FORMAT}; ` +
        "fetch a bundle made for this version or train one with it",
    );
  }
  const foundFile = fileHash(bytes);
  if (fileSha256 !== foundFile) throw mismatch("checksum", fileSha256, foundFile);
  const foundContent = contentHash(tensors, metadata);
  if (contentSha256 !== foundContent) throw mismatch("content checksum", contentSha256, foundContent);
  return { tensors, metadata, contentSha256: foundContent, fileSha256: foundFile };
}

function parse(bytes: Uint8Array): SafetensorsContent {
  try {
    return readSafetensors(bytes);
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    throw new BundleError("damaged", `openBundle: ${error.message}: ${REMEDY}`);
  }
}

function mismatch(what: string, expected: string | undefined, found: string): BundleError {
  return new BundleError(
    "damaged",
    `${what} mismatch, expected ${expected ?? "none"} got ${found}: ${REMEDY}`,
  );
}

function contentHash(
  tensors: Readonly<Record<string, StoredTensor>>,
  metadata: Readonly<Record<string, string>>,
): string {
  const learned = Object.entries(metadata).filter(([field]) => !PROVENANCE_FIELDS.includes(field));
  return bytesToHex(
    sha256(writeSafetensors(tensors, { ...Object.fromEntries(learned), formatVersion: BUNDLE_FORMAT })),
  );
}

function fileHash(bytes: Uint8Array): string {
  const zeroed = bytes.slice();
  const start = fileHashStart(bytes);
  if (start >= 0) zeroed.fill(0x30, start, start + HASH_DIGITS);
  return bytesToHex(sha256(zeroed));
}

/**
 * Where the digits of `fileSha256` stand in a well-formed file, or −1. The mark cannot occur inside another
 * string of the header, where its quotes would be escaped, and a tensor of that name is followed by `{`.
 */
function fileHashStart(bytes: Uint8Array): number {
  const headerEnd = 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  for (let at = 8; at + FILE_HASH_MARK.length + HASH_DIGITS < headerEnd; at++) {
    if (FILE_HASH_MARK.every((byte, index) => bytes[at + index] === byte)) return at + FILE_HASH_MARK.length;
  }
  return -1;
}
