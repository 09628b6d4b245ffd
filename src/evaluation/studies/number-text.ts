import type { BootstrapInterval } from "../metrics/bootstrap.ts";

/** "0.376", "−0.050": three decimals and a real minus sign. */
export function numberText(value: number): string {
  const digits = Math.abs(value).toFixed(3);
  return value < 0 && Number(digits) !== 0 ? `−${digits}` : digits;
}

/** "0.376 [0.310, 0.437]" */
export function intervalText({ mean, low, high }: BootstrapInterval): string {
  return `${numberText(mean)} [${numberText(low)}, ${numberText(high)}]`;
}

/** "+0.020 [0.013, 0.029]", for differences. */
export function differenceText(interval: BootstrapInterval): string {
  return `${interval.mean > 0 ? "+" : ""}${intervalText(interval)}`;
}

/** "71 % [64, 78]"; without an interval "71 %". */
export function percentText({ mean, low, high }: { mean: number; low?: number; high?: number }): string {
  const percent = (share: number) => (100 * share).toFixed(0);
  return `${percent(mean)} %${low === undefined || high === undefined ? "" : ` [${percent(low)}, ${percent(high)}]`}`;
}

/** Whether a difference is sure: +1 or −1 where its interval excludes 0, else 0. */
export function sureSign({ low, high }: BootstrapInterval): -1 | 0 | 1 {
  if (low > 0) return 1;
  return high < 0 ? -1 : 0;
}
