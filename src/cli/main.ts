#!/usr/bin/env node
import { NegativeResult, reportFailure } from "./failure.ts";
import { createProgram } from "./program.ts";

// A reader that has seen enough (`timbral words | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  process.exit(reportFailure(new NegativeResult(`cannot write to standard output (${error.code})`)));
});

// The code is set rather than exited with, so that all output still reaches a pipe.
process.exitCode = await createProgram()
  .parseAsync()
  .then(() => 0, reportFailure);
