import type { Json, Study } from "../../src/evaluation/index.ts";
import { studies as sound } from "./tiny-studies.ts";

function failing(id: string, run: () => Json, summarize: Study["summarize"]): Study {
  const tasks = [
    { id: "fails", seconds: 2, run },
    { id: "works", seconds: 1, run: () => 1 },
  ];
  return { id, title: id, tasks: () => tasks, summarize };
}

const empty = { findings: [], tables: [], figures: [], values: null };

/** All the ways to fail, and two parts that do not. */
export const studies: readonly Study[] = [
  ...sound,
  failing(
    "throwing",
    () => {
      throw new Error("the rows ran out");
    },
    () => empty,
  ),
  failing(
    "spoilt",
    () => ({ scores: [1, { r: Number.NaN }] }),
    () => empty,
  ),
  failing(
    "dying",
    () => {
      process.stderr.write("FATAL ERROR: out of everything\n");
      process.kill(process.pid, "SIGKILL");
      while (true);
    },
    () => empty,
  ),
  failing(
    "unsummed",
    () => 1,
    (resultOf) => ({ ...empty, values: [resultOf("fails"), resultOf("absent")] }),
  ),
];
