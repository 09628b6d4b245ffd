import type { PlannedTask } from "./evaluate-plan.ts";

/** How far an evaluation has come. */
export interface EvaluationProgress {
  /** Share of the work, by the tasks' estimates; tasks in hand count by the time they have run. 0..1. */
  readonly fraction: number;
  /** Tasks with a result or a failure, those kept from before included. */
  readonly done: number;
  readonly total: number;
  /** What is in hand, "study task". */
  readonly running: readonly string[];
}

const TICK_MS = 500;
/** A task in hand never counts as more than this of itself. */
const NEARLY = 0.95;

/** Follows tasks and tells of their progress, twice a second. */
export function followTasks(
  pending: readonly PlannedTask[],
  kept: number,
  onProgress: (progress: EvaluationProgress) => void,
) {
  const total = pending.reduce((sum, { seconds }) => sum + seconds, 0);
  const inHand = new Map<PlannedTask, number>();
  let [done, finished] = [0, 0];
  const tell = (): void => {
    let running = 0;
    for (const [{ seconds }, begun] of inHand) {
      running += Math.min((performance.now() - begun) / 1000, NEARLY * seconds);
    }
    onProgress({
      fraction: total > 0 ? Math.min(1, (finished + running) / total) : 1,
      done: kept + done,
      total: kept + pending.length,
      running: [...inHand.keys()].map(({ study, task }) => `${study} ${task}`),
    });
  };
  const timer = setInterval(tell, TICK_MS);
  return {
    onStart(task: PlannedTask): void {
      inHand.set(task, performance.now());
      tell();
    },
    onEnd(task: PlannedTask): void {
      inHand.delete(task);
      done += 1;
      finished += task.seconds;
      tell();
    },
    stop: (): void => clearInterval(timer),
  };
}
