import { AMOUNT_RANGE_PERCENT } from "../../effects/index.ts";
import { UsageError } from "../failure.ts";
import { type CommandName, commandNames, factsOf } from "./commands.ts";
import { isContinuation } from "./session.ts";

/** What a line asks for. */
export type Request =
  | { readonly kind: "nothing" }
  | { readonly kind: "phrase"; readonly text: string; readonly goesOn: boolean }
  | {
      readonly kind: "command";
      readonly name: CommandName;
      /** What stands behind the name, trimmed. */
      readonly argument: string;
      /** Written with `!`: files may be replaced. */
      readonly isForced: boolean;
    };

/**
 * Reads a line: a command behind `:` or `/`, a remark behind `#`, or a phrase. Commands may be shortened as long as one
 * only is meant.
 *
 * @throws UsageError for a command that there is not, or one that must stand alone and does not.
 */
export function readLine(line: string): Request {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return { kind: "nothing" };
  if (!/^[:/]/.test(text)) {
    const phrase = text.replace(/\s+/g, " ");
    return { kind: "phrase", text: phrase, goesOn: isContinuation(phrase) };
  }
  const [, typed = "", mark = "", argument = ""] = /^[:/]\s*([a-z]*)(!?)\s*(.*)$/isu.exec(text)!;
  const name = commandOf(typed.toLowerCase());
  const isForced = mark === "!";
  const { takes, writes = false } = factsOf(name);
  if (takes === undefined && argument !== "") {
    throw new UsageError(`:${name} stands alone, got ${JSON.stringify(argument)} behind it`);
  }
  if (isForced && !writes) throw new UsageError(`:${name} replaces no files: leave the ! out`);
  return { kind: "command", name, argument, isForced };
}

function commandOf(typed: string): CommandName {
  const exact = commandNames.find((name) => name === typed);
  if (exact) return exact;
  const begun = typed === "" ? [] : commandNames.filter((name) => name.startsWith(typed));
  const [only, ...others] = begun;
  if (only && others.length === 0) return only;
  if (only) {
    throw new UsageError(
      `:${typed} may be ${begun.map((name) => `:${name}`).join(" or ")}: type one more letter`,
    );
  }
  throw new UsageError(`:${typed} is no command: :help lists them; a phrase has no colon in front`);
}

/** @returns Steps, 1 where none are said. @throws UsageError */
export function readSteps(name: CommandName, argument: string): number {
  if (argument === "") return 1;
  if (/^all$/i.test(argument)) return Number.MAX_SAFE_INTEGER;
  const steps = /^\d{1,9}$/.test(argument) ? Number(argument) : 0;
  if (steps >= 1) return steps;
  throw new UsageError(`:${name} takes a number of steps from 1, or all, got ${JSON.stringify(argument)}`);
}

/** @returns Percent. @throws UsageError */
export function readAmount(argument: string): number {
  const [low, high] = AMOUNT_RANGE_PERCENT;
  const [, digits] = /^([+-]?(?:\d+\.?\d*|\.\d+))\s*%?$/.exec(argument) ?? [];
  const amount = digits === undefined ? Number.NaN : Number(digits);
  if (amount >= low && amount <= high) return amount;
  throw new UsageError(`:amount takes percent within ${low}..${high}, got ${JSON.stringify(argument)}`);
}

/** @returns What is said, or the other of `isOn` where nothing is. @throws UsageError */
export function readSwitch(name: CommandName, argument: string, isOn: boolean): boolean {
  if (argument === "") return !isOn;
  if (/^on$/i.test(argument)) return true;
  if (/^off$/i.test(argument)) return false;
  throw new UsageError(`:${name} takes on or off, got ${JSON.stringify(argument)}`);
}

/** Reads seconds: `90`, `1:30`, `1:02:03.5`. @throws UsageError saying what must hold of `name`. */
export function readTime(name: string, text: string): number {
  if (!/^(?:\d{1,3}:)?(?:\d{1,2}:)?\d{1,6}(?:\.\d*)?$/.test(text)) {
    throw new UsageError(`${name} must be seconds or m:ss, got ${JSON.stringify(text)}`);
  }
  return text.split(":").reduce((seconds, part) => seconds * 60 + Number(part), 0);
}

/** A path as typed: without quotes around it. */
export function readPath(text: string): string {
  const [, , quoted] = /^(["'])(.*)\1$/.exec(text) ?? [];
  return quoted ?? text;
}
