import { AudioError } from "./audio-error.ts";

/**
 * Awaits what a foreign decoder does: whatever it throws, strings and traps of its WebAssembly included, becomes
 * an {@link AudioError} of one line.
 */
export async function decoderCall<T>(name: string, call: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AudioError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const line = message.split("\n")[0]!.slice(0, 100);
    throw new AudioError("format", `${name} audio must decode, got damage ("${line}")`);
  }
}
