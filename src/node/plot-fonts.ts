import { fileURLToPath } from "node:url";

/** Source Sans 3 by Paul D. Hunt (SIL Open Font License), regular and semi-bold: the font of all plots. */
export const fontFiles: readonly { readonly weight: number; readonly path: string }[] = [
  { weight: 400, style: "400Regular" },
  { weight: 600, style: "600SemiBold" },
].map(({ weight, style }) => ({
  weight,
  path: fileURLToPath(
    import.meta.resolve(`@expo-google-fonts/source-sans-3/${style}/SourceSans3_${style}.ttf`),
  ),
}));
