import { type Command, InvalidArgumentError, Option } from "commander";
import { AMOUNT_RANGE_PERCENT } from "../effects/index.ts";

/** Reads a number within a range, both ends included. */
export function numberWithin(low: number, high: number, kind: "number" | "whole number" = "number") {
  return (text: string): number => {
    const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    const isKind = kind === "number" || Number.isSafeInteger(value);
    if (!(value >= low && value <= high && isKind)) {
      const range = high === Number.MAX_SAFE_INTEGER ? `${low} or more` : `within ${low}..${high}`;
      throw new InvalidArgumentError(`It must be a ${kind} ${range}.`);
    }
    return value;
  };
}

/** Reads a whole number from `low` up. */
export function wholeFrom(low: number): (text: string) => number {
  return numberWithin(low, Number.MAX_SAFE_INTEGER, "whole number");
}

export function amountOption(): Option {
  const [low, high] = AMOUNT_RANGE_PERCENT;
  const range = `${low}..${high}; 0 is flat, below 0 is the inverse`;
  return new Option("--amount <percent>", `how much of it, ${range}`)
    .argParser(numberWithin(low, high))
    .default(100);
}

export function modelOption(): Option {
  return new Option("--model <path>", "model folder or model.safetensors (default: the bundled one)");
}

export function embedderOption(): Option {
  return new Option(
    "--embedder <folder>",
    "a sentence embedding model on disk, asked for words that nothing else knows (default: none)",
  );
}

export function jsonOption(): Option {
  return new Option("--json", "print exactly one JSON document on stdout, all else on stderr");
}

export function forceOption(): Option {
  return new Option("--force", "replace files that exist");
}

export function plotOption(): Option {
  return new Option("--plot <file>", "draw the curve into a .png or .svg file").argParser((path: string) => {
    if (!/\.(png|svg)$/i.test(path)) throw new InvalidArgumentError("It must end in .png or .svg.");
    return path;
  });
}

export function senseOption(): Option {
  return new Option("--sense <n>", "one reading of a word that has several, as `curve` lists them").argParser(
    wholeFrom(1),
  );
}

/** Seeds as `train` and `curve --sample` take them. */
export const readSeed: (text: string) => number = numberWithin(0, 2 ** 31 - 1, "whole number");

/** What every verb that makes curves takes. */
export interface CurveOptions {
  readonly amount: number;
  readonly plot?: string;
  readonly force?: true;
  readonly model?: string;
  readonly embedder?: string;
  readonly json?: true;
}

export function addCurveOptions(command: Command): Command {
  const options = [
    amountOption(),
    plotOption(),
    forceOption(),
    modelOption(),
    embedderOption(),
    jsonOption(),
  ];
  for (const option of options) command.addOption(option);
  return command;
}
