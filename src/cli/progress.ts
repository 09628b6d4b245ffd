import type { SingleBar } from "cli-progress";

/** A bar on stderr for long work. */
export interface Progress {
  /** @param fraction 0..1. @param label What is being done. */
  update(fraction: number, label: string): void;
  /** Takes the bar away. */
  stop(): void;
}

/** Work shorter than this needs no bar. */
const PATIENCE_MS = 1000;

/** A bar that shows up once the work has taken a second; none where stderr is no terminal. */
export function showProgress(): Progress {
  const begun = performance.now();
  let bar: SingleBar | undefined;
  let isAsked = false;
  let isOver = false;
  const make = async (label: string): Promise<void> => {
    const { default: cliProgress } = await import("cli-progress");
    if (isOver) return;
    bar = new cliProgress.SingleBar({
      format: "{label} {bar} {percentage} %  {eta_formatted} left",
      ...{ barCompleteChar: "█", barIncompleteChar: "░", barsize: 30 },
      ...{ clearOnComplete: true, hideCursor: true, gracefulExit: false, stream: process.stderr },
    });
    bar.start(1000, 0, { label });
  };
  return {
    update(fraction, label) {
      if (bar) bar.update(Math.round(fraction * 1000), { label });
      else if (!isAsked && process.stderr.isTTY && performance.now() - begun > PATIENCE_MS) {
        isAsked = true;
        void make(label);
      }
    },
    stop() {
      isOver = true;
      bar?.stop();
    },
  };
}
