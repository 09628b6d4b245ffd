import { fileURLToPath } from "node:url";
import type { Scope } from "../evaluation/index.ts";
import { loadStudyData } from "./evaluate-data.ts";
import { runTask, studiesOf, type TaskName, type TaskResult } from "./evaluate-task.ts";
import type { TaskRunner } from "./task-pool.ts";
import { serveTasks, startWorkerProcess } from "./worker-process.ts";

/** What a worker process needs to know to find any task by its names. */
export interface WorkerSetup {
  readonly dataPath: string;
  readonly scope: Scope;
  /** Address of a module with other studies. */
  readonly studiesModule: string | undefined;
}

/** This very module, which is also what a worker process runs: sources, build and tests all find it so. */
const modulePath = fileURLToPath(import.meta.url);

/** Starts a process that does an evaluation's tasks. It reads the data itself, once, and holds nothing worth keeping. */
export function startWorker(setup: WorkerSetup): TaskRunner<TaskName, TaskResult> {
  return startWorkerProcess(modulePath, setup, { cleansUp: false });
}

if (process.argv[1] === modulePath) {
  serveTasks(async ({ dataPath, scope, studiesModule }: WorkerSetup) => {
    const [{ data }, studies] = await Promise.all([loadStudyData(dataPath), studiesOf(studiesModule)]);
    return (name: TaskName) => runTask(studies, data, scope, name);
  });
}
