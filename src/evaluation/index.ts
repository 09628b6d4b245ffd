import type { Study } from "./study.ts";

export { type PlotOptions, plotCurves } from "./plot-curve.ts";
export type { PlottedCurve, PlotUnit } from "./plot-layout.ts";
export { assertJson, assertSection } from "./report/check-section.ts";
export { type EmbeddedFont, reportHtml } from "./report/html.ts";
export type { Report, ReportSection } from "./report/report.ts";
export { sectionText, type TextStyle } from "./report/text.ts";
export type { Json, Machine, Scope, Section, Study, StudyData, StudyTask } from "./study.ts";
export {
  analyzeTerm,
  compareTerms,
  type RegionSignature,
  type TermAnalysis,
  type TermComparison,
} from "./term-analysis.ts";
export type { TermClusters } from "./term-analysis-clusters.ts";

/** The evaluation's studies; loaded when wanted, since they bring all that can be compared with. */
export async function loadStudies(): Promise<readonly Study[]> {
  return (await import("./studies/index.ts")).studies;
}
