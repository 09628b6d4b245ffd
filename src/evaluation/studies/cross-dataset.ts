import { plainMean } from "../baselines/plain-mean.ts";
import type { Baseline } from "../baselines/predictor.ts";
import { wordModelOnCurves } from "../baselines/timbral.ts";
import { safeCurves } from "../safe-curve.ts";
import type { Json, Section, Study, StudyData } from "../study.ts";
import { dataEfficiencyPart } from "./cross-dataset-efficiency.ts";
import { shrunkenMean } from "./cross-dataset-shrunken-mean.ts";
import { soundPart } from "./cross-dataset-sound.ts";
import { transferPart } from "./cross-dataset-transfer.ts";
import { sharedWordsPart } from "./cross-dataset-words.ts";

/**
 * SocialFX against SAFE-DB: does what one crowd meant hold for the other, how far do more rows help, does training
 * on one help to learn the other, and does knowing the sound help? Without SAFE only what SocialFX alone can tell.
 *
 * @param baselines How words become curves; each fits in seconds, since it is fitted some hundred times. The first is
 *   the one that the findings speak of. Default: the plain and the shrunken mean.
 */
export function createCrossDatasetStudy(baselines: readonly Baseline[] = [plainMean, shrunkenMean]): Study {
  const parts = {
    words: sharedWordsPart(baselines),
    efficiency: dataEfficiencyPart(baselines),
    transfer: transferPart,
    sound: soundPart,
  };
  return {
    id: "cross-dataset",
    title: "Across data sets",
    tasks: (data, scope) => Object.values(parts).flatMap((part) => part.tasks(data, scope)),
    async summarize(resultOf, data, scope) {
      const sections: Section[] = [];
      for (const part of Object.values(parts)) sections.push(await part.summarize(resultOf, data, scope));
      return {
        findings: [whatSafeHolds(data), ...sections.flatMap(({ findings }) => findings)],
        tables: sections.flatMap(({ tables }) => tables),
        figures: sections.flatMap(({ figures }) => figures),
        values: Object.fromEntries(
          Object.keys(parts).map((part, i): [string, Json] => [part, sections[i]!.values]),
        ),
      };
    },
  };
}

/** The study with the plain mean, the shrunken mean and the word model. */
export const crossDatasetStudy: Study = createCrossDatasetStudy([plainMean, shrunkenMean, wordModelOnCurves]);

function whatSafeHolds({ safe }: StudyData): string {
  if (safe === undefined) {
    return (
      "SKIPPED: the data folder holds no SAFE-DB (safe/SAFEEqualiserUserData.csv), so nothing is compared across data " +
      "sets; what follows is SocialFX alone."
    );
  }
  const { curves, flat } = safeCurves(safe);
  const words = new Set(safe.map(({ term }) => term)).size;
  const listeners = new Set(safe.map(({ listener }) => listener)).size;
  return (
    `SAFE-DB: ${safe.length} descriptors of ${words} words by ${listeners} listeners, as the 40-band response of their ` +
    `five filters, z-scored; ${flat.length} of them stand on a flat setting and are left out (${curves.length} stay).`
  );
}
