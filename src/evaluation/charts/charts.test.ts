import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../math/index.ts";
import { textWidthPx } from "../plot-svg.ts";
import { formatNumber, linearScale, logScale } from "./chart-scale.ts";
import { layOutFlags, layOutTicks } from "./chart-words.ts";
import { heatmapChart, intervalChart, lineChart, scatterChart } from "./index.ts";
import { placeLabels } from "./scatter-labels.ts";

interface Word {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly isTurned: boolean;
}

const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** The words of an image and where they lie. resvg refuses what is not well-formed XML. */
function wordsOf(svg: string): { words: Word[]; widthPx: number; heightPx: number } {
  const image = new Resvg(svg, { font: { loadSystemFonts: false } });
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  expect(svg).not.toMatch(/ id="/); // so that many fit on one page
  const words = [...svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = "", raw = ""]) => {
    const value = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(` ${attributes}`)?.[1];
    const text = raw.replace(/&(lt|gt|amp|quot);/g, (_, name: string) => entities[name]!);
    const width = textWidthPx(text, Number(value("font-size")));
    const x = Number(value("x"));
    const share = { start: 0, middle: 0.5, end: 1 }[value("text-anchor")!]!;
    const left = x - share * width;
    return {
      text,
      left,
      right: left + width,
      y: Number(value("y")),
      isTurned: attributes.includes("rotate"),
    };
  });
  return { words, widthPx: image.width, heightPx: image.height };
}

const textsOf = (svg: string): string[] => wordsOf(svg).words.map(({ text }) => text);

/** Whether no level word leaves the image; widths are estimated on the large side, by up to a few px. */
function expectInside(svg: string): void {
  const { words, widthPx, heightPx } = wordsOf(svg);
  for (const { text, left, right, y, isTurned } of words) {
    if (isTurned) continue;
    expect(left, text).toBeGreaterThanOrEqual(-6);
    expect(right, text).toBeLessThanOrEqual(widthPx + 14);
    expect(y, text).toBeLessThan(heightPx);
    expect(y, text).toBeGreaterThan(8);
  }
}

const random = createRandom(11);
const names = ["warm", "bright", "café", "a name of quite some length", "<&\"'>"];
const numbers = (count: number): number[] => Array.from({ length: count }, () => random.uniform() * 4 - 2);

/** One of each kind, with every option. */
const charts: Record<string, () => Promise<string>> = {
  line: () =>
    lineChart({
      ...{ xLabel: "weight λ", yLabel: "R²", xScale: "point", yDomain: [0, 1] },
      series: names.map((name, index) => ({
        name,
        points: [0, 0.1, 1].map((x) => ({ x, y: x + index, low: x + index - 0.2, high: x + index + 0.1 })),
      })),
      references: [
        { y: 0.31, label: "ceiling" },
        { y: 0.3, label: "plain mean" },
      ],
    }),
  interval: () =>
    intervalChart({
      xLabel: "Pearson r",
      rows: names.map((label, index) => ({
        ...{ label, value: index / 4 - 0.3, low: -0.4, high: 0.9 },
        group: index < 2 ? "people" : "machines",
      })),
      references: [
        { x: 0.88, label: "ceiling, high" },
        { x: 0.8, label: "ceiling, low" },
      ],
    }),
  scatter: () =>
    scatterChart({
      ...{ xLabel: "predicted", yLabel: "observed", diagonal: true },
      points: names.map((label, index) => ({
        ...{ label, x: index, y: -index, size: index },
        group: index < 2 ? "en" : "es",
      })),
    }),
  heatmap: () =>
    heatmapChart({
      ...{ rows: names, columns: ["one", "two", "three"], label: "correlation" },
      values: names.map((_, row) => [row - 2, 0.25, -0.5]),
    }),
};

describe.each(Object.entries(charts))("a %s chart", (kind, draw) => {
  test("is an SVG image with all of its words inside", async () => {
    const svg = await draw();
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 760 [0-9]+/);
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
    expectInside(svg);
    const texts = textsOf(svg);
    const expected: Record<string, string[]> = {
      line: [...names, "weight λ", "R²", "0", "0.1", "1", "ceiling", "plain mean"],
      interval: [...names, "Pearson r", "people", "machines", "ceiling, high", "ceiling, low"],
      scatter: [...names, "predicted", "observed", "en", "es"],
      heatmap: [...names, "one", "two", "three", "correlation", "0.25", "−0.50", "−2.00", "2.00"],
    };
    for (const word of expected[kind]!) expect(texts).toContain(word);
  });

  test("is the same for the same input, whatever was drawn before", async () => {
    const first = await draw();
    for (const other of Object.values(charts)) await other();
    expect(await draw()).toBe(first);
  });
});

describe("places and values", () => {
  test("a line chart's dots lie where its axes say", async () => {
    const points = [0, 2, 5, 10].map((x) => ({ x, y: 3 * x - 4 }));
    const svg = await lineChart({ xLabel: "x", yLabel: "y", series: [{ name: "a", points }] });
    const dots = [...svg.matchAll(/<circle[^>]* cy="([0-9.]+)" cx="([0-9.]+)"/g)].map((dot) =>
      dot.slice(1).map(Number),
    );
    const { words } = wordsOf(svg);
    const middle = (text: string) => words.find((word) => word.text === text)!;
    const [xOf0, xOf10] = ["0", "10"].map(
      (text) =>
        (words.filter((word) => word.text === text).at(-1)!.left +
          words.filter((word) => word.text === text).at(-1)!.right) /
        2,
    ) as [number, number];
    const [yOf0, yOf20] = [middle("0").y - 5, middle("20").y - 5];
    points.forEach(({ x, y }, index) => {
      expect(dots[index]![1]).toBeCloseTo(xOf0 + (x / 10) * (xOf10 - xOf0), 1);
      expect(dots[index]![0]).toBeCloseTo(yOf0 + (y / 20) * (yOf20 - yOf0), 1);
    });
  });

  test("a heat map is darker where a value is larger, blue below 0 and orange above", async () => {
    const grounds = async (values: number[]) => {
      const columns = values.map(String);
      const svg = await heatmapChart({ rows: ["r"], columns, values: [values], label: "" });
      const cells = [...svg.matchAll(/<rect[^>]*fill="rgb\((\d+),(\d+),(\d+)\)"/g)].slice(0, values.length);
      return cells.map((cell) => cell.slice(1).map(Number));
    };
    const sums = (await grounds([0, 1, 2, 3, 4])).map((cell) => cell.reduce((a, b) => a + b));
    expect([...sums].sort((a, b) => b - a)).toEqual(sums);
    const [below, above] = await grounds([-1, 1]);
    expect(below![2]!).toBeGreaterThan(below![0]!);
    expect(above![0]!).toBeGreaterThan(above![2]!);
  });

  test("odd inputs are drawn: one point, equal values, tiny, huge, negative, long names", async () => {
    const long = "a very long label ".repeat(20);
    const values = [0, 3, -3, 1e-9, 1e9, -7e12];
    for (const value of values) {
      const point = { x: value, y: value };
      const series = [{ name: long, points: [point] }];
      expectInside(
        await lineChart({ xLabel: long, yLabel: long, series, references: [{ y: value, label: long }] }),
      );
      expectInside(
        await lineChart({
          xLabel: "x",
          yLabel: "y",
          series: [{ name: "", points: [{ ...point, low: value, high: value }] }],
        }),
      );
      expectInside(
        await scatterChart({ xLabel: long, yLabel: long, points: [point, { ...point, size: 0 }] }),
      );
      expectInside(
        await scatterChart({
          xLabel: "",
          yLabel: "",
          points: [
            { ...point, label: "\u0000\ud800", group: long },
            { ...point, group: "b" },
          ],
          diagonal: true,
        }),
      );
      expectInside(
        await intervalChart({
          xLabel: long,
          rows: [{ label: long, value }],
          references: [{ x: value, label: long }],
        }),
      );
      expectInside(await heatmapChart({ rows: [long], columns: [long], values: [[value]], label: long }));
    }
    const many = Array.from({ length: 300 }, (_, x) => ({ x: `name ${x}`, y: x }));
    const svg = await lineChart({ xLabel: "", yLabel: "", series: [{ name: "", points: many }] });
    expect(textsOf(svg).filter((text) => text.startsWith("name")).length).toBeLessThan(60);
    const grid = Array.from({ length: 50 }, () => numbers(100));
    const cells = await heatmapChart({
      rows: grid.map((_, row) => `row ${row}`),
      columns: grid[0]!.map(String),
      values: grid,
      label: "",
    });
    expect(wordsOf(cells).widthPx).toBeGreaterThan(1800);
  });

  test("what cannot be drawn is refused by name", async () => {
    const series = (y: number, more: object = {}) => [{ name: "a", points: [{ x: 1, y, ...more }] }];
    const line = (more: object) =>
      expect(lineChart({ xLabel: "", yLabel: "", series: series(1), ...more })).rejects;
    await line({ series: series(Number.NaN) }).toThrow('lineChart: y of "a" at 1 must be finite, got NaN');
    await line({ series: series(1, { low: 2, high: 1 }) }).toThrow(
      /low and a high end in that order, got 2 and 1/,
    );
    await line({ series: series(1, { low: 0 }) }).toThrow(/got 0 and undefined/);
    await line({ series: series(1, { low: 0, high: Number.POSITIVE_INFINITY }) }).toThrow(/got Infinity/);
    await line({ series: [] }).toThrow("lineChart: series must hold 1..16 entries, got 0");
    await line({ series: [{ name: "a", points: [] }] }).toThrow(/points of "a" .* got 0/);
    await line({ series: series(1, { x: 0 }), xScale: "log" }).toThrow(/must be above 0, got 0/);
    await line({ series: series(1, { x: "b" }), xScale: "linear" }).toThrow(/must be a number, got "b"/);
    await line({ references: [{ y: Number.NaN, label: "r" }] }).toThrow(/reference "r" must be finite/);
    await line({ yDomain: [0, Number.NaN] }).toThrow(/yDomain must be finite/);
    const row = { label: "a", value: 1 };
    const rows = (...list: object[]) =>
      expect(intervalChart({ xLabel: "", rows: list as (typeof row)[] })).rejects;
    await rows().toThrow(/rows must hold 1..200 entries, got 0/);
    await rows({ ...row, value: Number.NaN }).toThrow(/value of "a" must be finite/);
    await rows(...Array.from({ length: 17 }, (_, group) => ({ ...row, group: String(group) }))).toThrow(
      /groups .* got 17/,
    );
    const dot = { x: 1, y: 1, label: "a" };
    const dots = (...points: (typeof dot)[]) =>
      expect(scatterChart({ xLabel: "", yLabel: "", points })).rejects;
    await dots({ ...dot, y: Number.NaN }).toThrow(/of "a" must be finite, got NaN/);
    await dots(Object.assign({}, dot, { size: -1 })).toThrow(/size of "a" must be 0 or more, got -1/);
    const heat = (values: number[][]) =>
      expect(heatmapChart({ rows: ["a"], columns: ["b"], values, label: "" })).rejects;
    await heat([[Number.NaN]]).toThrow('heatmapChart: value of "a", "b" must be finite, got NaN');
    await heat([]).toThrow(/values must hold 1 rows, got 0/);
    await heat([[1, 2]]).toThrow(/values of "a" must hold 1 numbers, got 2/);
  });
});

describe("scales", () => {
  const size = fc.double({ min: -1e6, max: 1e6, noNaN: true });

  test("a linear scale holds all values between evenly spaced, distinctly named ticks", () => {
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 5 }), (values) => {
        fc.pre(Math.max(...values) - Math.min(...values) > 1e-9 || new Set(values).size === 1);
        const { ticks, labels, position } = linearScale(values, 7);
        for (const value of values) {
          expect(position(value)).toBeGreaterThan(-1e-6);
          expect(position(value)).toBeLessThan(1 + 1e-6);
        }
        expect(new Set(labels).size).toBe(labels.length);
        expect(ticks.length).toBeGreaterThanOrEqual(3);
        expect(ticks.length).toBeLessThanOrEqual(13);
        expect(position(ticks[0]!)).toBe(0);
        expect(position(ticks.at(-1)!)).toBe(1);
      }),
    );
    expect(linearScale([0, 1], 5).labels).toEqual(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    expect(linearScale([-0.13, 0.31], 5).labels).toEqual(["−0.2", "−0.1", "0.0", "0.1", "0.2", "0.3", "0.4"]);
    expect(linearScale([0, 25_000], 5).labels).toEqual([
      "0",
      "5,000",
      "10,000",
      "15,000",
      "20,000",
      "25,000",
    ]);
  });

  test("a logarithmic scale holds all values", () => {
    const positive = fc.double({ min: -6, max: 6, noNaN: true }).map((power) => 10 ** power);
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1, maxLength: 5 }), (values) => {
        const { ticks, position } = logScale(values);
        for (const value of values) {
          expect(position(value)).toBeGreaterThan(-1e-6);
          expect(position(value)).toBeLessThan(1 + 1e-6);
        }
        expect(ticks.length).toBeLessThanOrEqual(14);
      }),
    );
    expect(logScale([0.02, 3]).labels).toEqual(["0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5"]);
  });

  test.each([
    [0, "0"],
    [-0.25, "−0.25"],
    [1500, "1,500"],
    [1_234_567.4, "1,234,570"],
    [3e-9, "3e−9"],
    [-2.5e12, "−2.5e12"],
  ])("%d is written %s", (value, text) => expect(formatNumber(value)).toBe(text));

  test("no sign before a rounded zero", () => expect(formatNumber(-0.001, 2)).toBe("0.00"));
});

describe("words", () => {
  test("flags in one row keep apart, and no line crosses a name", () => {
    const note = fc.record({
      text: fc.string({ minLength: 1, maxLength: 20 }),
      x: fc.double({ min: 300, max: 740, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(note, { maxLength: 6 }), (notes) => {
        const { flags, anchor } = layOutFlags(notes, 744);
        const span = ({ text, x }: { text: string; x: number }) => {
          const width = textWidthPx(text, 14) + 6;
          return anchor === "start" ? [x, x + width] : [x - width, x];
        };
        flags.forEach((flag, index) => {
          const [left, right] = span(flag) as [number, number];
          flags.forEach((other, place) => {
            if (place === index) return;
            const [from, to] = span(other) as [number, number];
            if (other.row === flag.row) expect(left >= to || right <= from).toBe(true);
            if (other.row > flag.row) expect(other.x <= left || other.x >= right).toBe(true);
          });
        });
      }),
    );
  });

  test("words under an axis are level where they fit, slanted where they do not", () => {
    expect(layOutTicks(["a", "b"], 100)).toMatchObject({ slantDegrees: 0, texts: ["a", "b"] });
    expect(layOutTicks(["a longer name", "b"], 60)).toMatchObject({ slantDegrees: 35 });
    expect(layOutTicks(["a longer name", "b"], 18)).toMatchObject({ slantDegrees: 60 });
    expect(layOutTicks(["name a", "name b", "name c"], 10).texts).toEqual(["name a", "", "name c"]);
  });

  test("a label takes the free side", () => {
    const frame = { left: 0, right: 300, top: 0, bottom: 300 };
    const at = (x: number, y: number, text = "label") => ({ x, y, radius: 5, text });
    expect(placeLabels([at(150, 150)], frame)[0]!.x).toBe(159);
    expect(placeLabels([at(290, 150)], frame)[0]!.x).toBeLessThan(290 - textWidthPx("label", 14));
    const [first, none, second] = placeLabels([at(150, 150), at(150, 150, ""), at(150, 150)], frame);
    expect(none).toBeUndefined();
    expect(second).not.toEqual(first);
  });
});
