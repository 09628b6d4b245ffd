import { describe, expect, test } from "vitest";
import { parsePythonDict } from "./python-literal.ts";

const parsed = (text: string) => Object.fromEntries(parsePythonDict(text));

describe("parsePythonDict", () => {
  test.each<[string, object]>([
    ["{}", {}],
    ["{'lang': 'Español', 'c': 0.797209}", { lang: "Español", c: 0.797209 }],
    [`{'a': "it's", "b": 'say "no"'}`, { a: "it's", b: 'say "no"' }],
    [String.raw`{'a': 'it\'s \\ \n\x41\u00f1'}`, { a: "it's \\ \nAñ" }],
    ["{'a': True, 'b': False, 'c': None, 'd': nan}", { a: true, b: false, c: null, d: Number.NaN }],
    ["{'a': -1, 'b': +2.5, 'c': 1e-05, 'd': .5, 'e': 3.}", { a: -1, b: 2.5, c: 1e-5, d: 0.5, e: 3 }],
    ["{ 'a' : 1 , }", { a: 1 }],
  ])("%s", (text, value) => {
    expect(parsed(text)).toEqual(value);
  });

  test.each([
    "",
    "{",
    "{'a'}",
    "{'a': }",
    "{'a': 1 'b': 2}",
    "{1: 2}",
    "{'a': [1]}",
    "{} x",
    "{,}",
    "{'a: 1}",
  ])("refuses %j", (text) => {
    expect(() => parsePythonDict(text)).toThrow(SyntaxError);
  });
});
