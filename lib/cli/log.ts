/**
 * The log of a cycle on stderr: inert whatever it quotes, in groups where a workflow shows them, with
 * priorities where a journal reads them.
 * @module
 */

import type { Log } from "../cycle/cycle.ts";
import { journalLine } from "../report/journal.ts";
import { endgroup, group, logLine, warning } from "../report/workflow_log.ts";
import type { Shell } from "./command.ts";

/** Who reads the log: GitHub's runner, systemd's journal, or anybody else. */
export type LogKind = "actions" | "journal" | "plain";

/**
 * Who reads the log. systemd sets `JOURNAL_STREAM` for whatever writes to its journal, by its
 * documentation; a terminal that it started inherits the variable, and so does a runner that it started.
 */
export function logKindOf({ env, watched }: Pick<Shell, "env" | "watched">): LogKind {
  if (env("GITHUB_ACTIONS") === "true") return "actions";
  return env("JOURNAL_STREAM") && watched !== true ? "journal" : "plain";
}

/** A log that writes lines with `err`. */
export function createLog(
  err: (text: string) => void,
  { verbose, kind }: { verbose: boolean; kind: LogKind },
): Log {
  if (kind === "journal") return journalLog(err, verbose);
  const actions = kind === "actions";
  return {
    info: (line) => err(`${logLine(line)}\n`),
    detail: (line) => {
      if (verbose) { for (const part of line.split("\n")) err(`  ${logLine(part)}\n`); }
    },
    warn: (line) => err(`${warning(line)}\n`),
    group: (title) => err(`${actions ? group(title) : `== ${logLine(title)}`}\n`),
    endGroup: () => {
      if (actions) err(`${endgroup()}\n`);
    },
  };
}

/** One line per message, without times: the journal has them, and knows no groups. */
function journalLog(err: (text: string) => void, verbose: boolean): Log {
  return {
    info: (line) => err(journalLine("info", line)),
    detail: (line) => {
      if (verbose) err(journalLine("debug", line));
    },
    warn: (line) => err(journalLine("warning", line)),
    group: (title) => err(journalLine("info", title)),
    endGroup: () => {},
  };
}
