import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBase64 } from "./base64.ts";

test("is the inverse of Node's encoder, with or without padding and line ends", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = Buffer.from(bytes).toString("base64");
      for (const spelling of [text, text.replace(/=/g, ""), text.replace(/.{5}/g, "$&\r\n\u00e9")]) {
        expect([...decodeBase64(spelling)]).toEqual([...bytes]);
      }
    }),
  );
});
