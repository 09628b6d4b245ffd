import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { cos, log } from "./elementary.ts";

/** A seeded source of random numbers; the same seed gives the same sequence on every engine. */
export interface Random {
  /** Uniform on [0, 1). */
  uniform(): number;
  /** Standard normal (Box & Muller 1958). */
  normal(): number;
  /** Uniform whole number within low..high, both included. */
  integer(low: number, high: number): number;
  /** Shuffles in place (Fisher-Yates) and returns the same array. */
  shuffle<T extends number[] | Int32Array>(items: T): T;
}

/** @param seed Any whole number; its low 32 bits count. */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed | 0);
  const integer = (low: number, high: number): number => uniformInt(generator, low, high);
  const uniform = (): number => uniformFloat64(generator);
  return {
    uniform,
    normal: () => Math.sqrt(-2 * log(1 - uniform())) * cos(2 * Math.PI * uniform()),
    integer,
    shuffle(items) {
      for (let last = items.length - 1; last > 0; last--) {
        const other = integer(0, last);
        const held = items[last]!;
        items[last] = items[other]!;
        items[other] = held;
      }
      return items;
    },
  };
}
