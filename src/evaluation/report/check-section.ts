import type { Json, Section } from "../study.ts";

/**
 * Throws unless a value is what JSON can hold and nothing else: JSON's own writer would turn NaN into null and drop
 * what is undefined, and nobody would know.
 *
 * @param path What the message calls the value: "result", then `result.scores[3].r`.
 */
export function assertJson(path: string, value: unknown): asserts value is Json {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`${path} must be finite, got ${value}`);
  } else if (Array.isArray(value)) {
    // By index: an array's own methods skip its holes.
    for (let index = 0; index < value.length; index++) assertJson(`${path}[${index}]`, value[index]);
  } else if (typeof value === "object" && value !== null) {
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      const kind = value.constructor?.name ?? "an object";
      throw new TypeError(`${path} must be a plain object or array, got ${kind}`);
    }
    for (const [name, field] of Object.entries(value)) assertJson(`${path}.${name}`, field);
  } else if (value !== null && typeof value !== "boolean" && typeof value !== "string") {
    throw new TypeError(`${path} must be something that JSON can hold, got ${typeof value}`);
  }
}

/** Throws unless a section can be shown: its values are JSON, its rows fit their headings, its figures are images. */
export function assertSection({ values, findings, tables, figures }: Section): void {
  assertJson("values", values);
  for (const finding of findings) {
    if (/\b(?:NaN|Infinity)\b/.test(finding)) {
      throw new TypeError(`findings must tell figures, got "${finding}"`);
    }
  }
  for (const { title, columns, rows } of tables) {
    rows.forEach((cells, row) => {
      if (cells.length !== columns.length) {
        const got = `${cells.length} in row ${row + 1}`;
        throw new TypeError(`the table "${title}" must have ${columns.length} cells in each row, got ${got}`);
      }
      const bad = cells.findIndex((cell) => /\b(?:NaN|undefined|Infinity)\b/.test(cell));
      if (bad >= 0) {
        const place = `"${columns[bad]}" of "${cells[0]}"`;
        throw new TypeError(`the table "${title}" must hold figures, got ${cells[bad]} for ${place}`);
      }
    });
  }
  for (const { title, svg } of figures) {
    if (!/^<svg[\s>]/.test(svg) || /<script|<foreignObject|\son\w+=/i.test(svg)) {
      throw new TypeError(`the figure "${title}" must be an SVG image without scripts`);
    }
  }
}
