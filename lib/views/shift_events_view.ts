/**
 * What happened in a shift, in words.
 * @module
 */

import type { Cycle } from "../cycle/cycle.ts";
import type { ShiftEvent } from "../facts/shift_events.ts";
import { stamp } from "../report/age.ts";
import { list, type Markdown, md, text } from "../report/markdown.ts";
import { candidateLink, issueLink } from "./common.ts";

/** The newest first: what is cut is the oldest. */
export function eventsList(cycle: Cycle, found: readonly ShiftEvent[]): Markdown {
  if (found.length === 0) {
    return text(
      "No blocker is known to have been opened, closed or escalated since the last handoff.",
    );
  }
  const shown = found.slice(0, cycle.policies.handoff.content.max_recent_events).map((event) => {
    const when = event.at === null ? "since the last handoff" : stamp(event.at);
    return event.issue !== null
      ? md`${when} ${event.said} ${
        issueLink(cycle.gate.observation, event.issue.number)
      } ${event.issue.title}`
      : event.candidate !== null
      ? md`${when} ${event.said} ${candidateLink(event.candidate)}${
        event.candidate.top_blocker === null ? "" : `, ${event.candidate.top_blocker}`
      }`
      : md`${when} ${event.said}`;
  });
  const more = found.length - shown.length;
  return list(more > 0 ? [...shown, md`… and ${more} earlier`] : shown);
}
