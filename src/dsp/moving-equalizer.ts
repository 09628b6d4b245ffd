import { BAND_COUNT, type ParametricSetting } from "../effects/index.ts";
import { COEFFICIENTS_PER_SECTION, packBiquads } from "./biquad.ts";
import {
  createGraphicEqualizerDesign,
  createGraphicEqualizerDesigner,
  type GraphicEqualizerDesign,
  type GraphicEqualizerDesigner,
} from "./graphic-equalizer.ts";
import { FRAMES_PER_PIECE } from "./kernels/cascade-kernel.ts";
import { silenceNonFinite } from "./non-finite.ts";
import { designSection, type SectionPrototype } from "./section.ts";
import { SectionGlide } from "./section-glide.ts";
import { StateVariableBank } from "./state-variable-bank.ts";
import { StillCascade } from "./still-cascade.ts";
import { assertBlock, assertChannelCount } from "./stream-checks.ts";

/** A curve, shape `[40]`, dB, each within ±24; or sections as they stand on a panel. */
export type EqualizerTarget = ArrayLike<number> | ParametricSetting;

/** From a frame on, the equalizer goes to a target. */
export interface AutomationPoint {
  /** Frames since frame 0 of the stream, 0 or more. */
  readonly frame: number;
  readonly target: EqualizerTarget;
}

export interface MovingEqualizerOptions {
  readonly sampleRateHz: number;
  /** At least 1. */
  readonly channelCount: number;
  /** Where it stands at first. Default: flat. */
  readonly target?: EqualizerTarget;
  /** By how much a change lags behind its target, ms. Default 30. */
  readonly glideMs?: number;
  /** Number of the first frame, a multiple of 512. Default 0. */
  readonly startFrame?: number;
  /** Most sections that a parametric target may have. Default 40. */
  readonly sectionCapacity?: number;
  /** How sections are designed; see `designSection`. Default `cookbook`. */
  readonly prototype?: SectionPrototype;
}

/** Coefficients change some so many times a second, but at least every four frames: steps are heard as noise. */
const TICKS_PER_SECOND = 12_000;
const LONGEST_TICK_OCTAVES = 2;

/**
 * An equalizer whose setting may change at any time without a click: 40-band curves and parametric sections.
 *
 * - Whatever changes (gain, frequency, Q, kind, number of sections, curve, bypass) glides there with a time constant of
 *   20 ms, as {@link SectionGlide} says, in state-variable sections, which stay quiet when they move. Coefficients follow
 *   every 1 to 4 frames.
 * - When all has arrived the sections run as the fixed cascade does, at its cost; a flat or bypassed setting leaves every
 *   finite sample untouched, to the bit.
 * - The ticks are counted from frame 0 of the stream, so the output does not depend on how the stream is cut into blocks:
 *   an offline render of an automation is the real-time one bit for bit. A target set between two blocks counts from the
 *   next tick.
 * - NaN, infinities and values beyond ±3.4e38 become 0 and are counted; silence never gets denormal.
 * - `process` allocates nothing. Setting a target designs filters (0.1 to 0.5 ms a curve), so automation is designed
 *   when it is scheduled.
 */
export class MovingEqualizer {
  readonly channelCount: number;
  /** Samples replaced by 0 since the start. */
  nonFiniteCount = 0;
  readonly #sampleRateHz: number;
  readonly #prototype: SectionPrototype;
  /** The preamp and the most sections that a target may have. */
  readonly #sectionCount: number;
  /** Two slots for each section. */
  readonly #bank: StateVariableBank;
  readonly #glide: SectionGlide;
  readonly #still: StillCascade;
  /** Shape `[1 + sections, 5]`: the last target, its preamp first. */
  readonly #asked: Float64Array;
  /** Shape `[1 + sections, 5]`: the same, or the identity while bypassed. */
  readonly #wanted: Float64Array;
  /** Shape `[1 + sections, 2, 5]`: where the two slots of a section in the bank go. One is the identity. */
  readonly #aimed: Float64Array;
  /** Shape `[1 + sections]`: which of the two slots is the section, and the other one's fading. */
  readonly #slot: Uint8Array;
  /** Shape `[1 + sections]`: 1 where a section waits for its other slot to have faded. */
  readonly #waiting: Uint8Array;
  readonly #tickFrames: number;
  /** What a section gains on its target within a tick. */
  readonly #tickPart: number;
  #designer: GraphicEqualizerDesigner | undefined;
  #design: GraphicEqualizerDesign | undefined;
  #frame: number;
  #isBypassed = false;
  /** Whether the target or the bypass changed since the last tick. */
  #isChanged = false;
  #isMoving = false;
  /** Frames and targets, shape `[points]` and `[points, 1 + sections, 5]`, and the next of them. */
  #scheduleFrames = new Float64Array(0);
  #scheduleTargets = new Float64Array(0);
  #nextPoint = 0;

  /** @throws RangeError if a value is out of range. */
  constructor(options: MovingEqualizerOptions) {
    const { sampleRateHz, channelCount, target, glideMs = 30, startFrame = 0 } = options;
    const { sectionCapacity = BAND_COUNT, prototype = "cookbook" } = options;
    if (!(sampleRateHz > 0 && sampleRateHz < Infinity)) {
      throw new RangeError(`MovingEqualizer: sampleRateHz must be above 0, got ${sampleRateHz}`);
    }
    assertChannelCount("MovingEqualizer", channelCount);
    if (!(glideMs > 0 && glideMs < Infinity)) {
      throw new RangeError(`MovingEqualizer: glideMs must be above 0, got ${glideMs}`);
    }
    if (!(Number.isSafeInteger(startFrame) && startFrame >= 0 && startFrame % FRAMES_PER_PIECE === 0)) {
      throw new RangeError(
        `MovingEqualizer: startFrame must be a multiple of ${FRAMES_PER_PIECE}, got ${startFrame}`,
      );
    }
    if (!(Number.isInteger(sectionCapacity) && sectionCapacity > 0)) {
      throw new RangeError(
        `MovingEqualizer: sectionCapacity must be a positive integer, got ${sectionCapacity}`,
      );
    }
    this.#sampleRateHz = sampleRateHz;
    this.channelCount = channelCount;
    this.#prototype = prototype;
    this.#frame = startFrame;
    const octaves = Math.round(Math.log2(sampleRateHz / TICKS_PER_SECOND));
    this.#tickFrames = 2 ** Math.min(LONGEST_TICK_OCTAVES, Math.max(0, octaves));
    this.#tickPart = -Math.expm1((-2000 * this.#tickFrames) / (glideMs * sampleRateHz));
    this.#sectionCount = 1 + Math.max(BAND_COUNT, sectionCapacity);
    this.#bank = new StateVariableBank(2 * this.#sectionCount, channelCount);
    this.#glide = new SectionGlide(this.#bank);
    this.#still = new StillCascade(this.#bank, this.#sectionCount);
    const size = this.#sectionCount * COEFFICIENTS_PER_SECTION;
    this.#asked = new Float64Array(size);
    this.#wanted = new Float64Array(size);
    this.#aimed = new Float64Array(2 * size);
    this.#slot = new Uint8Array(this.#sectionCount);
    this.#waiting = new Uint8Array(this.#sectionCount);
    writeFlat(this.#asked);
    writeFlat(this.#wanted);
    writeFlat(this.#aimed);
    if (target === undefined) return;
    this.#write(target, this.#asked, 0);
    this.#aim();
    for (let slot = 0; slot < this.#bank.sectionCount; slot++) this.#glide.arrive(slot);
    this.#still.begin(this.#glide, this.#aimed);
  }

  /**
   * Goes to a target, from where it stands. Automation that is scheduled for later stays.
   *
   * @throws RangeError if a value is out of range.
   */
  setTarget(target: EqualizerTarget): void {
    this.#write(target, this.#asked, 0);
    this.#isChanged = true;
  }

  /** Goes to the flat setting and stays there until it is switched off; targets are remembered meanwhile. */
  setBypass(isBypassed: boolean): void {
    this.#isBypassed = isBypassed;
    this.#isChanged = true;
  }

  /**
   * Designs targets for later frames, instead of those that were scheduled before. Points in the past count at once.
   *
   * @param points By increasing frame.
   * @throws RangeError if a frame is negative or out of order, or a value out of range.
   */
  schedule(points: readonly AutomationPoint[]): void {
    const size = this.#asked.length;
    const frames = new Float64Array(points.length);
    const targets = new Float64Array(points.length * size);
    for (const [index, { frame, target }] of points.entries()) {
      const earliest = index === 0 ? 0 : frames[index - 1]!;
      if (!(Number.isSafeInteger(frame) && frame >= earliest)) {
        throw new RangeError(
          `MovingEqualizer.schedule: frame must be an integer, at least ${earliest}, got ${frame} in point ${index}`,
        );
      }
      frames[index] = frame;
      this.#write(target, targets, index * size);
    }
    this.#scheduleFrames = frames;
    this.#scheduleTargets = targets;
    this.#nextPoint = 0;
  }

  /**
   * Filters the first `frameCount` samples of every channel in place.
   *
   * @param channels Shape `[channelCount][>= frameCount]`, full scale ±1.
   * @param frameCount Samples per channel, 0 or more.
   * @throws RangeError if a shape does not fit.
   */
  process(channels: readonly Float64Array[], frameCount: number): void {
    assertBlock("MovingEqualizer.process", channels, this.channelCount, frameCount);
    let start = 0;
    while (start < frameCount) {
      if (this.#frame % this.#tickFrames === 0) this.#beginTick();
      const end = Math.min(frameCount, start + this.#framesUntilChange());
      if (this.#isMoving) this.#move(channels, start, end);
      else if (this.#still.isFlat) this.nonFiniteCount += silenceAll(channels, start, end);
      else this.nonFiniteCount += this.#still.filter(channels, start, end);
      this.#frame += end - start;
      if (this.#frame % FRAMES_PER_PIECE === 0) this.#endPiece();
      start = end;
    }
  }

  /** Frames to the next tick at which something may begin, or to the end of the piece. */
  #framesUntilChange(): number {
    const toPiece = FRAMES_PER_PIECE - (this.#frame % FRAMES_PER_PIECE);
    const toTick = this.#tickFrames - (this.#frame % this.#tickFrames);
    if (this.#isChanged) return toTick;
    const toPoint = (this.#scheduleFrames[this.#nextPoint] ?? Infinity) - this.#frame;
    // The tick at the point or right after it.
    const ticks = Math.max(0, Math.ceil((toPoint - toTick) / this.#tickFrames));
    return Math.min(toPiece, toTick + ticks * this.#tickFrames);
  }

  #beginTick(): void {
    const size = this.#asked.length;
    while (this.#nextPoint < this.#scheduleFrames.length) {
      if (this.#scheduleFrames[this.#nextPoint]! > this.#frame) break;
      const from = this.#nextPoint * size;
      for (let index = 0; index < size; index++) this.#asked[index] = this.#scheduleTargets[from + index]!;
      this.#isChanged = true;
      this.#nextPoint++;
    }
    if (!this.#isChanged) return;
    this.#isChanged = false;
    if (!this.#isMoving) this.#still.end();
    this.#isMoving = true;
    this.#aim();
  }

  /** Sends every section on its way whose target changed, or that had to wait. */
  #aim(): void {
    const wanted = this.#wanted;
    for (let section = 0; section < this.#sectionCount; section++) {
      const at = section * COEFFICIENTS_PER_SECTION;
      let isNew = this.#waiting[section] === 1;
      for (let index = 0; index < COEFFICIENTS_PER_SECTION; index++) {
        const value = this.#isBypassed ? (index === 0 ? 1 : 0) : this.#asked[at + index]!;
        if (value !== wanted[at + index]) isNew = true;
        wanted[at + index] = value;
      }
      if (isNew) this.#aimSection(section);
    }
  }

  /** By a glide, or where that would sweep far: one slot fades out while the other fades in. */
  #aimSection(section: number): void {
    const wanted = this.#wanted;
    const at = section * COEFFICIENTS_PER_SECTION;
    const current = 2 * section + this.#slot[section]!;
    const other = 2 * section + 1 - this.#slot[section]!;
    this.#waiting[section] = 0;
    if (!this.#glide.isFar(current, wanted, at)) {
      this.#aimSlot(current, wanted, at);
    } else if (this.#glide.isIdle(other)) {
      this.#aimSlot(current, flat, 0);
      this.#aimSlot(other, wanted, at);
      this.#slot[section] = 1 - this.#slot[section]!;
    } else this.#waiting[section] = 1;
  }

  #aimSlot(slot: number, packed: Float64Array, from: number): void {
    const at = slot * COEFFICIENTS_PER_SECTION;
    for (let index = 0; index < COEFFICIENTS_PER_SECTION; index++)
      this.#aimed[at + index] = packed[from + index]!;
    this.#glide.aim(slot, this.#aimed, at);
  }

  /** All sections in series, each through all of its ticks. */
  #move(channels: readonly Float64Array[], start: number, end: number): void {
    this.nonFiniteCount += silenceAll(channels, start, end);
    const tickFrames = this.#tickFrames;
    const intoTick = this.#frame % tickFrames;
    for (let section = 0; section < this.#bank.sectionCount; section++) {
      let at = start;
      while (at < end && this.#glide.isMoving(section)) {
        const into = (intoTick + at - start) % tickFrames;
        if (into === 0) this.#glide.advance(section, this.#tickPart);
        const next = Math.min(end, at + tickFrames - into);
        if (this.#glide.isIdle(section)) break;
        this.#bank.filter(section, channels, at, next);
        at = next;
      }
      if (at < end && !this.#glide.isIdle(section)) this.#bank.filter(section, channels, at, end);
    }
  }

  #endPiece(): void {
    if (!this.#isMoving) {
      this.#still.silenceStates();
      return;
    }
    this.#bank.silenceStates();
    // Sections that wait for a slot ask for it at the next tick.
    if (this.#waiting.includes(1)) this.#isChanged = true;
    if (this.#isChanged || this.#glide.movingCount > 0) return;
    this.#isMoving = false;
    this.#still.begin(this.#glide, this.#aimed);
  }

  /** Designs a target into a packed list, its preamp first. */
  #write(target: EqualizerTarget, packed: Float64Array, at: number): void {
    if ("kind" in target) {
      this.#writeSections(target, packed, at);
      return;
    }
    this.#designer ??= createGraphicEqualizerDesigner(this.#sampleRateHz);
    this.#design ??= createGraphicEqualizerDesign();
    const { coefficients } = this.#designer.design(target, this.#design);
    writeFlat(packed, at, this.#asked.length);
    packed.set(coefficients, at + COEFFICIENTS_PER_SECTION);
  }

  #writeSections({ preampDb, sections }: ParametricSetting, packed: Float64Array, at: number): void {
    const capacity = this.#sectionCount - 1;
    if (sections.length > capacity) {
      throw new RangeError(
        `MovingEqualizer.setTarget: sections must be ${capacity} or fewer (sectionCapacity), got ${sections.length}`,
      );
    }
    if (!Number.isFinite(preampDb)) {
      throw new RangeError(`MovingEqualizer.setTarget: preampDb must be finite, got ${preampDb}`);
    }
    const biquads = sections.map((section) => designSection(section, this.#sampleRateHz, this.#prototype));
    writeFlat(packed, at, this.#asked.length);
    packed[at] = 10 ** (preampDb / 20);
    packed.set(packBiquads(biquads), at + COEFFICIENTS_PER_SECTION);
  }
}

/** One section that lets everything pass. */
const flat = Float64Array.of(1, 0, 0, 0, 0);

/** Identities from `at` on. */
function writeFlat(packed: Float64Array, at = 0, length: number = packed.length): void {
  for (let index = 0; index < length; index++)
    packed[at + index] = index % COEFFICIENTS_PER_SECTION === 0 ? 1 : 0;
}

/** @returns How many samples were no numbers that sound can have, and are 0 now. */
function silenceAll(channels: readonly Float64Array[], start: number, end: number): number {
  let count = 0;
  for (let channel = 0; channel < channels.length; channel++) {
    count += silenceNonFinite(channels[channel]!, start, end);
  }
  return count;
}
