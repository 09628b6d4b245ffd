/** Loudspeaker positions of a WAVE `dwChannelMask`, one bit each, in the order of the channels in a file. */
const FRONT_LEFT = 0x1;
const FRONT_RIGHT = 0x2;
const FRONT_CENTER = 0x4;
const LOW_FREQUENCY = 0x8;
const BACK_LEFT = 0x10;
const BACK_RIGHT = 0x20;
const BACK_CENTER = 0x100;
const SIDE_LEFT = 0x200;
const SIDE_RIGHT = 0x400;

const BACKS = BACK_LEFT | BACK_RIGHT;
const SIDES = SIDE_LEFT | SIDE_RIGHT;
const FRONTS = FRONT_LEFT | FRONT_RIGHT;
const SURROUND_WEIGHT = 1.41;

/** What files without a mask are taken for, by their number of channels (none for 0 and 1). */
const USUAL_MASKS: readonly number[] = [
  0,
  0,
  FRONTS,
  FRONTS | FRONT_CENTER,
  FRONTS | BACKS,
  FRONTS | FRONT_CENTER | BACKS,
  FRONTS | FRONT_CENTER | LOW_FREQUENCY | BACKS,
  FRONTS | FRONT_CENTER | LOW_FREQUENCY | BACK_CENTER | SIDES,
  FRONTS | FRONT_CENTER | LOW_FREQUENCY | BACKS | SIDES,
];

/**
 * The weight of every channel's power in the loudness (ITU-R BS.1770-4, tables 3 and 4): 1.41 for loudspeakers 60 to
 * 120 degrees to the side, 0 for the low-frequency channel, 1 for all others.
 *
 * A mask's back pair stands at 110 degrees where it is the only surround (5.1), and at 135 degrees, so with weight 1,
 * where a side pair stands beside it (7.1).
 *
 * @param channelCount At least 1.
 * @param channelMask WAVE `dwChannelMask`. 0 or absent means the usual layout: L R, L R C, L R Ls Rs, L R C Ls Rs,
 *   L R C LFE Ls Rs, L R C LFE Cs Ls Rs, L R C LFE Lb Rb Ls Rs for 2 to 8 channels, no positions for others.
 *   Channels without a position have weight 1; positions without a channel are ignored.
 * @returns Shape `[channelCount]`, dimensionless.
 */
export function channelWeights(channelCount: number, channelMask = 0): Float64Array {
  const mask = channelMask === 0 ? (USUAL_MASKS[channelCount] ?? 0) : channelMask;
  const surrounds = (mask & SIDES) === 0 ? BACKS : SIDES;
  const weights = new Float64Array(channelCount).fill(1);
  let channel = 0;
  for (let bit = 0; bit < 32 && channel < channelCount; bit++) {
    const position = (1 << bit) >>> 0;
    if ((mask & position) === 0) continue;
    if (position === LOW_FREQUENCY) weights[channel] = 0;
    else if ((position & surrounds) !== 0) weights[channel] = SURROUND_WEIGHT;
    channel++;
  }
  return weights;
}
