import { type PresetFormat, presetFormats } from "../presets/index.ts";

/** A format as a list of them shows it. */
export interface ListedFormat extends Pick<PresetFormat, "id" | "name" | "program" | "extension" | "takes"> {
  readonly isRead: boolean;
  readonly isWritten: boolean;
}

/** Impulse responses: no format of the registry, since it takes filters that were designed for it. */
export const CONVOLUTION_ID = "convolution";

/** All that presets can be exported to and imported from, by id. */
export const exportFormats: readonly ListedFormat[] = [
  ...presetFormats.map(({ id, name, program, extension, takes, read, write }) => ({
    ...{ id, name, program, extension, takes },
    isRead: read !== undefined,
    isWritten: write !== undefined,
  })),
  {
    id: CONVOLUTION_ID,
    name: "Convolution",
    program: "Roon, HQPlayer, EqualizerAPO and other convolvers (impulse response)",
    extension: ".wav",
    takes: "curve" as const,
    isRead: false,
    isWritten: true,
  },
].sort((left, right) => (left.id < right.id ? -1 : 1));

const MOST_NEAR = 4;
const LEAST_SHARED = 0.25;

/** Ids that look like one that there is not, most alike first: by the pairs of letters that they share (Dice 1945). */
export function nearFormatIds(id: string, ids: readonly string[]): string[] {
  const asked = pairsOf(id);
  const likeness = (other: string): number => {
    const pairs = pairsOf(other);
    const shared = [...asked].filter((pair) => pairs.has(pair)).length;
    return (2 * shared) / Math.max(1, asked.size + pairs.size);
  };
  return ids
    .map((other) => ({ other, alike: likeness(other) }))
    .filter(({ alike }) => alike >= LEAST_SHARED)
    .sort((left, right) => right.alike - left.alike)
    .slice(0, MOST_NEAR)
    .map(({ other }) => other);
}

function pairsOf(text: string): Set<string> {
  const letters = text.toLowerCase().replace(/[^a-z0-9]/g, "");
  return new Set(
    Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)),
  );
}
