import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Scope } from "../evaluation/index.ts";
import { loadStudyData } from "./evaluate-data.ts";
import { runTask, studiesOf, type TaskName, type TaskResult, type TaskRunner } from "./evaluate-task.ts";

/** What a worker process needs to know to find any task by its names. */
export interface WorkerSetup {
  readonly dataPath: string;
  readonly scope: Scope;
  /** Address of a module with other studies. */
  readonly studiesModule: string | undefined;
}

/** What a worker process answers. */
type Answer = TaskResult | { readonly error: string; readonly stack: string | undefined };

/** This very module, which is also what a worker process runs: sources, build and tests all find it so. */
const modulePath = fileURLToPath(import.meta.url);
/** As much of what a dying process says is kept, characters. */
const LAST_WORDS = 4000;

/**
 * Starts a process that does tasks, one at a time. It reads the data itself, once. A process rather than a thread,
 * so that a task that exhausts memory or crashes takes nothing else with it.
 */
export function startWorker(setup: WorkerSetup): TaskRunner {
  const child = fork(modulePath, [JSON.stringify(setup)], {
    // From its sources, this runs under the loader of TypeScript that development uses.
    execArgv: modulePath.endsWith(".ts") ? ["--import", import.meta.resolve("tsx")] : process.execArgv,
    // In a group of its own: Ctrl-C reaches only the parent, which decides what becomes of the workers.
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let lastWords = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  let death: Error | undefined;
  // Of the task in hand; settling a promise twice does nothing.
  let resolveTask: (result: TaskResult) => void = () => {};
  let rejectTask: (error: Error) => void = () => {};
  child.on("message", (answer: Answer) => {
    if ("json" in answer) resolveTask(answer);
    else rejectTask(Object.assign(new Error(answer.error), { stack: answer.stack }));
  });
  child.on("error", (error) => {
    death ??= error;
    rejectTask(death);
  });
  // "close" rather than "exit": by then all that it said has arrived.
  child.on("close", (code, signal) => {
    const how = signal === null ? `exit code ${code}` : signal;
    death ??= new Error(`its process ended with ${how}${reasonIn(lastWords)}`);
    rejectTask(death);
  });
  return {
    get isOver() {
      return death !== undefined;
    },
    run(name) {
      return new Promise((resolve, reject) => {
        if (death) return reject(death);
        [resolveTask, rejectTask] = [resolve, reject];
        // Where the process is dying, its end says more than the failure to reach it.
        child.send(name, () => {});
      });
    },
    // It holds nothing that is worth keeping.
    stop: () => void child.kill("SIGKILL"),
  };
}

/** The line of a dead process's last words that tells most. */
function reasonIn(lastWords: string): string {
  const lines = lastWords.split("\n").map((line) => line.trim());
  const line = lines.find((text) => /error/i.test(text)) ?? lines.findLast((text) => text !== "");
  return line ? `: ${line}` : "";
}

/** Does what the parent asks until it is gone. */
function serve({ dataPath, scope, studiesModule }: WorkerSetup): void {
  const setUp = Promise.all([loadStudyData(dataPath), studiesOf(studiesModule)]);
  process.on("disconnect", () => process.exit());
  process.on("message", async (name: TaskName) => {
    let answer: Answer;
    try {
      const [{ data }, studies] = await setUp;
      answer = await runTask(studies, data, scope, name);
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      answer = { error: message, stack };
    }
    process.send!(answer);
  });
}

if (process.argv[1] === modulePath) serve(JSON.parse(process.argv[2]!));
