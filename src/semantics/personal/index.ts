export { type CurvePrior, curvePrior } from "./curve-prior.ts";
export {
  type AddWordOptions,
  addWord,
  DictionaryError,
  emptyDictionary,
  findTaught,
  forgetWord,
  type PersonalDictionary,
  problemOfWord,
  type TaughtFrom,
  type TaughtWord,
  taughtAmountPercent,
  unknownText,
} from "./dictionary.ts";
export { DICTIONARY_FORMAT, LONGEST_TEXT, parseDictionary, writeDictionary } from "./dictionary-text.ts";
export { evidenceOf, type LearnedRatings, learnFromRatings, type RatedProbes } from "./learn-ratings.ts";
export {
  correlationOf,
  type MergeConflict,
  type MergedDictionaries,
  type MergePreference,
  mergeDictionaries,
} from "./merge-dictionaries.ts";
export {
  expectedCorrelation,
  personalMeanings,
  recordedEvidence,
  SAID_EVIDENCE,
  sourceText,
} from "./personal-meanings.ts";
export { chooseProbes, type ProbeOptions } from "./probes.ts";
export {
  LEAST_RATINGS,
  parseRatings,
  type RatingSheet,
  type SheetProbe,
  writeRatingSheet,
} from "./ratings-text.ts";
