import { assertJson, type Scope, type Study, type StudyData } from "../evaluation/index.ts";

/** A piece of work by its names. */
export interface TaskName {
  readonly study: string;
  readonly task: string;
}

/** What a piece of work came to. */
export interface TaskResult {
  /** JSON text of what the task returned. */
  readonly json: string;
  /** How long it took, s. */
  readonly seconds: number;
}

/** Does a piece of work here and now. @throws what the task throws; TypeError naming what JSON cannot hold. */
export async function runTask(
  studies: readonly Study[],
  data: StudyData,
  scope: Scope,
  { study, task }: TaskName,
): Promise<TaskResult> {
  const found = studies
    .find(({ id }) => id === study)
    ?.tasks(data, scope)
    .find(({ id }) => id === task);
  if (!found) throw new Error(`there is no task ${task} of ${study}`);
  const begun = performance.now();
  const result: unknown = await found.run();
  const seconds = (performance.now() - begun) / 1000;
  assertJson("result", result);
  return { json: JSON.stringify(result), seconds };
}

/** The studies of the evaluation, or those that another module exports as `studies`. @param href Its address. */
export async function studiesOf(href: string | undefined): Promise<readonly Study[]> {
  if (href === undefined) return (await import("../evaluation/index.ts")).loadStudies();
  return ((await import(href)) as { studies: readonly Study[] }).studies;
}
