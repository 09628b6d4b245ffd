import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clip, emptyFolder, sha256, timbral } from "./support/run-cli.ts";

/** Runs with --json, expects success and stdout to be exactly one JSON document. */
async function json(folder: string, ...args: string[]) {
  const run = await timbral(folder, [...args, "--json"]);
  expect(run).toMatchObject({ code: 0 });
  return JSON.parse(run.stdout);
}

/** Runs and expects a refusal of one line on stderr, nothing on stdout and no file. */
async function refusal(folder: string, code: 1 | 2, ...args: string[]): Promise<string> {
  const before = readdirSync(folder);
  const run = await timbral(folder, args);
  expect(run).toMatchObject({ code, stdout: "" });
  expect(run.stderr).toMatch(/^(?:timbral: [^\n]+\n)+$/);
  expect(readdirSync(folder)).toEqual(before);
  return run.stderr;
}

function withClip(): string {
  const folder = emptyFolder();
  copyFileSync(clip, join(folder, "in.wav"));
  return folder;
}

describe("export", () => {
  test("stdout is the preset and nothing else; import reads the word's curve back", async () => {
    const folder = emptyFolder();
    const run = await timbral(folder, ["export", "warm", "--format", "equalizer-apo"]);
    expect(run.code).toBe(0);
    const lines = run.stdout.trimEnd().split("\n");
    expect(lines.filter((line) => line.startsWith("Filter "))).toHaveLength(10);
    expect(lines.every((line) => /^(#|Preamp: -|Filter \d+: ON (LSC|PK|HSC) )/.test(line))).toBe(true);
    expect(run.stderr).toMatch(
      /2 shelves and 8 bells, fitted within 0\.\d\d dB rms, 0\.\d\d dB at most; preamp -\d\.\d\d dB/,
    );

    writeFileSync(join(folder, "warm.txt"), run.stdout);
    const [read, word] = await Promise.all([
      json(folder, "import", "warm.txt"),
      json(folder, "curve", "warm"),
    ]);
    expect(read).toMatchObject({
      input: "warm.txt",
      format: "equalizer-apo",
      setting: { kind: "parametric" },
    });
    for (const [band, gain] of word.gainDb.entries()) {
      expect(Math.abs(read.gainDb[band] - gain)).toBeLessThan(0.15);
    }
  });

  test("-o writes a file with a report, --force replaces it, --json tells the same", async () => {
    const folder = emptyFolder();
    const rest = ["--format", "camilladsp", "--bands", "4", "-o", "eq.yml"];
    const args = ["export", "soft bright", ...rest];
    const run = await timbral(folder, ["export", "soft brigth", ...rest]);
    expect(run.stdout).toMatch(/^soft .* at 100 % for camilladsp\n/);
    expect(run.stdout).toMatch(/filters +2 shelves and 2 bells, fitted within \d\.\d\d dB rms/);
    expect(run.stdout).toMatch(/wrote +eq\.yml\n$/);
    expect(run.stderr).toContain('understood "soft brigth" as soft, bright');
    expect(readdirSync(folder)).toEqual(["eq.yml"]);
    expect(await refusal(folder, 1, ...args)).toMatch(/eq\.yml: output must not exist yet/);
    const done = await json(folder, ...args, "--force", "--amount", "-50");
    expect(done).toMatchObject({ format: "camilladsp", files: [{ path: "eq.yml" }], amountPercent: -50 });
    expect(done.fit.largestErrorDb).toBeGreaterThan(done.fit.rmsErrorDb);
    expect(done.setting.sections).toHaveLength(4);
  }, 20_000);

  test("--list shows every format, --json with what it reads and writes", async () => {
    const folder = emptyFolder();
    const [{ stdout }, formats] = await Promise.all([
      timbral(folder, ["export", "--list"]),
      json(folder, "export", "--list"),
    ]);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1 + formats.length);
    const ids = formats.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining(["equalizer-apo", "camilladsp", "convolution", "ffmpeg"]));
    expect(formats).toContainEqual(expect.objectContaining({ id: "sox", isRead: false, isWritten: true }));
  });

  test("convolution: a folder with a file for each rate, or the one WAV that is named", async () => {
    const folder = emptyFolder();
    const args = ["export", "warm", "--format", "convolution", "--phase", "linear"];
    const run = await timbral(folder, [...args, "--rate", "44100,96000", "-o", "warm"]);
    expect(run.code).toBe(0);
    expect(readdirSync(join(folder, "warm")).sort()).toEqual([
      ...["warm convolution.txt", "warm linear phase 44100.wav", "warm linear phase 96000.wav"],
    ]);
    expect((await timbral(folder, [...args, "--taps", "1025", "-o", "ir.wav"])).code).toBe(0);
    expect(readFileSync(join(folder, "ir.wav")).length).toBe(1025 * 4 + 58);
    expect(await refusal(folder, 2, ...args)).toContain("convolution is no text: give -o FILE");
    expect(await refusal(folder, 2, ...args, "--taps", "1024", "-o", "x.wav")).toContain("must be odd");
    expect(await refusal(folder, 2, ...args, "--rate", "44100,96000", "-o", "x.wav")).toContain("2 rates");
  });

  test("a file is converted", async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "eq.txt"), "Preamp: -3 dB\nFilter 1: ON PK Fc 1000 Hz Gain 3 dB Q 1.41\n");
    const run = await timbral(folder, ["export", "eq.txt", "--format", "web-audio"]);
    expect(JSON.parse(run.stdout)).toMatchObject({
      filters: [{ type: "peaking", frequency: 1000, gain: 3 }],
    });
    expect(run.stderr).toContain("1 bell, as they were; preamp -3");
    const same = await timbral(folder, ["import", "eq.txt", "--to", "web-audio"]);
    expect(same.stdout).toBe(run.stdout);
  });

  test("refuses in one line what it cannot do", async () => {
    const folder = emptyFolder();
    const no = (...args: string[]) => refusal(folder, 2, "export", ...args);
    expect(await no("warm", "--format", "eqapo")).toMatch(/unknown format "eqapo"; meant equalizer-apo,/);
    expect(await no("warm")).toContain("--format says which program's preset");
    expect(await no("--format", "rew")).toContain("give a word");
    expect(await no("warm", "--format", "wavelet", "--bands", "5")).toContain(
      "wavelet holds the curve itself",
    );
    expect(await no("warm", "--format", "rew", "--phase", "linear")).toContain("--phase goes with");
    expect(await no("eq.txt", "--format", "rew", "--amount", "50")).toContain(
      "--amount and --sense are about",
    );
    expect(await refusal(folder, 1, "export", "eq.txt", "--format", "rew")).toContain("eq.txt: must exist");
    expect(await refusal(folder, 1, "export", "warm", "--format", "rew", "-o", "no/x.txt")).toMatch(
      /^timbral: no\/x\.txt: must lie in a folder that exists/,
    );
  }, 20_000);
});

describe("import", () => {
  const preset =
    "Preamp: -4.2 dB\nFilter 1: ON LSC Fc 105 Hz Gain 4.2 dB Q 0.71\nFilter 2: ON PK Fc 2500 Hz Gain -3 dB Q 2\nInclude: other.txt\n";

  test("shows sections, picture and bands; what was not understood goes to stderr", async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "eq.txt"), preset);
    const run = await timbral(folder, ["import", "eq.txt", "--plot", "eq.svg"]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^eq\.txt: equalizer-apo\n/);
    expect(run.stdout).toMatch(/1 {2}low shelf +105 Hz +\+4\.20 dB +Q 0\.710\n/);
    expect(run.stdout).toMatch(/\+6 dB ┤/);
    expect(run.stdout).toMatch(/preamp +-4\.20 dB\n/);
    expect(run.stdout).toMatch(/plot +eq\.svg\n$/);
    expect(run.stderr).toMatch(/^timbral: eq\.txt: .*Include/);
    expect(readFileSync(join(folder, "eq.svg"), "utf8")).toMatch(/^<svg/);
  });

  test("--apply plays sound through it", async () => {
    const folder = withClip();
    writeFileSync(join(folder, "eq.txt"), preset);
    const before = sha256(join(folder, "in.wav"));
    const done = await json(folder, "import", "eq.txt", "--apply", "in.wav");
    expect(done).toMatchObject({
      output: "in.eq.wav",
      preset: { format: "equalizer-apo" },
      nonFiniteCount: 0,
    });
    expect(done.after.integratedLufs).toBeLessThan(done.before.integratedLufs);
    expect(sha256(join(folder, "in.wav"))).toBe(before);
    const again = await refusal(folder, 1, "import", "eq.txt", "--apply", "in.wav");
    expect(again).toMatch(/in\.eq\.wav: output must not exist yet \(or --force be given\)/);
    writeFileSync(join(folder, "curve.csv"), "20,0\n1000,-6\n20000,0\n");
    const run = await timbral(folder, ["import", "curve.csv", "--apply", "in.wav", "-o", "out.flac"]);
    expect(run.stdout).toMatch(/played +a curve of 3 points from 20 to 20000 Hz\n/);
    expect(existsSync(join(folder, "out.flac"))).toBe(true);
  });

  test("refuses in one line what it cannot do", async () => {
    const folder = withClip();
    writeFileSync(join(folder, "eq.txt"), preset);
    expect(await refusal(folder, 1, "import", "in.wav")).toMatch(/in\.wav: must be .* `timbral name/);
    expect(await refusal(folder, 2, "import", "eq.txt", "-o", "x")).toContain("--to or --apply");
    expect(await refusal(folder, 2, "import", "eq.txt", "--to", "rew", "--apply", "in.wav")).toContain(
      "exclude",
    );
    expect(await refusal(folder, 2, "import", "eq.txt", "--bands", "3")).toContain("it needs --to");
    expect(await refusal(folder, 2, "import", "eq.txt", "--to", "cammila")).toContain("meant camilladsp?");
  });
});

describe("morph over time", () => {
  test("--apply renders the sound on its way", async () => {
    const folder = withClip();
    const done = await json(folder, "morph", "warm", "bright", "--apply", "in.wav", "--even");
    expect(done).toMatchObject({
      ...{ from: "warm", to: "bright", output: "in.warm-to-bright.wav", overSeconds: 10, spacing: "length" },
      ...{ sampleRateHz: 48_000, durationSeconds: 10, nonFiniteCount: 0 },
    });
    expect(existsSync(join(folder, "in.warm-to-bright.wav"))).toBe(true);
  });

  test("--automation: CSV to stdout, MIDI into a file", async () => {
    const folder = emptyFolder();
    const way = ["morph", "warm", "bright", "--automation"];
    const run = await timbral(folder, [...way, "csv", "--over", "2", "--rate", "4"]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout.trimEnd().split("\n")).toHaveLength(1 + 9);
    const midi = await timbral(folder, [...way, "midi", "--over", "2", "-o", "morph.mid"]);
    expect(midi.stdout).toMatch(/over +2\.0 s, 41 moments\n +wrote +morph\.mid\n$/);
    expect(readFileSync(join(folder, "morph.mid"), "latin1")).toMatch(/^MThd/);
    expect(await refusal(folder, 2, ...way, "midi")).toContain("midi is no text: give -o FILE");
    expect(await refusal(folder, 2, ...way, "csv", "--steps", "3")).toContain("--steps shows the way");
    expect(await refusal(folder, 2, "morph", "warm", "bright", "--over", "3")).toContain("it needs --apply");
  });
});
