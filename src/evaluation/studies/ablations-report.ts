import { intervalChart, lineChart } from "../charts/index.ts";
import type { Figure, Table } from "../study.ts";
import type { WordEstimator } from "./ablations-estimators.ts";
import { DEFAULT_ID, type Factor } from "./ablations-factors.ts";
import type { AblationResult } from "./ablations-training.ts";
import {
  CLEAR_ERRORS,
  clearSign,
  differenceText,
  type Spread,
  spreadOf,
  spreadText,
} from "./latent-space-figures.ts";
import { decimals, listed } from "./terms-text.ts";

/** Each level's results over the seeds, by the level's id, always in the same order of seeds. */
export type AblationResults = ReadonlyMap<string, readonly AblationResult[]>;

/** One of the figures that a setting is judged by. */
interface Metric {
  readonly name: string;
  /** For a table's heading, where the name is too long. */
  readonly heading: string;
  readonly digits: number;
  readonly of: (result: AblationResult) => number;
}

const reconstruction: Metric = {
  name: "reconstruction MAE",
  heading: "rec. MAE",
  digits: 4,
  of: (result) => result.reconstructionMae,
};
const latentMetrics: readonly Metric[] = [
  { name: "antonym AUC", heading: "antonym AUC", digits: 3, of: (result) => result.antonymAuc },
  { name: "silhouette, latent", heading: "silh. latent", digits: 2, of: (result) => result.latentSilhouette },
  {
    name: "silhouette, projection",
    heading: "silh. projection",
    digits: 2,
    of: (result) => result.projectionSilhouette,
  },
];

function wordMetrics(estimators: readonly WordEstimator[]): Metric[] {
  return estimators.map(({ id, name }) => ({
    name: `word → curve r, ${name}`,
    heading: `r, ${name}`,
    digits: 3,
    of: ({ words }) => words[id]!.r,
  }));
}

/** What findings and comparisons are about. */
function metricsOf(estimators: readonly WordEstimator[]): Metric[] {
  return [reconstruction, ...wordMetrics(estimators), ...latentMetrics];
}

/** What the first table shows. */
function columnsOf(estimators: readonly WordEstimator[]): Metric[] {
  return [
    reconstruction,
    { name: "", heading: "rec. R2", digits: 5, of: (result) => result.reconstructionR2 },
    ...wordMetrics(estimators),
    ...estimators.map(({ id, name }) => ({
      name: "",
      heading: `R2, ${name}`,
      digits: 3,
      of: ({ words }: AblationResult) => words[id]!.r2,
    })),
    ...latentMetrics,
  ];
}

function spreadAt(results: AblationResults, level: string, metric: Metric): Spread {
  return spreadOf(results.get(level)!.map(metric.of));
}

/** What a level changes against the default, seed by seed. */
function changeAt(results: AblationResults, level: string, metric: Metric): Spread {
  const defaults = results.get(DEFAULT_ID)!.map(metric.of);
  return spreadOf(results.get(level)!.map((result, seed) => metric.of(result) - defaults[seed]!));
}

function levelName({ name }: Factor, label: string): string {
  return `${name}: ${label}`;
}

/** Every level but the default, with its name. */
function changes(factors: readonly Factor[]): { readonly id: string; readonly name: string }[] {
  return factors.flatMap((factor) =>
    factor.levels
      .filter(({ id }) => id !== DEFAULT_ID)
      .map(({ id, label }) => ({ id, name: levelName(factor, label) })),
  );
}

export function ablationTables(
  factors: readonly Factor[],
  results: AblationResults,
  estimators: readonly WordEstimator[],
  conditions: string,
): Table[] {
  const metrics = metricsOf(estimators);
  const columns = columnsOf(estimators);
  return [
    {
      title: "One factor at a time",
      note:
        "All on held-out rows. Reconstruction: mean absolute error (z units) of a row that goes through encoder and decoder, " +
        "and R2 = 1 − Σ error² / Σ curve². Word → curve: mean Pearson r of rows of words with 4 rows or more with what is " +
        `predicted for their word (${listed(estimators.map(({ name }) => name))}), and R2 against flat. Antonym AUC: ` +
        "area under the ROC curve of a linear discriminant in the latent, mean of six pairs of opposites. Silhouette by cosine " +
        `of words with 8 rows or more. λ is the weight of the contrastive loss, τ its temperature, branch scale what the encoder's nonlinear branch is ` +
        "multiplied by before it joins the linear path, residual blocks those on each side; row weights by consistency count a " +
        `row's reconstruction by clip(c / 0.45, 0.1, 1). ± is the standard deviation over seeds. ${conditions}`,
      columns: ["", ...columns.map(({ heading }) => heading)],
      rows: [{ id: DEFAULT_ID, name: "default" }, ...changes(factors)].map(({ id, name }) => [
        name,
        ...columns.map((metric) => spreadText(spreadAt(results, id, metric), metric.digits)),
      ]),
    },
    {
      title: "Against the default",
      note:
        "What a setting changes against the default on the same splits with the same seeds, mean ± standard deviation of the " +
        `differences. * marks what lies more than ${CLEAR_ERRORS} standard errors from 0.`,
      columns: ["", ...metrics.map(({ heading }) => heading)],
      rows: changes(factors).map(({ id, name }) => [
        name,
        ...metrics.map((metric) => {
          const change = changeAt(results, id, metric);
          return `${differenceText(change, metric.digits)}${clearSign(change) === 0 ? "" : " *"}`;
        }),
      ]),
    },
  ];
}

export async function ablationCharts(
  factors: readonly Factor[],
  results: AblationResults,
  estimators: readonly WordEstimator[],
): Promise<Figure[]> {
  const sensitivity = factors
    .filter(({ isNumeric }) => isNumeric)
    .map(async ({ name, levels }) => ({
      title: `Sensitivity: ${name}`,
      note: "Held-out word → curve r, mean over seeds; ribbon: ± one standard deviation.",
      svg: await lineChart({
        xLabel: name,
        yLabel: "word → curve r",
        xScale: "point",
        series: wordMetrics(estimators).map((metric, i) => ({
          name: estimators[i]!.name,
          points: levels.map(({ id, label }) => ({ x: label, ...ends(spreadAt(results, id, metric)) })),
        })),
      }),
    }));
  const perMetric = [reconstruction, ...latentMetrics].map(async (metric) => {
    const reference = spreadAt(results, DEFAULT_ID, metric).mean;
    return {
      title: `Every setting: ${metric.name}`,
      note: "Mean over seeds, ± one standard deviation; dashed: the default.",
      svg: await intervalChart({
        xLabel: metric.name,
        rows: changes(factors).map(({ id, name }) => {
          const { y: value, low, high } = ends(spreadAt(results, id, metric));
          return { label: name, value, low, high };
        }),
        references: [{ x: reference, label: "default" }],
      }),
    };
  });
  return Promise.all([...sensitivity, ...perMetric]);
}

function ends({ mean, sd }: Spread): { y: number; low: number; high: number } {
  return { y: mean, low: mean - sd, high: mean + sd };
}

export function ablationFindings(
  factors: readonly Factor[],
  results: AblationResults,
  estimators: readonly WordEstimator[],
): string[] {
  const metrics = metricsOf(estimators);
  const lambda = factors.find(({ id }) => id === "lambda")!;
  const [weakest, strongest] = [lambda.levels[0]!, lambda.levels.at(-1)!];
  const effects = metrics.map((metric) => {
    const [from, to] = [weakest, strongest].map(({ id }) => spreadAt(results, id, metric).mean);
    return `${metric.name} ${decimals(from!, metric.digits)} to ${decimals(to!, metric.digits)}`;
  });
  return [
    ...metrics.map((metric) => metricFinding(factors, results, metric)),
    `From λ ${weakest.label} to λ ${strongest.label}: ${effects.join("; ")}.`,
  ];
}

/** The default's figure, the range of all settings and the clear differences, largest first. */
function metricFinding(factors: readonly Factor[], results: AblationResults, metric: Metric): string {
  const settings = changes(factors).map((one) => ({
    ...one,
    mean: spreadAt(results, one.id, metric).mean,
    change: changeAt(results, one.id, metric),
  }));
  const byMean = settings.toSorted((a, b) => a.mean - b.mean);
  const [lowest, highest] = [byMean[0]!, byMean.at(-1)!];
  const clear = settings
    .filter(({ change }) => clearSign(change) !== 0)
    .sort((a, b) => Math.abs(b.change.mean) - Math.abs(a.change.mean));
  const told = clear
    .slice(0, 4)
    .map(
      ({ name, change }) => `${name} (${change.mean > 0 ? "+" : ""}${decimals(change.mean, metric.digits)})`,
    );
  const default_ = spreadAt(results, DEFAULT_ID, metric);
  const differences =
    default_.count < 3
      ? "Too few seeds to tell which differences are clear."
      : clear.length === 0
        ? `No setting differs from it by more than ${CLEAR_ERRORS} standard errors.`
        : `${clear.length} of ${settings.length} settings differ clearly from it, most of all ${listed(told)}.`;
  return (
    `${metric.name}: ${spreadText(default_, metric.digits)} by default, ${decimals(lowest.mean, metric.digits)} ` +
    `(${lowest.name}) to ${decimals(highest.mean, metric.digits)} (${highest.name}) over all settings. ${differences}`
  );
}
