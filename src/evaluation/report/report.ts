import type { Scope, Section } from "../study.ts";

/** A study's part of a report: what it came to, or why it came to nothing. */
export interface ReportSection {
  /** The study's. */
  readonly id: string;
  readonly title: string;
  /** Whether its figures are of a machine and a moment. */
  readonly isTimed: boolean;
  /** Undefined where anything failed. */
  readonly section: Section | undefined;
  /** Why: what a task, or the summary, threw. */
  readonly failures: readonly { readonly task: string; readonly message: string }[];
}

/** All that a report shows. */
export interface Report {
  readonly scope: Scope;
  /** What it was made from, as pairs of a name and a value. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly sections: readonly ReportSection[];
}

/** What a scope means, for readers. */
export const scopeSentences: Readonly<Record<Scope, string>> = {
  full: "All seeds, folds and epochs.",
  quick:
    "A quick run, with fewer seeds, folds and epochs: it shows that everything works and roughly what comes out.",
};
