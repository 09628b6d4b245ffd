import { expect, test } from "vitest";
import { channelWeights } from "./channel-weights.ts";

test("the usual layouts of 1 to 8 channels", () => {
  const usual = Array.from({ length: 8 }, (_, index) => [...channelWeights(index + 1)]);
  expect(usual).toEqual([
    [1],
    [1, 1],
    [1, 1, 1],
    [1, 1, 1.41, 1.41],
    [1, 1, 1, 1.41, 1.41],
    [1, 1, 1, 0, 1.41, 1.41],
    [1, 1, 1, 0, 1, 1.41, 1.41],
    [1, 1, 1, 0, 1, 1, 1.41, 1.41],
  ]);
});

test("a mask says where each channel stands, in the order of its bits", () => {
  // 2.1; 5.1 with backs or sides; 7.1; wide 7.1 (left and right of centre); 7.1.4 with heights.
  expect([...channelWeights(3, 0xb)]).toEqual([1, 1, 0]);
  expect([...channelWeights(6, 0x3f)]).toEqual([1, 1, 1, 0, 1.41, 1.41]);
  expect([...channelWeights(6, 0x60f)]).toEqual([1, 1, 1, 0, 1.41, 1.41]);
  expect([...channelWeights(8, 0x63f)]).toEqual([1, 1, 1, 0, 1, 1, 1.41, 1.41]);
  expect([...channelWeights(8, 0xff)]).toEqual([1, 1, 1, 0, 1.41, 1.41, 1, 1]);
  expect([...channelWeights(12, 0x2d63f)]).toEqual([1, 1, 1, 0, 1, 1, 1.41, 1.41, 1, 1, 1, 1]);
});

test("channels without a position count, positions without a channel do not", () => {
  expect([...channelWeights(4, 0x8)]).toEqual([0, 1, 1, 1]);
  expect([...channelWeights(2, 0x3f)]).toEqual([1, 1]);
  expect([...channelWeights(2, 0x8000_0001)]).toEqual([1, 1]);
  expect([...channelWeights(64)]).toEqual(new Array(64).fill(1));
});
