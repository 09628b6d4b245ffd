import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import {
  AudioError,
  type AudioErrorCode,
  type AudioLayout,
  type AudioWriter,
  type ByteSink,
  NO_TAGS,
  type OutputKind,
  openAudioWriter,
} from "../audio/index.ts";

/** What the thread is started with. */
interface ThreadSetup {
  /** Tells this thread from others that import this module. */
  readonly role: typeof ROLE;
  readonly kind: OutputKind;
  readonly layout: Omit<AudioLayout, "like">;
  readonly canRewrite: boolean;
}

/** What it is asked: to write a block (its arrays are handed over), or to close. */
type Request = { readonly channels: Float64Array<ArrayBuffer>[]; readonly frameCount: number } | "close";

/** What it answers: bytes for the sink, in order, and the end of each request. */
type Answer =
  | { readonly bytes: Uint8Array<ArrayBuffer>; readonly offset?: number }
  | { readonly ready: AudioWriter["format"] }
  | { readonly done: Float64Array<ArrayBuffer>[] }
  | { readonly error: string; readonly code: AudioErrorCode | undefined };

const ROLE = "timbral encode thread";
/** Blocks handed over and not yet encoded at most: one under way, and the next so that it need not wait. */
const MAX_UNDER_WAY = 2;
/** Bytes that the thread collects before it hands them over. */
const PIECE_BYTES = 2 ** 17;

/**
 * {@link openAudioWriter} in a thread of its own, so that encoding goes on while the next block is read and filtered.
 * The bytes are the same, except that a WAV file's chunks do not reach the thread: only tags are carried over. The
 * thread keeps the process alive only while something is asked of it.
 *
 * @throws What `openAudioWriter` and the sink throw, from the call that meets it or the one after, `close` at the latest.
 */
export async function openThreadedWriter(
  sink: ByteSink,
  kind: OutputKind,
  { like, ...layout }: AudioLayout,
): Promise<AudioWriter> {
  const tags = layout.tags ?? like?.tags ?? NO_TAGS;
  const setup: ThreadSetup = {
    role: ROLE,
    kind,
    layout: { ...layout, tags },
    canRewrite: sink.rewrite !== undefined,
  };
  const thread = startThread(setup);
  const spare: Float64Array<ArrayBuffer>[][] = [];
  let format = layout.format;
  let underWay = 1; // opening
  let isOver = false;
  let trouble: Error | undefined;
  let sunk: Promise<void> = Promise.resolve();
  let wake = (): void => {};

  const fail = (error: Error): void => {
    trouble ??= error;
    wake();
  };
  const finish = (): void => {
    underWay -= 1;
    if (underWay === 0) thread.unref();
    wake();
  };
  thread.on("message", (answer: Answer) => {
    if (isOver) return;
    if ("bytes" in answer) {
      const { bytes, offset } = answer;
      sunk = sunk.then(() => (offset === undefined ? sink.write(bytes) : sink.rewrite!(offset, bytes)));
      sunk.catch(fail);
    } else if ("error" in answer) {
      fail(answer.code ? new AudioError(answer.code, answer.error) : new Error(answer.error));
    } else {
      if ("ready" in answer) format = answer.ready;
      else spare.push(answer.done);
      finish();
    }
  });
  thread.on("error", fail);
  thread.on("exit", () =>
    fail(new Error("encoder's thread must live until the file is closed, got its end")),
  );

  /** Until at most so many requests are under way, and their bytes are in the sink. */
  async function settle(most: number): Promise<void> {
    while (!trouble && underWay > most) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (!trouble) await sunk.catch(() => {});
    if (!trouble) return;
    await stop();
    throw trouble;
  }

  async function stop(): Promise<void> {
    isOver = true;
    await thread.terminate();
    await sunk.catch(() => {});
  }

  function ask(request: Request, transfer: ArrayBuffer[]): void {
    underWay += 1;
    thread.ref();
    thread.postMessage(request, transfer);
  }

  await settle(0);
  return {
    format,
    async write(channels, frameCount) {
      await settle(MAX_UNDER_WAY - 1);
      const copies = spare.pop() ?? [];
      channels.forEach((channel, c) => {
        if (!copies[c] || copies[c].length < frameCount) copies[c] = new Float64Array(frameCount);
        copies[c].set(channel.subarray(0, frameCount));
      });
      const request = { channels: copies, frameCount };
      ask(
        request,
        copies.map(({ buffer }) => buffer),
      );
    },
    async close() {
      await settle(0);
      ask("close", []);
      await settle(0);
      await stop();
    },
    abandon: stop,
  };
}

/** Runs this very module in a thread: sources, build and tests all find it so. */
function startThread(workerData: ThreadSetup): Worker {
  const { url } = import.meta;
  // Without this process's flags: a module that runs under `--input-type` is refused.
  if (!url.endsWith(".ts")) return new Worker(new URL(url), { workerData, execArgv: [] });
  // From its sources, this runs under the loader of TypeScript that development uses; a thread does not inherit it.
  const loader = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  const script = `import(${loader}).then(({ register }) => { register(); return import(${JSON.stringify(url)}); });`;
  return new Worker(script, { eval: true, workerData });
}

/** In the thread: encodes what it is sent. */
async function serve({ kind, layout, canRewrite }: ThreadSetup): Promise<void> {
  const port = parentPort!;
  const answer = (message: Answer, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  const report = (error: unknown): void => {
    const code = error instanceof AudioError ? error.code : undefined;
    answer({ error: error instanceof Error ? error.message : String(error), code });
  };
  let piece = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  const send = (): void => {
    const bytes = piece.subarray(0, filled);
    answer({ bytes }, [piece.buffer]);
    piece = new Uint8Array(PIECE_BYTES);
    filled = 0;
  };
  const sink: ByteSink = {
    async write(bytes) {
      for (let done = 0; done < bytes.length; ) {
        const part = bytes.subarray(done, done + PIECE_BYTES - filled);
        piece.set(part, filled);
        filled += part.length;
        done += part.length;
        if (filled === PIECE_BYTES) send();
      }
    },
  };
  if (canRewrite) {
    sink.rewrite = async (offset, bytes) => {
      send();
      answer({ bytes: bytes.slice(), offset });
    };
  }
  try {
    const writer = await openAudioWriter(sink, kind, layout);
    let last: Promise<void> = Promise.resolve();
    port.on("message", (request: Request) => {
      last = last.then(async () => {
        if (request === "close") {
          await writer.close();
          send();
          answer({ done: [] });
        } else {
          await writer.write(request.channels, request.frameCount);
          answer(
            { done: request.channels },
            request.channels.map(({ buffer }) => buffer),
          );
        }
      });
      last = last.catch(report);
    });
    answer({ ready: writer.format });
  } catch (error) {
    report(error);
  }
}

if (!isMainThread && (workerData as ThreadSetup | undefined)?.role === ROLE) serve(workerData);
