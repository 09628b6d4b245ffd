import { COEFFICIENTS_PER_SECTION } from "./biquad.ts";
import { type CascadeKernel, STATE_SIZE } from "./kernels/cascade-kernel.ts";
import { fastestCascade } from "./kernels/fastest-cascade.ts";
import type { SectionGlide } from "./section-glide.ts";
import { type StateVariableBank, silenceState } from "./state-variable-bank.ts";

/**
 * Plays the sections of a {@link StateVariableBank} while they stand still, as the fixed cascade does and at its cost.
 * Filter memory is handed over in both directions.
 */
export class StillCascade {
  readonly #bank: StateVariableBank;
  readonly #kernel: CascadeKernel;
  /** Filter memory of channels 0 and 1, 2 and 3, ...: shape `[sections, 2, 2]`; the first `activeCount` are used. */
  readonly #states: readonly Float64Array[];
  /** Two lists of coefficients, and their beginnings by number of sections. A kernel wants those it has seen unchanged. */
  readonly #lists: readonly (readonly Float64Array[])[];
  /** Shape `[sections]`: which sections of the bank are played. */
  readonly #active: Int32Array;
  #activeCount = 0;
  #list = 0;
  #isListSeen = false;

  /** @param sectionCount Most sections of the bank that do something while they stand still. */
  constructor(bank: StateVariableBank, sectionCount: number, kernel: CascadeKernel = fastestCascade()) {
    this.#bank = bank;
    this.#kernel = kernel;
    this.#states = bank.states.map(() => new Float64Array(sectionCount * STATE_SIZE));
    this.#lists = [0, 1].map(() => {
      const all = new Float64Array(sectionCount * COEFFICIENTS_PER_SECTION);
      return Array.from({ length: sectionCount + 1 }, (_, count) =>
        all.subarray(0, count * COEFFICIENTS_PER_SECTION),
      );
    });
    this.#active = new Int32Array(sectionCount);
    kernel.reserve(sectionCount);
  }

  /** Whether nothing is to be done. */
  get isFlat(): boolean {
    return this.#activeCount === 0;
  }

  /**
   * Takes over from the bank.
   *
   * @param packed Shape `[slots, 5]`: b0, b1, b2, a1, a2 of every section of the bank.
   */
  begin(glide: SectionGlide, packed: Float64Array): void {
    if (this.#isListSeen) this.#list = 1 - this.#list;
    this.#isListSeen = false;
    const list = this.#lists[this.#list]!.at(-1)!;
    this.#activeCount = 0;
    for (let section = 0; section < this.#bank.sectionCount; section++) {
      if (glide.isIdle(section)) continue;
      const from = section * COEFFICIENTS_PER_SECTION;
      const to = this.#activeCount * COEFFICIENTS_PER_SECTION;
      for (let index = 0; index < COEFFICIENTS_PER_SECTION; index++) list[to + index] = packed[from + index]!;
      for (let pair = 0; pair < this.#states.length; pair++) {
        const at = this.#activeCount * STATE_SIZE;
        this.#bank.giveDirectForm(section, pair, list[to + 3]!, this.#states[pair]!, at);
      }
      this.#active[this.#activeCount] = section;
      this.#activeCount++;
    }
  }

  /** Hands over to the bank. */
  end(): void {
    const list = this.#lists[this.#list]!.at(-1)!;
    for (let index = 0; index < this.#activeCount; index++) {
      const a1 = list[index * COEFFICIENTS_PER_SECTION + 3]!;
      for (let pair = 0; pair < this.#states.length; pair++) {
        const at = index * STATE_SIZE;
        this.#bank.takeDirectForm(this.#active[index]!, pair, a1, this.#states[pair]!, at);
      }
    }
  }

  /** @returns How many samples were no numbers that sound can have, and are 0 now. */
  filter(channels: readonly Float64Array[], start: number, end: number): number {
    const coefficients = this.#lists[this.#list]![this.#activeCount]!;
    this.#isListSeen = true;
    let silenced = 0;
    for (let pair = 0; pair < this.#states.length; pair++) {
      const left = channels[2 * pair]!;
      const right = channels[2 * pair + 1];
      silenced += this.#kernel.filter(coefficients, this.#states[pair]!, left, right, start, end);
    }
    return silenced;
  }

  /** Sets memory that nobody can hear to 0. */
  silenceStates(): void {
    for (let pair = 0; pair < this.#states.length; pair++) silenceState(this.#states[pair]!);
  }
}
