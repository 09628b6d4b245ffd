import type { Example, SafeExample } from "../dataset/index.ts";
import type { WordUse } from "../semantics/index.ts";

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [field: string]: Json };

/** What a study works on. */
export interface StudyData {
  /** SocialFX, every readable row. */
  readonly examples: readonly Example[];
  /** SAFE-DB's equalizer, every kept descriptor; absent where the data folder does not hold it. */
  readonly safe?: readonly SafeExample[] | undefined;
  /** Words that people used together for reverb and compression; absent where the data folder does not hold them. */
  readonly uses?: readonly WordUse[] | undefined;
  /** For timed studies; absent where nobody measures. */
  readonly machine?: Machine | undefined;
}

/** What a computation cannot know by itself: the time and the memory of the machine that it runs on. */
export interface Machine {
  /** Time since some moment, ms, with fractions. */
  nowMs(): number;
  /** Processor time that the process has used, ms: what other processes do meanwhile hardly changes it. */
  cpuMs(): number;
  /** Memory that the process holds now, bytes. */
  residentBytes(): number;
  /** The most memory that the process ever held, bytes. */
  peakBytes(): number;
}

/** `quick` shows that everything works and roughly what comes out; `full` gives the figures that are published. */
export type Scope = "quick" | "full";

/**
 * One piece of a study's work. It draws on nothing but its data (and what is fixed in its id), so that pieces run
 * in any order, on any core, and are kept and reused when an evaluation is interrupted.
 */
export interface StudyTask {
  /** Unique within the study, of letters, digits and `.=,/-`: "contrastive=0.1/seed=3". */
  readonly id: string;
  /** About how long it takes on one core, s: long ones are begun first. */
  readonly seconds: number;
  /** @returns What the summary needs, as plain JSON (no NaN, no Infinity). The same on every run. */
  run(): Promise<Json> | Json;
}

/** A part of the evaluation: work that can be cut in pieces, then a section of the report. */
export interface Study {
  /** In kebab case; also the section's anchor. */
  readonly id: string;
  readonly title: string;
  /** Its figures are of this machine and moment: its pieces run alone, after all others, and it is reported apart. */
  readonly isTimed?: true;
  /** The pieces; cheap, since every worker calls it to find its piece by id. */
  tasks(data: StudyData, scope: Scope): readonly StudyTask[];
  /** @param resultOf What the task of an id returned. */
  summarize(resultOf: (id: string) => Json, data: StudyData, scope: Scope): Promise<Section> | Section;
}

/** A section of the report. */
export interface Section {
  /** What was found, in sentences with the measured figures in them, written so that they stay true when figures change. */
  readonly findings: readonly string[];
  readonly tables: readonly Table[];
  readonly figures: readonly Figure[];
  /** All figures, unrounded, for the JSON. */
  readonly values: Json;
}

export interface Table {
  readonly title: string;
  /** What each column means, with its unit, definition and source. */
  readonly note: string;
  /** Headings; the first column holds names, the others are set to the right. */
  readonly columns: readonly string[];
  /** One cell per column, numbers already rounded as they are to be read. */
  readonly rows: readonly (readonly string[])[];
}

export interface Figure {
  readonly title: string;
  readonly note: string;
  /** A whole SVG image as text. */
  readonly svg: string;
}
