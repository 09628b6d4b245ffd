import { usualChannelMask } from "../usual-channel-mask.ts";

/** Where loudspeakers stand in a WAV file, for channels that come in the order of Vorbis. */
export interface ChannelLayout {
  /** Output channel c is the decoder's channel `order[c]`. */
  readonly order: readonly number[];
  /** One bit per loudspeaker position, as WAV has it. */
  readonly mask: number;
}

const ORDERS: readonly (readonly number[])[] = [
  [0],
  [0, 1],
  [0, 2, 1],
  [0, 1, 2, 3],
  [0, 2, 1, 3, 4],
  [0, 2, 1, 5, 3, 4],
  [0, 2, 1, 6, 5, 3, 4],
  [0, 2, 1, 7, 5, 6, 3, 4],
];

/** The layout of 1 to 8 channels (Vorbis I, section 4.3.9; Opus mapping family 1, RFC 7845); undefined beyond. */
export function vorbisLayout(channelCount: number): ChannelLayout | undefined {
  const order = ORDERS[channelCount - 1];
  return order && { order, mask: usualChannelMask(channelCount) };
}
