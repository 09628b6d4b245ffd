import {
  type Architecture,
  defaultTrainingOptions,
  residualArchitecture,
  type TrainingOptions,
} from "../../model/index.ts";
import type { Scope } from "../study.ts";

/** Everything that decides a training besides its rows and seed. */
export interface Setting {
  readonly architecture: Architecture;
  readonly options: TrainingOptions;
  /** Whether rows' reconstruction counts by their listener's consistency. */
  readonly isWeighted: boolean;
}

/** One value of a factor, all others at their defaults. */
export interface Level {
  /** For task ids: "lambda=0.5"; the default's is "default" in every factor. */
  readonly id: string;
  /** For tables and charts: "0.5". */
  readonly label: string;
  readonly setting: Setting;
}

/** Something that can be set, with the values that are tried. */
export interface Factor {
  readonly id: string;
  /** For tables and charts: "latent size". */
  readonly name: string;
  /** Whether the levels are numbers, in rising order. */
  readonly isNumeric: boolean;
  readonly levels: readonly Level[];
}

export const DEFAULT_ID = "default";

const defaults: Setting = {
  architecture: residualArchitecture,
  options: defaultTrainingOptions,
  isWeighted: false,
};

const withOptions = (options: Partial<TrainingOptions>): Setting => ({
  ...defaults,
  options: { ...defaults.options, ...options },
});
const withArchitecture = (architecture: Partial<Architecture>): Setting => ({
  ...defaults,
  architecture: { ...defaults.architecture, ...architecture },
});

interface FactorTable<T extends number | string> {
  readonly id: string;
  readonly name: string;
  readonly defaultValue: T;
  readonly values: Readonly<Record<Scope, readonly T[]>>;
  readonly setting: (value: T) => Setting;
}

function factorOf<T extends number | string>(table: FactorTable<T>, scope: Scope): Factor {
  const { id, name, defaultValue, values, setting } = table;
  return {
    id,
    name,
    isNumeric: typeof defaultValue === "number",
    levels: values[scope].map((value) => ({
      id: value === defaultValue ? DEFAULT_ID : `${id}=${String(value).replaceAll(" ", "-")}`,
      label: String(value),
      setting: value === defaultValue ? defaults : setting(value),
    })),
  };
}

/** Widths of the residual blocks, narrow at both ends as the report's three are. */
const blockWidths: Readonly<Record<number, readonly number[]>> = {
  2: [128, 128],
  3: residualArchitecture.encoderBlocks,
  4: [128, 256, 256, 128],
};

/** The factors and their levels; each level differs from the default in nothing but its factor. */
export function factors(scope: Scope): Factor[] {
  return [
    factorOf(
      {
        id: "lambda",
        name: "λ",
        defaultValue: 0.1,
        values: { full: [0, 0.05, 0.1, 0.2, 0.5, 1, 5], quick: [0, 0.1, 1] },
        setting: (contrastiveWeight) => withOptions({ contrastiveWeight }),
      },
      scope,
    ),
    factorOf(
      {
        id: "tau",
        name: "τ",
        defaultValue: 0.1,
        values: { full: [0.05, 0.1, 0.2, 0.5], quick: [0.1, 0.5] },
        setting: (temperature) => withOptions({ temperature }),
      },
      scope,
    ),
    factorOf(
      {
        id: "latent",
        name: "latent size",
        defaultValue: 32,
        values: { full: [16, 32, 64, 128], quick: [16, 32] },
        setting: (latentSize) => withArchitecture({ latentSize }),
      },
      scope,
    ),
    factorOf(
      {
        id: "blocks",
        name: "residual blocks",
        defaultValue: 3,
        values: { full: [2, 3, 4], quick: [2, 3] },
        setting: (count) =>
          withArchitecture({ encoderBlocks: blockWidths[count]!, decoderBlocks: blockWidths[count]! }),
      },
      scope,
    ),
    factorOf(
      {
        id: "dropout",
        name: "dropout",
        defaultValue: 0.1,
        values: { full: [0, 0.1, 0.3], quick: [0, 0.1] },
        setting: (dropout) => withArchitecture({ dropout }),
      },
      scope,
    ),
    factorOf(
      {
        id: "branch",
        name: "branch scale",
        defaultValue: 0.1,
        values: { full: [0.03, 0.1, 0.3, 1], quick: [0.1, 1] },
        setting: (branchScale) => withArchitecture({ branchScale }),
      },
      scope,
    ),
    factorOf(
      {
        id: "path",
        name: "linear path",
        defaultValue: "with",
        values: { full: ["with", "without"], quick: ["with", "without"] },
        setting: () => withArchitecture({ linearPath: false, branchScale: 1 }),
      },
      scope,
    ),
    factorOf(
      {
        id: "batches",
        name: "batches",
        defaultValue: "by word",
        values: { full: ["by word", "shuffled"], quick: ["by word", "shuffled"] },
        setting: () => withOptions({ batchOrder: "shuffled" }),
      },
      scope,
    ),
    factorOf(
      {
        id: "weights",
        name: "row weights",
        defaultValue: "equal",
        values: { full: ["equal", "by consistency"], quick: ["equal", "by consistency"] },
        setting: () => ({ ...defaults, isWeighted: true }),
      },
      scope,
    ),
    factorOf(
      {
        id: "schedule",
        name: "learning rate",
        defaultValue: "cosine",
        values: { full: ["cosine", "constant"], quick: ["cosine", "constant"] },
        setting: () => withOptions({ schedule: "constant" }),
      },
      scope,
    ),
  ];
}

/** Every level once, the default first. */
export function distinctLevels(all: readonly Factor[]): Level[] {
  const levels = all.flatMap((factor) => factor.levels);
  const byId = new Map(levels.map((level) => [level.id, level]));
  return [byId.get(DEFAULT_ID)!, ...[...byId.values()].filter(({ id }) => id !== DEFAULT_ID)];
}
