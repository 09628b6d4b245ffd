import { principalComponents } from "../../math/index.ts";
import { intervalChart, lineChart, scatterChart } from "../charts/index.ts";
import type { Figure } from "../study.ts";
import { antonymPairs } from "./latent-space-antonyms.ts";
import type { Spread } from "./latent-space-figures.ts";
import { hasAntonyms, type MeasuredAntonyms, pairSpread, type Results } from "./latent-space-results.ts";

/** What the report claims on its own data. */
export const CLAIMED_SILHOUETTE = 0.68;

export async function latentSpaceCharts(results: Results): Promise<Figure[]> {
  return [
    await silhouetteChart(results),
    ...(hasAntonyms(results)
      ? [await antonymChart(results, "auc"), await antonymChart(results, "silhouetteCosine")]
      : []),
    ...(results.map.length > 2 ? [await wordMap(results)] : []),
  ];
}

async function silhouetteChart({ trainings, simulated }: Results): Promise<Figure> {
  const kinds = [
    { network: "report", rows: "frequent", name: "report, by heart" },
    { network: "report", rows: "all", name: "report, all words" },
    { network: "ours", rows: "all", name: "ours, all words" },
  ];
  const series = kinds.flatMap(({ network, rows, name }) => {
    const own = trainings.filter(
      ({ training }) => training.network === network && training.rows === rows && training.dropout > 0,
    );
    if (own.length === 0) return [];
    return (["train", "heldOut"] as const).map((side) => ({
      name: `${name}: ${side === "train" ? "trained on" : "held out"}`,
      points: own.map(({ training, spaces }) => ({
        x: training.contrastiveWeight,
        ...ribbon(spaces[1]![side].silhouette),
      })),
    }));
  });
  return {
    title: "Silhouette over the weight of the contrastive loss",
    note:
      "Euclidean silhouette of the projection, words with 8 rows or more, dropout 0.1; ribbon: ± one standard deviation " +
      "over splits. Claimed: the report's figure. Ceiling: held-out rows of a simulated crowd that disagrees as much as the " +
      "real one, embedded ideally.",
    svg: await lineChart({
      xLabel: "λ",
      yLabel: "silhouette",
      xScale: "point",
      series,
      references: [
        { y: CLAIMED_SILHOUETTE, label: "claimed" },
        { y: simulated[0]!.spaces[0]!.heldOut.silhouette.mean, label: "ceiling" },
      ],
    }),
  };
}

async function antonymChart({ antonyms }: Results, figure: "auc" | "silhouetteCosine"): Promise<Figure> {
  const { raw, pairLatent, pairProjection } = antonyms;
  const methods: MeasuredAntonyms[] = [raw, ...(figure === "auc" ? pairLatent : pairProjection)];
  const rows = antonymPairs.flatMap((pair, i) =>
    methods.flatMap((method) => {
      const spread = pairSpread(method, i, figure);
      if (spread === undefined) return [];
      const { y: value, low, high } = ribbon(spread);
      return [{ label: pair.join(" | "), group: method.name, value, low, high: Math.min(1, high) }];
    }),
  );
  return figure === "auc"
    ? {
        title: "Antonyms told apart",
        note: "Held-out area under the ROC curve of a linear discriminant; ± one standard deviation over splits, up to 1.",
        svg: await intervalChart({
          xLabel: "area under the ROC curve",
          rows,
          references: [{ x: 0.5, label: "guessing" }],
        }),
      }
    : {
        title: "Antonyms apart",
        note: "Held-out silhouette by cosine; ± one standard deviation over splits, up to 1.",
        svg: await intervalChart({ xLabel: "silhouette", rows }),
      };
}

async function wordMap({ map }: Results): Promise<Figure> {
  const { mean, components, variance } = principalComponents(
    map.map(({ centroid }) => centroid),
    map[0]!.centroid.length,
  );
  const total = variance.reduce((sum, value) => sum + value, 0);
  const shown = (variance[0]! + variance[1]!) / total;
  const along = (axis: number, centroid: readonly number[]) =>
    centroid.reduce((sum, value, d) => sum + components[axis * mean.length + d]! * (value - mean[d]!), 0);
  return {
    title: "Map of the words",
    note:
      "Mean latents of the words with 8 rows or more in our network, on the plane in which they vary most, which holds " +
      `${Math.round(100 * shown)} % of their variance; area: number of rows.`,
    svg: await scatterChart({
      xLabel: "first principal component",
      yLabel: "second principal component",
      points: map.map(({ term, rows, language, centroid }) => ({
        x: along(0, centroid),
        y: along(1, centroid),
        label: term,
        group: language,
        size: rows,
      })),
    }),
  };
}

function ribbon({ mean, sd }: Spread): { y: number; low: number; high: number } {
  return { y: mean, low: mean - sd, high: mean + sd };
}
