import { fork } from "node:child_process";
import type { TaskRunner } from "./task-pool.ts";

/** What a worker process answers. */
type Answer<Result> =
  | { readonly progress: number }
  | { readonly result: Result }
  | { readonly error: { readonly name: string; readonly message: string; readonly stack?: string } };

/** As much of what a dying process says is kept, characters. */
const LAST_WORDS = 4000;
/** How long a process may take to clean up before it is killed, ms. */
const PATIENCE_MS = 10_000;

/**
 * Starts a process that does tasks, one at a time: a process rather than a thread, so that a task that exhausts memory
 * or crashes takes nothing else with it. Results and setup travel as structured clones.
 *
 * @param modulePath A module that calls {@link serveTasks}.
 * @param options.cleansUp Whether a stopped task gets time to remove what it began; else the process is killed.
 */
export function startWorkerProcess<Setup, Task, Result>(
  modulePath: string,
  setup: Setup,
  options: { readonly cleansUp: boolean },
): TaskRunner<Task, Result> {
  const child = fork(modulePath, [JSON.stringify(setup)], {
    // From its sources, this runs under the loader of TypeScript that development uses. Flags of this process stay
    // here: a module that runs under `--input-type` is refused.
    execArgv: modulePath.endsWith(".ts") ? ["--import", import.meta.resolve("tsx")] : [],
    // In a group of its own: Ctrl-C reaches only the parent, which decides what becomes of the workers.
    detached: true,
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let lastWords = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  let death: Error | undefined;
  // Of the task in hand; settling a promise twice does nothing.
  let resolveTask: (result: Result) => void = () => {};
  let rejectTask: (error: Error) => void = () => {};
  let tellProgress: (fraction: number) => void = () => {};
  child.on("message", (answer: Answer<Result>) => {
    if ("progress" in answer) tellProgress(answer.progress);
    else if ("result" in answer) resolveTask(answer.result);
    else rejectTask(Object.assign(new Error(answer.error.message), answer.error));
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
  const kill = (): void => void child.kill("SIGKILL");
  return {
    get isOver() {
      return death !== undefined;
    },
    run(task, onProgress = () => {}) {
      return new Promise((resolve, reject) => {
        if (death) return reject(death);
        [resolveTask, rejectTask, tellProgress] = [resolve, reject, onProgress];
        // Where the process is dying, its end says more than the failure to reach it.
        child.send(task as object, () => {});
      });
    },
    stop() {
      if (!options.cleansUp) return kill();
      // Who disconnects gets no "close" (Node 20): the end of the process itself has to do.
      child.once("exit", () => {
        death ??= new Error("its process was stopped");
        rejectTask(death);
      });
      if (child.connected) child.disconnect();
      setTimeout(kill, PATIENCE_MS).unref();
    },
  };
}

/** The line of a dead process's last words that tells most. */
function reasonIn(lastWords: string): string {
  const lines = lastWords.split("\n").map((line) => line.trim());
  const line = lines.find((text) => /error/i.test(text)) ?? lines.findLast((text) => text !== "");
  return line ? `: ${line}` : "";
}

/** One task at work in a worker process. */
export interface TaskContext {
  /** Aborted when the parent stops the worker or is gone. */
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

/**
 * What a worker process does: its parent's tasks until the parent is gone.
 *
 * @param setUp Called once with what the parent gave; gives what does a task.
 */
export function serveTasks<Setup, Task, Result>(
  setUp: (setup: Setup) => Promise<(task: Task, context: TaskContext) => Promise<Result>>,
): void {
  const stopped = new AbortController();
  let underWay: Promise<void> = Promise.resolve();
  const ready = setUp(JSON.parse(process.argv[2]!));
  ready.catch(() => {}); // every task tells
  process.on("disconnect", () => {
    stopped.abort();
    void underWay.finally(() => process.exit());
  });
  process.on("message", (task: Task) => {
    underWay = answer(task).then(tell);
  });

  /** Where the parent has just gone, nobody listens: without the callback that would end this process on the spot. */
  function tell(answer: Answer<Result>): void {
    if (process.connected) process.send!(answer, () => {});
  }

  async function answer(task: Task): Promise<Answer<Result>> {
    try {
      const onProgress = (progress: number): void => tell({ progress });
      return { result: await (await ready)(task, { signal: stopped.signal, onProgress }) };
    } catch (reason) {
      const { name, message, stack } = reason instanceof Error ? reason : new Error(String(reason));
      return { error: { name, message, ...(stack !== undefined && { stack }) } };
    }
  }
}
