import fc from "fast-check";
import { expect, test } from "vitest";
import { csvRows, numberIn } from "./csv-rows.ts";

test("csvRows gives back what was written, with the line on which each row begins", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "é", ",", '"', "\n", " "), maxLength: 6 });
  const row = fc.array(cell, { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), fc.constantFrom("\n", "\r\n"), (rows, end) => {
      const text = rows.map((cells) => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(","));
      const read = csvRows(`\uFEFF${text.join(end)}${end}${end}`);
      expect(read.map(({ cells }) => cells)).toEqual(rows);
      let line = 1;
      for (const [i, { line: got, error }] of read.entries()) {
        expect([got, error]).toEqual([line, undefined]);
        line += 1 + rows[i]!.join("").split("\n").length - 1;
      }
    }),
  );
});

test("csvRows says what is wrong with quotes", () => {
  expect(csvRows('a,"b"c,d').at(0)!.error).toMatch(/malformed CSV/);
});

test("numberIn reads decimals and nothing else", () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (x) => numberIn(String(x)) === x || x === 0,
    ),
  );
  for (const cell of ["", " ", "0x10", "Infinity", "1,2", "1e", undefined]) expect(numberIn(cell)).toBeNaN();
});
