// Everything that must hold before a commit: build, format and lint, types, dead code, tests.
// The last line is `N passed, N failed`, counted by vitest's own report; any failure exits 1.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const scratch = mkdtempSync(join(tmpdir(), "timbral-check-"));
const report = join(scratch, "vitest.json");
const bin = "node_modules";
/** @type {[string, string[]][]} */
const steps = [
  ["build", ["scripts/build.js"]],
  ["biome", [join(bin, "@biomejs/biome/bin/biome"), "check", "--error-on-warnings", "."]],
  ["types", [join(bin, "typescript/bin/tsc"), "-p", "tsconfig.test.json"]],
  ["knip", [join(bin, "knip/bin/knip.js")]],
  [
    "tests",
    [
      join(bin, "vitest/vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
  ],
];
let failedSteps = 0;
for (const [name, args] of steps) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status === 0) continue;
  console.error(`${name}: failed`);
  failedSteps += 1;
  if (name === "build") break;
}
let passed = 0;
let failed = 0;
let skipped = 0;
try {
  const summary = JSON.parse(readFileSync(report, "utf8"));
  passed = summary.numPassedTests;
  failed = summary.numFailedTests;
  skipped = summary.numPendingTests;
} catch {
  failedSteps = Math.max(failedSteps, 1);
}
rmSync(scratch, { recursive: true, force: true });
const bad = failed > 0 ? failed : failedSteps;
console.log(`\n${passed} passed, ${bad} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(bad > 0 || passed === 0 ? 1 : 0);
