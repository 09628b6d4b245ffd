import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { dictionaryPath, makeNamedFolder, openModelFile } from "../../node.ts";
import { colors } from "../colors.ts";
import { NegativeResult } from "../failure.ts";
import { interruptSignal } from "../interrupt.ts";
import { note, print } from "../output.ts";
import type { TryOptions } from "../try.ts";
import { type Audition, createAudition } from "./audition.ts";
import { createConversation } from "./conversation.ts";
import { findPlayers, playerOf } from "./find-players.ts";
import { type Hearing, openHearing } from "./hearing.ts";
import { partText } from "./reply-lines.ts";
import { type Talk, talkByScript, talkOnTerminal } from "./talk.ts";

/** A session of `timbral try`, from its beginning to its end; nothing is left but what was asked for. */
export async function trySound(input: string, options: TryOptions): Promise<void> {
  const { json: isJson = false, force = false, outDir } = options;
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true && !isJson;
  const { play: playsChanges = isTerminal } = options;
  const signal = interruptSignal();
  const players = options.player === undefined ? await findPlayers() : [playerOf(options.player)];
  const audition = createAudition(players);
  const { model } = await openModelFile(options.model, { dictionary: dictionaryPath() });
  if (outDir !== undefined) {
    await makeNamedFolder(outDir);
  }
  const folder = await mkdtemp(join(tmpdir(), "timbral-try-"));
  const removeNow = (): void => rmSync(folder, { recursive: true, force: true });
  process.on("exit", removeNow);
  let interrupts = 0;
  const endNow = (): void => {
    if (++interrupts > 1) process.exit(130); // at once, but by `exit`, so that folder and player go, too
  };
  process.on("SIGINT", endNow);
  try {
    const talk: Talk = isTerminal
      ? talkOnTerminal({ vocabulary: model.vocabulary, audition, signal })
      : talkByScript({ isJson, signal });
    const conversation = createConversation({
      ...{ model, input, audition, force, isJson, isTerminal },
      amountPercent: options.amount,
    });
    const hearing = await openHearing({
      ...{ input, folder, audition, playsChanges, waits: !isTerminal, signal },
      ...{ fromSeconds: options.from, seconds: options.seconds, ...(outDir !== undefined && { outDir }) },
      curveOf: conversation.curveOf,
      isLooping: () => conversation.session.isLooping,
      tell: talk.tell,
    });
    conversation.listenWith(hearing);
    for (const line of hearing.excerpt.notes) note(`${input}: ${line}`);
    if (isTerminal) print(...welcome(input, hearing, playsChanges ? audition : undefined));
    const stop = (): void => void audition.stop();
    signal.addEventListener("abort", stop);
    await talk.run(conversation).finally(() => signal.removeEventListener("abort", stop));
    if (signal.aborted) throw new NegativeResult("interrupted");
  } finally {
    await audition.stop();
    await rm(folder, { recursive: true, force: true }).catch(() => {}); // tried again when the process ends
    process.off("exit", removeNow);
    process.off("SIGINT", endNow);
  }
}

function welcome(input: string, { excerpt }: Hearing, audition: Audition | undefined): string[] {
  const { sampleRateHz, channelCount } = excerpt;
  const channels = channelCount === 1 ? "mono" : channelCount === 2 ? "stereo" : `${channelCount} channels`;
  const player = audition?.playerName;
  const by = player === undefined ? "not played" : `played by ${player}`;
  return [
    `${colors.bold(basename(input))}  ${sampleRateHz / 1000} kHz, ${channels}; ${partText(excerpt)}, ${by}`,
    `Type how it should sound (${colors.bold("warm")}, ${colors.bold("a bit less harsh")}); ${colors.bold(":help")} shows the rest`,
  ];
}
