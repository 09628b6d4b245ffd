import { CommanderError } from "commander";
import { interruptCode } from "./interrupt.ts";

/** The command was not given as it must be: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The command did its work and the answer is no: exit code 1. */
export class NegativeResult extends Error {
  override readonly name = "NegativeResult";
}

/** Errors that are meant for the user; by name, since loading their classes would cost more than help does. */
const expected: ReadonlySet<string> = new Set([
  ...[
    "AudioError",
    "BundleError",
    "DictionaryError",
    "FileError",
    "NegativeResult",
    "PresetError",
    "TrainingDiverged",
    "UnknownWordError",
    "UsageError",
  ],
]);

/** Names of functions that the library's messages begin with (`loadSocialFx: ...`): not for users. */
const FUNCTION_NAMES = /(^|: )[a-z]+(?:[A-Z][a-z]*)+: /g;

/** Says on stderr, in one line, what went wrong, and gives the exit code for it. */
export function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0; // help and version come as errors too
    if (error.code !== "commander.help") say(hinted(error.message.replace(/^error: /, "")));
    return 2;
  }
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const stopped = interruptCode();
  if (process.env.TIMBRAL_DEBUG) process.stderr.write(`${stack}\n`);
  if (name.endsWith("Interrupted")) say(message);
  else if (name === "AbortError")
    say("interrupted: what has arrived is kept, the same command fetches the rest");
  else if (stopped !== undefined) say("interrupted: nothing half-written is left");
  else if (expected.has(name)) say(remedied(name, message));
  else if (message.search(FUNCTION_NAMES) === 0) say(message.replaceAll(FUNCTION_NAMES, "$1"));
  else say(`unexpected error: ${message} (TIMBRAL_DEBUG=1 shows where)`);
  return stopped ?? (name === "UsageError" ? 2 : 1);
}

/** "-warm" is less of it, but looks like an option. */
function hinted(message: string): string {
  const isWord = /^unknown option '-\p{L}{2,}/u.test(message);
  return isWord ? `${message}; put -- before a phrase that begins with a minus` : message;
}

/** The library's message with what can be done about it here. */
export function remedied(name: string, message: string): string {
  if (name === "UnknownWordError") return `${message} (timbral words --search TEXT finds others)`;
  return message
    .replace(/train one with it$/, "make one with `timbral train`")
    .replace("(or be forced)", "(or --force be given)")
    .replace("(or be skipped)", "(or --skip-bad-rows be given)");
}

function say(text: string): void {
  process.stderr.write(`timbral: ${text.trim().replace(/\s*\n\s*/g, " ")}\n`);
}
