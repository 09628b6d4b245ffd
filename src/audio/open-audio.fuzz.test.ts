import { afterEach, expect, test, vi } from "vitest";
import { fuzzInput, fuzzSeeds, readDamaged } from "../../test/support/fuzz-sound.ts";

afterEach(() => vi.restoreAllMocks());

/** runs/fuzz-decoders.ts does the same 100,000 times and more, with limits on time and memory. */
test("600 damaged files are read or refused in one line, without a word on the console", async () => {
  const said = (["error", "warn", "log"] as const).map((name) => vi.spyOn(console, name).mockReturnValue());
  const seeds = await fuzzSeeds();
  const outcomes = new Set<string>();
  for (let number = 1; number <= 600; number++) {
    const { name, bytes } = await fuzzInput(seeds, number);
    const outcome = await readDamaged(bytes).catch((error) => {
      throw new Error(`input ${number}, made of ${name}: ${error.stack}`);
    });
    outcomes.add(outcome);
    for (const spy of said) expect(spy, `input ${number}, made of ${name}`).not.toHaveBeenCalled();
  }
  for (const outcome of ["read", "format", "truncated"]) expect(outcomes).toContain(outcome);
});

test("the same number makes the same file", async () => {
  const seeds = await fuzzSeeds();
  expect(await fuzzInput(seeds, 7)).toEqual(await fuzzInput(seeds, 7));
});
