import { bandFrequencyHz, REFERENCE_RMS_DB } from "../../effects/index.ts";
import { lineChart } from "../charts/index.ts";
import { meanOf } from "../metrics/prediction.ts";
import type { Figure, Json, Section, Table } from "../study.ts";
import { type BellErrors, claim, type ErrorSize } from "./reconstruction-bells.ts";
import { CONTROL_BELLS, type ControlResult } from "./reconstruction-control.ts";
import type { BellResult } from "./reconstruction-heads.ts";
import { FAINT_DB } from "./reconstruction-matching.ts";
import type { ReconstructionErrors } from "./reconstruction-scores.ts";

/** All that was measured. */
export interface ReconstructionResults {
  readonly contenders: readonly {
    readonly id: string;
    readonly name: string;
    readonly seeds: readonly ReconstructionErrors[];
  }[];
  readonly bells: readonly { readonly bells: number; readonly seeds: readonly BellResult[] }[];
  readonly control: ControlResult;
}

/** A line of the table: errors over seeds. */
interface Line {
  readonly id: string;
  readonly name: string;
  readonly seeds: readonly ReconstructionErrors[];
  readonly mae: number;
}

/** Above this mean error, in z units, curves are drawn apart from those below it. */
const COARSE_MAE = 0.04;

/** @param note What is to be known of the scope. */
export async function summarizeReconstruction(
  results: ReconstructionResults,
  note: string | undefined,
): Promise<Section> {
  const lines = linesOf(results);
  return {
    findings: [
      ...errorFindings(lines),
      ...bellFindings(results, lines),
      ...(note === undefined ? [] : [note]),
    ],
    tables: [errorTable(lines), bellTable(results)],
    figures: await bandFigures(lines),
    values: results as unknown as Json,
  };
}

function linesOf({ contenders, bells }: ReconstructionResults): Line[] {
  const line = (id: string, name: string, seeds: readonly ReconstructionErrors[]): Line => ({
    ...{ id, name, seeds, mae: meanOf(seeds.map(({ mae }) => mae)) },
  });
  return [
    ...contenders.map(({ id, name, seeds }) => line(id, name, seeds)),
    ...bells.map((head) =>
      line(
        `head-${head.bells}`,
        `ours, ${head.bells} bells (gain, frequency, Q)`,
        head.seeds.map((seed) => seed.head),
      ),
    ),
    ...bells.map((head) =>
      line(
        `fit-${head.bells}`,
        `${head.bells} bells fitted to each curve, no network`,
        head.seeds.map((seed) => seed.fitted),
      ),
    ),
  ];
}

function errorFindings(lines: readonly Line[]): string[] {
  const maeOf = (id: string): number => lines.find((line) => line.id === id)!.mae;
  const [ours, report, linear] = [maeOf("ours"), maeOf("report"), maeOf("linear")];
  const [few, many] = [maeOf("pca-12"), maeOf("pca-32")];
  const isBeaten = lines.some(({ id, mae }) => !id.startsWith("pca") && !id.startsWith("fit") && mae < many);
  return [
    `A curve that ours was not trained on comes back with a mean absolute error of ${z(ours)} (${db(ours)} at ` +
      `amount 100 %). The report's network: ${z(report)}, ${times(report, ours)}. A linear autoencoder of the same ` +
      `size, trained as long: ${z(linear)}; 32 principal components: ${z(many)}.`,
    `${isBeaten ? "A network comes closer than 32 principal components do." : "The simple linear method wins: no network comes closer than 32 principal components do, so reconstruction alone is no reason for a network."} ` +
      `The report's network ${report > few ? "loses more than 12 principal components do" : "keeps more than 12 principal components do"} (${z(few)}).`,
  ];
}

function bellFindings({ bells, control }: ReconstructionResults, lines: readonly Line[]): string[] {
  const maeOf = (id: string): number => lines.find((line) => line.id === id)!.mae;
  const [most] = bells;
  const head = most && average(most.seeds.map(({ headAgainstFit }) => headAgainstFit));
  const refit = most && average(most.seeds.map(({ refitAgainstHead }) => refitAgainstHead));
  const { fitted, head: learned } = control;
  const isOrAre = (share: number): string => `${percent(share)} of the pairs are`;
  return [
    ...bells.map(
      ({ bells: count }) =>
        `Bells could do it: ${count} of them fitted to each curve leave ${z(maeOf(`fit-${count}`))}. The parametric ` +
        `head with ${count} bells leaves ${z(maeOf(`head-${count}`))}, ${times(maeOf(`head-${count}`), maeOf(`fit-${count}`))}.`,
    ),
    `The report claims parameters within ±${claim.gainDb} dB, ±${claim.frequencyHz} Hz and ±${claim.q} of Q. This data ` +
      `has none to compare with: a row is 40 relative values of mean 0 and standard deviation 1, without a dB, a ` +
      `frequency or a Q. Only bells fitted to the curves, at a depth that we choose, can stand in` +
      (head
        ? `: against them the head is off by ${sizeText(head.gainDb, "dB")} and ${sizeText(head.octaves, "octaves")}, and ${isOrAre(head.withinClaim)} within all three.`
        : "."),
    ...(refit && most
      ? [
          `The same can be asked of bells that are known. Fitted to the very response of the head's ` +
            `${most.bells} bells, as many bells play the same curve within ${z(meanOf(most.seeds.map(({ refitMae }) => refitMae)))}, and ` +
            `${isOrAre(refit.withinClaim)} within the claim.` +
            (refit.withinClaim < 0.9
              ? " Overlapping bells trade gain for width: a curve does not decide its bells."
              : ""),
        ]
      : []),
    ...(fitted && learned
      ? [
          `Where bells are known (a control: ${CONTROL_BELLS} bells that stand apart, made up), the fit finds them again ` +
            `with a median of ${fitted.gainDb.median.toFixed(2)} dB, ${fitted.frequencyHz.median.toFixed(1)} Hz and ${fitted.q.median.toFixed(2)} of Q, ` +
            `${isOrAre(fitted.withinClaim)} within the claim; a parametric head trained on such curves is off by ` +
            `${learned.gainDb.median.toFixed(2)} dB, ${learned.frequencyHz.median.toFixed(0)} Hz and ${learned.q.median.toFixed(2)}, ` +
            `with ${percent(learned.withinClaim)} within it.`,
        ]
      : []),
  ];
}

function errorTable(lines: readonly Line[]): Table {
  const mean = ({ seeds }: Line, of: (errors: ReconstructionErrors) => number): number =>
    meanOf(seeds.map(of));
  return {
    title: "Errors of held-out rows",
    note:
      "A fifth of the rows is held out, drawn anew for each seed; means over the seeds. MAE: mean of |error| over rows " +
      "and bands, in the data's z units, then in dB (3 dB for one z, amount 100 %); worst: of the seeds. RMSE: root of " +
      "the mean squared error. 95 %: 95th percentile of |error|. R²: 1 − Σ error² / Σ (curve − mean of the training " +
      "rows)². PCA: projection on principal components of the training rows (Pearson 1901). Linear autoencoder: " +
      "40 → 32 → 40 without nonlinearity from random first values, trained like the networks.",
    columns: ["way", "seeds", "MAE, z", "worst", "MAE, dB", "RMSE, z", "95 %, z", "R²"],
    rows: lines.map((line) => [
      line.name,
      String(line.seeds.length),
      line.mae.toFixed(4),
      Math.max(...line.seeds.map(({ mae }) => mae)).toFixed(4),
      (line.mae * REFERENCE_RMS_DB).toFixed(3),
      mean(line, ({ rmse }) => rmse).toFixed(4),
      mean(line, ({ p95 }) => p95).toFixed(4),
      mean(line, ({ r2 }) => r2).toFixed(5),
    ]),
  };
}

function bellTable({ bells, control }: ReconstructionResults): Table {
  const row = (name: string, errors: BellErrors | undefined): string[] => {
    if (!errors) return [name, ...new Array<string>(7).fill("none")];
    const { pairs, faint, single, gainDb, octaves, frequencyHz, q, withinClaim } = errors;
    return [
      ...[name, both(gainDb, 2), both(octaves, 2), both(frequencyHz, 0), both(q, 2), percent(withinClaim)],
      ...[pairs.toFixed(0), `${faint.toFixed(0)} + ${single.toFixed(0)}`],
    ];
  };
  return {
    title: "Bells against bells",
    note:
      "Mean of the absolute difference (median in brackets) in gain, in frequency and in Q. Bells of two banks are " +
      "paired one to one by the assignment with the least sum of |octaves| + |dB| / 6 + |log2 of the Q's ratio| / 2 " +
      `(Hungarian method), which favours both. Left out: bells under ${FAINT_DB} dB of either bank, + bells without a ` +
      "partner because the other bank holds fewer. Within claim: share of the pairs within all three of the report's " +
      "figures. Fitted: least squares over gain, frequency and Q, at 3 dB for one z and 48 kHz. Found again: bells " +
      `fitted to the response of the head's bells and to nothing else. Control: ${control.rows} held-out curves made of ${CONTROL_BELLS} bells ` +
      "that are known.",
    columns: ["bells", "gain, dB", "octaves", "Hz", "Q", "within claim", "pairs", "left out"],
    rows: [
      [
        "the report's claim",
        `±${claim.gainDb}`,
        "not given",
        `±${claim.frequencyHz}`,
        `±${claim.q}`,
        ...["not given", "not given", "not given"],
      ],
      ...bells.map(({ bells: count, seeds }) =>
        row(
          `head of ${count} against ${count} fitted`,
          average(seeds.map(({ headAgainstFit }) => headAgainstFit)),
        ),
      ),
      ...bells.map(({ bells: count, seeds }) =>
        row(`head of ${count}, found again`, average(seeds.map(({ refitAgainstHead }) => refitAgainstHead))),
      ),
      row("control: fitted against known", control.fitted ?? undefined),
      row("control: head against known", control.head ?? undefined),
    ],
  };
}

async function bandFigures(lines: readonly Line[]): Promise<Figure[]> {
  const groups = [
    { title: "Error by band: ways that lose much", lines: lines.filter(({ mae }) => mae >= COARSE_MAE) },
    { title: "Error by band: ways that lose little", lines: lines.filter(({ mae }) => mae < COARSE_MAE) },
  ].filter((group) => group.lines.length > 0);
  return Promise.all(
    groups.map(async (group) => ({
      title: group.title,
      note: `Mean absolute error of held-out rows in each of the 40 bands, means over seeds; the line between the two figures is ${COARSE_MAE} z.`,
      svg: await lineChart({
        ...{ xLabel: "frequency, Hz", yLabel: "mean absolute error, z", xScale: "log", yDomain: [0, 0] },
        series: group.lines.map(({ name, seeds }) => ({
          name,
          points: bandFrequencyHz.map((x, band) => ({
            x,
            y: meanOf(seeds.map(({ bandMae }) => bandMae[band]!)),
          })),
        })),
      }),
    })),
  );
}

/** Means of each figure over seeds that have pairs. */
function average(seeds: readonly (BellErrors | null)[]): BellErrors | undefined {
  const found = seeds.filter((errors) => errors !== null);
  if (found.length === 0) return undefined;
  const mean = (of: (errors: BellErrors) => number): number => meanOf(found.map(of));
  const size = (of: (errors: BellErrors) => ErrorSize): ErrorSize => ({
    mean: mean((errors) => of(errors).mean),
    median: mean((errors) => of(errors).median),
  });
  return {
    pairs: mean(({ pairs }) => pairs),
    faint: mean(({ faint }) => faint),
    single: mean(({ single }) => single),
    gainDb: size(({ gainDb }) => gainDb),
    octaves: size(({ octaves }) => octaves),
    frequencyHz: size(({ frequencyHz }) => frequencyHz),
    q: size(({ q }) => q),
    withinClaim: mean(({ withinClaim }) => withinClaim),
  };
}

function both({ mean, median }: ErrorSize, digits: number): string {
  return `${mean.toFixed(digits)} (${median.toFixed(digits)})`;
}

function sizeText({ mean, median }: ErrorSize, unit: string): string {
  return `${mean.toFixed(2)} ${unit} (median ${median.toFixed(2)})`;
}

function z(value: number): string {
  return `${value.toFixed(value < 0.1 ? 4 : 3)} z`;
}

function db(value: number): string {
  return `${(value * REFERENCE_RMS_DB).toFixed(3)} dB`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** "43 times as much". */
function times(value: number, base: number): string {
  const ratio = value / base;
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)} times as much`;
}
