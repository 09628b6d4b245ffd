import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, describe, expect, test, vi } from "vitest";
import { addEvaluate } from "../src/cli/evaluate.ts";
import { UsageError } from "../src/cli/failure.ts";
import { type EvaluateOptions, EvaluationInterrupted, evaluate } from "../src/node/evaluate.ts";
import { writeTable } from "./support/small-table.ts";

const scratch = mkdtempSync(join(tmpdir(), "timbral-evaluate-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const folder = () => mkdtempSync(join(scratch, "out-"));

const dataPath = join(scratch, "table.csv");
writeTable(dataPath);
const tiny = new URL("./support/tiny-studies.ts", import.meta.url).href;
const failing = new URL("./support/failing-studies.ts", import.meta.url).href;

/** Without worker processes, unless told otherwise. */
const run = (outDir: string, more: Partial<EvaluateOptions> = {}) =>
  evaluate({ ...{ dataPath, outDir, scope: "quick", jobs: 0, studiesModule: tiny }, ...more });
const reportOf = (outDir: string) => JSON.parse(readFileSync(join(outDir, "report.json"), "utf8"));
const keptIn = (outDir: string) => readdirSync(join(outDir, ".tasks")).sort();

describe("evaluate", () => {
  test("writes the report, its values and its times", async () => {
    const outDir = folder();
    const fractions: number[] = [];
    const result = await run(outDir, { onProgress: ({ fraction }) => fractions.push(fraction) });
    expect(result).toMatchObject({ tasks: 6, kept: 0, failures: [], scope: "quick" });
    expect(readdirSync(outDir).sort()).toEqual([".tasks", "report.html", "report.json", "timing.json"]);
    expect(keptIn(outDir)).toHaveLength(6);
    expect(fractions.at(-1)).toBe(1);
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);

    const report = reportOf(outDir);
    expect(report).toMatchObject({ format: "timbral-evaluation", scope: "quick" });
    expect(report.sections.map(({ id }: { id: string }) => id)).toEqual(["counting", "squares"]);
    expect(report.sections[0].values).toEqual({
      rows: [
        { label: "en", value: 48 },
        { label: "es", value: 12 },
      ],
    });
    expect(report.sections[0].findings[1]).toBe('There are 12 rows in "es" <here>.');
    expect(report.sections[1].values.points.map(({ y }: { y: number }) => y)).toEqual([1, 4, 9, 16]);
    expect(JSON.stringify(report)).not.toMatch(/"seconds"/);
    const timing = JSON.parse(readFileSync(join(outDir, "timing.json"), "utf8"));
    expect(timing.tasks).toHaveLength(6);
    // The longest first.
    expect(timing.tasks[0]).toMatchObject({ study: "squares", task: "n=4" });
    const html = readFileSync(join(outDir, "report.html"), "utf8");
    expect(html).toContain('There are 12 rows in "es" &lt;here&gt;.');
    expect(html).not.toContain(scratch);
  });

  test("gives the same bytes in this process and in others, and from kept results", async () => {
    const [alone, together] = [folder(), folder()];
    await run(alone);
    expect(await run(together, { jobs: 2 })).toMatchObject({ kept: 0, failures: [] });
    const again = folder();
    await run(again, { only: ["squares"] });
    expect(await run(again)).toMatchObject({ kept: 4, tasks: 6 });
    for (const name of ["report.json", "report.html"]) {
      const bytes = readFileSync(join(alone, name), "utf8");
      expect(readFileSync(join(together, name), "utf8")).toBe(bytes);
      expect(readFileSync(join(again, name), "utf8")).toBe(bytes);
    }
    expect(keptIn(together)).toEqual(keptIn(alone));
  });

  test("interrupted, it keeps what is done, and the same call goes on", async () => {
    const outDir = folder();
    const controller = new AbortController();
    const stopped = run(outDir, {
      signal: controller.signal,
      onProgress: ({ done }) => done === 2 && controller.abort(),
    });
    await expect(stopped).rejects.toThrow(EvaluationInterrupted);
    await expect(stopped).rejects.toThrow(/2 of 6 tasks are done and kept; the same command goes on/);
    expect(readdirSync(outDir)).toEqual([".tasks"]);
    const notes: string[] = [];
    expect(await run(outDir, { onNote: (line) => notes.push(line) })).toMatchObject({ kept: 2, tasks: 6 });
    expect(notes).toContain("2 of 6 tasks were done before");
    const unbroken = folder();
    await run(unbroken);
    expect(reportOf(outDir)).toEqual(reportOf(unbroken));
    expect(await run(outDir, { restart: true })).toMatchObject({ kept: 0 });
  });

  test("worker processes are ended at once by an interruption", async () => {
    const controller = new AbortController();
    const stopped = run(folder(), {
      jobs: 2,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(stopped).rejects.toThrow(EvaluationInterrupted);
  });

  test("results of other data, of another scope, or damaged, are not used", async () => {
    const outDir = folder();
    await run(outDir);
    const first = keptIn(outDir);
    expect(await run(outDir, { scope: "full" })).toMatchObject({ kept: 0 });
    expect(await run(outDir)).toMatchObject({ kept: 6 }); // the other scope's are still there
    for (const file of first) writeFileSync(join(outDir, ".tasks", file), "{");
    expect(await run(outDir)).toMatchObject({ kept: 0 });
    expect(await run(outDir)).toMatchObject({ kept: 6 });
    const other = join(scratch, "other.csv");
    writeTable(other, (line, row) => (row === 3 ? line.replace(",0.5,", ",0.25,") : line));
    expect(await run(outDir, { dataPath: other })).toMatchObject({ kept: 0 });
    expect(keptIn(outDir)).toHaveLength(6); // what the first data left is gone
  });

  test("what fails is named and stops nothing else", async () => {
    const outDir = folder();
    const notes: string[] = [];
    const result = await run(outDir, { studiesModule: failing, jobs: 2, onNote: (line) => notes.push(line) });
    const failures = result.failures.map(({ study, task, message }) => `${study} ${task}: ${message}`);
    expect(failures).toEqual([
      "throwing fails: the rows ran out",
      "spoilt fails: result.scores[1].r must be finite, got NaN",
      "dying fails: its process ended with SIGKILL: FATAL ERROR: out of everything",
      "unsummed summary: unsummed has no task absent",
    ]);
    expect(notes.filter((line) => line.startsWith("failed"))).toHaveLength(3);
    const { sections } = reportOf(outDir);
    expect(sections[0].values.rows).toHaveLength(2);
    expect(sections[2]).toEqual({
      ...{ id: "throwing", title: "throwing", tasks: ["works"] },
      failures: [{ task: "fails", message: "the rows ran out" }],
    });
    const html = readFileSync(join(outDir, "report.html"), "utf8");
    expect(html).toMatch(/Not complete.*throwing.*spoilt.*dying.*unsummed/);
    expect(html).toContain("<li>fails: the rows ran out</li>");
    // Only what failed is tried again.
    expect(await run(outDir, { studiesModule: failing, jobs: 2 })).toMatchObject({ tasks: 14, kept: 11 });
  });

  test("writes only into an empty folder or a report's, unless forced", async () => {
    const outDir = folder();
    writeFileSync(join(outDir, "thesis.txt"), "");
    await expect(run(outDir)).rejects.toThrow(
      /folder must be empty or hold a report \(or be forced\), got thesis.txt/,
    );
    expect(readdirSync(outDir)).toEqual(["thesis.txt"]);
    await run(outDir, { force: true });
    await run(outDir);
    rmSync(join(outDir, ".tasks"), { recursive: true });
    await run(outDir);
    expect(readdirSync(outDir)).toContain("thesis.txt");
    await expect(run(join(outDir, "thesis.txt"))).rejects.toThrow(/must be a folder, got a file/);
    await run(join(outDir, "new", "one"));
  });

  test("refuses options that do not fit", async () => {
    await expect(run(folder(), { only: ["squares", "circles"] })).rejects.toThrow(
      "evaluate: only must name counting, squares, got circles",
    );
    await expect(run(folder(), { only: [] })).rejects.toThrow(/got none/);
    await expect(run(folder(), { jobs: -1 })).rejects.toThrow(/jobs must be .* got -1/);
    await expect(run(folder(), { dataPath: join(scratch, "absent") })).rejects.toThrow(/got nothing at/);
  });
});

describe("timbral evaluate", () => {
  /** Runs the verb here, with what it prints caught. */
  async function cli(...args: string[]): Promise<{ stdout: string; stderr: string }> {
    const output = { stdout: "", stderr: "" };
    const spies = (["stdout", "stderr"] as const).map((name) =>
      vi.spyOn(process[name], "write").mockImplementation((text) => {
        output[name] += text;
        return true;
      }),
    );
    try {
      const program = new Command("timbral").exitOverride().configureOutput({ outputError: () => {} });
      addEvaluate(program);
      await program.parseAsync(["evaluate", ...args], { from: "user" });
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    return output;
  }

  test("measures the cost, prints tables and one JSON document", async () => {
    const out = join(folder(), "report");
    const args = ["--data", dataPath, "--out", out, "--quick", "--only", "cost", "--jobs", "1"];
    const { stdout } = await cli(...args);
    expect(stdout).toMatch(/^Cost\n {2}- Training the default network on \d+ rows/);
    expect(stdout).toMatch(/residual, decoder +257,672 +253,888\n/);
    expect(stdout).toMatch(/word to curve, again +[\d.,]+ µs +[\d.,]+ µs +1,000\n/);
    expect(stdout).toContain(join(out, "report.html"));
    // Measured figures stay out of what is the same on every run.
    expect(reportOf(out).sections).toEqual([]);
    const timing = JSON.parse(readFileSync(join(out, "timing.json"), "utf8"));
    expect(timing.sections[0].values.training).toMatchObject({ epochs: 5 });
    const again = JSON.parse((await cli(...args, "--json")).stdout);
    expect(again).toMatchObject({
      scope: "quick",
      tasks: 2,
      kept: 2,
      failures: [],
      sections: [{ id: "cost" }],
    });
    expect(again.sections[0].values).toEqual(timing.sections[0].values);
  });

  test("names parts that there are not, folders that are not its own, data that are not there", async () => {
    await expect(cli("--data", dataPath, "--only", "costs")).rejects.toThrow(UsageError);
    await expect(cli("--data", dataPath, "--only", "costs")).rejects.toThrow(
      /^--only takes .*cost.*, got costs$/,
    );
    await expect(cli("--data", dataPath, "--only", "cost,")).rejects.toThrow(/commas between/);
    await expect(cli("--jobs", "0")).rejects.toThrow(/whole number within 1\.\.1024/);
    const foreign = folder();
    mkdirSync(join(foreign, "music"));
    await expect(cli("--data", dataPath, "--out", foreign)).rejects.toThrow(/got music/);
    vi.stubEnv("XDG_CACHE_HOME", folder());
    await expect(cli("--out", folder())).rejects.toThrow(
      /got nothing there \(`timbral data fetch` brings it/,
    );
    vi.unstubAllEnvs();
  });
});
