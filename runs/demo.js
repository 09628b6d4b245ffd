/**
 * The demo: says "warm" to the bundled clip, with the very command that a user would type.
 *
 *   npm run demo
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
mkdirSync("demo/out", { recursive: true });
const [output, plot] = ["demo/out/loop.warm.wav", "demo/out/warm.png"];
const args = ["apply", "warm", "demo/loop.wav", "-o", output, "--plot", plot, "--force"];
console.log(`$ timbral ${args.join(" ")}\n`);
const { status } = spawnSync(process.execPath, ["dist/cli/main.js", ...args], { stdio: "inherit" });
if (status === 0) console.log(`\nListen to demo/loop.wav, then to ${output}; the curve is in ${plot}.`);
process.exitCode = status ?? 1;
