import { setImmediate } from "node:timers/promises";

/** Something that does pieces of work, one at a time. */
export interface TaskRunner<Task, Result> {
  /** True once it can do no more. */
  readonly isOver: boolean;
  /**
   * @param onProgress Told of the part that is done, 0..1, where the runner knows.
   * @throws what the task throws; Error if the runner is stopped or dies meanwhile.
   */
  run(task: Task, onProgress?: (fraction: number) => void): Promise<Result>;
  /** Ends the task in hand and the runner. */
  stop(): void;
}

/** What became of a task. */
export type TaskOutcome<Result> = { readonly result: Result } | { readonly error: Error };

/**
 * Does tasks in their order, several at a time. A task that throws, or a runner that dies, stops no other; a dead
 * runner is replaced.
 *
 * @param jobs How many at a time, 1 or more.
 * @param onOutcome Told of each; awaited. What it throws ends the work.
 * @param signal Ends the work at once; tasks in hand are given up and not told.
 */
export async function runTasks<Task, Result>(
  tasks: readonly Task[],
  options: {
    readonly jobs: number;
    readonly start: () => TaskRunner<Task, Result>;
    readonly onStart?: (task: Task) => void;
    readonly onProgress?: (task: Task, fraction: number) => void;
    readonly onOutcome: (task: Task, outcome: TaskOutcome<Result>) => Promise<void>;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { jobs, start, onStart, onProgress, onOutcome } = options;
  const trouble = new AbortController();
  const signal = AbortSignal.any([options.signal, trouble.signal]);
  const queue = [...tasks];
  const lane = async (): Promise<void> => {
    let runner: TaskRunner<Task, Result> | undefined;
    const stop = (): void => runner?.stop();
    signal.addEventListener("abort", stop);
    try {
      for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
        const current = task;
        await setImmediate(); // so that a signal is seen between tasks that never wait
        if (signal.aborted) return;
        if (!runner || runner.isOver) runner = start();
        onStart?.(current);
        const outcome: TaskOutcome<Result> = await runner
          .run(current, (fraction) => onProgress?.(current, fraction))
          .then((result) => ({ result }))
          .catch((error: Error) => ({ error }));
        if (signal.aborted) return;
        await onOutcome(current, outcome);
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
