import { showProgress } from "../progress.ts";

/** Work under a bar that shows up after a second. */
export async function withProgress<Result>(
  label: string,
  work: (onProgress: (fraction: number) => void) => Promise<Result>,
): Promise<Result> {
  const progress = showProgress();
  return work((fraction) => progress.update(fraction, label)).finally(progress.stop);
}
