import { setImmediate } from "node:timers/promises";
import type { TaskName, TaskResult, TaskRunner } from "./evaluate-task.ts";

/** What became of a task. */
export type TaskOutcome = TaskResult | { readonly error: Error };

/**
 * Does tasks in their order, several at a time. A task that throws, or a runner that dies, stops no other; a dead
 * runner is replaced.
 *
 * @param jobs How many at a time, 1 or more.
 * @param onOutcome Told of each; awaited. What it throws ends the work.
 * @param signal Ends the work at once; tasks in hand are given up and not told.
 */
export async function runTasks<Task extends TaskName>(
  tasks: readonly Task[],
  options: {
    readonly jobs: number;
    readonly start: () => TaskRunner;
    readonly onStart: (task: Task) => void;
    readonly onOutcome: (task: Task, outcome: TaskOutcome) => Promise<void>;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { jobs, start, onStart, onOutcome } = options;
  const trouble = new AbortController();
  const signal = AbortSignal.any([options.signal, trouble.signal]);
  const queue = [...tasks];
  const lane = async (): Promise<void> => {
    let runner: TaskRunner | undefined;
    const stop = (): void => runner?.stop();
    signal.addEventListener("abort", stop);
    try {
      for (let task = queue.shift(); task; task = queue.shift()) {
        await setImmediate(); // so that a signal is seen between tasks that never wait
        if (signal.aborted) return;
        if (!runner || runner.isOver) runner = start();
        onStart(task);
        const outcome: TaskOutcome = await runner.run(task).catch((error: Error) => ({ error }));
        if (signal.aborted) return;
        await onOutcome(task, outcome);
      }
    } catch (error) {
      trouble.abort();
      throw error;
    } finally {
      signal.removeEventListener("abort", stop);
      stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, lane));
}
