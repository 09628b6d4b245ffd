import type { Random } from "../../src/math/index.ts";

const pieces = [
  "",
  "-",
  "9".repeat(400),
  "1e999",
  "-1e-999",
  "NaN",
  "Infinity",
  "null",
  "{",
  "}",
  "[",
  "]",
  '"',
  ":",
  ";",
  ",",
  ".",
  "\n",
  "\r\n",
  "\t",
  "\u00A0",
  "\uFEFF",
  "\u0000",
  "\u2028",
  "é",
  "\uD800",
  "__proto__",
  "constructor",
  "&a *a",
  "<<: *a",
  "0",
  "-0",
  "0x10",
  "1,234,567",
  "dB",
  "Hz",
  "ON",
  "OFF",
  "None",
  "Filter 1: ON PK Fc 1.5 Hz Gain 2 dB Q 1\n",
  "Channel: L\n",
  "  ".repeat(200),
  "\n".repeat(200),
  "[".repeat(300),
  "'",
  "|",
  ">",
  "#",
  "true",
  "false",
];

/** A text with one to eight seeded changes: characters or spans removed, doubled, moved, or foreign pieces put in. */
export function mutatedText(text: string, random: Random): string {
  let changed = text;
  for (let change = random.integer(0, 1) * random.integer(0, 7); change >= 0; change--) {
    const at = random.integer(0, changed.length);
    const length = Math.min(random.integer(0, 1) === 0 ? 1 : random.integer(1, 60), changed.length - at);
    const span = changed.slice(at, at + length);
    const rest = changed.slice(at + length);
    const before = changed.slice(0, at);
    switch (random.integer(0, 7)) {
      case 0:
        changed = before + rest;
        break;
      case 1:
        changed = before + span + span.repeat(random.integer(1, 20)) + rest;
        break;
      case 2:
        changed = before + pieces[random.integer(0, pieces.length - 1)]! + rest;
        break;
      case 3:
        changed = before + pieces[random.integer(0, pieces.length - 1)]! + span + rest;
        break;
      case 4:
        changed = before + String.fromCharCode(random.integer(0, 0x2fff)) + rest;
        break;
      case 5:
        changed = rest + before;
        break;
      case 6:
        changed = before + span.replace(/[0-9]/g, () => String(random.integer(0, 9))) + rest;
        break;
      default:
        changed = random.integer(0, 9) === 0 ? before : before + span.toUpperCase() + rest;
    }
  }
  return changed;
}
