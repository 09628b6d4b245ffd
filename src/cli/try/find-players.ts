import { access, constants, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { UsageError } from "../failure.ts";

/** A program that plays a sound file and ends when it is over. */
export interface Player {
  readonly name: string;
  readonly program: string;
  /** Of the file. */
  arguments(path: string): readonly string[];
  /** Chosen by the user: it may end at once and go on playing elsewhere, and is not given up when it fails. */
  readonly isChosen: boolean;
}

type KnownPlayer = readonly [name: string, before: readonly string[], after?: readonly string[]];

/** In this order: those that take any WAV file first. */
const known: readonly KnownPlayer[] = [
  ["ffplay", ["-nodisp", "-autoexit", "-hide_banner", "-loglevel", "error"]],
  ["play", ["-q"]],
  ["aplay", ["-q"]],
  ["paplay", []],
  ["pw-play", []],
  ["afplay", []],
  ["mpv", ["--no-video", "--no-terminal", "--no-config"]],
];

/** Where to look for programs; a part of `process`. */
export interface Surroundings {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The players that are installed, in the order in which to try them. */
export async function findPlayers({ platform, env }: Surroundings = process): Promise<Player[]> {
  const players: Player[] = [];
  for (const [name, options] of known) {
    const program = await findProgram(name, platform, env);
    if (program === undefined) continue;
    players.push({ name, program, arguments: (path) => [...options, path], isChosen: false });
  }
  if (platform === "win32") players.push(windowsPlayer);
  return players;
}

/** Windows' own; integers only, which it says itself. */
const windowsPlayer: Player = {
  ...{ name: "powershell", program: "powershell.exe", isChosen: false },
  arguments(path) {
    const quoted = `'${path.replaceAll("'", "''")}'`;
    return [
      "-NoProfile",
      "-NonInteractive",
      "-Command",
      `(New-Object Media.SoundPlayer ${quoted}).PlaySync()`,
    ];
  },
};

async function findProgram(
  name: string,
  platform: string,
  env: Surroundings["env"],
): Promise<string | undefined> {
  const endings = platform === "win32" ? (env.PATHEXT ?? ".EXE;.CMD").split(";") : [""];
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    if (folder === "") continue;
    for (const ending of endings) {
      const path = join(folder, name + ending);
      if (await isProgram(path)) return path;
    }
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/**
 * The player of a command line, run without a shell: parts between spaces, quotes keep spaces, `{}` is the file, which else comes
 * last.
 *
 * @throws UsageError if it is blank or a quote is not closed.
 */
export function playerOf(command: string): Player {
  const [program, ...given] = partsOf(command);
  if (program === undefined) throw new UsageError("--player must name a program, got a blank text");
  const isPlaced = given.some((part) => part.includes("{}"));
  return {
    ...{ name: program, program, isChosen: true },
    arguments: (path) => (isPlaced ? given.map((part) => part.replaceAll("{}", path)) : [...given, path]),
  };
}

function partsOf(command: string): string[] {
  const parts: string[] = [];
  let part: string | undefined;
  let quote = "";
  for (const letter of command) {
    if (quote !== "" && letter === quote) quote = "";
    else if (quote !== "") part += letter;
    else if (letter === '"' || letter === "'") {
      quote = letter;
      part ??= "";
    } else if (/\s/.test(letter)) {
      if (part !== undefined) parts.push(part);
      part = undefined;
    } else part = (part ?? "") + letter;
  }
  if (quote !== "") throw new UsageError(`--player must close its ${quote}, got ${command}`);
  if (part !== undefined) parts.push(part);
  return parts;
}
