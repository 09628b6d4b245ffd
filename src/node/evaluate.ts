import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access, readdir, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Json, ReportSection, Scope } from "../evaluation/index.ts";
import { codeSha256 } from "./code-hash.ts";
import { loadStudyData } from "./evaluate-data.ts";
import { chooseStudies, type PlannedTask, planTasks } from "./evaluate-plan.ts";
import { type EvaluationProgress, followTasks } from "./evaluate-progress.ts";
import {
  type EvaluationFailure,
  REPORT_FORMAT,
  reportPaths,
  summarizeStudies,
  writeReport,
} from "./evaluate-report.ts";
import { openResultStore } from "./evaluate-store.ts";
import { runTask, studiesOf, type TaskName, type TaskResult } from "./evaluate-task.ts";
import { startWorker } from "./evaluate-worker.ts";
import { FileError, fileError } from "./file-error.ts";
import { makeFolder } from "./make-folder.ts";
import { runTasks, type TaskRunner } from "./task-pool.ts";

/** What is evaluated, how far, and where the report goes. */
export interface EvaluateOptions {
  /** SocialFX as CSV, Parquet or a folder that holds either; SAFE-DB is taken from `safe/` in or beside it. */
  readonly dataPath: string;
  /** Gets `report.html`, `report.json`, `timing.json`, and the tasks' results below `.tasks`. */
  readonly outDir: string;
  readonly scope: Scope;
  /** Ids of studies. Default: all. */
  readonly only?: readonly string[];
  /** Worker processes; 0 does everything in this process. Default: one per core. */
  readonly jobs?: number;
  /** Do everything again. Default false: results of the same data, code and task are taken as they are. */
  readonly restart?: boolean;
  /** Write into a folder that holds something else than a report. Default false. */
  readonly force?: boolean;
  /** Address of a module that exports other `studies`. Default: the evaluation's own. */
  readonly studiesModule?: string;
  readonly onProgress?: (progress: EvaluationProgress) => void;
  /** Gets what is worth telling, a line at a time. */
  readonly onNote?: (line: string) => void;
  /** Asks to stop; what is done is kept. */
  readonly signal?: AbortSignal;
}

/** What an evaluation came to. */
export interface Evaluation {
  readonly scope: Scope;
  /** One per study, in the report's order. */
  readonly sections: readonly ReportSection[];
  /** Empty if all went well. */
  readonly failures: readonly EvaluationFailure[];
  readonly tasks: number;
  /** How many of the tasks had been done before. */
  readonly kept: number;
  readonly seconds: number;
  readonly paths: { readonly html: string; readonly json: string; readonly timing: string };
}

/** The signal asked to stop; what was done is kept. */
export class EvaluationInterrupted extends Error {
  override readonly name = "EvaluationInterrupted";
}

/** The rooms whose code decides what a task comes to. */
const evaluationRooms = ["audio", "dataset", "dsp", "effects", "evaluation", "math", "model", "semantics"];

/**
 * Runs the evaluation's studies and writes their report. Each task's result is kept as it comes, so that the same
 * call goes on where an earlier one ended, however it ended. What fails is told in the report and in the returned
 * failures, and stops nothing else.
 *
 * @throws RangeError for options that do not fit; FileError naming what cannot be read or written;
 *   EvaluationInterrupted if the signal asked to.
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { dataPath, outDir, scope, only, studiesModule, restart = false, force = false } = options;
  const { jobs = availableParallelism(), onNote = () => {}, onProgress = () => {} } = options;
  const signal = options.signal ?? new AbortController().signal;
  if (!(Number.isInteger(jobs) && jobs >= 0 && jobs <= 1024)) {
    throw new RangeError(`evaluate: jobs must be a whole number within 0..1024, got ${jobs}`);
  }
  const begun = performance.now();
  const studies = chooseStudies(await studiesOf(studiesModule), only);
  await openFolder(outDir, force);
  const { data, sha256, facts, notes } = await loadStudyData(dataPath);
  for (const line of notes) onNote(line);
  const plan = planTasks(studies, data, scope);
  const origin = { dataSha256: sha256, codeSha256: await runningCode(studiesModule), scope };
  const store = openResultStore(join(outDir, ".tasks"), origin);
  await store.removeStale();

  const results = new Map<string, TaskResult>();
  const keyOf = (study: string, task: string): string => `${study} ${task}`;
  if (!restart) {
    for (const name of plan) {
      const kept = await store.read(name);
      if (kept) results.set(keyOf(name.study, name.task), kept);
    }
  }
  const kept = results.size;
  if (kept > 0) onNote(`${kept} of ${plan.length} tasks were done before`);
  const pending = plan.filter(({ study, task }) => !results.has(keyOf(study, task)));

  const failures: EvaluationFailure[] = [];
  const follower = followTasks(pending, kept, onProgress);
  const start = (): TaskRunner<TaskName, TaskResult> =>
    jobs > 0
      ? startWorker({ dataPath, scope, studiesModule })
      : { isOver: false, run: (name) => runTask(studies, data, scope, name), stop: () => {} };
  const work = (tasks: readonly PlannedTask[], atOnce: number): Promise<void> =>
    runTasks(tasks, {
      ...{ jobs: Math.max(1, atOnce), start, signal, onStart: follower.onStart },
      async onOutcome(task, outcome) {
        if ("error" in outcome) {
          const { message, stack } = outcome.error;
          failures.push({ study: task.study, task: task.task, message, stack });
          onNote(`failed: ${task.study} ${task.task}: ${message}`);
        } else {
          results.set(keyOf(task.study, task.task), outcome.result);
          await store.write(task, outcome.result);
        }
        follower.onEnd(task);
      },
    });
  try {
    await work(
      pending.filter(({ isTimed }) => !isTimed),
      jobs,
    );
    // One at a time, with nothing beside them, each in a process of its own: they measure.
    for (const task of pending.filter(({ isTimed }) => isTimed)) await work([task], 1);
  } finally {
    follower.stop();
  }
  if (signal.aborted) {
    const done = `${results.size} of ${plan.length} tasks are done and kept`;
    throw new EvaluationInterrupted(`interrupted: ${done}; the same command goes on from there`);
  }

  const order = new Map(plan.map(({ study, task }, index) => [keyOf(study, task), index]));
  const byPlan = (a: EvaluationFailure, b: EvaluationFailure): number =>
    order.get(keyOf(a.study, a.task))! - order.get(keyOf(b.study, b.task))!;
  failures.sort(byPlan);
  const resultOf = (study: string, task: string): Json => {
    const result = results.get(keyOf(study, task));
    if (!result) throw new RangeError(`${study} has no task ${task}`);
    return JSON.parse(result.json);
  };
  const sections = await summarizeStudies(studies, { data, scope, resultOf, failures });
  const report = { scope, facts: [...facts, ["code", `sha256 ${origin.codeSha256}`] as const], sections };
  const timing = plan.flatMap(({ study, task }) => {
    const result = results.get(keyOf(study, task));
    return result ? [{ study, task, seconds: result.seconds }] : [];
  });
  await writeReport(outDir, report, origin, { jobs, tasks: timing });
  const seconds = (performance.now() - begun) / 1000;
  return { scope, sections, failures, tasks: plan.length, kept, seconds, paths: reportPaths(outDir) };
}

/** The code that decides results: this program's, and the other studies' where there are such. */
async function runningCode(studiesModule: string | undefined): Promise<string> {
  const own = await codeSha256(evaluationRooms);
  if (studiesModule === undefined) return own;
  const other = await readFile(fileURLToPath(studiesModule));
  return createHash("sha256").update(own).update(other).digest("hex");
}

/** Makes the folder, unless it is there; refuses, before any work, one that is not for reports. */
async function openFolder(path: string, force: boolean): Promise<void> {
  try {
    await makeFolder(path);
    await access(path, constants.W_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      throw new FileError(path, "must be a folder, got a file", error);
    }
    throw fileError(path, error);
  }
  const names = await readdir(path);
  if (force || names.length === 0 || names.includes(".tasks") || (await isReport(path))) return;
  const got = `${names.slice(0, 3).join(", ")}${names.length > 3 ? " ..." : ""}`;
  throw new FileError(path, `folder must be empty or hold a report (or be forced), got ${got}`);
}

async function isReport(folder: string): Promise<boolean> {
  const text = await readFile(reportPaths(folder).json, "utf8").catch(() => "");
  return text.includes(`"format": "${REPORT_FORMAT}"`);
}
