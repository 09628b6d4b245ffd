/**
 * Doors to the modules that read datasets and train. They are loaded at the first call: a tenth of a second that
 * whoever only wants a word's curve should not wait for.
 */

export const analyzeWords: typeof import("./analyze-words.ts").analyzeWords = async (options) =>
  (await import("./analyze-words.ts")).analyzeWords(options);

export const loadSocialFx: typeof import("./dataset-file.ts").loadSocialFx = async (path) =>
  (await import("./dataset-file.ts")).loadSocialFx(path);

export const checkDataset: typeof import("./dataset-file.ts").checkDataset = async (path) =>
  (await import("./dataset-file.ts")).checkDataset(path);

export const trainModel: typeof import("./train-model.ts").trainModel = async (options) =>
  (await import("./train-model.ts")).trainModel(options);

export const evaluate: typeof import("./evaluate.ts").evaluate = async (options) =>
  (await import("./evaluate.ts")).evaluate(options);
