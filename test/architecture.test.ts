import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/** The floor plan of docs/architecture.md: which room may import which, besides itself. */
const mayImport: Record<string, readonly string[]> = {
  math: [],
  effects: ["math"],
  dsp: ["math", "effects"],
  audio: ["math"],
  dataset: ["math", "effects"],
  model: ["math"],
  semantics: ["math", "effects", "model"],
  presets: ["math", "effects", "dsp"],
  evaluation: ["math", "effects", "dsp", "audio", "dataset", "model", "semantics"],
  index: ["math", "effects", "dsp", "audio", "dataset", "model", "semantics", "presets"],
  node: [
    "math",
    "effects",
    "dsp",
    "audio",
    "dataset",
    "model",
    "semantics",
    "presets",
    "evaluation",
    "index",
  ],
  cli: ["math", "effects", "dsp", "audio", "dataset", "model", "semantics", "presets", "evaluation", "node"],
};

const source = resolve(fileURLToPath(new URL("../src", import.meta.url)));

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes(`${sep}assembly${sep}`) && !path.endsWith("wasm-bytes.ts"));
}

function roomOf(path: string): string {
  const [first = ""] = relative(source, path).split(sep);
  return first.replace(/\.ts$/, "");
}

function importsOf(path: string): string[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"/g)].map(
    (match) => match[1]!,
  );
}

const files = filesBelow(source);
const production = files.filter((path) => !path.endsWith(".test.ts"));

describe("the floor plan", () => {
  test("every file stands in a room of the plan", () => {
    expect(files.map(roomOf).filter((room) => !(room in mayImport))).toEqual([]);
  });

  test("a room imports itself and the rooms its row allows, nothing else", () => {
    const wrong: string[] = [];
    for (const path of production) {
      for (const specifier of importsOf(path).filter((name) => name.startsWith("."))) {
        const target = roomOf(resolve(dirname(path), specifier));
        const room = roomOf(path);
        if (target !== room && !mayImport[room]!.includes(target)) {
          wrong.push(`${relative(source, path)} imports ${specifier}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("another room is entered by its index.ts", () => {
    const wrong: string[] = [];
    for (const path of production) {
      for (const specifier of importsOf(path).filter((name) => name.startsWith("."))) {
        const target = resolve(dirname(path), specifier);
        if (roomOf(target) !== roomOf(path) && relative(source, target).includes(sep)) {
          if (!target.endsWith(`${sep}index.ts`))
            wrong.push(`${relative(source, path)} imports ${specifier}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("no import cycle", () => {
    const graph = new Map(
      production.map((path) => [
        path,
        importsOf(path)
          .filter((name) => name.startsWith("."))
          .map((name) => resolve(dirname(path), name)),
      ]),
    );
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path))
        throw new Error([...trail, path].map((p) => relative(source, p)).join(" -> "));
      if (done.has(path)) return;
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of production) visit(path, []);
  });

  test("only the edges (cli, node.ts) import Node's own modules", () => {
    const wrong = production.filter(
      (path) =>
        !["cli", "node"].includes(roomOf(path)) && importsOf(path).some((name) => name.startsWith("node:")),
    );
    expect(wrong.map((path) => relative(source, path))).toEqual([]);
  });

  test("no file is longer than 460 lines", () => {
    const long = files.filter((path) => readFileSync(path, "utf8").split("\n").length > 460);
    expect(long.map((path) => relative(source, path))).toEqual([]);
  });
});
