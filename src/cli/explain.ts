import type { Command } from "commander";
import type { Modifier, PhraseExplanation, PhraseNode, TermNode, WordShare } from "../semantics/index.ts";
import { colors } from "./colors.ts";
import { openForPhrases } from "./open-model.ts";
import { embedderOption, jsonOption, modelOption } from "./options.ts";
import { facts, print, printJson } from "./output.ts";

interface ExplainOptions {
  readonly model?: string;
  readonly embedder?: string;
  readonly json?: true;
}

export function addExplain(program: Command): void {
  program
    .command("explain")
    .description("show how a phrase is understood, word by word")
    .argument("<phrase>", "in quotes")
    .addOption(modelOption())
    .addOption(embedderOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  $ timbral explain "a bit warmer but not muddy"
  $ timbral explain "más cálido y un poco brillante"
  $ timbral explain "halfway between dark and bright" --json | jq .words

A number is how much: 1 is a plain word, 0.5 half of it, below 0 the other way. "without"
and "keep" are no moves: they hold the others back. The grammar is in docs/phrases.md.
`,
    )
    .action(explain);
}

async function explain(phrase: string, options: ExplainOptions): Promise<void> {
  const { explainPhrase, kinList, notesOf } = await import("./curve-words.ts");
  const { model } = await openForPhrases([phrase], options);
  const explained = explainPhrase(model, phrase);
  if (options.json) return printJson(explained);
  const { tree, unknown, ignored, words, confidence } = explained;
  print(JSON.stringify(tree.phrase), ...treeLines(tree.parts, "", explained), "");
  const { meterText } = await import("./confidence-lines.ts");
  const rows: (readonly [string, string])[] = unknown.map(({ text, suggestions }) => {
    const near = suggestions.length > 0 ? `; near it: ${kinList(suggestions)}` : "";
    return ["unknown", `${JSON.stringify(text)}: nobody was asked for it${near}`];
  });
  if (unknown.length > 0) rows.push(["", "a phrase with an unknown word has no curve"]);
  else if (words.length > 0) rows.push(["confidence", meterText(confidence)]);
  if (ignored.length > 0) rows.push(["says nothing", kinList(ignored)]);
  const notes =
    unknown.length > 0 ? [] : notesOf(explained, model).filter((line) => !/^understood /.test(line));
  notes.forEach((line, index) => {
    rows.push([index === 0 ? "notes" : "", line]);
  });
  if (rows.length > 0) print(...facts(rows));
}

/** The parse tree, a line a node. */
function treeLines(nodes: readonly PhraseNode[], indent: string, explained: PhraseExplanation): string[] {
  return nodes.flatMap((node, index) => {
    const isLast = index === nodes.length - 1;
    const [branch, deeper] = isLast ? ["└─ ", "   "] : ["├─ ", "│  "];
    const lines = nodeLines(node, indent + deeper, explained);
    return [`${colors.dim(indent + branch)}${lines[0]}`, ...lines.slice(1)];
  });
}

function nodeLines(node: PhraseNode, indent: string, explained: PhraseExplanation): string[] {
  if (node.kind === "term") return [termLine(node, explained.words)];
  if (node.kind === "group") {
    const head = `(...)  ${strengthText(node)}${modifiersText(node.modifiers)}`;
    return [head, ...treeLines(node.parts, indent, explained)];
  }
  const percent = Number((100 * node.position).toFixed(1));
  return [`between, ${percent} % of the way`, ...treeLines(node.ends.flat(), indent, explained)];
}

function termLine(node: TermNode, words: readonly WordShare[]): string {
  const { meaning, text, modifiers } = node;
  if (!meaning) return `${colors.red(text)}  unknown`;
  const word = words.find((share) => share.word === meaning.word && share.source === meaning.source);
  const said = text.toLowerCase() === meaning.word ? "" : colors.dim(` (${text})`);
  const source = word ? colors.dim(`  ${sourceText(word)}`) : "";
  return `${colors.yellow(meaning.word)}${said}  ${strengthText(node)}${modifiersText(modifiers)}${source}`;
}

function strengthText({ mode, strength }: Pick<TermNode, "mode" | "strength">): string {
  const size = Number(strength.toFixed(2));
  if (mode === "add") return size < 0 ? `−${-size}` : `+${size}`;
  return size === 1 ? mode : `${mode} × ${size}`;
}

/** `  a bit × 0.5, less`. */
function modifiersText(modifiers: readonly Modifier[]): string {
  const texts = modifiers.map(({ text, does }) => {
    const factor = typeof does === "number" ? `× ${Number(does.toFixed(2))}` : undefined;
    if (factor) return /\p{L}/u.test(text) ? `${text} ${factor}` : factor;
    return String(does) === text ? text : `${text}: ${does}`;
  });
  return texts.length > 0 ? `  [${texts.join(", ")}]` : "";
}

function sourceText({ source, people, confidence, origin }: WordShare): string {
  const sure = `confidence ${confidence.toFixed(0)}`;
  if (source === "crowd") return `${people === 1 ? "1 person" : `${people} people`}, ${sure}`;
  return `${origin ?? "from kin"}, ${sure}`;
}
