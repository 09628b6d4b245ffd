/** What a file says about itself in words and pictures. */
export interface AudioTags {
  /** In the file's order; keys are Vorbis comment field names in capitals (TITLE, ARTIST, ...) and may repeat. */
  readonly entries: readonly AudioTag[];
  readonly pictures: readonly AudioPicture[];
}

/** One piece of text: a field and what it says. */
export interface AudioTag {
  readonly key: string;
  readonly value: string;
}

/** A picture inside a sound file, its bytes as they stand there. */
export interface AudioPicture {
  /** Picture type of ID3v2's APIC frame and FLAC's PICTURE block alike: 0..20, 3 is the front cover. */
  readonly type: number;
  readonly mimeType: string;
  readonly description: string;
  readonly bytes: Uint8Array;
}

/** Tags of a file that has none. */
export const NO_TAGS: AudioTags = { entries: [], pictures: [] };

/** Tags of several places in one file: what the first says of a key or picture type stands. */
export function mergeTags(...all: readonly AudioTags[]): AudioTags {
  const entries: AudioTag[] = [];
  const pictures: AudioPicture[] = [];
  for (const tags of all) {
    const keys = new Set(entries.map(({ key }) => key));
    entries.push(...tags.entries.filter(({ key }) => !keys.has(key)));
    const types = new Set(pictures.map(({ type }) => type));
    pictures.push(...tags.pictures.filter(({ type }) => !types.has(type)));
  }
  return { entries, pictures };
}
