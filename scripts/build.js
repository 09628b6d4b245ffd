// Builds dist/: the WASM kernels (AssemblyScript -> TypeScript modules that hold the bytes), then the library.
// Each step is skipped when its output is newer than its sources, so that `npm run demo` starts at once.
import { existsSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildKernels, newest, run } from "./kernels.js";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

buildKernels();
const sources = ["src", "package.json", "tsconfig.base.json", "tsconfig.core.json", "tsconfig.edge.json"];
const stamp = "dist/built";
if (!existsSync(stamp) || statSync(stamp).mtimeMs < Math.max(...sources.map(newest))) {
  rmSync("dist", { recursive: true, force: true }); // so that nothing is left of modules that are gone
  run("typescript/bin/tsc", ["-b"]);
  writeFileSync(stamp, "");
}
