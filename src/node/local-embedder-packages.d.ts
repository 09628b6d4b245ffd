/**
 * The little of two optional packages that `local-embedder.ts` calls. Declared here because they need not be
 * installed, and because onnxruntime-web's own types refer to the DOM.
 */
declare module "@huggingface/tokenizers" {
  export class Tokenizer {
    /** @param tokenizer Content of tokenizer.json. @param config Content of tokenizer_config.json. */
    constructor(tokenizer: object, config: object);
    encode(text: string, options?: { add_special_tokens?: boolean }): { readonly ids: readonly number[] };
    token_to_id(token: string): number | undefined;
  }
}

declare module "onnxruntime-web" {
  export const env: { readonly wasm: { numThreads?: number } };
  export class Tensor {
    constructor(type: "int64", data: BigInt64Array, dims: readonly number[]);
    readonly type: string;
    readonly data: unknown;
    readonly dims: readonly number[];
  }
  export class InferenceSession {
    static create(
      model: Uint8Array,
      options: { executionProviders: readonly "wasm"[]; logSeverityLevel: 4 },
    ): Promise<InferenceSession>;
    readonly inputNames: readonly string[];
    readonly outputNames: readonly string[];
    run(
      feeds: Readonly<Record<string, Tensor>>,
      options: { logSeverityLevel: 4 },
    ): Promise<Readonly<Record<string, Tensor>>>;
  }
}
