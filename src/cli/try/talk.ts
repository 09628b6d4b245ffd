import { createInterface } from "node:readline";
import { exportFormats } from "../../node.ts";
import type { Vocabulary } from "../../semantics/index.ts";
import { colors } from "../colors.ts";
import { NegativeResult } from "../failure.ts";
import { note, print, printJson } from "../output.ts";
import type { Audition } from "./audition.ts";
import { completeLine } from "./complete.ts";
import type { Conversation } from "./conversation.ts";
import { failureText, suggestionsOf } from "./failure-text.ts";
import { linesOf } from "./lines-in.ts";
import { promptText } from "./reply-lines.ts";

/** A way of talking: where lines come from and answers go. */
export interface Talk {
  /** Tells something between two lines. */
  tell(text: string): void;
  /** Answers lines until there are no more. @throws NegativeResult if one of a script's lines failed. */
  run(conversation: Conversation): Promise<void>;
}

export interface TerminalOptions {
  readonly vocabulary: Vocabulary;
  readonly audition: Audition;
  /** Ends the talk from outside. */
  readonly signal: AbortSignal;
}

/** Lines that someone types: a prompt, completion, a history, and Ctrl-C for the sound or the work. */
export function talkOnTerminal({ vocabulary, audition, signal }: TerminalOptions): Talk {
  let tellAbovePrompt: ((text: string) => void) | undefined;
  return {
    tell: (text) => (tellAbovePrompt ?? note)(text),
    async run(conversation) {
      const search = (text: string) => vocabulary.search(text);
      const formatIds = exportFormats.filter(({ isWritten }) => isWritten).map(({ id }) => id);
      const terminal = createInterface({
        ...{ input: process.stdin, output: process.stdout, historySize: 1000 },
        completer: (line: string) => completeLine(line, { search, formatIds }),
      });
      const lines = linesOf(terminal);
      let work: AbortController | undefined;
      let isLeaving = false;

      const say = (text: string): void => {
        if (!work) process.stdout.write("\r\u001b[J"); // over the prompt, which comes again below
        print(text);
        if (!work) terminal.prompt(true);
      };
      tellAbovePrompt = (text) => say(colors.yellow(text));

      terminal.on("SIGINT", () => {
        if (work) work.abort();
        else if (audition.isPlaying) void audition.stop();
        else if (terminal.line !== "") {
          terminal.write(null, { ctrl: true, name: "e" });
          terminal.write(null, { ctrl: true, name: "u" });
        } else if (isLeaving) terminal.close();
        else {
          isLeaving = true;
          say(colors.dim("Ctrl-C again, Ctrl-D or :quit ends"));
        }
      });
      const leave = (): void => {
        work?.abort();
        terminal.close();
      };
      signal.addEventListener("abort", leave);
      try {
        for (let number = 1; !signal.aborted; number++) {
          terminal.setPrompt(colors.bold(colors.cyan(promptText(conversation.session))));
          terminal.prompt();
          const line = await lines.next();
          if (line === undefined) break;
          isLeaving = false;
          work = new AbortController();
          const isOver = await conversation.run(line, number, work.signal).then(
            (reply) => {
              if (reply.lines.length > 0) print(...reply.lines);
              return reply.isOver;
            },
            (error) => {
              print(colors.red(failureText(error)));
              return false;
            },
          );
          work = undefined;
          if (isOver) break;
        }
      } finally {
        signal.removeEventListener("abort", leave);
        tellAbovePrompt = undefined;
        terminal.close();
      }
    },
  };
}

export interface ScriptOptions {
  /** Answers are JSON documents, one per line. */
  readonly isJson: boolean;
  readonly signal: AbortSignal;
}

/** Lines from a file or a pipe: every one is answered, and one that fails stops none. */
export function talkByScript({ isJson, signal }: ScriptOptions): Talk {
  return {
    tell: note,
    async run(conversation) {
      const source = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
      const lines = linesOf(source);
      const close = (): void => source.close();
      signal.addEventListener("abort", close);
      let failed = 0;
      let number = 0;
      try {
        while (!signal.aborted) {
          const line = await lines.next();
          if (line === undefined) break;
          number++;
          try {
            const { lines: answer, document, isOver } = await conversation.run(line, number, signal);
            if (isJson) {
              if (document) printJson(document);
            } else if (answer.length > 0) print(...answer, "");
            if (isOver) break;
          } catch (error) {
            if (signal.aborted) break;
            failed++;
            const text = failureText(error);
            note(`line ${number}: ${text}`);
            const suggestions = suggestionsOf(error);
            if (isJson) printJson({ line: number, input: line, ok: false, error: text, suggestions });
          }
        }
      } finally {
        signal.removeEventListener("abort", close);
        source.close();
      }
      if (failed > 0) throw new NegativeResult(failed === 1 ? "1 line failed" : `${failed} lines failed`);
    },
  };
}
