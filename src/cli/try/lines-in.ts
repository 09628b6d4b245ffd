import type { Interface } from "node:readline";

/** Lines as they come, for one reader who takes them one after another. */
export interface LinesIn {
  /** The next line, or undefined when there will be none. */
  next(): Promise<string | undefined>;
}

/** Lines that come while the reader is busy wait for it. */
export function linesOf(source: Interface): LinesIn {
  const waiting: string[] = [];
  let isClosed = false;
  let wake: (() => void) | undefined;
  source.on("line", (line) => {
    waiting.push(line);
    wake?.();
  });
  source.on("close", () => {
    isClosed = true;
    wake?.();
  });
  return {
    async next() {
      while (waiting.length === 0 && !isClosed) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift();
    },
  };
}
