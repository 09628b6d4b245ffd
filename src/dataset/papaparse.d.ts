/**
 * The little of papaparse that the CSV reader calls. Declared here because `@types/papaparse` refers to Node's
 * types and would make `process`, `Buffer` and the rest compile in the core.
 */
declare module "papaparse" {
  interface StepResult {
    /** Cells of one row. */
    readonly data: readonly string[];
    readonly errors: readonly { readonly message: string }[];
    /** `cursor`: index in the text just behind this row. */
    readonly meta: { readonly cursor: number };
  }
  const papaparse: {
    parse(
      text: string,
      options: { delimiter: string; newline: "\n"; step: (result: StepResult) => void },
    ): unknown;
  };
  // biome-ignore lint/style/noDefaultExport: papaparse is a CommonJS module, it has no other export.
  export default papaparse;
}
