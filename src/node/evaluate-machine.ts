import { availableParallelism, cpus } from "node:os";
import type { Machine } from "../evaluation/index.ts";

/** This machine's clock and memory, for studies that measure. */
export const machine: Machine = {
  nowMs: () => performance.now(),
  cpuMs() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  residentBytes: () => process.memoryUsage.rss(),
  // In kibibytes on all systems (libuv).
  peakBytes: () => process.resourceUsage().maxRSS * 1024,
};

/** What it is, in words. */
export function machineName(): string {
  const model = cpus()[0]?.model.replace(/\s+/g, " ").trim() || "unknown processor";
  return `${model}, ${availableParallelism()} cores, Node.js ${process.versions.node}, ${process.platform}`;
}
