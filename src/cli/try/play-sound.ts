import { type ChildProcess, spawn } from "node:child_process";
import type { Player } from "./find-players.ts";

/** How playing came to its end. */
export type PlayEnd =
  | { readonly kind: "ended" }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly reason: string };

/** A sound that is being played. */
export interface Playing {
  /** Never rejects. */
  readonly ended: Promise<PlayEnd>;
  /** Ends it; resolves when the program is gone. */
  stop(): Promise<PlayEnd>;
}

/** A program that has not ended so long after it was asked to is made to. */
const PATIENCE_MS = 500;
/** Sounds shorter than this may be over at once. */
const SHORT_SECONDS = 1;
/** What programs say where there is no loudspeaker, or nothing that leads to one. */
const NO_DEVICE =
  /audio open failed|cannot find card|unknown pcm|audio device|no such device|connection refused|host is down/i;
const MAX_REASON = 120;

/**
 * Plays a sound file by a program of the system, which has no terminal and ends with this process.
 *
 * A program that was found rather than chosen has failed, too, if it ends long before the sound could have been heard:
 * some say nothing else where there is no audio device.
 */
export function playSound(player: Player, path: string, durationSeconds: number): Playing {
  const isGroup = process.platform !== "win32"; // one of its own, so that what it starts ends with it
  const begun = performance.now();
  const child = spawn(player.program, player.arguments(path), {
    ...{ stdio: ["ignore", "ignore", "pipe"], detached: isGroup, windowsHide: true },
  });
  const end = (signal: NodeJS.Signals): void => {
    try {
      if (isGroup && child.pid !== undefined) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // It is gone already.
    }
  };
  const endNow = (): void => end("SIGKILL");
  process.on("exit", endNow);
  const words = wordsOf(child);
  let isStopped = false;
  const ended = new Promise<PlayEnd>((resolve) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      process.off("exit", endNow);
      resolve({ kind: "failed", reason: error.code === "ENOENT" ? "no such program" : error.message });
    });
    child.on("close", (code, signal) => {
      process.off("exit", endNow);
      const seconds = (performance.now() - begun) / 1000;
      const isCutShort = !player.isChosen && durationSeconds > SHORT_SECONDS && seconds < durationSeconds / 2;
      if (isStopped) resolve({ kind: "stopped" });
      else if (code === 0 && !isCutShort) resolve({ kind: "ended" });
      else resolve({ kind: "failed", reason: reasonOf(words(), code, signal) });
    });
  });
  return {
    ended,
    async stop() {
      isStopped = true;
      end("SIGTERM");
      const timer = setTimeout(endNow, PATIENCE_MS);
      return ended.finally(() => clearTimeout(timer));
    },
  };
}

function reasonOf(words: string, code: number | null, signal: NodeJS.Signals | null): string {
  if (NO_DEVICE.test(words)) return "no audio device";
  const [last = ""] = words.trim().split("\n").slice(-1);
  if (last !== "") return last.slice(0, MAX_REASON);
  if (signal !== null) return `ended by ${signal}`;
  return code === 0 ? "over at once" : `exit code ${code}`;
}

/** The last of what it says on stderr. */
function wordsOf(child: ChildProcess): () => string {
  let words = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-4000);
  });
  return () => words;
}
