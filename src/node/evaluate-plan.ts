import type { Scope, Study, StudyData } from "../evaluation/index.ts";
import type { TaskName } from "./evaluate-task.ts";

/** A piece of work with what its place in the queue depends on. */
export interface PlannedTask extends TaskName {
  /** As estimated, on one core, s. */
  readonly seconds: number;
  readonly isTimed: boolean;
}

/** The studies with these ids, in the evaluation's order. @throws RangeError naming one that there is not. */
export function chooseStudies(all: readonly Study[], only: readonly string[] | undefined): readonly Study[] {
  if (only === undefined) return all;
  const ids = all.map(({ id }) => id);
  const unknown = only.find((id) => !ids.includes(id));
  if (unknown !== undefined || only.length === 0) {
    throw new RangeError(`evaluate: only must name ${ids.join(", ")}, got ${unknown ?? "none"}`);
  }
  return all.filter(({ id }) => only.includes(id));
}

/** All tasks of the studies, longest first. @throws RangeError naming an id or an estimate that cannot be used. */
export function planTasks(studies: readonly Study[], data: StudyData, scope: Scope): readonly PlannedTask[] {
  const plan = studies.flatMap((study) => {
    const tasks = study.tasks(data, scope);
    const seen = new Set<string>();
    return tasks.map(({ id, seconds }): PlannedTask => {
      if (!/^[\w.=,/-]+$/.test(id) || seen.has(id)) {
        const must = "must be unique and of letters, digits and .=,/-_";
        throw new RangeError(`evaluate: the tasks' ids of ${study.id} ${must}, got "${id}"`);
      }
      if (!(seconds > 0 && seconds < 86_400)) {
        throw new RangeError(`evaluate: seconds of ${study.id} ${id} must be above 0, got ${seconds}`);
      }
      seen.add(id);
      return { study: study.id, task: id, seconds, isTimed: study.isTimed === true };
    });
  });
  return plan.sort((a, b) => b.seconds - a.seconds);
}
