// Damaged sound files of every kind: each must be read or refused with one line, within 5 s and in bounded memory.
//   npx tsx runs/fuzz-decoders.ts [--inputs 100000] [--seed 1]
// A number makes an input; the numbers of failing ones are printed: --seed N --inputs 1 repeats one.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fuzzInput, fuzzSeeds, readDamaged } from "../test/support/fuzz-sound.ts";

const MAX_SECONDS = 5;
const MAX_MEMORY_MB = 1024;

interface Report {
  readonly number: number;
  readonly kind: string;
  /** Absent while the input is being read. */
  readonly outcome?: string;
  readonly failure?: string;
  readonly milliseconds?: number;
  readonly memoryMb?: number;
}

if (process.send === undefined) {
  const { values } = parseArgs({
    options: { inputs: { type: "string", default: "100000" }, seed: { type: "string", default: "1" } },
  });
  await fuzz(Number(values.seed), Number(values.inputs));
} else await readInputs(Number(process.argv[2]), Number(process.argv[3]));

/** What the child process does: it tells the parent of every input before and after. */
async function readInputs(from: number, to: number): Promise<void> {
  const said: string[] = [];
  for (const name of ["error", "warn", "log"] as const) {
    console[name] = (...words) => void said.push(words.join(" "));
  }
  const tell = (report: Report) => new Promise<void>((resolve) => process.send!(report, () => resolve()));
  const seeds = await fuzzSeeds();
  for (let number = from; number < to; number++) {
    const { name, bytes } = await fuzzInput(seeds, number);
    const kind = name.replace(/^.*\./, "");
    await tell({ number, kind });
    said.length = 0;
    const begun = performance.now();
    const report = await readDamaged(bytes).then(
      (outcome) => ({ outcome }),
      (error) => ({
        outcome: "failed",
        failure: error instanceof Error ? `${error.stack}` : `threw ${error}`,
      }),
    );
    const milliseconds = performance.now() - begun;
    const printed = said.length > 0 ? { outcome: "failed", failure: `printed ${said[0]}` } : report;
    await tell({ number, kind, ...printed, milliseconds, memoryMb: process.memoryUsage.rss() / 2 ** 20 });
  }
  process.disconnect();
}

async function fuzz(seed: number, inputs: number): Promise<void> {
  const counts = new Map<string, Map<string, number>>();
  const failures: string[] = [];
  let slowest: Report = { number: 0, kind: "", milliseconds: 0 };
  let peakMb = 0;
  const count = ({ kind, outcome = "" }: Report) => {
    const row = counts.get(kind) ?? new Map<string, number>();
    counts.set(kind, row.set(outcome, (row.get(outcome) ?? 0) + 1));
  };
  const begun = performance.now();
  for (let from = seed; from < seed + inputs; ) {
    from = await runChild(from, seed + inputs, (report) => {
      count(report);
      peakMb = Math.max(peakMb, report.memoryMb ?? 0);
      if ((report.milliseconds ?? 0) > slowest.milliseconds!) slowest = report;
      if (report.failure !== undefined) failures.push(`${report.number} (${report.kind}): ${report.failure}`);
    });
  }
  const seconds = (performance.now() - begun) / 1000;
  const outcomes = [...new Set([...counts.values()].flatMap((row) => [...row.keys()]))].sort();
  console.log(["kind", ...outcomes].map((word) => word.padEnd(10)).join(""));
  for (const [kind, row] of [...counts].sort()) {
    console.log(
      [kind, ...outcomes.map((outcome) => String(row.get(outcome) ?? 0))].map((w) => w.padEnd(10)).join(""),
    );
  }
  console.log(
    `${inputs} inputs from seed ${seed} in ${seconds.toFixed(0)} s; slowest ${slowest.milliseconds!.toFixed(0)} ms` +
      ` (number ${slowest.number}, ${slowest.kind}); peak memory ${peakMb.toFixed(0)} MB`,
  );
  if (peakMb > MAX_MEMORY_MB) failures.push(`memory: ${peakMb.toFixed(0)} MB is more than ${MAX_MEMORY_MB}`);
  console.log(
    failures.length === 0
      ? "no failures"
      : `${failures.length} failures:\n${failures.slice(0, 20).join("\n")}`,
  );
  process.exitCode = failures.length === 0 ? 0 : 1;
}

/** Reads inputs until all are done, or one hangs or ends the child. @returns The number to go on with. */
function runChild(from: number, to: number, onReport: (report: Report) => void): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), [String(from), String(to)]);
  return new Promise((resolve) => {
    let current: Report = { number: from, kind: "start", outcome: "none" };
    let timer: NodeJS.Timeout | undefined;
    let failure: string | undefined;
    child.on("message", (report: Report) => {
      clearTimeout(timer);
      current = report;
      if (report.outcome !== undefined) onReport(report);
      else {
        timer = setTimeout(() => {
          failure = `took more than ${MAX_SECONDS} s`;
          child.kill("SIGKILL");
        }, MAX_SECONDS * 1000);
      }
    });
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(to);
      onReport({ ...current, outcome: "failed", failure: failure ?? `ended the process: ${signal ?? code}` });
      resolve(current.number + 1);
    });
  });
}
