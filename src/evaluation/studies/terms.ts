import { plotCurves } from "../plot-curve.ts";
import type { Figure, Json, Study, StudyData } from "../study.ts";
import { analyzeTerm } from "../term-analysis.ts";
import type { AlignmentReport } from "./terms-axes.ts";
import { type Claims, claimFindings, claimTables, measureClaims } from "./terms-claims.ts";
import {
  alignInCurves,
  alignInLatents,
  dimensionFigures,
  dimensionFindings,
  dimensionTables,
  type NamedSpace,
} from "./terms-dimensions.ts";
import { groupFinding, groupTable, measureGroups, type WordGroups } from "./terms-groups.ts";

/** How much is done in either scope. */
const effort = {
  quick: {
    ...{ draws: 200, groupDraws: 19, seeds: [1], epochs: 10 },
    alignment: { seed: 1, shuffles: 1000, discriminantShuffles: 19 },
  },
  full: {
    ...{ draws: 2000, groupDraws: 199, seeds: [1, 2, 3], epochs: 50 },
    alignment: { seed: 1, shuffles: 9999, discriminantShuffles: 199 },
  },
} as const;

/**
 * Term analysis: the report's section 3.4 beside what the data says, and whether the latent space's leading
 * directions are the semantic dimensions of timbre.
 */
export const termsStudy: Study = {
  id: "terms",
  title: "What people mean by a word",
  tasks({ examples }, scope) {
    const { draws, groupDraws, seeds, epochs, alignment } = effort[scope];
    const task = (id: string, seconds: number, run: () => unknown) => ({
      ...{ id, seconds },
      run: () => run() as Json,
    });
    return [
      task("claims", scope === "full" ? 2 : 1, () => measureClaims(examples, draws)),
      task("groups", scope === "full" ? 20 : 3, () => measureGroups(examples, groupDraws)),
      task("dimensions/curves", scope === "full" ? 4 : 1, () => alignInCurves(examples, alignment)),
      ...seeds.map((seed) =>
        task(`dimensions/latents/seed=${seed}`, scope === "full" ? 13 : 3, () =>
          alignInLatents(examples, { seed, epochs }, alignment),
        ),
      ),
    ];
  },
  async summarize(resultOf, data, scope) {
    const { seeds, epochs, draws, groupDraws, alignment } = effort[scope];
    const claims = resultOf("claims") as unknown as Claims;
    const groups = resultOf("groups") as unknown as readonly WordGroups[];
    const report = (id: string) => resultOf(`dimensions/${id}`) as unknown as AlignmentReport;
    const spaces: NamedSpace[] = [
      { name: "raw curves", report: report("curves") },
      ...seeds.map((seed) => ({ name: `latents, seed ${seed}`, report: report(`latents/seed=${seed}`) })),
    ];
    return {
      findings: [
        ...claimFindings(claims),
        groupFinding(groups),
        ...dimensionFindings(spaces),
        ...(scope === "full"
          ? []
          : [
              `Quick: one network of ${epochs} epochs instead of three of ${effort.full.epochs}; ${draws} draws for ` +
                `intervals, ${groupDraws} for groups, ${alignment.shuffles} shuffles.`,
            ]),
      ],
      tables: [...claimTables(claims), groupTable(groups), ...dimensionTables(spaces)],
      figures: [await warmBrightFigure(data), ...(await dimensionFigures(spaces))],
      values: { claims, groups, spaces } as unknown as Json,
    };
  },
};

async function warmBrightFigure({ examples }: StudyData): Promise<Figure> {
  const curves = ["warm", "bright"].map((word) => {
    const { mean, quartiles } = analyzeTerm(examples.filter(({ term }) => term === word));
    return { name: word, gainDb: mean, spreadDb: quartiles };
  });
  return {
    title: "Warm and bright as people set them",
    note: "Mean over people, and the range that holds the middle half of them, band by band, in z units.",
    svg: await plotCurves(curves, { unit: "z", key: { line: "mean", spread: "middle half of people" } }),
  };
}
