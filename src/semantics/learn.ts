import { type Standardizer, standardize, unstandardize } from "../math/index.ts";
import {
  type Architecture,
  createDecoder,
  createEncoder,
  createTrainer,
  decoderSpecs,
  encoderSpecs,
  type StoredTensor,
  type Trainer,
  type TrainingOptions,
} from "../model/index.ts";
import { writeWordBundle } from "./bundle.ts";
import { type CoUse, learnCoUse } from "./co-use.ts";
import { placeWords } from "./place-words.ts";
import { normalizeWord } from "./spelling.ts";
import { createVocabulary, type Language, type VocabularyEntry } from "./vocabulary.ts";

/** One person's curve for one word. */
export interface WordExample {
  readonly word: string;
  readonly language: Language;
  /** How consistently the listener rated, −1..1. */
  readonly consistency: number;
  /** Shape `[40]`, z units. */
  readonly gains: ArrayLike<number>;
}

/** Words that one person used together for one sound of another effect. */
export interface WordUse {
  /** Each once. */
  readonly words: readonly string[];
  /** Of the page that the person saw; undefined where it is not known. */
  readonly language: Language | undefined;
}

/** Reconstruction of rows that the network was not trained on. */
export interface ReconstructionScores {
  readonly rows: number;
  /** Mean absolute error over rows and bands, z units. */
  readonly maeZ: number;
  /** `1 - Σ (curve - reconstruction)² / Σ (curve - mean of the training rows)²`, over rows and bands. */
  readonly r2: number;
}

export interface LearningOptions {
  readonly examples: readonly WordExample[];
  /** Indices of the examples that train the network. */
  readonly training: readonly number[];
  /** Indices of the examples that only score it. */
  readonly validation: readonly number[];
  /** Fitted on the training rows. */
  readonly standardizer: Standardizer;
  readonly architecture: Architecture;
  readonly options: TrainingOptions;
  /** What is known of words from other effects. Default: nothing. */
  readonly uses?: readonly WordUse[];
}

/** A bundle's bytes and what is worth saying about it. */
export interface LearnedBundle {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Words that people made curves for. */
  readonly words: number;
  /** Words that are answered from their kin alone, and those known from elsewhere that are not. */
  readonly outsideWords: { readonly answered: number; readonly unanswered: number };
  readonly validation: ReconstructionScores;
}

/** A training of the word model: run the trainer's epochs, then `finish`. */
export interface Learning {
  readonly trainer: Trainer;
  /** Scores the network, places every word (from all rows, trained on or not) and packs the bundle. */
  finish(provenance: {
    readonly dataSha256: string;
    readonly codeSha256: string;
    /** Of the files that `uses` came from; undefined without any. */
    readonly usesSha256?: string;
  }): LearnedBundle;
}

/** Prepares a training of the word model from examples; nothing is trained yet. */
export function startLearning(setup: LearningOptions): Learning {
  const { examples, training, validation, standardizer, architecture, options, uses = [] } = setup;
  const words = examples.map(({ word }) => normalizeWord(word));
  const entries = countWords(words, examples);
  const indexOf = new Map(entries.map(({ word }, index) => [word, index]));
  const wordIndex = Int32Array.from(words, (word) => indexOf.get(word)!);
  const trainer = createTrainer(
    architecture,
    {
      curves: training.map((row) => standardize(standardizer, examples[row]!.gains)),
      labels: training.map((row) => wordIndex[row]!),
      standardizer,
    },
    options,
  );
  return {
    trainer,
    finish({ dataSha256, codeSha256, usesSha256 }) {
      const values = trainer.parameters.export();
      const encoder = createEncoder(architecture, values);
      const { latentSize } = encoder;
      const latents = new Float64Array(examples.length * latentSize);
      const latent = new Float64Array(latentSize);
      examples.forEach(({ gains }, row) => {
        encoder.encode(standardize(standardizer, gains), latent);
        latents.set(latent, row * latentSize);
      });
      const scores = reconstructionScores(setup, values, latents);
      const decoder = createDecoder(architecture, values, standardizer);
      const origin = new Float64Array(latentSize);
      encoder.encode(standardize(standardizer, new Float64Array(architecture.curveSize)), origin);
      const placed = placeWords({
        rows: examples.map(({ consistency, gains }, row) => ({
          word: words[row]!,
          consistency,
          curve: gains,
          latent: latents.subarray(row * latentSize, (row + 1) * latentSize),
        })),
        entries,
        coUse: coUseOf(uses),
        languageOf: languagesOf(uses),
        origin,
        decode(at) {
          const curve = new Float64Array(architecture.curveSize);
          decoder.decode(at, curve);
          return unstandardize(standardizer, curve, curve);
        },
      });
      const places = new Map(placed.entries.map(({ word }, index) => [word, index]));
      const bytes = writeWordBundle({
        ...placed,
        network: namedTensors(architecture, values),
        normalizer: standardizer,
        vocabulary: createVocabulary(placed.entries),
        crowds: new Map(Array.from(placed.crowds, ([word, crowd]) => [places.get(word)!, crowd])),
        senses: [...placed.senses].flatMap(([word, senses]) =>
          senses.map((sense) => ({ ...sense, word: places.get(word)! })),
        ),
        config: {
          architecture,
          options,
          rows: { training: training.length, validation: validation.length },
          ...(usesSha256 === undefined ? {} : { uses: { rows: uses.length, sha256: usesSha256 } }),
        },
        dataSha256,
        codeSha256,
        seed: options.seed,
        validation: scores,
      });
      const outsideWords = {
        answered: placed.entries.length - entries.length,
        unanswered: placed.unanswered,
      };
      return { bytes, words: entries.length, outsideWords, validation: scores };
    },
  };
}

function coUseOf(uses: readonly WordUse[]): CoUse {
  return learnCoUse(uses.map(({ words }) => [...new Set(words.map(normalizeWord))]));
}

/** The language in which a word was used most; English on a tie. */
function languagesOf(uses: readonly WordUse[]): (word: string) => Language {
  const spanish = new Map<string, number>();
  for (const { words, language } of uses) {
    for (const word of words.map(normalizeWord)) {
      spanish.set(word, (spanish.get(word) ?? 0) + (language === "es" ? 1 : -1));
    }
  }
  return (word) => ((spanish.get(word) ?? 0) > 0 ? "es" : "en");
}

/** Every word with how many people used it, by language, in alphabetical order of code units. */
function countWords(words: readonly string[], examples: readonly WordExample[]): VocabularyEntry[] {
  const counts = new Map<string, { en: number; es: number }>();
  words.forEach((word, row) => {
    const count = counts.get(word) ?? { en: 0, es: 0 };
    count[examples[row]!.language] += 1;
    counts.set(word, count);
  });
  return [...counts]
    .map(([word, languages]) => ({ word, people: languages.en + languages.es, languages }))
    .sort((a, b) => (a.word < b.word ? -1 : 1));
}

function namedTensors(
  architecture: Architecture,
  values: Readonly<Record<string, Float32Array>>,
): Record<string, StoredTensor> {
  const specs = [...encoderSpecs(architecture), ...decoderSpecs(architecture)];
  return Object.fromEntries(specs.map(({ name, shape }) => [name, { shape, data: values[name]! }]));
}

function reconstructionScores(
  { examples, validation, standardizer, architecture }: LearningOptions,
  values: Readonly<Record<string, Float32Array>>,
  latents: Float64Array,
): ReconstructionScores {
  const decoder = createDecoder(architecture, values, standardizer);
  const { latentSize, curveSize } = architecture;
  const curve = new Float64Array(curveSize);
  let absolute = 0;
  let squared = 0;
  let total = 0;
  for (const row of validation) {
    decoder.decode(latents.subarray(row * latentSize, (row + 1) * latentSize), curve);
    unstandardize(standardizer, curve, curve);
    const { gains } = examples[row]!;
    for (let band = 0; band < curveSize; band++) {
      const error = gains[band]! - curve[band]!;
      absolute += Math.abs(error);
      squared += error * error;
      total += (gains[band]! - standardizer.mean[band]!) ** 2;
    }
  }
  const maeZ = absolute / (validation.length * curveSize);
  return { rows: validation.length, maeZ, r2: 1 - squared / total };
}
