import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Paths in the package that `npm publish` would make. */
function packed(): { path: string; size: number }[] {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const text = execFileSync("npm", args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(text)[0].files;
}

test("the package holds what a user needs and nothing of the workshop", () => {
  const files = packed();
  const paths = files.map(({ path }) => path);
  for (const needed of [
    ...["README.md", "LICENSE", "CHANGELOG.md", "package.json", "demo/loop.wav"],
    ...["dist/index.js", "dist/index.d.ts", "dist/node.js", "dist/node.d.ts", "dist/cli/main.js"],
    "models/socialfx-eq/model.safetensors",
  ]) {
    expect(paths).toContain(needed);
  }
  const places = /^(dist\/.+\.(js|d\.ts)|models\/.+|demo\/loop\.wav|[^/]+)$/;
  expect(paths.filter((path) => !places.test(path))).toEqual([]);
  expect(paths.filter((path) => /\.test\.|\.map$/.test(path))).toEqual([]);
  expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(8e6);
});

test("the build does not know where it was made", () => {
  const modules = readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".js"),
  );
  expect(modules.length).toBeGreaterThan(50);
  const telling = modules.filter((path) => readFileSync(join(root, "dist", path), "utf8").includes(root));
  expect(telling).toEqual([]);
});

test("every door opens, under the package's own name", () => {
  const doors = Object.keys(manifest.exports).map((door) => door.replace(/^\./, "timbral"));
  const script = `for (const door of ${JSON.stringify(doors)}) {
    const names = Object.keys(await import(door));
    if (names.length === 0) throw new Error(door + " is empty");
  }`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: root,
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  expect(run.status).toBe(0);
  for (const { types, default: code } of Object.values<{ types: string; default: string }>(
    manifest.exports,
  )) {
    expect([types, code].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  }
});

test("the front door leads to no module of Node's", () => {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const [, specifier = ""] of readFileSync(path, "utf8").matchAll(/\bfrom "([^"]+)"/g)) {
      expect(specifier, path).not.toMatch(/^node:/);
      if (specifier.startsWith(".")) visit(join(path, "..", specifier));
    }
  };
  visit(join(root, "dist/index.js"));
  expect(seen.size).toBeGreaterThan(20);
});

test("the command is executable by its first line", () => {
  const path = join(root, manifest.bin.timbral);
  expect(readFileSync(path, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
});
