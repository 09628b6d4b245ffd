import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A protobuf field of numbers below 2^31 (wire type 0). */
function varintField(field: number, value: number): number[] {
  return [...varint(field << 3), ...varint(value)];
}

/** A protobuf field of bytes, a text or a message (wire type 2). */
function bytesField(field: number, content: string | ArrayLike<number>): number[] {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return [...varint((field << 3) | 2), ...varint(bytes.length), ...Array.from(bytes)];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

const FLOAT = 1;
const INT64 = 7;

/** ValueInfoProto: a tensor's name, type and shape, whose dimensions have names or sizes. */
function valueInfo(name: string, type: number, shape: readonly (string | number)[]): number[] {
  const dims = shape.flatMap((dim) =>
    bytesField(1, typeof dim === "string" ? bytesField(2, dim) : varintField(1, dim)),
  );
  const tensorType = [...varintField(1, type), ...bytesField(2, dims)];
  return [...bytesField(1, name), ...bytesField(2, bytesField(1, tensorType))];
}

/**
 * An ONNX model that looks token ids up in a table: `last_hidden_state = Gather(table, input_ids)`. Field numbers from
 * onnx.proto (ModelProto, GraphProto, NodeProto, TensorProto) of ONNX IR version 8, operators of version 13.
 *
 * @param table Shape `[tokens, size]`.
 */
export function gatherModel(
  table: readonly (readonly number[])[],
  { inputs = ["input_ids", "attention_mask", "token_type_ids"], output = "last_hidden_state" } = {},
): Uint8Array {
  const size = table[0]!.length;
  const values = new Uint8Array(Float32Array.from(table.flat()).buffer);
  const tensor = [
    ...varintField(1, table.length),
    ...varintField(1, size),
    ...varintField(2, FLOAT),
    ...bytesField(8, "table"),
    ...bytesField(9, values),
  ];
  const node = [
    ...bytesField(1, "table"),
    ...bytesField(1, inputs[0]!),
    ...bytesField(2, output),
    ...bytesField(4, "Gather"),
  ];
  const graph = [
    ...bytesField(1, node),
    ...bytesField(2, "tiny"),
    ...bytesField(5, tensor),
    ...inputs.flatMap((name) => bytesField(11, valueInfo(name, INT64, ["batch", "tokens"]))),
    ...bytesField(12, valueInfo(output, FLOAT, ["batch", "tokens", size])),
  ];
  return Uint8Array.from([
    ...varintField(1, 8),
    ...bytesField(7, graph),
    ...bytesField(8, varintField(2, 13)),
  ]);
}

/** Names and vectors of tokens; whoever wants special tokens or pieces of words names them so. */
export type TokenTable = readonly (readonly [token: string, vector: readonly number[]])[];

/** tokenizer.json of a WordPiece vocabulary in lower case; `[CLS]` and `[SEP]` are put around if they are tokens. */
export function wordPieceTokenizer(tokens: readonly string[]): object {
  const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]));
  const special = tokens.filter((token) => token.startsWith("["));
  const around = vocab["[CLS]"] !== undefined && vocab["[SEP]"] !== undefined;
  return {
    version: "1.0",
    added_tokens: special.map((content) => ({
      id: vocab[content],
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: around
      ? {
          type: "TemplateProcessing",
          single: [
            { SpecialToken: { id: "[CLS]", type_id: 0 } },
            { Sequence: { id: "A", type_id: 0 } },
            { SpecialToken: { id: "[SEP]", type_id: 0 } },
          ],
          pair: [],
          special_tokens: Object.fromEntries(
            ["[CLS]", "[SEP]"].map((id) => [id, { id, ids: [vocab[id]], tokens: [id] }]),
          ),
        }
      : null,
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab,
    },
  };
}

/** Writes a transformers.js model folder: config, tokenizer and `onnx/model.onnx`. */
export function writeTinyModel(folder: string, tokens: TokenTable): void {
  mkdirSync(join(folder, "onnx"), { recursive: true });
  const json = (file: string, content: object): void =>
    writeFileSync(join(folder, file), JSON.stringify(content));
  json("config.json", { model_type: "bert", hidden_size: tokens[0]![1].length, vocab_size: tokens.length });
  json("tokenizer.json", wordPieceTokenizer(tokens.map(([token]) => token)));
  json("tokenizer_config.json", {
    tokenizer_class: "BertTokenizer",
    pad_token: "[PAD]",
    unk_token: "[UNK]",
    cls_token: "[CLS]",
    sep_token: "[SEP]",
    model_max_length: 32,
  });
  writeFileSync(join(folder, "onnx", "model.onnx"), gatherModel(tokens.map(([, vector]) => vector)));
}
