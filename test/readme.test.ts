import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, expect, test } from "vitest";
import { createProgram } from "../src/cli/program.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = existsSync(join(root, "README.md")) ? readFileSync(join(root, "README.md"), "utf8") : "";

/** Fenced blocks of a language, in order. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, text]) => text!,
  );
}

/** A project that has this package installed and a sound called in.wav. */
const folder = mkdtempSync(join(tmpdir(), "timbral-readme-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, "node_modules"));
symlinkSync(root, join(folder, "node_modules/timbral"), "dir");
copyFileSync(join(root, "demo/loop.wav"), join(folder, "in.wav"));
writeFileSync(join(folder, "package.json"), '{ "type": "module" }');

test("the examples of the README compile, run and do what they say", () => {
  const examples = blocks("ts");
  expect(examples.length).toBeGreaterThan(0);
  const paths = examples.map((text, index) => {
    const path = join(folder, `example-${index}.ts`);
    writeFileSync(path, text);
    return path;
  });
  const program = ts.createProgram(paths, {
    ...{
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
    },
    ...{ target: ts.ScriptTarget.ES2023, lib: ["lib.es2023.d.ts"] },
    ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  });
  const faults = ts.getPreEmitDiagnostics(program);
  expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "))).toEqual([]);
  for (const path of paths) {
    const { outputText } = ts.transpileModule(readFileSync(path, "utf8"), {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
    });
    writeFileSync(path.replace(/ts$/, "js"), outputText);
    const run = spawnSync(process.execPath, [path.replace(/ts$/, "js")], { cwd: folder, encoding: "utf8" });
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: "" });
  }
  if (readme.includes('"out.wav"')) expect(existsSync(join(folder, "out.wav"))).toBe(true);
});

test("the commands of the README exist: npm scripts, verbs and their options", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const lines = blocks("sh").flatMap((text) => text.split("\n"));
  expect(lines.length).toBeGreaterThan(0);
  const commands = lines.join("\n").replace(/ #.*$/gm, "");
  for (const [, script = ""] of commands.matchAll(/\bnpm run ([\w:-]+)/g))
    expect(scripts).toHaveProperty(script);
  const program = createProgram();
  for (const [, call = ""] of commands.matchAll(/(?:^|[\s(])timbral ([a-z][^|&;)\n]*)/g)) {
    const [name, second] = call.split(/\s+/);
    const group = program.commands.find((command) => command.name() === name);
    expect(group, call).toBeDefined();
    const verb = group!.commands.find((command) => command.name() === second) ?? group!;
    for (const [flag] of call.matchAll(/(?<=\s)--?[a-z][a-z-]*/g)) {
      expect(
        flag === "--help" || verb.options.some(({ long, short }) => flag === long || flag === short),
        `${flag} in ${call}`,
      ).toBe(true);
    }
  }
});
