import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { curveToGainDb } from "../effects/index.ts";
import { plotCurves } from "../evaluation/index.ts";
import { loadSocialFx } from "./dataset-file.ts";
import { renderPng } from "./plot-png.ts";

/** Width and height from the header of a PNG (ISO/IEC 15948, clause 11.2.2). */
function sizeOf(png: Uint8Array): [width: number, height: number] {
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

const flat = { name: "flat", gainDb: new Float64Array(40) };
const sum = (png: Uint8Array) => createHash("sha256").update(png).digest("hex");

describe("renderPng", () => {
  test("makes a PNG of the plot's size times the scale, the same each time", async () => {
    const svg = await plotCurves([flat], { title: "flat", widthPx: 480, heightPx: 240 });
    const png = renderPng(svg);
    expect(sizeOf(png)).toEqual([960, 480]);
    expect(sizeOf(renderPng(svg, { scale: 1 }))).toEqual([480, 240]);
    expect(sum(renderPng(svg))).toBe(sum(png));
  });

  test("has its own font: text shows, also in semi-bold, and another family changes nothing", () => {
    const withText = (attributes: string, text: string) =>
      sum(
        renderPng(
          `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text y="20" ${attributes}>${text}</text></svg>`,
        ),
      );
    const regular = withText("", "frío");
    expect(regular).not.toBe(withText("", ""));
    expect(regular).not.toBe(withText('font-weight="600"', "frío"));
    expect(regular).toBe(withText('font-family="No Such Font"', "frío"));
  });

  test("refuses what is no SVG and a scale out of range", () => {
    expect(() => renderPng("<p>")).toThrow(/renderPng: svg must be an SVG image, got /);
    expect(() => renderPng("<svg/>", { scale: 0 })).toThrow(/scale must be within 0.1..8, got 0/);
  });
});

const data = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const because = existsSync(data) ? "" : ` [SKIPPED: ${data} missing]`;
if (because !== "") console.warn(`plot-png.test.ts:${because}`);

test.skipIf(because !== "")(
  `the crowd's mean for warm is drawn with more low than high${because}`,
  async () => {
    const rows = (await loadSocialFx(data)).examples.filter(({ term }) => term === "warm");
    const mean = Float64Array.from({ length: 40 }, (_, band) => {
      return rows.reduce((sum, { gains }) => sum + gains[band]!, 0) / rows.length;
    });
    const svg = await plotCurves([{ name: "warm", gainDb: curveToGainDb(mean) }], { title: "warm" });
    const path = /aria-label="line"[^>]*><path d="M76,([0-9.]+)C.*?,([0-9.]+)"/.exec(svg)!;
    expect(Number(path[1])).toBeLessThan(Number(path[2]));
    expect(sizeOf(renderPng(svg))).toEqual([1920, 1080]);
  },
);
