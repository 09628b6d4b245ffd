import { lineChart } from "../charts/index.ts";
import type { Figure, Study, Table } from "../study.ts";
import type { VariationalFigures } from "./variational-measure.ts";
import {
  autoencoderSizes,
  flowEqId,
  HIDDEN,
  type Plan,
  plans,
  type ResultOf,
  read,
  type SetFigures,
  tasksOf,
} from "./variational-plan.ts";
import { rowSetsOf } from "./variational-sets.ts";

const digits = (value: number, count: number) => value.toFixed(count);
const total = (divergence: readonly number[]) => divergence.reduce((sum, nats) => sum + nats, 0);

function gridTable({ set, linear, kept, variational, autoencoder }: SetFigures, plan: Plan): Table {
  const { latentSizes, betas, epochs, seeds, autoencoderEpochs } = plan;
  return {
    title: `${set.name}: active units and reconstruction`,
    note:
      "Active units: latent dimensions whose posterior mean varies by more than 0.01 over held-out rows (Burda, Grosse & Salakhutdinov, ICLR 2016). " +
      "Linear rule: components of the standardised rows with a variance above β, at most the latent size; what a linear VAE would keep (Lucas et al., NeurIPS 2019). " +
      "Divergence: of the posterior from N(0, 1), summed over the dimensions, nats, mean over held-out rows. " +
      `MAE: mean absolute error of held-out rows decoded from their posterior mean, ${set.unit}. ` +
      `A fifth of the rows is held out by word; one hidden layer of ${HIDDEN[0]}, Gaussian likelihood of variance 1 on standardised columns, ${epochs} epochs, mean over ${seeds.length} seed(s). ` +
      `Our autoencoder (${autoencoderEpochs} epochs) and principal components, one seed, have no divergence to pay.`,
    columns: ["model", "latent size", "β", "active units", "linear rule", "divergence", `MAE, ${set.unit}`],
    rows: latentSizes.flatMap((size, index) => {
      const ours = autoencoder(size);
      const components = linear.mae[index] ?? undefined;
      return [
        ...betas.map((beta) => {
          const { active, divergence, mae } = variational(size, beta);
          return [
            ...["β-VAE", `${size}`, `${beta}`, digits(active, 1)],
            ...[`${kept(size, beta)}`, digits(total(divergence), 2), digits(mae, 4)],
          ];
        }),
        ...(ours === undefined ? [] : [["our autoencoder", `${size}`, "–", "–", "–", "–", digits(ours, 4)]]),
        ...(components === undefined
          ? []
          : [["principal components", `${size}`, "–", "–", "–", "–", digits(components, 4)]]),
      ];
    }),
  };
}

function flowEqTable({ flowEq }: Plan, resultOf: ResultOf): Table {
  return {
    title: "FlowEQ's own setting on SAFE-DB's warm and bright",
    note:
      "As FlowEQ's program trains (Steinmetz & Serra, ISMIR LBD 2019): 13 parameters as shares of their ranges, one hidden layer of 512, sigmoid output, mean absolute error plus β times the divergence, Adam at 0.001, batches of 8, β rising from 0; " +
      `here over the first half of ${flowEq.epochs} epochs (FlowEQ: epochs 50 to 150 of 300 at its largest β), one seed. FlowEQ publishes 1, 2 and 3 dimensions with β 0, 0.001, 0.01 and 0.02. Columns as above.`,
    columns: ["latent size", "β", "active units", "divergence per dimension", "MAE, share of the range"],
    rows: flowEq.latentSizes.flatMap((size) =>
      flowEq.betas.map((beta) => {
        const { active, divergence, mae } = resultOf(flowEqId(size, beta)) as VariationalFigures;
        const nats = divergence.map((value) => digits(value, 2)).join(" ");
        return [`${size}`, `${beta}`, digits(active, 0), nats, digits(mae, 4)];
      }),
    ),
  };
}

/** Below this a dimension's divergence is not drawn, nats. */
const VISIBLE_NATS = 0.005;

async function figuresOf(figures: SetFigures, { latentSizes, betas }: Plan): Promise<Figure[]> {
  const { set, linear, variational, autoencoder } = figures;
  const largest = latentSizes.at(-1)!;
  const sorted = betas.map((beta) => variational(largest, beta).divergence);
  const shown = Math.max(
    2,
    ...sorted.map((divergence) => divergence.filter((nats) => nats > VISIBLE_NATS).length + 1),
  );
  const bySize = (errorAt: (size: number, index: number) => number | null | undefined) =>
    latentSizes.flatMap((size, index) => {
      const y = errorAt(size, index);
      return y === undefined || y === null ? [] : [{ x: `${size}`, y }];
    });
  return [
    {
      title: `${set.name}: divergence per dimension, latent size ${largest}`,
      note: "Mean over held-out rows, dimensions from most to least used. A dimension at 0 has collapsed.",
      svg: await lineChart({
        xLabel: "latent dimension, by rank",
        yLabel: "divergence, nats",
        series: betas.map((beta, i) => ({
          name: `β ${beta}`,
          points: sorted[i]!.slice(0, shown).map((y, rank) => ({ x: rank + 1, y })),
        })),
        xScale: "linear",
        yDomain: [0, 0],
      }),
    },
    {
      title: `${set.name}: held-out reconstruction by latent size`,
      note: `Mean absolute error, ${set.unit}. Dimensions that have collapsed cannot lower it.`,
      svg: await lineChart({
        xLabel: "latent size",
        yLabel: `mean absolute error, ${set.unit}`,
        series: [
          ...betas.map((beta) => ({
            name: `β ${beta}`,
            points: bySize((size) => variational(size, beta).mae),
          })),
          { name: "our autoencoder", points: bySize(autoencoder) },
          { name: "principal components", points: bySize((_, index) => linear.mae[index]) },
        ],
        xScale: "point",
        yDomain: [0, 0],
      }),
    },
  ];
}

const meaning =
  "A latent dimension has collapsed when its posterior is the prior whatever the row: its divergence is 0, what the decoder gets from it is noise, so the decoder ignores it, and turning it changes nothing. " +
  "The loss asks for this: a dimension costs β times its divergence and is dropped where it saves less reconstruction than that, for a linear model exactly where its principal component's variance is at most β.";

function findingsOf({ set, kept, variational, autoencoder }: SetFigures, plan: Plan): string[] {
  const { latentSizes, betas } = plan;
  const largest = latentSizes.at(-1)!;
  const counts = betas.map(
    (beta) =>
      `${digits(variational(largest, beta).active, 1)} at β ${beta} (linear rule ${kept(largest, beta)})`,
  );
  const sizes = autoencoderSizes(set, plan);
  const [small, large] = [sizes[0]!, sizes.at(-1)!];
  const ours = [small, large].map((size) => digits(autoencoder(size)!, 4));
  const theirs = [small, large].map((size) => digits(variational(size, 1).mae, 4));
  const better = sizes.filter((size) =>
    betas.some((beta) => variational(size, beta).mae < autoencoder(size)!),
  );
  return [
    `${set.name}: of ${largest} latent dimensions ${counts.join(", ")} are active on held-out rows.`,
    `${set.name}: from ${small} to ${large} dimensions the held-out error at β 1 goes from ${theirs[0]} to ${theirs[1]} ${set.unit}; our autoencoder's, which pays for no divergence, from ${ours[0]} to ${ours[1]}. Of the sizes ${sizes.join(", ")} a β-VAE of some β restores held-out rows better than our autoencoder at ${better.join(", ") || "none"}.`,
  ];
}

function flowEqFinding({ flowEq }: Plan, resultOf: ResultOf): string {
  const beta = flowEq.betas.at(-1)!;
  const figures = flowEq.latentSizes.map((size) => resultOf(flowEqId(size, beta)) as VariationalFigures);
  const counts = figures.map(({ active, divergence }) => `${digits(active, 0)} of ${divergence.length}`);
  const [first, others] = [
    figures.map(({ divergence }) => digits(divergence[0]!, 2)),
    figures.map(({ divergence }) => digits(total(divergence.slice(1)), 2)),
  ];
  return `With FlowEQ's own loss at its largest published β, ${beta}, ${counts.join(", ")} dimensions are active on its own rows; the most used one tells ${first.join(", ")} nats of a row, all others together ${others.join(", ")}.`;
}

/** Posterior collapse of β-VAEs in FlowEQ's manner, by latent size and β, on both data sets. */
export const variationalStudy: Study = {
  id: "variational",
  title: "β-VAE in FlowEQ's manner: posterior collapse",
  tasks: tasksOf,
  async summarize(resultOf, data, scope) {
    const plan = plans[scope];
    const sets = rowSetsOf(data).map((set) => read(set, plan, resultOf));
    const hasSafe = sets.length > 1;
    const figures: Figure[] = [];
    for (const set of sets) figures.push(...(await figuresOf(set, plan)));
    return {
      findings: [
        meaning,
        ...sets.flatMap((set) => findingsOf(set, plan)),
        hasSafe
          ? flowEqFinding(plan, resultOf)
          : "SAFE-DB is not in the data folder, so its part is missing.",
        ...(scope === "quick"
          ? [
              "Quick run: fewer sizes and β, one seed and a tenth of the epochs, so that dimensions on their way out still count as active.",
            ]
          : []),
      ],
      tables: [...sets.map((set) => gridTable(set, plan)), ...(hasSafe ? [flowEqTable(plan, resultOf)] : [])],
      figures,
      values: Object.fromEntries(tasksOf(data, scope).map(({ id }) => [id, resultOf(id)])),
    };
  },
};
