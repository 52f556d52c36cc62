/**
 * Text for systemd's journal: what `workflow_log.ts` is for the log of GitHub Actions.
 * @module
 */

import { clean } from "./clean.ts";

/** How much a message matters. */
export type JournalPriority = "error" | "warning" | "info" | "debug";

/** Priorities of syslog, as `sd-daemon(3)` numbers them. */
const PRIORITIES: Readonly<Record<JournalPriority, number>> = {
  error: 3,
  warning: 4,
  info: 6,
  debug: 7,
};

/** Longest message, in code points; the journal breaks a line after 48 KiB unless told. */
const LONGEST = 8_000;

/**
 * One message as one line that ends with a newline, its priority in front. The journal reads one
 * priority and takes the rest as it is, so nothing in the text can change it. A line break in the text
 * shows as `\n`; escape sequences and invisible characters are gone.
 */
export function journalLine(priority: JournalPriority, text: string): string {
  const lines = clean(text, { lines: true }).trim().split("\n").map((line) => line.trim());
  return `<${PRIORITIES[priority]}>${clean(lines.join("\\n"), { max: LONGEST })}\n`;
}
