/** Where loudspeakers stand in a WAV file, for channels that come in the order of Vorbis. */
export interface ChannelLayout {
  /** Output channel c is the decoder's channel `order[c]`. */
  readonly order: readonly number[];
  /** One bit per loudspeaker position, as WAV has it. */
  readonly mask: number;
}

const LAYOUTS: readonly ChannelLayout[] = [
  { order: [0], mask: 0x4 },
  { order: [0, 1], mask: 0x3 },
  { order: [0, 2, 1], mask: 0x7 },
  { order: [0, 1, 2, 3], mask: 0x33 },
  { order: [0, 2, 1, 3, 4], mask: 0x37 },
  { order: [0, 2, 1, 5, 3, 4], mask: 0x3f },
  { order: [0, 2, 1, 6, 5, 3, 4], mask: 0x70f },
  { order: [0, 2, 1, 7, 5, 6, 3, 4], mask: 0x63f },
];

/** The layout of 1 to 8 channels (Vorbis I, section 4.3.9; Opus mapping family 1, RFC 7845); undefined beyond. */
export function vorbisLayout(channelCount: number): ChannelLayout | undefined {
  return LAYOUTS[channelCount - 1];
}
