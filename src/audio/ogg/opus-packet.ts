/** The longest packet: 120 ms at 48 kHz. */
const MAX_FRAMES = 5760;
/** The longest coded frame, bytes. */
const MAX_FRAME_BYTES = 1275;

/**
 * Frames at 48 kHz that an Opus packet decodes to; 0 if it breaks a rule of its framing (RFC 6716, section 3.4).
 *
 * @param streamCount Streams in the packet: all but the last say where they end (RFC 6716, appendix B).
 */
export function opusPacketFrames(packet: Uint8Array, streamCount: number): number {
  let frames = 0;
  let at = 0;
  for (let stream = 0; stream < streamCount; stream++) {
    const found = parseStream(packet, at, stream < streamCount - 1);
    if (found === undefined || (stream > 0 && found.frames !== frames)) return 0;
    ({ frames, end: at } = found);
  }
  return frames;
}

/** Frames at 48 kHz of one coded frame, by the upper five bits of a packet's first byte (section 3.1). */
function framesPerFrame(config: number): number {
  if (config < 12) return [480, 960, 1920, 2880][config & 3]!;
  if (config < 16) return [480, 960][config & 1]!;
  return [120, 240, 480, 960][config & 3]!;
}

function parseStream(
  packet: Uint8Array,
  start: number,
  isDelimited: boolean,
): { frames: number; end: number } | undefined {
  if (start >= packet.length) return undefined;
  const code = packet[start]! & 3;
  let at = start + 1;
  let end = packet.length; // of the coded frames: padding lies behind
  let padding = 0;
  let count = code === 0 ? 1 : 2;
  let isConstant = code < 2;
  if (code === 3) {
    if (at >= end) return undefined;
    const flags = packet[at++]!;
    count = flags & 63;
    isConstant = (flags & 128) === 0;
    if (flags & 64) {
      let length = 255;
      while (length === 255) {
        if (at >= end) return undefined;
        length = packet[at++]!;
        padding += length === 255 ? 254 : length;
      }
      end -= padding;
      if (end < at) return undefined;
    }
  }
  const frames = count * framesPerFrame(packet[start]! >> 3);
  if (frames === 0 || frames > MAX_FRAMES) return undefined;
  // Sizes come one behind the other in front of the frames: of all but the last, and of it too if delimited.
  let sum = 0;
  const sizes = (isConstant ? 0 : count - 1) + (isDelimited ? 1 : 0);
  let last = 0;
  for (let i = 0; i < sizes; i++) {
    const first = packet[at];
    if (at >= end || first === undefined) return undefined;
    if (first >= 252 && at + 1 >= end) return undefined;
    last = first < 252 ? first : first + 4 * packet[at + 1]!;
    at += first < 252 ? 1 : 2;
    sum += last;
  }
  if (isDelimited) {
    const bytes = isConstant ? last * count : sum;
    return bytes <= end - at ? { frames, end: at + bytes + padding } : undefined;
  }
  const rest = end - at - sum;
  if (rest < 0 || (isConstant && rest % count !== 0)) return undefined;
  if ((isConstant ? rest / count : rest) > MAX_FRAME_BYTES) return undefined;
  return { frames, end: packet.length };
}
