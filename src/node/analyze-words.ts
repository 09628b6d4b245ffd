import type { Example } from "../dataset/index.ts";
import { analyzeTerm, compareTerms, type TermAnalysis, type TermComparison } from "../evaluation/index.ts";
import { createVocabulary, type Language, normalizeWord } from "../semantics/index.ts";
import { type DatasetSource, loadSocialFx } from "./dataset-file.ts";
import { FileError } from "./file-error.ts";

export interface AnalyzeWordsOptions {
  /** 1..6 words, as the dataset's vocabulary finds them: without regard to case, accents and one typo. */
  readonly words: readonly string[];
  /** CSV, Parquet or a folder that holds either. */
  readonly dataPath: string;
  /** Gets what is worth telling, a line at a time. */
  readonly onNote?: (line: string) => void;
}

/** A word of the dataset and what its people's curves have in common. */
export interface AnalyzedWord extends TermAnalysis {
  readonly word: string;
  /** People by the language they typed in. */
  readonly languages: Readonly<Record<Language, number>>;
}

export interface AnalyzedPair extends TermComparison {
  readonly words: readonly [string, string];
}

export interface AnalyzedWords extends DatasetSource {
  /** In the order asked, each once. */
  readonly words: readonly AnalyzedWord[];
  /** Every two of them. */
  readonly pairs: readonly AnalyzedPair[];
}

/** As many as one can take in beside each other. */
const MOST_WORDS = 6;

/**
 * Reads the dataset and describes words by their people's curves.
 *
 * @throws UnknownWordError for a word that nobody was asked for; it names the near ones.
 * @throws RangeError if there are none or too many words. @throws Error naming a file that is not the dataset.
 */
export async function analyzeWords({
  words,
  dataPath,
  onNote = () => undefined,
}: AnalyzeWordsOptions): Promise<AnalyzedWords> {
  if (!(words.length >= 1 && words.length <= MOST_WORDS)) {
    throw new RangeError(`analyzeWords: words must hold 1..${MOST_WORDS} words, got ${words.length}`);
  }
  const { examples, problems, path, sha256 } = await loadSocialFx(dataPath);
  const [first] = problems;
  if (first) {
    const rows = problems.length === 1 ? "1 row is" : `${problems.length} rows are`;
    onNote(`${rows} left out of ${path}, first line ${first.line}: ${first.reason}`);
  }
  if (examples.length === 0) throw new FileError(path, "must hold rows, got none that can be read");
  const rowsOf = groupByWord(examples);
  const vocabulary = createVocabulary(
    [...rowsOf].map(([word, rows]) => ({ word, people: rows.length, languages: languagesOf(rows) })),
  );
  const found = new Map<string, AnalyzedWord>();
  for (const text of words) {
    const { kind, entry } = vocabulary.lookup(text);
    const { word, languages } = entry;
    if (kind === "corrected") onNote(`understood ${JSON.stringify(text)} as ${JSON.stringify(word)}`);
    found.set(word, { word, languages, ...analyzeTerm(rowsOf.get(word)!) });
  }
  const analyzed = [...found.values()];
  const pairs = analyzed.flatMap((a, index) =>
    analyzed.slice(index + 1).map((b) => ({ words: [a.word, b.word] as const, ...compareTerms(a, b) })),
  );
  return { path, sha256, words: analyzed, pairs };
}

function groupByWord(examples: readonly Example[]): Map<string, Example[]> {
  const rowsOf = new Map<string, Example[]>();
  for (const example of examples) {
    const word = normalizeWord(example.term);
    const rows = rowsOf.get(word);
    if (rows) rows.push(example);
    else rowsOf.set(word, [example]);
  }
  return rowsOf;
}

function languagesOf(rows: readonly Example[]): Record<Language, number> {
  const count = (code: Language): number => rows.filter(({ language }) => language === code).length;
  return { en: count("en"), es: count("es") };
}
