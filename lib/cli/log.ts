/**
 * The log of a cycle on stderr: inert whatever it quotes, in groups where a workflow shows them.
 * @module
 */

import type { Log } from "../cycle/cycle.ts";
import { annotation, endgroup, group, logLine } from "../report/workflow_log.ts";

/** A log that writes lines with `err`. */
export function createLog(
  err: (text: string) => void,
  { verbose, actions }: { verbose: boolean; actions: boolean },
): Log {
  return {
    info: (line) => err(`${logLine(line)}\n`),
    detail: (line) => {
      if (verbose) { for (const part of line.split("\n")) err(`  ${logLine(part)}\n`); }
    },
    warn: (line) => err(`${annotation("warning", line)}\n`),
    group: (title) => err(`${actions ? group(title) : `== ${logLine(title)}`}\n`),
    endGroup: () => {
      if (actions) err(`${endgroup()}\n`);
    },
  };
}
