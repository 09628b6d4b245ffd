import type { Figure, Table } from "../study.ts";
import { type Report, type ReportSection, scopeSentences } from "./report.ts";
import { reportStyle } from "./style.ts";

/** Cells with more characters than this are sentences or lists rather than figures. */
const LONG = 44;

/** A font file to carry along, so that figures look the same everywhere. */
export interface EmbeddedFont {
  /** CSS weight: 400, 600. */
  readonly weight: number;
  /** The bytes of a TrueType file in base64. */
  readonly base64: string;
}

/**
 * Writes a report as one HTML file that needs nothing else: no script, no network. The same input gives the same
 * characters. All text is escaped; figures go in as they are, with their ids made unique on the page.
 *
 * @param fonts Source Sans 3, which figures are laid out for; without it the page takes the reader's own font.
 */
export function reportHtml(report: Report, fonts: readonly EmbeddedFont[] = []): string {
  const { scope, facts, sections } = report;
  const failed = sections.filter(({ section }) => section === undefined);
  let figureCount = 0;
  const body = sections.map((section, index) => {
    const first = figureCount;
    figureCount += section.section?.figures.length ?? 0;
    return sectionHtml(section, index + 1, first);
  });
  const warning =
    failed.length === 0
      ? ""
      : `<p class="failed"><strong>Not complete.</strong> Failed: ${failed
          .map(({ id, title }) => `<a href="#${attribute(id)}">${text(title)}</a>`)
          .join(", ")}.</p>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Timbral: evaluation</title>
<style>${fonts.map(fontFace).join("")}${reportStyle}</style>
</head>
<body>
<header>
<h1>Timbral: evaluation</h1>
<p class="lead">${text(scopeSentences[scope])}</p>
<dl>
${facts.map(([name, value]) => `<dt>${text(name)}</dt><dd>${text(value)}</dd>`).join("\n")}
</dl>
${warning}</header>
<nav aria-label="Contents">
<h2>Contents</h2>
<ol>
${sections.map(entryHtml).join("\n")}
</ol>
</nav>
<main>
${body.join("\n")}
</main>
</body>
</html>
`;
}

function fontFace({ weight, base64 }: EmbeddedFont): string {
  const source = `url(data:font/ttf;base64,${base64}) format("truetype")`;
  return `\n@font-face { font-family: "Source Sans 3"; font-weight: ${weight}; src: ${source}; }`;
}

function entryHtml({ id, title, section }: ReportSection): string {
  const tag = section === undefined ? ' <span class="tag">failed</span>' : "";
  return `<li><a href="#${attribute(id)}">${text(title)}</a>${tag}</li>`;
}

function sectionHtml(
  { id, title, isTimed, section, failures }: ReportSection,
  number: number,
  firstFigure: number,
): string {
  const parts = [`<section id="${attribute(id)}">`, `<h2>${number}. ${text(title)}</h2>`];
  if (isTimed) {
    parts.push('<p class="note">Measured on one machine at one moment: another run gives other figures.</p>');
  }
  if (section === undefined) {
    const reasons = failures.map(({ task, message }) => `<li>${text(task)}: ${text(message)}</li>`);
    const why = `<ul>\n${reasons.join("\n")}\n</ul>`;
    parts.push(`<div class="failed"><strong>Failed: there are no figures.</strong>\n${why}\n</div>`);
  } else {
    const { findings, tables, figures } = section;
    if (findings.length > 0) {
      const items = findings.map((finding) => `<li>${text(finding)}</li>`);
      parts.push(`<ul class="findings">\n${items.join("\n")}\n</ul>`);
    }
    parts.push(...tables.map(tableHtml));
    parts.push(...figures.map((figure, index) => figureHtml(figure, firstFigure + index + 1)));
  }
  return [...parts, "</section>"].join("\n");
}

function tableHtml({ title, note, columns, rows }: Table): string {
  const kinds = columns.map((_, column) =>
    column > 0 && rows.some((cells) => cells[column]!.length > LONG) ? ' class="long"' : "",
  );
  const head = columns.map((name, column) => `<th scope="col"${kinds[column]}>${text(name)}</th>`).join("");
  const body = rows.map(([name = "", ...cells]) => {
    const rest = cells.map((cell, index) => `<td${kinds[index + 1]}>${text(cell)}</td>`).join("");
    return `<tr><th scope="row">${text(name)}</th>${rest}</tr>`;
  });
  return `<div class="wide" role="region" tabindex="0" aria-label="${attribute(title)}">
<table>
<caption>${text(title)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join("\n")}
</tbody>
</table>
</div>
<p class="note">${text(note)}</p>`;
}

function figureHtml({ title, note, svg }: Figure, number: number): string {
  const image = withOwnIds(svg, `figure-${number}-`).replace(
    /^<svg/,
    `<svg role="img" aria-label="${attribute(title)}"`,
  );
  return `<figure id="figure-${number}">
<div class="plot">${image}</div>
<figcaption><strong>Figure ${number}. ${text(title.replace(/(?<![.!?])$/, "."))}</strong> ${text(note)}</figcaption>
</figure>`;
}

/** Puts a prefix before every id of an image and wherever it is referred to. */
function withOwnIds(svg: string, prefix: string): string {
  return svg
    .replace(/(\sid=")([^"]+)"/g, `$1${prefix}$2"`)
    .replace(/(\s(?:xlink:)?href="#)([^"]+)"/g, `$1${prefix}$2"`)
    .replace(/(url\(["']?#)([^)"']+)/g, `$1${prefix}$2`);
}

/** Text as HTML; control characters and lone surrogates, which it cannot hold, become spaces. */
function text(raw: string): string {
  return raw
    .replace(/[\p{Cs}\ufffe\uffff]|(?!\n)\p{Cc}/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

function attribute(raw: string): string {
  return text(raw).replaceAll('"', "&quot;");
}
