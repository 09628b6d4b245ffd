import { assertAmount } from "../../effects/index.ts";
import type { WordCurve, WordModel } from "../../semantics/index.ts";
import { UsageError } from "../failure.ts";
import { facts } from "../output.ts";
import type { Audition } from "./audition.ts";
import { type CommandName, helpLines } from "./commands.ts";
import type { HeardReply, Hearing } from "./hearing.ts";
import { readAmount, readLine, readSteps, readSwitch, readTime } from "./line.ts";
import {
  curveReply,
  descriptionsOf,
  explainReply,
  historyReply,
  namesReply,
  partText,
  settingText,
  showReply,
  stateDocument,
} from "./reply-lines.ts";
import {
  changeTo,
  comparedPair,
  currentSetting,
  FLAT_PHRASE,
  heardSetting,
  joinPhrases,
  keep,
  listenTo,
  redo,
  type Session,
  type Setting,
  type Slot,
  startSession,
  switchCompared,
  undo,
  withLooping,
  withMatching,
} from "./session.ts";
import { exportSetting, formatLines, renderWhole } from "./writing.ts";

/** What a line is answered with. */
export interface Reply {
  readonly lines: readonly string[];
  /** For --json; undefined where nothing is to be said, or it was printed already. */
  readonly document?: Readonly<Record<string, unknown>>;
  readonly isOver?: true;
}

export interface ConversationOptions {
  readonly model: WordModel;
  readonly input: string;
  readonly amountPercent: number;
  readonly audition: Audition;
  /** Replace files without `!`. */
  readonly force: boolean;
  readonly isJson: boolean;
  /** Whether someone is there to end a loop. */
  readonly isTerminal: boolean;
}

/** A session that answers lines, one after another. */
export interface Conversation {
  readonly session: Session;
  /** Begins to make it audible. */
  listenWith(hearing: Hearing): void;
  curveOf(setting: Setting): WordCurve;
  /** @throws what is wrong with the line; the session is then as it was. */
  run(line: string, number: number, signal: AbortSignal): Promise<Reply>;
}

/** How a command is answered. */
type Handler = (given: {
  readonly argument: string;
  readonly isForced: boolean;
  readonly signal: AbortSignal;
  readonly envelope: Readonly<Record<string, unknown>>;
}) => Promise<Reply> | Reply;

export function createConversation(options: ConversationOptions): Conversation {
  const { model, input, audition, isJson, isTerminal } = options;
  let session = startSession(options.amountPercent);
  let hearing: Hearing | undefined;

  const curveOf = ({ phrase, amountPercent }: Setting): WordCurve => model.curve(phrase, amountPercent);
  const current = (): Setting => currentSetting(session);
  const askedCurve = (): WordCurve => {
    const setting = current();
    if (setting.phrase === FLAT_PHRASE)
      throw new UsageError("nothing is asked of the sound yet: type how it should sound");
    return curveOf(setting);
  };

  /** Lets the next session be heard, then be the present one: a failure to render leaves the one before. */
  async function hear(
    next: Session,
    signal: AbortSignal,
    isAsked: boolean,
    against?: Setting,
  ): Promise<HeardReply> {
    const heard = await hearing!.hear(next, { isAsked, against, signal });
    session = next;
    return heard ?? { facts: [], document: {} };
  }

  /** A reply about a setting that has become the present one. */
  async function change(next: Session, signal: AbortSignal): Promise<Reply> {
    const setting = currentSetting(next);
    const curve = setting.phrase === FLAT_PHRASE ? undefined : curveOf(setting);
    const heard = await hear(next, signal, false);
    return {
      lines: curve ? curveReply(curve, model, heard.facts) : [settingText(setting), ...facts(heard.facts)],
      document: { ...(curve && { curve }), ...heard.document },
    };
  }

  /** A reply about what is heard, where the setting stays. */
  async function listen(
    next: Session,
    signal: AbortSignal,
    isAsked: boolean,
    against?: Setting,
  ): Promise<Reply> {
    const heard = await hear(next, signal, isAsked, against);
    const setting = heardSetting(next);
    const name = next.heard === "a" || next.heard === "b" ? `${next.heard.toUpperCase()}: ` : "";
    const title = setting ? `${name}${settingText(setting)}` : "bypassed: the sound as it is";
    return { lines: [title, ...facts(heard.facts)], document: heard.document };
  }

  /** What the heard slot is compared with. */
  const rivalOf = (next: Session): Setting | undefined => {
    const rival = comparedPair(next)?.find((other) => other !== next.heard);
    return rival === undefined ? undefined : heardSetting(next, rival);
  };

  const keepIn = (slot: Slot): Reply => {
    session = keep(session, slot);
    return { lines: [`${slot.toUpperCase()} is ${settingText(session.kept[slot]!)}`], document: {} };
  };

  const slotOf = (name: CommandName, argument: string): Slot => {
    const slot = argument.toLowerCase();
    if (slot !== "a" && slot !== "b")
      throw new UsageError(`:${name} takes a or b, got ${JSON.stringify(argument)}`);
    if (!session.kept[slot])
      throw new UsageError(`${slot.toUpperCase()} is empty: :${slot} keeps what is set`);
    return slot;
  };

  const move = async (next: Session, nothing: string, signal: AbortSignal): Promise<Reply> => {
    if (next === session) throw new UsageError(nothing);
    return change(next, signal);
  };

  const handlers: Readonly<Record<CommandName, Handler>> = {
    help: () => ({ lines: helpLines(), document: { help: helpLines() } }),
    add: ({ argument, signal }) => {
      if (argument === "") throw new UsageError(":add takes a phrase");
      return change(changeTo(session, phrased(joinPhrases(current().phrase, argument))), signal);
    },
    amount: ({ argument, signal }) => {
      if (argument === "") return { lines: [`${current().amountPercent} %`], document: {} };
      const amountPercent = readAmount(argument);
      assertAmount(amountPercent);
      return change(changeTo(session, { ...current(), amountPercent }), signal);
    },
    clear: ({ signal }) => change(changeTo(session, phrased(FLAT_PHRASE)), signal),
    undo: ({ argument, signal }) =>
      move(undo(session, readSteps("undo", argument)), "there is nothing to undo", signal),
    redo: ({ argument, signal }) =>
      move(redo(session, readSteps("redo", argument)), "there is nothing to redo", signal),
    history: () => {
      const { past, present, future } = session;
      return { lines: historyReply(session), document: { steps: [...past, present, ...future] } };
    },
    play: ({ argument, signal }) => {
      if (argument === "") return listen(session, signal, true);
      if (/^dry$/i.test(argument)) return listen(listenTo(session, "dry"), signal, true);
      const next = listenTo(session, slotOf("play", argument));
      return listen(next, signal, true, rivalOf(next));
    },
    stop: async () => {
      await audition.stop();
      return { lines: [], document: {} };
    },
    loop: ({ argument, signal }) => {
      if (!isTerminal) throw new UsageError(":loop is for a terminal: nobody would end it here");
      const next = withLooping(session, readSwitch("loop", argument, session.isLooping));
      if (next.isLooping && !audition.isPlaying) return listen(next, signal, true);
      session = next;
      return { lines: [next.isLooping ? "over and over" : "once"], document: {} };
    },
    from: async ({ argument, signal }) => {
      const [from = "", length, ...more] = argument.split(/\s+/);
      if (more.length > 0)
        throw new UsageError(`:from takes a time and a length, got ${JSON.stringify(argument)}`);
      const seconds = length === undefined ? undefined : readTime("the length", length);
      if (seconds === 0) throw new UsageError("the length must be above 0 s, got 0");
      await hearing!.moveTo(readTime("the beginning", from), seconds, signal);
      const heard = await hear(session, signal, false);
      return { lines: [partText(hearing!.excerpt), ...facts(heard.facts)], document: heard.document };
    },
    dry: ({ signal }) => listen(listenTo(session, session.heard === "dry" ? "now" : "dry"), signal, false),
    match: async ({ argument, signal }) => {
      const isOn = readSwitch("match", argument, session.isMatched);
      const heard = await hear(withMatching(session, isOn), signal, false);
      const title = isOn ? "as loud as the original (ITU-R BS.1770)" : "as loud as the equaliser makes it";
      return { lines: [title, ...facts(heard.facts)], document: heard.document };
    },
    a: () => keepIn("a"),
    b: () => keepIn("b"),
    ab: ({ signal }) => {
      const next = switchCompared(session);
      if (!next) throw new UsageError("nothing is kept to compare with: :a keeps what is set");
      return listen(next, signal, false, rivalOf(next));
    },
    use: ({ argument, signal }) => change(changeTo(session, session.kept[slotOf("use", argument)]!), signal),
    show: () => {
      const curve = askedCurve();
      return { lines: showReply(curve, model), document: { curve } };
    },
    explain: () => {
      const curve = askedCurve();
      const explained = model.explain(curve.phrase);
      const descriptions = descriptionsOf(curve, model);
      return { lines: explainReply(curve, model), document: { explained, descriptions } };
    },
    name: () => {
      const names = model.name(askedCurve().gainDb, { count: 5 });
      return { lines: namesReply(names), document: { names } };
    },
    render: async ({ argument, isForced, signal }) => {
      const force = isForced || options.force;
      const { isMatched } = session;
      const request = { model, input, argument, setting: current(), isMatched, force, signal };
      const { lines, document } = await renderWhole(request);
      return { lines, document: { render: document } };
    },
    export: async ({ argument, isForced, envelope }) => {
      if (argument === "") return { lines: formatLines(), document: { formats: formatLines().slice(1) } };
      const setting = current();
      const request = { argument, setting, curve: askedCurve(), force: isForced || options.force };
      await exportSetting({ ...request, envelope: isJson ? envelope : undefined });
      return { lines: [] };
    },
    quit: () => ({ lines: [], document: {}, isOver: true }),
  };

  const phrased = (phrase: string): Setting => ({ phrase, amountPercent: current().amountPercent });

  return {
    get session() {
      return session;
    },
    listenWith(opened) {
      hearing = opened;
    },
    curveOf,
    async run(line, number, signal) {
      const request = readLine(line);
      if (request.kind === "nothing") return { lines: [] };
      const does = request.kind === "phrase" ? "phrase" : request.name;
      const envelope = { line: number, input: line, ok: true, does };
      const answer =
        request.kind === "phrase"
          ? await sayPhrase(request.text, request.goesOn, signal)
          : await handlers[request.name]({ ...request, signal, envelope });
      const { document } = answer;
      return document
        ? { ...answer, document: { ...envelope, ...stateDocument(session), ...document } }
        : answer;
    },
  };

  function sayPhrase(text: string, goesOn: boolean, signal: AbortSignal): Promise<Reply> {
    const phrase = goesOn ? joinPhrases(current().phrase, text) : text;
    return change(changeTo(session, phrased(phrase)), signal);
  }
}
