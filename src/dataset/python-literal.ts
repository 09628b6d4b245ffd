/** What a value of a flat Python dictionary can be here. */
export type PythonValue = string | number | boolean | null;

const TOKEN =
  /\s*(?:(?<punctuation>[{}:,])|(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<name>True|False|None|nan)|(?<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))/suy;

const named: { readonly [name: string]: PythonValue } = {
  True: true,
  False: false,
  None: null,
  nan: Number.NaN,
};

/**
 * Parses what Python's `str()` makes of a flat dictionary, such as
 * `{'lang': 'English', 'ratings_consistency': 0.797209}`: string keys; strings, numbers, booleans and None as
 * values. Not JSON: the quotes are single unless the text holds one. Nested values are not read.
 *
 * @throws SyntaxError at the first place that is something else.
 */
export function parsePythonDict(text: string): Map<string, PythonValue> {
  const tokens = tokensOf(text);
  const result = new Map<string, PythonValue>();
  let at = 0;
  const expected = (what: string): never => {
    throw new SyntaxError(`parsePythonDict: ${what} must follow, got ${tokens[at]?.text ?? "the end"}`);
  };
  const take = (punctuation: string): boolean => {
    const taken = tokens[at]?.text === punctuation;
    if (taken) at++;
    return taken;
  };
  if (!take("{")) expected("{");
  while (!take("}")) {
    const key = tokens[at]?.value;
    if (typeof key !== "string") return expected("a key in quotes");
    at++;
    if (!take(":")) expected(":");
    const value = tokens[at]?.value;
    if (value === undefined) return expected("a string, a number, True, False or None");
    at++;
    result.set(key, value);
    if (!take(",") && tokens[at]?.text !== "}") expected(", or }");
  }
  if (at !== tokens.length) expected("the end");
  return result;
}

/** `value` is undefined for punctuation. */
interface Token {
  readonly text: string;
  readonly value?: PythonValue;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const source = text.trimEnd();
  let at = 0;
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(source)?.groups;
    if (groups === undefined) {
      throw new SyntaxError(
        `parsePythonDict: text must be a flat dictionary, got ${source.slice(at, at + 20)}`,
      );
    }
    at = TOKEN.lastIndex;
    const { punctuation, string, name, number } = groups;
    if (string !== undefined) tokens.push({ text: string, value: withoutEscapes(string.slice(1, -1)) });
    else if (name !== undefined) tokens.push({ text: name, value: named[name]! });
    else if (number !== undefined) tokens.push({ text: number, value: Number(number) });
    else tokens.push({ text: punctuation! });
  }
  return tokens;
}

const escapes: { readonly [letter: string]: string } = { n: "\n", r: "\r", t: "\t" };

function withoutEscapes(text: string): string {
  return text.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))/gisu, (_, x, u, letter: string) => {
    const code: string | undefined = x ?? u;
    return code === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16));
  });
}
