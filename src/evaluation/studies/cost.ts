import { split } from "../../dataset/index.ts";
import { createGraphicEqualizerDesign, createGraphicEqualizerDesigner } from "../../dsp/index.ts";
import { fitStandardizer } from "../../math/index.ts";
import {
  type Architecture,
  createDecoder,
  decoderSpecs,
  defaultTrainingOptions,
  encoderSpecs,
  reportArchitecture,
  residualArchitecture,
} from "../../model/index.ts";
import { type Learning, openModel, startLearning } from "../../semantics/index.ts";
import { quantile } from "../metrics/prediction.ts";
import type { Machine, Scope, Section, Study, StudyData, Table } from "../study.ts";

/** Times of single calls, µs. */
type Latency = {
  readonly calls: number;
  readonly medianUs: number;
  readonly p99Us: number;
};

type TrainingCost = {
  readonly rows: number;
  readonly epochs: number;
  readonly steps: number;
  /** By the clock, and of processor time. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** What the process held before, with the data read, and at most, bytes. */
  readonly residentBytes: number;
  readonly peakBytes: number;
};

type AnswerCost = {
  readonly bundleBytes: number;
  readonly words: number;
  /** Placing the words and packing the bundle once the network is trained, s of processor time. */
  readonly placingSeconds: number;
  /** From the bundle's bytes to a model that answers, ms. */
  readonly openMs: number;
  readonly decode: Latency;
  /** A word's curve for the first time, over all words, and again. */
  readonly firstCurve: Latency;
  readonly wordToCurve: Latency;
  readonly wordToFilters: Latency;
  /** How much more the process holds after all the calls than after the first thousand, bytes. */
  readonly grownBytes: number;
};

/** Longest time from a word to its curve that the product allows itself, µs. */
const WORD_LIMIT_US = 2000;
const SAMPLE_RATE_HZ = 48_000;

/**
 * What training and answering cost: sizes that are counted, and times and memory that are measured with the machine
 * that the data bring along, in a process that does nothing else.
 */
export const costStudy: Study = {
  id: "cost",
  title: "Cost",
  isTimed: true,
  tasks: (data, scope) => [
    { id: "training", seconds: scope === "full" ? 12 : 3, run: () => measureTraining(data, scope) },
    { id: "answers", seconds: scope === "full" ? 6 : 3, run: () => measureAnswers(data, scope) },
  ],
  summarize(resultOf, _data, scope) {
    const training = resultOf("training") as unknown as TrainingCost;
    const answers = resultOf("answers") as unknown as AnswerCost;
    return summarizeCost(training, answers, scope);
  },
};

function measureTraining(data: StudyData, scope: Scope): TrainingCost {
  const machine = machineOf(data);
  const epochs = scope === "full" ? defaultTrainingOptions.epochs : 5;
  const residentBytes = machine.residentBytes();
  const { learning, rows } = prepare(data, epochs);
  const begun = { clock: machine.nowMs(), cpu: machine.cpuMs() };
  for (let epoch = 0; epoch < epochs; epoch++) learning.trainer.runEpoch();
  return {
    ...{ rows, epochs, steps: epochs * learning.trainer.stepsPerEpoch },
    seconds: (machine.nowMs() - begun.clock) / 1000,
    cpuSeconds: (machine.cpuMs() - begun.cpu) / 1000,
    ...{ residentBytes, peakBytes: machine.peakBytes() },
  };
}

function measureAnswers(data: StudyData, scope: Scope): AnswerCost {
  const machine = machineOf(data);
  // What a decode costs does not depend on how well the weights are trained.
  const { learning } = prepare(data, 1);
  learning.trainer.runEpoch();
  const placing = machine.cpuMs();
  const { bytes, words } = learning.finish({ dataSha256: "0".repeat(64), codeSha256: "0".repeat(64) });
  const placingSeconds = (machine.cpuMs() - placing) / 1000;
  const begun = machine.nowMs();
  const { model, bundle } = openModel(bytes);
  const openMs = machine.nowMs() - begun;

  const fresh = openModel(bytes);
  const decoder = createDecoder(
    residualArchitecture,
    learning.trainer.parameters.export(),
    bundle.normalizer,
  );
  const latent = Float64Array.from({ length: decoder.latentSize }, (_, i) => Math.sin(i));
  const curve = new Float64Array(residualArchitecture.curveSize);
  const names = [...new Set(data.examples.map(({ term }) => term))];
  const designer = createGraphicEqualizerDesigner(SAMPLE_RATE_HZ);
  const design = createGraphicEqualizerDesign();
  const decode = (call: number): void => {
    latent[0] = call % 7;
    decoder.decode(latent, curve);
  };
  const calls = scope === "full" ? 20_000 : 4000;
  for (let call = 0; call < 1000; call++) decode(call);
  const held = machine.residentBytes();
  const decoding = latencyOf(machine, calls, decode);
  const grownBytes = machine.residentBytes() - held;
  return {
    ...{ bundleBytes: bytes.length, words, placingSeconds, openMs, decode: decoding, grownBytes },
    // A model keeps the curves that it has made, so a second one is asked for each word's first.
    firstCurve: latencyOf(
      machine,
      names.length,
      (call) => fresh.model.curve(names[call]!),
      (call) => model.curve(names[call]!),
    ),
    wordToCurve: latencyOf(machine, calls / 4, (call) => model.curve(names[call % names.length]!)),
    wordToFilters: latencyOf(machine, calls / 8, (call) =>
      designer.design(model.curve(names[call % names.length]!).gainDb, design),
    ),
  };
}

/** The default training as `timbral train` does it: 80 % of each word's rows train. */
function prepare({ examples, uses }: StudyData, epochs: number): { learning: Learning; rows: number } {
  const { seed } = defaultTrainingOptions;
  const parts = split(examples, { fraction: 0.2, seed });
  const rowOf = new Map(examples.map((example, row) => [example, row]));
  const learning = startLearning({
    examples: examples.map(({ term, ...example }) => ({ ...example, word: term })),
    training: parts.train.map((example) => rowOf.get(example)!),
    validation: parts.validation.map((example) => rowOf.get(example)!),
    standardizer: fitStandardizer(parts.train.map(({ gains }) => gains)),
    architecture: residualArchitecture,
    options: { ...defaultTrainingOptions, epochs },
    ...(uses === undefined ? {} : { uses }),
  });
  return { learning, rows: parts.train.length };
}

function machineOf({ machine }: StudyData): Machine {
  if (!machine) throw new TypeError("costStudy: data must bring a machine to measure with, got none");
  return machine;
}

/** Times single calls, after a quarter as many that are not counted. @param warmUp Those, where they are others. */
function latencyOf(
  machine: Machine,
  calls: number,
  call: (index: number) => void,
  warmUp: (index: number) => void = call,
): Latency {
  for (let index = 0; index < calls / 4; index++) warmUp(index);
  const times = new Float64Array(calls);
  for (let index = 0; index < calls; index++) {
    const begun = machine.nowMs();
    call(index);
    times[index] = 1000 * (machine.nowMs() - begun);
  }
  return { calls, medianUs: quantile(times, 0.5), p99Us: quantile(times, 0.99) };
}

/** Numbers that a network holds, and products that its matrices take for one curve. */
function sizesOf(architecture: Architecture) {
  const count = (specs: ReturnType<typeof encoderSpecs>) => ({
    parameters: specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
    multiplyAdds: specs
      .filter(({ shape }) => shape.length === 2)
      .reduce((sum, { shape }) => sum + shape[0]! * shape[1]!, 0),
  });
  // Only training uses the projection.
  const isProjection = ({ name }: { name: string }): boolean => name.startsWith("encoder.projection");
  const encoder = encoderSpecs(architecture);
  return {
    encoder: count(encoder.filter((spec) => !isProjection(spec))),
    decoder: count(decoderSpecs(architecture)),
    projection: count(encoder.filter(isProjection)),
  };
}

function summarizeCost(training: TrainingCost, answers: AnswerCost, scope: Scope): Section {
  const { decode, firstCurve } = answers;
  const sizes = { residual: sizesOf(residualArchitecture), report: sizesOf(reportArchitecture) };
  const isFast = firstCurve.medianUs <= WORD_LIMIT_US;
  const limitMs = WORD_LIMIT_US / 1000;
  return {
    findings: [
      `Training the default network on ${whole(training.rows)} rows for ${training.epochs} epochs${
        scope === "quick" ? " (a quick run; the default is more)" : ""
      } takes ${training.cpuSeconds.toFixed(1)} s of one core, ${stepMs(training)} ms a step.`,
      `From a word to its curve it takes ${micro(firstCurve.medianUs)} µs in the median the first time, which ${
        isFast ? "keeps" : "breaks"
      } the limit of ${limitMs} ms, and at most ${micro(firstCurve.p99Us)} µs in 99 of 100 calls.`,
      `One decode is ${whole(sizes.residual.decoder.multiplyAdds)} multiply-adds and takes ${micro(
        decode.medianUs,
      )} µs; ${whole(decode.calls)} of them leave ${mebi(answers.grownBytes)} MiB more in use.`,
      `A bundle of ${whole(answers.words)} words is ${mebi(answers.bundleBytes)} MiB and is opened in ${answers.openMs.toFixed(0)} ms.`,
    ],
    tables: [sizeTable(sizes), timeTable(training, answers), memoryTable(training, answers)],
    figures: [],
    values: { training, answers, sizes },
  };
}

function sizeTable(sizes: Record<"residual" | "report", ReturnType<typeof sizesOf>>): Table {
  return {
    title: "Size of the networks",
    note:
      "Parameters: numbers that training finds, biases and normalisations included. Multiply-adds: products of the " +
      "weight matrices for one curve, in one direction. The projection serves the contrastive loss and is used in " +
      "training only. Residual: with a linear path around encoder and decoder (the default); report: without.",
    columns: ["network, part", "parameters", "multiply-adds"],
    rows: (["residual", "report"] as const).flatMap((name) =>
      (["encoder", "decoder", "projection"] as const).map((part) => {
        const { parameters, multiplyAdds } = sizes[name][part];
        return [`${name}, ${part}`, whole(parameters), whole(multiplyAdds)];
      }),
    ),
  };
}

function timeTable(training: TrainingCost, { openMs, ...answers }: AnswerCost): Table {
  const row = (name: string, { calls, medianUs, p99Us }: Latency): string[] => [
    ...[name, `${micro(medianUs)} µs`, `${micro(p99Us)} µs`, whole(calls)],
  ];
  return {
    title: "Time",
    note:
      "By the clock, in one process with no other task of the evaluation beside it; of one core: processor time, which " +
      "other programs hardly change. Training: the default network and settings on 80 % of the rows, once; placing: " +
      "what each word means, found from all rows, and the bundle's bytes. Calls: the " +
      "median and the 99th percentile of single calls after a warm-up. Word to filters: the curve and the 40 filters " +
      "that realise it at 48 kHz.",
    columns: ["what", "time, median", "99th percentile", "measured"],
    rows: [
      ["training, by the clock", `${training.seconds.toFixed(1)} s`, "", `${training.epochs} epochs`],
      ["training, of one core", `${training.cpuSeconds.toFixed(1)} s`, "", `${training.epochs} epochs`],
      ["training, one step of one core", `${stepMs(training)} ms`, "", `${whole(training.steps)} steps`],
      [
        "placing the words, of one core",
        `${answers.placingSeconds.toFixed(2)} s`,
        "",
        `${whole(answers.words)} words`,
      ],
      ["opening a bundle", `${openMs.toFixed(1)} ms`, "", "1"],
      row("one decode", answers.decode),
      row("word to curve, first time", answers.firstCurve),
      row("word to curve, again", answers.wordToCurve),
      row("word to filters", answers.wordToFilters),
    ],
  };
}

function memoryTable(training: TrainingCost, { bundleBytes, grownBytes }: AnswerCost): Table {
  return {
    title: "Memory and disk",
    note:
      "Memory: the process's resident set, the runtime itself included. Bundle: the file that training writes, which " +
      "holds the network, the words and their centroids.",
    columns: ["what", "MiB"],
    rows: [
      ["process before training, data read", mebi(training.residentBytes)],
      ["process at most while training", mebi(training.peakBytes)],
      ["left by all decodes", mebi(grownBytes)],
      ["bundle", mebi(bundleBytes)],
    ],
  };
}

/** Mean processor time of a training step, ms. */
function stepMs({ cpuSeconds, steps }: TrainingCost): string {
  return ((1000 * cpuSeconds) / steps).toFixed(2);
}

function whole(value: number): string {
  return value.toLocaleString("en-US");
}

function micro(us: number): string {
  return us < 100 ? us.toFixed(1) : whole(Math.round(us));
}

function mebi(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 2 : 0);
}
