/** Shape `[8]`: L R C LFE and so on for 1 to 8 channels, one bit per loudspeaker position as WAV has it. */
const MASKS: readonly number[] = [0x4, 0x3, 0x7, 0x33, 0x37, 0x3f, 0x70f, 0x63f];

/**
 * The loudspeakers that FLAC (RFC 9639, section 9.1.3), Vorbis (Vorbis I, section 4.3.9) and Opus (RFC 7845, mapping family
 * 1) take for granted, as a WAVE `dwChannelMask`; 0 beyond 8 channels.
 */
export function usualChannelMask(channelCount: number): number {
  return MASKS[channelCount - 1] ?? 0;
}
