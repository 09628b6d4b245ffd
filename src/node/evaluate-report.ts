import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  assertSection,
  type Json,
  type Report,
  type ReportSection,
  reportHtml,
  type Scope,
  type Section,
  type Study,
  type StudyData,
} from "../evaluation/index.ts";
import { machineName } from "./evaluate-machine.ts";
import { fontFiles } from "./plot-fonts.ts";
import { writeWholeFile } from "./write-file.ts";

/** A task, or a study's summary, that failed. */
export interface EvaluationFailure {
  readonly study: string;
  /** The task's id, or "summary". */
  readonly task: string;
  readonly message: string;
  readonly stack: string | undefined;
}

/** Makes each study's section from its tasks' results; one whose tasks or summary failed says so instead. */
export async function summarizeStudies(
  studies: readonly Study[],
  given: {
    readonly data: StudyData;
    readonly scope: Scope;
    readonly resultOf: (study: string, task: string) => Json;
    /** So far; what goes wrong in a summary is added. */
    readonly failures: EvaluationFailure[];
  },
): Promise<ReportSection[]> {
  const { data, scope, resultOf, failures } = given;
  const sections: ReportSection[] = [];
  for (const study of studies) {
    const { id, title, isTimed = false } = study;
    let section: Section | undefined;
    if (!failures.some((failure) => failure.study === id)) {
      try {
        section = await study.summarize((task) => resultOf(id, task), data, scope);
        assertSection(section);
      } catch (error) {
        section = undefined;
        const { message, stack } = error instanceof Error ? error : new Error(String(error));
        failures.push({ study: id, task: "summary", message, stack });
      }
    }
    sections.push({ id, title, isTimed, section, failures: failures.filter(({ study }) => study === id) });
  }
  return sections;
}

/** What `report.json` says beside the sections. */
export interface ReportOrigin {
  readonly dataSha256: string;
  readonly codeSha256: string;
  readonly scope: Scope;
}

/** What `timing.json` says: everything that another run gives differently. */
export interface RunTiming {
  readonly jobs: number;
  /** Of the tasks done in this run and those kept from before, s. */
  readonly tasks: readonly { readonly study: string; readonly task: string; readonly seconds: number }[];
}

/** The files of a report in its folder. */
export function reportPaths(folder: string): { html: string; json: string; timing: string } {
  return {
    html: join(folder, "report.html"),
    json: join(folder, "report.json"),
    timing: join(folder, "timing.json"),
  };
}

/** What marks a folder as a report's. */
export const REPORT_FORMAT = "timbral-evaluation";

/**
 * Writes `report.html`, `report.json` (the same bytes for the same data, code and scope) and `timing.json` (the rest).
 *
 * @throws FileError if one cannot be written.
 */
export async function writeReport(
  folder: string,
  report: Report,
  origin: ReportOrigin,
  timing: RunTiming,
): Promise<void> {
  const paths = reportPaths(folder);
  const tasksOf = (study: string) => timing.tasks.filter((task) => task.study === study);
  const document = (sections: readonly ReportSection[]) =>
    sections.map(({ id, title, section, failures }) => ({
      ...{ id, title, tasks: tasksOf(id).map(({ task }) => task) },
      ...(section === undefined
        ? { failures: failures.map(({ task, message }) => ({ task, message })) }
        : {}),
      ...(section && {
        findings: section.findings,
        tables: section.tables,
        figures: section.figures.map(({ title, note }) => ({ title, note })),
        values: section.values,
      }),
    }));
  const [timed, repeatable] = [
    report.sections.filter(({ isTimed }) => isTimed),
    report.sections.filter(({ isTimed }) => !isTimed),
  ];
  const json = { format: REPORT_FORMAT, ...origin, facts: report.facts, sections: document(repeatable) };
  const moment = {
    ...{ format: `${REPORT_FORMAT}-timing`, ...origin, machine: machineName() },
    ...{ jobs: timing.jobs, tasks: timing.tasks, sections: document(timed) },
  };
  await writeWholeFile(paths.html, reportHtml(report, await embeddedFonts()));
  await writeWholeFile(paths.timing, `${JSON.stringify(moment, null, 1)}\n`);
  await writeWholeFile(paths.json, `${JSON.stringify(json, null, 1)}\n`);
}

async function embeddedFonts(): Promise<{ weight: number; base64: string }[]> {
  return Promise.all(
    fontFiles.map(async ({ weight, path }) => ({ weight, base64: await readFile(path, "base64") })),
  );
}
