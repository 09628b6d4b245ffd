import { intervalChart, lineChart } from "../charts/index.ts";
import type { BootstrapInterval } from "../metrics/bootstrap.ts";
import type { Json, Scope, Section, Study, StudyData } from "../study.ts";
import {
  MINIMUM_ROWS,
  type Network,
  networks,
  plans,
  runsOf,
  scores,
  type Target,
  type TransferResult,
  targets,
  transfer,
} from "./cross-dataset-pretraining.ts";
import { mergeTallies, type Tally, tallyInterval } from "./cross-dataset-tally.ts";
import { differenceText, numberText, sureSign } from "./number-text.ts";

/** Training on one data set before the other: what is left of the head start at 10, 25, 50 and 100 % of the rows. */
export const transferPart: Pick<Study, "tasks" | "summarize"> = {
  tasks: (data, scope) =>
    data.safe === undefined
      ? []
      : runsOf(scope).map((run) => ({
          id: run.id,
          seconds: scope === "quick" ? 2.5 : 30,
          run: () => transfer(data, scope, run) as unknown as Json,
        })),
  summarize: summarizeTransfer,
};

interface Comparison {
  readonly pretrained: number;
  readonly scratch: number;
  /** Pre-trained minus from scratch. */
  readonly difference: BootstrapInterval;
  readonly seeds: number;
  /** Seeds with which the pre-trained network was the better one. */
  readonly betterSeeds: number;
}

interface Point {
  readonly share: number;
  readonly rows: number;
  readonly reconstruction: Comparison;
  readonly words: Comparison;
}

interface Curve {
  readonly target: Target;
  readonly network: Network;
  readonly untunedMae: number;
  readonly points: readonly Point[];
}

/** @param tallies One per seed. @param better The sign of a difference that is for the better. */
function compare(tallies: readonly Tally[], pretrained: number, scratch: number, better: 1 | -1): Comparison {
  const interval = (some: readonly Tally[], score: (means: readonly number[]) => number) =>
    tallyInterval(mergeTallies(some), score, { seed: 1 });
  const difference = (means: readonly number[]) => means[pretrained]! - means[scratch]!;
  return {
    pretrained: interval(tallies, (means) => means[pretrained]!).mean,
    scratch: interval(tallies, (means) => means[scratch]!).mean,
    difference: interval(tallies, difference),
    seeds: tallies.length,
    betterSeeds: tallies.filter((tally) => better * interval([tally], difference).mean > 0).length,
  };
}

async function summarizeTransfer(
  resultOf: (id: string) => Json,
  data: StudyData,
  scope: Scope,
): Promise<Section> {
  if (data.safe === undefined) return { findings: [], tables: [], figures: [], values: null };
  const { shares, epochs } = plans[scope];
  const curves = (Object.keys(targets) as Target[]).flatMap((target) =>
    plans[scope].networks.map((network): Curve => {
      const results = runsOf(scope)
        .filter((run) => run.target === target && run.network === network)
        .map(({ id }) => resultOf(id) as unknown as TransferResult);
      return {
        ...{ target, network },
        untunedMae: results.reduce((sum, { untunedMae }) => sum + untunedMae / results.length, 0),
        points: shares.map((share, i) => ({
          ...{ share, rows: results[0]!.trainRows[i]! },
          reconstruction: compare(
            results.map(({ reconstruction }) => reconstruction[i]!),
            scores.maePretrained,
            scores.maeScratch,
            -1,
          ),
          words: compare(
            results.map(({ words }) => words[i]!),
            scores.rPretrained,
            scores.rScratch,
            1,
          ),
        })),
      };
    }),
  );
  return {
    findings: [...curves.map(findingOn), overall(curves, scope)],
    tables: [
      {
        title: "Pre-training on the other data set",
        note:
          `The network is trained on all of one data set (${epochs} epochs), then goes on with a share of the other's ` +
          `training rows, and is compared with one that begins there from scratch; both with ${epochs} / √share epochs, ` +
          `the same rows, batches and held-out rows${scope === "quick" ? " (quick: one seed)" : ""}. SocialFX: 20 % of ` +
          "the rows held out; SAFE: the listeners of a fifth of the rows. MAE: mean absolute error of the held-out " +
          "curves' reconstruction, z units, lower is better. r: Pearson r of the decoded mean latent of a word's rows " +
          `with held-out rows of the word (words with ${MINIMUM_ROWS} rows or more), higher is better. Differences: ` +
          "pre-trained minus from scratch, 95 % bootstrap intervals over words (SocialFX) or listeners (SAFE), and the " +
          "number of seeds with which pre-training was better: the intervals do not hold how differently trainings end. " +
          "0 %: before any row of the target is seen.",
        columns: [
          "",
          "share",
          "rows",
          "MAE pre-trained",
          "from scratch",
          "difference",
          "r pre-trained",
          "from scratch",
          "difference",
        ],
        rows: curves.flatMap(({ target, network, untunedMae, points }) => {
          const name = `${targets[target]}: ${networks[network].name}`;
          return [
            [name, "0 %", "0", numberText(untunedMae), "", "", "", "", ""],
            ...points.map(({ share, rows, reconstruction, words }) => [
              ...[name, `${Math.round(100 * share)} %`, String(rows)],
              ...[reconstruction, words].flatMap(
                ({ pretrained, scratch, difference, betterSeeds, seeds }) => [
                  ...[numberText(pretrained), numberText(scratch)],
                  `${differenceText(difference)}, ${betterSeeds} of ${seeds}`,
                ],
              ),
            ]),
          ];
        }),
      },
    ],
    figures: [
      ...(await Promise.all(
        (Object.keys(targets) as Target[]).map(async (target) => ({
          title: `${targets[target]}: reconstruction`,
          note: "Held-out mean absolute error, z units, lower is better.",
          svg: await lineChart({
            ...{
              xLabel: "target rows learned from",
              yLabel: "held-out MAE, z",
              xScale: "log",
              yDomain: [0, 0.3],
            },
            series: curves
              .filter((curve) => curve.target === target)
              .flatMap(({ network, points }) =>
                (["pretrained", "scratch"] as const).map((start) => ({
                  name: `${networks[network].name}, ${start === "scratch" ? "from scratch" : "pre-trained"}`,
                  points: points.map(({ rows, reconstruction }) => ({ x: rows, y: reconstruction[start] })),
                })),
              ),
          }),
        })),
      )),
      {
        title: "What pre-training changes in word → curve",
        note: "Held-out r of the pre-trained network minus that of the one from scratch, by share of the target's rows.",
        svg: await intervalChart({
          xLabel: "difference in held-out r",
          rows: curves.flatMap(({ target, network, points }) =>
            points.map(({ share, words: { difference } }) => ({
              ...{ label: `${targets[target]}, ${Math.round(100 * share)} %`, group: networks[network].name },
              ...{ value: difference.mean, low: difference.low, high: difference.high },
            })),
          ),
        }),
      },
    ],
    values: curves as unknown as Json,
  };
}

/** Sure where the interval excludes 0 and all seeds agree. */
function verdictOn({ difference, betterSeeds, seeds }: Comparison): string {
  if (sureSign(difference) !== 0 && betterSeeds === seeds) return "better";
  if (sureSign(difference) !== 0 && betterSeeds === 0) return "worse";
  return "no sure difference";
}

function findingOn({ target, network, untunedMae, points }: Curve): string {
  const at = ({ share, reconstruction, words }: Point): string =>
    `at ${Math.round(100 * share)} % of the rows MAE ${numberText(reconstruction.pretrained)} against ` +
    `${numberText(reconstruction.scratch)} (${verdictOn(reconstruction)}) and r ` +
    `${numberText(words.pretrained)} against ${numberText(words.scratch)} (${verdictOn(words)})`;
  return (
    `${targets[target]}, ${networks[network].name}, pre-trained against from scratch: ${at(points[0]!)}; ` +
    `${at(points.at(-1)!)}. Untuned, its MAE is ${numberText(untunedMae)}.`
  );
}

function overall(curves: readonly Curve[], scope: Scope): string {
  const points = curves.flatMap((curve) => curve.points);
  const count = (kind: "reconstruction" | "words"): string => {
    const verdicts = points.map((point) => verdictOn(point[kind]));
    const of = (verdict: string) => verdicts.filter((other) => other === verdict).length;
    return `surely better in ${of("better")} and surely worse in ${of("worse")}`;
  };
  const largest = Math.max(...points.map(({ words }) => Math.abs(words.difference.mean)));
  return (
    `Of ${points.length} comparisons (direction, network, share), pre-training was ${count("reconstruction")} at ` +
    `reconstruction, and ${count("words")} at word → curve, where r changes by at most ${numberText(largest)}; sure means that ` +
    "the interval excludes 0 and all seeds agree." +
    (scope === "quick"
      ? ` Quick: after ${plans.quick.epochs} epochs, far from converged, any head start shows.`
      : "")
  );
}
