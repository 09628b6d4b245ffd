/**
 * The safetensors format (huggingface/safetensors, README "Format"): eight bytes of little-endian header
 * length, a JSON header `{ name: { dtype, shape, data_offsets } , __metadata__: { text: text } }` that may end in
 * spaces, and the tensors' bytes without holes. Little-endian machines only, which both ends check.
 */

/** The element types that are read and written, by their names in the format. I64, F16 and BF16 are refused. */
const typedArrays = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const;

type ElementType = keyof typeof typedArrays;

/** Values of a tensor in row-major order; the class of the array is the element type of the file. */
export type TensorData =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** A tensor as it stands in a file: `data` holds the product of `shape` values, row-major; `[]` is a scalar. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** What a safetensors file holds. */
export interface SafetensorsContent {
  readonly tensors: Record<string, StoredTensor>;
  readonly metadata: Record<string, string>;
}

/** Bytes that are no valid safetensors file; the message says what was expected and what came. */
export class SafetensorsError extends Error {
  override readonly name = "SafetensorsError";
}

const LENGTH_BYTES = 8;
const ALIGNMENT_BYTES = 8;
/** The reference implementation's limit, bytes. */
const HEADER_LIMIT_BYTES = 100_000_000;
const METADATA_KEY = "__metadata__";

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

interface TensorEntry {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Writes tensors and metadata. The same content always gives the same bytes, in whatever order its keys were
 * made: wide elements first, then by name (UTF-16 order), metadata by key. The header is padded with spaces so
 * that the payload starts at a multiple of 8 bytes; with wide elements first every tensor is then aligned.
 *
 * @throws TypeError if a tensor's data is not a supported typed array, a name is reserved (`__metadata__`,
 *   `__proto__`) or a metadata value is no string.
 * @throws RangeError if a shape does not match its data.
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, StoredTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  assertLittleEndian("writeSafetensors");
  const named = Object.entries(tensors).map(([name, { shape, data }]) => {
    const type = elementTypeOf(data);
    if (type === undefined) {
      throw new TypeError(
        `writeSafetensors: data of "${name}" must be one of ${Object.keys(typedArrays).join(", ")}, got ${describe(data)}`,
      );
    }
    if (name === METADATA_KEY || name === "__proto__") {
      throw new TypeError(`writeSafetensors: a tensor must not be named "${name}", which is reserved`);
    }
    const count = elementCount(shape);
    if (count !== data.length) {
      throw new RangeError(
        `writeSafetensors: shape of "${name}" must describe its ${data.length} values, got [${shape.join(", ")}]`,
      );
    }
    return { name, type, shape, data };
  });
  named.sort((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT || (a.name < b.name ? -1 : 1));

  const members: string[] = [];
  const metadataKeys = Object.keys(metadata).sort();
  if (metadataKeys.length > 0) {
    const pairs = metadataKeys.map((key) => {
      const value: unknown = metadata[key];
      if (typeof value !== "string" || key === "__proto__") {
        throw new TypeError(`writeSafetensors: metadata "${key}" must be a string, got ${describe(value)}`);
      }
      return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    });
    members.push(`"${METADATA_KEY}":{${pairs.join(",")}}`);
  }
  let offset = 0;
  for (const { name, type, shape, data } of named) {
    const end = offset + data.byteLength;
    const entry = JSON.stringify({ dtype: type, shape, data_offsets: [offset, end] });
    members.push(`${JSON.stringify(name)}:${entry}`);
    offset = end;
  }

  const header = new TextEncoder().encode(`{${members.join(",")}}`);
  const headerBytes = Math.ceil(header.length / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  if (headerBytes > HEADER_LIMIT_BYTES) {
    throw new RangeError(
      `writeSafetensors: the header must hold at most ${HEADER_LIMIT_BYTES} bytes, got ${headerBytes}`,
    );
  }
  const payloadStart = LENGTH_BYTES + headerBytes;
  const file = new Uint8Array(payloadStart + offset);
  new DataView(file.buffer).setUint32(0, headerBytes, true);
  file.set(header, LENGTH_BYTES);
  file.fill(0x20, LENGTH_BYTES + header.length, payloadStart);
  offset = payloadStart;
  for (const { data } of named) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return file;
}

/**
 * Reads a safetensors file, strictly: every byte of the payload belongs to exactly one tensor, no name comes
 * twice, nothing unknown stands in the header.
 *
 * @returns Tensors in the file's order. Their data are views of `bytes` where the alignment allows (always, for
 *   what `writeSafetensors` made, at an aligned offset) and copies elsewhere: treat them as read-only.
 * @throws SafetensorsError, and nothing else, whatever the bytes.
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsContent {
  assertLittleEndian("readSafetensors");
  const { header, payloadStart } = readHeader(bytes);
  const metadata = readMetadata(header[METADATA_KEY]);
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA_KEY)
    .map(([name, info]) => readEntry(name, info));
  assertGapless(entries, bytes.length - payloadStart);

  const tensors: Record<string, StoredTensor> = {};
  for (const { name, type, shape, begin, end } of entries) {
    const Values = typedArrays[type];
    const start = bytes.byteOffset + payloadStart + begin;
    const length = (end - begin) / Values.BYTES_PER_ELEMENT;
    const data =
      start % Values.BYTES_PER_ELEMENT === 0
        ? new Values(bytes.buffer as ArrayBuffer, start, length)
        : new Values(bytes.slice(payloadStart + begin, payloadStart + end).buffer, 0, length);
    tensors[name] = { shape, data };
  }
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; payloadStart: number } {
  if (bytes.length < LENGTH_BYTES) {
    fail(`the file must hold at least ${LENGTH_BYTES} bytes, got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES);
  const headerBytes = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  if (headerBytes > HEADER_LIMIT_BYTES) {
    fail(`the header must hold at most ${HEADER_LIMIT_BYTES} bytes, got ${headerBytes}`);
  }
  const payloadStart = LENGTH_BYTES + headerBytes;
  if (payloadStart > bytes.length) {
    fail(`the file must hold its header of ${headerBytes} bytes, got ${bytes.length - LENGTH_BYTES} of them`);
  }
  if (bytes[LENGTH_BYTES] !== 0x7b || headerBytes === 0) fail("the header must start with {");
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, payloadStart));
    header = JSON.parse(text);
  } catch (error) {
    fail(`the header must be JSON in UTF-8, got ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isRecord(header)) fail(`the header must be an object, got ${describe(header)}`);
  assertUniqueKeys(text);
  return { header, payloadStart };
}

function readMetadata(value: unknown): Record<string, string> {
  const metadata: Record<string, string> = {};
  if (value === undefined) return metadata;
  if (!isRecord(value)) fail(`${METADATA_KEY} must be an object, got ${describe(value)}`);
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== "string") fail(`${METADATA_KEY} "${key}" must be a string, got ${describe(text)}`);
    metadata[key] = text;
  }
  return metadata;
}

function readEntry(name: string, info: unknown): TensorEntry {
  if (!isRecord(info)) fail(`"${name}" must be an object, got ${describe(info)}`);
  const { dtype, shape, data_offsets: offsets, ...unknown } = info;
  const [extra] = Object.keys(unknown);
  if (extra !== undefined) fail(`"${name}" must hold dtype, shape and data_offsets only, got "${extra}"`);
  if (typeof dtype !== "string" || !Object.hasOwn(typedArrays, dtype)) {
    fail(
      `dtype of "${name}" must be one of ${Object.keys(typedArrays).join(", ")}, got ${JSON.stringify(dtype)}`,
    );
  }
  const type = dtype as ElementType;
  const count = isNumbers(shape) ? elementCount(shape) : undefined;
  if (!isNumbers(shape) || count === undefined) {
    fail(`shape of "${name}" must hold whole numbers from 0, got ${JSON.stringify(shape)}`);
  }
  if (!isNumbers(offsets) || offsets.length !== 2) {
    fail(`data_offsets of "${name}" must be two whole numbers, got ${JSON.stringify(offsets)}`);
  }
  const [begin = 0, end = 0] = offsets;
  const byteLength = count * typedArrays[type].BYTES_PER_ELEMENT;
  if (!(Number.isSafeInteger(begin) && begin >= 0 && end - begin === byteLength)) {
    fail(
      `data_offsets of "${name}" must span ${byteLength} bytes (${type} [${shape.join(", ")}]), got [${begin}, ${end}]`,
    );
  }
  return { name, type, shape, begin, end };
}

function assertGapless(entries: readonly TensorEntry[], payloadBytes: number): void {
  let expected = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < expected) fail(`"${name}" must start at byte ${expected}, got ${begin}: it overlaps another`);
    if (begin > expected) fail(`"${name}" must start at byte ${expected}, got ${begin}: there is a hole`);
    expected = end;
  }
  if (expected !== payloadBytes) {
    fail(`the payload must hold the ${expected} bytes that the header describes, got ${payloadBytes}`);
  }
}

/** JSON.parse keeps the last of two equal keys in silence; here that is an error, as is `__proto__`. */
function assertUniqueKeys(json: string): void {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === "{" || character === "[") open.push(new Set());
    else if (character === "}" || character === "]") open.pop();
    else if (character === '"') {
      const start = at;
      for (at++; json[at] !== '"'; at++) if (json[at] === "\\") at++;
      let after = at + 1;
      while (" \t\n\r".includes(json[after] ?? "x")) after++;
      if (json[after] !== ":") continue;
      const key: string = JSON.parse(json.slice(start, at + 1));
      const keys = open.at(-1);
      if (keys?.has(key)) fail(`a name must come once in the header, got "${key}" twice`);
      if (key === "__proto__") fail('a name must not be reserved, got "__proto__"');
      keys?.add(key);
    }
  }
}

/** Product of the sizes, or undefined if a size is no whole number from 0 or the product is no safe integer. */
function elementCount(shape: readonly number[]): number | undefined {
  let count = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) return undefined;
    count *= size;
    if (!Number.isSafeInteger(count)) return undefined;
  }
  return count;
}

/** By the built-in tag and not by `instanceof`, so that arrays of another realm (a worker, a frame) count too. */
function elementTypeOf(data: unknown): ElementType | undefined {
  const tag = ArrayBuffer.isView(data) ? Object.prototype.toString.call(data).slice(8, -1) : "";
  const types = Object.keys(typedArrays) as ElementType[];
  return types.find((type) => typedArrays[type].name === tag);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number");
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Object.prototype.toString.call(value).slice(8, -1);
}

function assertLittleEndian(caller: string): void {
  if (!isLittleEndian) throw new Error(`${caller}: the machine must be little-endian, got a big-endian one`);
}

function fail(message: string): never {
  throw new SafetensorsError(`readSafetensors: ${message}`);
}
