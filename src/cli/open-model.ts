import type { OpenedPhraseModel } from "../node.ts";
import { note } from "./output.ts";

/** Of the verbs that take a phrase. */
export interface PhraseModelOptions {
  readonly model?: string;
  readonly embedder?: string;
}

/**
 * Opens the model with the user's own words, and asks the embedder for the phrases' unknown words if there is one; what it
 * refused is told on stderr.
 */
export async function openForPhrases(
  phrases: readonly string[],
  { model: modelPath, embedder }: PhraseModelOptions,
): Promise<OpenedPhraseModel> {
  const [{ dictionaryPath, openPhraseModel }, { showProgress }] = await Promise.all([
    import("../node.ts"),
    import("./progress.ts"),
  ]);
  const progress = showProgress();
  try {
    const opened = await openPhraseModel(phrases, {
      dictionary: dictionaryPath(),
      ...(modelPath !== undefined && { modelPath }),
      ...(embedder !== undefined && { embedder }),
      onProgress: (done, total) => progress.update(done / total, "embedding the known words"),
    });
    for (const line of opened.refusals) note(line);
    return opened;
  } finally {
    progress.stop();
  }
}
