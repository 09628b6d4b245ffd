const controller = new AbortController();
let exitCode: number | undefined;

/**
 * A signal that Ctrl-C, a closed terminal or a polite kill aborts, for verbs whose work must be left clean. The second Ctrl-C finds
 * no listener and ends the process at once. Verbs that do not ask for it end at the first.
 */
export function interruptSignal(): AbortSignal {
  for (const [name, code] of [
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.once(name, () => {
      exitCode = code;
      controller.abort();
    });
  }
  return controller.signal;
}

/** The exit code that an interruption asks for; undefined if there was none. */
export function interruptCode(): number | undefined {
  return exitCode;
}
