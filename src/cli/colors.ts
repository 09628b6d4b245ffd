import picocolors from "picocolors";

/**
 * Colours for stdout: on a terminal, unless NO_COLOR is set; elsewhere only if FORCE_COLOR is. (picocolors on its
 * own also colours pipes wherever CI is set.)
 */
export const colors: ReturnType<typeof picocolors.createColors> = picocolors.createColors(
  Boolean(process.env.FORCE_COLOR) || (process.stdout.isTTY === true && !process.env.NO_COLOR),
);
