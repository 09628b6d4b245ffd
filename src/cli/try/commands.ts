/** What a command takes and does. */
export interface CommandFacts {
  /** What may stand behind it, as help shows it; none: it stands alone. */
  readonly takes?: string;
  /** Words that may stand there, for completion. */
  readonly choices?: readonly string[];
  /** Whether it writes files, so that `!` lets it replace them. */
  readonly writes?: true;
  readonly does: string;
}

/** The commands of `timbral try`, in the order of its help. */
export const commandNames = [
  "add",
  "amount",
  "clear",
  "undo",
  "redo",
  "history",
  "play",
  "stop",
  "loop",
  "from",
  "dry",
  "match",
  "a",
  "b",
  "ab",
  "use",
  "show",
  "explain",
  "name",
  "render",
  "export",
  "help",
  "quit",
] as const;
export type CommandName = (typeof commandNames)[number];

const commands: Readonly<Record<CommandName, CommandFacts>> = {
  add: { takes: "PHRASE", does: "go on from what is set: warm, PHRASE" },
  amount: { takes: "[PERCENT]", does: "how much, -200..200; below 0 the inverse" },
  clear: { does: "ask for nothing: the sound as it is" },
  undo: { takes: "[N|all]", does: "take steps back" },
  redo: { takes: "[N|all]", does: "take them again" },
  history: { does: "list the steps, and what is kept" },
  play: { takes: "[a|b|dry]", choices: ["a", "b", "dry"], does: "hear it, from the start" },
  stop: { does: "silence" },
  loop: { takes: "[on|off]", choices: ["on", "off"], does: "play it over and over" },
  from: { takes: "TIME [SECONDS]", does: "hear another part of the sound: from 75, or 1:15" },
  dry: { does: "bypass, the very samples that came in; again: back" },
  match: { takes: "[on|off]", choices: ["on", "off"], does: "as loud as the original; at first: on" },
  a: { does: "keep what is heard as A" },
  b: { does: "keep what is heard as B" },
  ab: { does: "hear A or B in turn; with one kept, it or the last" },
  use: { takes: "a|b", choices: ["a", "b"], does: "go on from A or B" },
  show: { does: "picture, boosts and cuts, and how sure it is" },
  explain: { does: "how the phrase was understood" },
  name: { does: "what people would call this curve" },
  render: { takes: "[FILE]", writes: true, does: "write the whole sound (IN.PHRASE.wav)" },
  export: { takes: "[FORMAT [FILE]]", writes: true, does: "for another equaliser; alone: the formats" },
  help: { does: "this" },
  quit: { does: "end; Ctrl-D too" },
};

/** What a command takes and does. */
export function factsOf(name: CommandName): CommandFacts {
  return commands[name];
}

/** What `:help` prints. */
export function helpLines(): string[] {
  const rows = commandNames.map((name) => {
    const { takes, does } = factsOf(name);
    return [`:${name}${takes === undefined ? "" : ` ${takes}`}`, does] as const;
  });
  const width = Math.max(...rows.map(([call]) => call.length));
  return [
    "Type how it should sound:",
    "  warm              replaces what was set",
    "  but not muddy     goes on from it, as does all that begins with",
    "                    and, but, y, pero, plus, also, then, + or -",
    "  a bit less harsh  replaces; :add a bit less harsh goes on",
    "",
    "Commands, of which the beginning is enough (:un, :ren):",
    ...rows.map(([call, does]) => `  ${call.padEnd(width)}  ${does}`),
    "",
    "All are about what is heard; with the bypass on, about what would be without.",
    "Files are never replaced, but by :render! and :export! with !. Tab completes",
    "words and commands; Ctrl-C stops the sound or the work, and clears the line.",
  ];
}
