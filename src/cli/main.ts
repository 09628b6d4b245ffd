#!/usr/bin/env node
import { reportFailure } from "./failure.ts";
import { createProgram } from "./program.ts";

// A reader that has seen enough (`timbral words | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

// The code is set rather than exited with, so that all output still reaches a pipe.
process.exitCode = await createProgram()
  .parseAsync()
  .then(() => 0, reportFailure);
