/**
 * A mono-response WAV file, 32-bit float (`WAVE_FORMAT_IEEE_FLOAT`, with the `fact` chunk that it demands), the same taps
 * on every channel.
 *
 * @param taps Shape `[frames]`, linear, 1 is full scale.
 */
export function wavBytes(
  taps: ArrayLike<number>,
  sampleRateHz: number,
  channelCount: number,
): Uint8Array<ArrayBuffer> {
  const dataLength = 4 * channelCount * taps.length;
  const bytes = new Uint8Array(58 + dataLength);
  const view = new DataView(bytes.buffer);
  const ascii = (at: number, text: string) => {
    for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index);
  };
  ascii(0, "RIFF");
  view.setUint32(4, 50 + dataLength, true);
  ascii(8, "WAVEfmt ");
  view.setUint32(16, 18, true);
  view.setUint16(20, 3, true);
  view.setUint16(22, channelCount, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, 4 * channelCount * sampleRateHz, true);
  view.setUint16(32, 4 * channelCount, true);
  view.setUint16(34, 32, true);
  ascii(38, "fact");
  view.setUint32(42, 4, true);
  view.setUint32(46, taps.length, true);
  ascii(50, "data");
  view.setUint32(54, dataLength, true);
  for (let frame = 0; frame < taps.length; frame++) {
    for (let channel = 0; channel < channelCount; channel++) {
      view.setFloat32(58 + 4 * (frame * channelCount + channel), taps[frame]!, true);
    }
  }
  return bytes;
}
