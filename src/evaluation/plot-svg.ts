/** The little of the DOM that the plots touch; the core has no DOM types. */
export interface SvgElement {
  readonly ownerDocument: { createElementNS(namespace: string, name: string): SvgElement };
  textContent: string | null;
  setAttribute(name: string, value: string): void;
  getAttribute(name: string): string | null;
  removeAttribute(name: string): void;
  append(child: SvgElement): void;
  prepend(child: SvgElement): void;
  remove(): void;
  querySelector(selector: string): SvgElement | null;
  querySelectorAll(selector: string): Iterable<SvgElement>;
  toString(): string;
}

/** Appends an element of SVG to another and returns it. */
export function addElement(
  parent: SvgElement,
  name: string,
  attributes: { readonly [name: string]: string | number },
  text?: string,
): SvgElement {
  const element = parent.ownerDocument.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

/** Rounds every position to hundredths of a pixel: smaller files, and the same ones from every engine. */
export function roundCoordinates(svg: SvgElement): SvgElement {
  for (const element of svg.querySelectorAll("*")) {
    for (const name of ["d", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy"]) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      const round = (number: string): string => String(Number(Number(number).toFixed(2)));
      element.setAttribute(name, value.replace(/-?[0-9]+\.[0-9]{3,}(?:e-?[0-9]+)?/g, round));
    }
  }
  return svg;
}

/** Control characters and lone surrogates, which XML cannot hold, become spaces. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, " ");
}

/** Width of a text in Source Sans 3 semi-bold, estimated from four classes of letters; on the large side. */
export function textWidthPx(text: string, fontSizePx: number): number {
  let width = 0;
  for (const character of text) {
    if (/[iljtfr1 .,:;'|!()[\]·-]/.test(character)) width += 0.34;
    else if (/[mwMW—…%@&]/.test(character)) width += 0.88;
    else width += /[\u0020-\u024f]/.test(character) && !/[A-Z]/.test(character) ? 0.55 : 0.68;
  }
  return width * fontSizePx;
}

/** The text, or as much of it as fits in a width, with an ellipsis for the rest. */
export function fitted(text: string, fontSizePx: number, widthPx: number): string {
  if (textWidthPx(text, fontSizePx) <= widthPx) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidthPx(`${characters.join("")}…`, fontSizePx) > widthPx)
    characters.pop();
  return `${characters.join("").trimEnd()}…`;
}
