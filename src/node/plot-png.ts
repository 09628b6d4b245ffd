import { Resvg } from "@resvg/resvg-js";
import { fontFiles } from "./plot-fonts.ts";

/**
 * Renders an SVG image as PNG, with the fonts that come with Timbral and none of the machine's: the same picture
 * everywhere.
 *
 * @param svg As from `plotCurves`.
 * @param options.scale Pixels of the picture per pixel of the SVG, 0.1..8. Default 2.
 * @returns The bytes of a PNG file.
 * @throws TypeError if the text is no SVG image.
 */
export function renderPng(svg: string, options: { readonly scale?: number } = {}): Uint8Array {
  const { scale = 2 } = options;
  if (!(scale >= 0.1 && scale <= 8)) {
    throw new RangeError(`renderPng: scale must be within 0.1..8, got ${scale}`);
  }
  try {
    const image = new Resvg(svg, {
      fitTo: { mode: "zoom", value: scale },
      font: {
        loadSystemFonts: false,
        fontFiles: fontFiles.map(({ path }) => path),
        defaultFontFamily: "Source Sans 3",
      },
    });
    return image.render().asPng();
  } catch (error) {
    throw new TypeError(`renderPng: svg must be an SVG image, got ${(error as Error).message}`, {
      cause: error,
    });
  }
}
