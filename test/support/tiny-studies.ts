import { intervalChart, lineChart } from "../../src/evaluation/charts/index.ts";
import type { Study } from "../../src/evaluation/index.ts";

/** Two small parts of an evaluation, of which one draws on the data. */
export const studies: readonly Study[] = [
  {
    id: "counting",
    title: "Counting <rows> & words",
    tasks: ({ examples }, scope) =>
      ["en", "es"].map((language, index) => ({
        id: `language=${language}`,
        seconds: index + 1,
        run: () => ({
          scope,
          rows: examples.filter((example) => example.language === language).length,
          third: 1 / 3,
        }),
      })),
    async summarize(resultOf) {
      const rows = ["en", "es"].map((language) => {
        const { rows } = resultOf(`language=${language}`) as { rows: number };
        return { label: language, value: rows };
      });
      return {
        findings: rows.map(({ label, value }) => `There are ${value} rows in "${label}" <here>.`),
        tables: [
          {
            ...{ title: "Rows", note: "Rows & their language.", columns: ["language", "rows"] },
            rows: rows.map(({ label, value }) => [label, String(value)]),
          },
        ],
        figures: [{ title: "Rows", note: "Once more.", svg: await intervalChart({ xLabel: "rows", rows }) }],
        values: { rows },
      };
    },
  },
  {
    id: "squares",
    title: "Squares",
    tasks: () => [1, 2, 3, 4].map((n) => ({ id: `n=${n}`, seconds: n, run: async () => n * n })),
    async summarize(resultOf) {
      const points = [1, 2, 3, 4].map((x) => ({ x, y: resultOf(`n=${x}`) as number }));
      const svg = await lineChart({ xLabel: "n", yLabel: "n²", series: [{ name: "squares", points }] });
      return { findings: [], tables: [], figures: [{ title: "Squares", note: "", svg }], values: { points } };
    },
  },
];
