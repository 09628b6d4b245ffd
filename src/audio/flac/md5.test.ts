import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createMd5 } from "./md5.ts";

test("is the system's own MD5, however the bytes are cut", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
      const ours = createMd5();
      const theirs = createHash("md5");
      for (const piece of pieces) {
        ours.update(piece);
        theirs.update(piece);
      }
      expect(Buffer.from(ours.digest()).toString("hex")).toBe(theirs.digest("hex"));
    }),
  );
});

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 128])("pads %i bytes as the standard says", (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => i * 37);
  const md5 = createMd5();
  md5.update(bytes);
  expect(Buffer.from(md5.digest())).toEqual(createHash("md5").update(bytes).digest());
});
