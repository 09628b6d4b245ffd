import type { PairFigures } from "./latent-space-antonyms.ts";
import { CLAIMED_SILHOUETTE } from "./latent-space-charts.ts";
import { clearSign, differenceText, spreadOf } from "./latent-space-figures.ts";
import {
  type BothSpreads,
  hasAntonyms,
  type MeasuredAntonyms,
  type MeasuredTraining,
  meanOverPairs,
  type Results,
} from "./latent-space-results.ts";
import { decimals, listed } from "./terms-text.ts";

/** What the figures say, in sentences that hold whatever they are. */
export function latentSpaceFindings(results: Results): string[] {
  return [
    onTrainingRows(results),
    onHeldOutRows(results),
    ...underDealtWords(results),
    theCeiling(results),
    theCost(results),
    ...(hasAntonyms(results) ? antonymFindings(results) : []),
  ];
}

const two = (value: number) => decimals(value, 2);

/** The larger training silhouette of the two spaces, with that space's Davies-Bouldin index. */
function tightest({ spaces }: MeasuredTraining): { silhouette: number; daviesBouldin: number } {
  const figures = spaces.map(({ train }) => ({
    silhouette: train.silhouette.mean,
    daviesBouldin: train.daviesBouldin.mean,
  }));
  return figures.reduce((best, next) => (next.silhouette > best.silhouette ? next : best));
}

function onTrainingRows({ trainings }: Results): string {
  const own = trainings.filter(({ training }) => training.rows !== "dealt");
  const reaching = own.filter((one) => tightest(one).silhouette >= CLAIMED_SILHOUETTE);
  const best = own.reduce((most, one) => (tightest(one).silhouette > tightest(most).silhouette ? one : most));
  const { silhouette, daviesBouldin } = tightest(best);
  const top = `the highest is ${two(silhouette)}, with a Davies-Bouldin index of ${two(daviesBouldin)} (${best.name})`;
  return (
    `The report claims a silhouette of ${CLAIMED_SILHOUETTE}, and beside it 0.82, 0.23 and 1.87. On rows that were trained on, ` +
    (reaching.length === 0
      ? `no training reaches it; ${top}.`
      : `it is reached by: ${reaching.map(({ name }) => name).join("; ")}. Of all ${own.length} trainings ${top}.`)
  );
}

function onHeldOutRows({ trainings, raw }: Results): string {
  const own = trainings.filter(({ training }) => training.rows !== "dealt");
  const range = (figure: "silhouette" | "silhouetteCosine") => {
    const values = own.flatMap(({ spaces }) => spaces.map(({ heldOut }) => heldOut[figure].mean));
    return { low: Math.min(...values), high: Math.max(...values) };
  };
  const [euclidean, cosine] = [range("silhouette"), range("silhouetteCosine")];
  const meaning =
    Math.max(euclidean.high, cosine.high) < 0
      ? "Below 0 means that a row lies nearer to some other word's rows than to those of its own word, in every network."
      : "Not every network's held-out rows lie nearer to some other word's than to their own.";
  const { silhouette, silhouetteCosine } = raw.spaces[0]!.heldOut;
  return (
    `Held out, the same networks have silhouettes from ${two(euclidean.low)} to ${two(euclidean.high)} (cosine ` +
    `${two(cosine.low)} to ${two(cosine.high)}); the raw curves have ${two(silhouette.mean)} (${two(silhouetteCosine.mean)}). ${meaning}`
  );
}

function underDealtWords({ trainings }: Results): string[] {
  return trainings
    .filter(({ training }) => training.rows === "dealt")
    .map((one) => {
      const { silhouette } = tightest(one);
      const sameWords = trainings.find(
        ({ training }) =>
          training.rows === "frequent" &&
          training.contrastiveWeight === one.training.contrastiveWeight &&
          training.dropout === one.training.dropout,
      )!;
      const apart = tightest(sameWords).silhouette - silhouette;
      return (
        `With the words dealt to the rows by chance, the same training reaches ${two(silhouette)} on its training rows ` +
        `(with the true words ${two(tightest(sameWords).silhouette)}), while the word → curve r falls to ` +
        `${two(one.wordToCurveR.mean)}. ${
          apart < 0.05
            ? "A silhouette on training rows therefore measures how well a network learns rows by heart, and says nothing about words."
            : "The difference is what the words themselves add to learning rows by heart."
        }`
      );
    });
}

function theCeiling({ simulated, shareBetweenWords, shuffled, raw }: Results): string {
  const held = simulated.map(({ disagreement, spaces }) => ({
    disagreement,
    silhouette: spaces[0]!.heldOut.silhouette.mean,
  }));
  const enough = held.filter(({ silhouette }) => silhouette >= CLAIMED_SILHOUETTE);
  const needed =
    enough.length === 0
      ? "none of these crowds reaches the claim"
      : `the claim needs people who disagree between ${needle(held, enough.length)} times less`;
  const steps = held
    .slice(1)
    .map(({ disagreement, silhouette }) => `${two(silhouette)} at ${disagreement} × the disagreement`);
  const [true_, dealt] = [raw, shuffled[0]!].map(({ spaces }) => spaces[0]!);
  const sides = ["train", "heldOut"] as const;
  const scores = (of: BothSpreads) => sides.map((side) => two(of[side].silhouette.mean)).join(" and ");
  const isBlind = sides.every(
    (side) => Math.abs(true_![side].silhouette.mean - dealt![side].silhouette.mean) < 0.1,
  );
  return (
    `Ceiling: ${Math.round(100 * shareBetweenWords)} % of the rows' variance lies between words. A crowd simulated with this ` +
    `share and embedded ideally has a held-out silhouette of ${two(held[0]!.silhouette)}; ${listed(steps)}: ${needed}. ` +
    `The raw curves score ${scores(true_!)} (training rows, held out) with their words, ${scores(dealt!)} with the words ` +
    `shuffled${isBlind ? ": with so many words and so little agreement the silhouette hardly tells words from chance" : ""}.`
  );
}

/** "100 and 1000": the factors between which the claim is passed. */
function needle(held: readonly { readonly disagreement: number }[], reaching: number): string {
  const first = held.length - reaching;
  const factor = (i: number) => Math.round(1 / held[i]!.disagreement);
  return first === 0 ? "0 and 1" : `${factor(first - 1)} and ${factor(first)}`;
}

function theCost({ trainings, rawWordToCurveR }: Results): string {
  const kinds = [
    { network: "report", rows: "frequent", name: "report's network, by heart" },
    { network: "report", rows: "all", name: "report's network, all words" },
    { network: "ours", rows: "all", name: "ours" },
  ];
  const parts = kinds.flatMap(({ network, rows, name }) => {
    const own = trainings.filter(({ training }) => training.network === network && training.rows === rows);
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined || first === last) return [];
    return [
      `${name}, from λ ${first.training.contrastiveWeight} to λ ${last.training.contrastiveWeight}` +
        `${last.training.dropout === 0 ? " without dropout" : ""}: MAE ${decimals(first.reconstructionMae.mean, 3)} to ` +
        `${decimals(last.reconstructionMae.mean, 3)}, r ${decimals(first.wordToCurveR.mean, 3)} to ${decimals(last.wordToCurveR.mean, 3)}`,
    ];
  });
  return `Cost, on held-out rows (reconstruction error in z, word → curve r; the plain mean has r ${decimals(rawWordToCurveR.mean, 3)}): ${parts.join("; ")}.`;
}

function antonymFindings({ antonyms }: Results): string[] {
  const { raw, pairLatent, pairProjection, oursLatent, oursProjection } = antonyms;
  const mean = (method: MeasuredAntonyms, figure: Exclude<keyof PairFigures, "rows">) =>
    spreadOf(meanOverPairs(method, figure)).mean;
  const sentence = (
    who: string,
    latent: readonly MeasuredAntonyms[],
    projection: readonly MeasuredAntonyms[],
  ): string[] => {
    const [without, ...others] = latent.map((method, i) => ({ method, projection: projection[i]! }));
    return others.slice(0, 1).map((withLoss) => {
      const gain = difference(withLoss.projection, without!.projection, "silhouetteCosine");
      const auc = difference(withLoss.method, without!.method, "auc");
      return (
        `Antonyms held out, ${who}, mean of the pairs: with λ ${withLoss.method.lambda} the silhouette of the projection goes from ` +
        `${two(mean(without!.projection, "silhouetteCosine"))} (λ 0) to ${two(mean(withLoss.projection, "silhouetteCosine"))} ` +
        `(${gain.text}), the discriminant's AUC from ${decimals(mean(without!.method, "auc"), 3)} to ` +
        `${decimals(mean(withLoss.method, "auc"), 3)} (${auc.text}): ${verdict(gain.sign, auc.sign)}`
      );
    });
  };
  return [
    ...sentence("the report's network trained on the two words alone", pairLatent, pairProjection),
    ...sentence("our network trained on all words", oursLatent, oursProjection),
    `Raw curves tell the same pairs apart with AUC ${decimals(mean(raw, "auc"), 3)}; their silhouette is ` +
      `${two(mean(raw, "silhouetteCosine"))} by cosine, ${two(mean(raw, "silhouette"))} by euclidean distance, and ` +
      `${two(mean(raw, "alongDiscriminant"))} along the line of their discriminant, which knows the words as the contrastive ` +
      "loss does. A silhouette rises when scores are squeezed towards two ends; an AUC does not, so it is the fairer judge.",
  ];
}

/** The paired difference over the splits, and whether it is clear. */
function difference(
  a: MeasuredAntonyms,
  b: MeasuredAntonyms,
  figure: Exclude<keyof PairFigures, "rows">,
): { sign: -1 | 0 | 1; text: string } {
  const others = meanOverPairs(b, figure);
  const spread = spreadOf(meanOverPairs(a, figure).map((value, split) => value - others[split]!));
  return { sign: clearSign(spread), text: differenceText(spread, 3) };
}

function verdict(silhouette: -1 | 0 | 1, auc: -1 | 0 | 1): string {
  const apart = {
    1: "the loss draws opposites apart",
    0: "the loss does not clearly move opposites apart",
    [-1]: "the loss brings opposites nearer",
  }[silhouette];
  const told = {
    1: "and they are told apart better.",
    0: "and they are told apart neither better nor worse.",
    [-1]: `${silhouette === 1 ? "but" : "and"} they are told apart less well.`,
  }[auc];
  return `${apart}, ${told}`;
}
