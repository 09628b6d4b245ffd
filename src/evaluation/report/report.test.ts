import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { palette, schemeColors } from "../plot-colors.ts";
import type { Section } from "../study.ts";
import { assertJson, assertSection } from "./check-section.ts";
import { reportHtml } from "./html.ts";
import type { Report, ReportSection } from "./report.ts";
import { sectionText } from "./text.ts";

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg"><g id="a"/><use href="#a" fill="url(#b)"/><b id="b"/></svg>';
const section: Section = {
  findings: ["Two findings & <more>.", "Another."],
  tables: [
    {
      ...{ title: 'A "table"', note: "Its <note>.", columns: ["name", "r", "R²"] },
      rows: [
        ["plain mean", "0.376", "0.127"],
        ["café", "−0.01", "1"],
      ],
    },
  ],
  figures: [
    { title: "First", note: "One.", svg },
    { title: "Second", note: "Two.", svg },
  ],
  values: null,
};
const part: ReportSection = { id: "part", title: "A part", isTimed: false, section, failures: [] };
const broken: ReportSection = {
  ...{ id: "broken", title: "Broken", isTimed: false, section: undefined },
  failures: [{ task: "seed=1", message: "<no> rows" }],
};
const report: Report = { scope: "quick", facts: [["SocialFX", "60 curves"]], sections: [part, broken] };

/** Opening and closing tags in their order; throws where they do not match. */
function assertNested(html: string): void {
  const open: string[] = [];
  const isVoid = /^(?:meta|br|link|!doctype)$/i;
  for (const [, slash, name = "", rest = ""] of html.matchAll(/<(\/?)([!a-z][a-z0-9]*)([^>]*)>/gi)) {
    if (isVoid.test(name) || rest.endsWith("/")) continue;
    if (slash === "") open.push(name);
    else expect(open.pop()).toBe(name);
  }
  expect(open).toEqual([]);
}

describe("reportHtml", () => {
  const html = reportHtml(report, [{ weight: 400, base64: "AAAA" }]);

  test("is one well-formed page that fetches and runs nothing", () => {
    assertNested(html.replace(/<style>[\s\S]*<\/style>/, ""));
    expect(html).not.toMatch(/<script|\ssrc=|@import|href="(?!#)|url\((?!data:|#)/);
    expect(html).toContain('src: url(data:font/ttf;base64,AAAA) format("truetype")');
  });

  test("leads from the contents to every section, and escapes all text", () => {
    for (const { id } of report.sections) {
      expect(html).toContain(`<a href="#${id}">`);
      expect(html).toContain(`<section id="${id}">`);
    }
    expect(html).toContain("<li>Two findings &amp; &lt;more&gt;.</li>");
    expect(html).toContain('aria-label="A &quot;table&quot;"');
    expect(html).toContain('<th scope="row">café</th><td>−0.01</td><td>1</td>');
    expect(html).toContain("Its &lt;note&gt;.");
  });

  test("says what failed where it stands and at the top", () => {
    expect(html).toContain("<li>seed=1: &lt;no&gt; rows</li>");
    expect(html).toMatch(/Not complete\.<\/strong> Failed: <a href="#broken">Broken<\/a>/);
    expect(reportHtml({ ...report, sections: [part] })).not.toContain('failed"');
  });

  test("no id stands twice, and figures still refer to their own", () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const number of [1, 2]) {
      const figure = html.split(`<figure id="figure-${number}">`)[1]!.split("</figure>")[0]!;
      expect(figure).toContain(`<use href="#figure-${number}-a" fill="url(#figure-${number}-b)"/>`);
      expect(figure).toContain(`id="figure-${number}-a"`);
    }
  });

  test("gives every colour of the plots a twin in the dark", () => {
    for (const { onLight, onDark } of schemeColors) {
      expect(html).toContain(`.plot [fill="${onLight}"] { fill: ${onDark}; }`);
    }
    expect(new Set(schemeColors.map(({ onLight }) => onLight)).size).toBe(schemeColors.length);
    expect(palette.every((color) => schemeColors.some(({ onLight }) => onLight === color))).toBe(true);
  });

  test("takes any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (any) => {
        const table = { title: any, note: any, columns: [any], rows: [[any]] };
        const odd = {
          ...section,
          findings: [any],
          tables: [table],
          figures: [{ title: any, note: any, svg }],
        };
        const page = reportHtml({ ...report, sections: [{ ...part, title: any, section: odd }] });
        assertNested(page.replace(/<style>[\s\S]*<\/style>/, ""));
        expect(page).not.toMatch(/\p{Cs}|\0/u);
      }),
      { numRuns: 30 },
    );
  });
});

describe("sectionText", () => {
  test("sets names to the left and figures to the right", () => {
    expect(sectionText(part)).toEqual([
      "A part",
      "  - Two findings & <more>.",
      "  - Another.",
      "",
      '  A "table"',
      "  name            r     R²",
      "  plain mean  0.376  0.127",
      "  café        −0.01      1",
    ]);
    expect(sectionText(broken)).toEqual(["Broken", "  failed: there are no figures", "  seed=1: <no> rows"]);
  });

  test("breaks long names", () => {
    const table = {
      ...section.tables[0]!,
      rows: [["a name that is much longer than forty columns are", "1", "2"]],
    };
    const lines = sectionText({ ...part, section: { ...section, findings: [], tables: [table] } });
    expect(lines.slice(3)).toEqual([
      "  name                                   r  R²",
      "  a name that is much longer than forty  1   2",
      "    columns are",
    ]);
  });

  test("breaks findings to the width", () => {
    const finding = "one two three four five six seven";
    const lines = sectionText(
      { ...part, section: { ...section, findings: [finding], tables: [] } },
      undefined,
      20,
    );
    expect(lines.slice(1)).toEqual(["  - one two three", "    four five six", "    seven"]);
  });
});

describe("checks", () => {
  test("JSON passes as it is, and nothing else does", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assertJson("result", value);
      }),
    );
    const refused = (value: unknown) => expect(() => assertJson("result", value));
    refused({ a: [1, { r: Number.NaN }] }).toThrow("result.a[1].r must be finite, got NaN");
    refused([Number.NEGATIVE_INFINITY]).toThrow("result[0] must be finite, got -Infinity");
    refused({ a: undefined }).toThrow("result.a must be something that JSON can hold, got undefined");
    refused({ curve: new Float64Array(2) }).toThrow(
      "result.curve must be a plain object or array, got Float64Array",
    );
    refused(new Map()).toThrow(/got Map/);
    refused(new Array(1)).toThrow(/result\[0\] .* got undefined/);
  });

  test("a section must fit together", () => {
    assertSection(section);
    const [table] = section.tables;
    const refused = (change: Partial<Section>) => expect(() => assertSection({ ...section, ...change }));
    refused({ values: { r: Number.NaN } }).toThrow("values.r must be finite");
    refused({ findings: ["It is NaN %."] }).toThrow(/findings must tell figures/);
    refused({ tables: [{ ...table!, rows: [["a"]] }] }).toThrow(
      /must have 3 cells in each row, got 1 in row 1/,
    );
    refused({ tables: [{ ...table!, rows: [["a", "NaN", "1"]] }] }).toThrow(/got NaN for "r" of "a"/);
    refused({ figures: [{ title: "f", note: "", svg: "<svg><script/></svg>" }] }).toThrow(/without scripts/);
    refused({ figures: [{ title: "f", note: "", svg: "<p>" }] }).toThrow(/must be an SVG image/);
  });
});
