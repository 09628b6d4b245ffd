import { standardize, unstandardize } from "../src/math/index.ts";
import { type Architecture, createDecoder, createEncoder } from "../src/model/index.ts";
import { loadSocialFx } from "../src/node/dataset-file.ts";
import { openModelFile } from "../src/node/open-model-file.ts";
import { loadWordUses } from "../src/node/word-uses-file.ts";
import { type CoUse, learnCoUse, normalizeWord, type WordModel } from "../src/semantics/index.ts";
import { learnWordPosterior, type PlacedRow, type WordPosterior } from "../src/semantics/word-posterior.ts";

/** The crowd's rows in the bundled network's latent space, and what is learned of words from some of them. */
export interface Crowd {
  readonly model: WordModel;
  readonly rows: readonly (PlacedRow & { readonly language: "en" | "es" })[];
  /** @param keep Of the rows. */
  learn(keep: (row: PlacedRow) => boolean): WordPosterior;
}

/** @param path The folder of the data. The network has seen all rows; the words' effects are learned anew. */
export async function openCrowd(path: string): Promise<Crowd> {
  const { model, bundle } = await openModelFile();
  const { examples, path: table } = await loadSocialFx(path);
  const { uses } = await loadWordUses(table);
  const coUse: CoUse = learnCoUse(uses.map(({ words }) => [...new Set(words.map(normalizeWord))]));
  const { architecture } = bundle.config as { architecture: Architecture };
  const values: Record<string, Float32Array> = {};
  for (const [name, { data }] of Object.entries(bundle.network)) values[name] = data as Float32Array;
  const encoder = createEncoder(architecture, values);
  const decoder = createDecoder(architecture, values, bundle.normalizer);
  const rows = examples.map(({ word, language, consistency, gains }) => {
    const latent = new Float64Array(encoder.latentSize);
    encoder.encode(standardize(bundle.normalizer, gains), latent);
    return { word: normalizeWord(word), language, consistency, curve: gains, latent };
  });
  return {
    model,
    rows,
    learn(keep) {
      const kept = rows.filter(keep);
      return learnWordPosterior({
        rows: kept,
        words: [...new Set(kept.map(({ word }) => word))].sort(),
        coUse,
        origin: bundle.space.origin,
        decode(latent) {
          const curve = new Float64Array(architecture.curveSize);
          decoder.decode(latent, curve);
          return unstandardize(bundle.normalizer, curve, curve);
        },
      });
    },
  };
}
