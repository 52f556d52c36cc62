/**
 * Titles and bodies of issues about blockers. Of a body only our section is ever written; what people
 * wrote around it stays.
 * @module
 */

import type { NextEscalation } from "../escalation/level.ts";
import { BODY_LIMIT, cutBody, cutTitle } from "../report/limits.ts";
import { extractSection, replaceSection, section } from "../report/marker.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { BlockerRecord } from "../state/state.ts";
import type { Reason, Subject } from "./reasons.ts";
import { STATUS_SECTION } from "./recovery.ts";
import { clearedSection, statusSection } from "./status_section.ts";

/** No link to a run: it would differ from cycle to cycle, and so the issue would be written every time. */
const CUT = {
  note:
    "The rest was cut. `dashboard.md` in the newest release-ops bundle lists every check that is not met.",
};

const WORDS: Readonly<Record<Reason["category"], string>> = {
  failed: "failed",
  queued: "has not finished",
  missing: "is missing",
};

/** What is wrong, in a few words: `Unit Tests`, or `7 required checks`. */
export function titleOf({ reasons }: Subject): string {
  return reasons.length > 1 ? `${reasons.length} required checks` : reasons[0].check;
}

/** Title and body of a new issue; `older` is one that tracked the same blocker before. */
export function trackingIssue(
  subject: Subject,
  older: IssueFacts | null,
): { title: string; body: string } {
  const history = older === null
    ? ""
    : `\n\nThe same blocker was tracked before in #${older.number}.`;
  const status = statusSection(subject, { record: null, next: null });
  return {
    title: issueTitle(subject, subject.reasons[0].category),
    body: cutBody(`${section(STATUS_SECTION, status)}${history}`, CUT),
  };
}

/**
 * The title of an issue that was raised while its check was only late, now that it has failed; null when
 * it says so already, or people gave it another.
 */
export function titleAfterFailure(subject: Subject, title: string): string | null {
  const failed = issueTitle(subject, "failed");
  const late = (["queued", "missing"] as const).map((category) => issueTitle(subject, category));
  return title !== failed && late.includes(title) ? failed : null;
}

function issueTitle(subject: Subject, category: Reason["category"]): string {
  const words = subject.reasons.length > 1 ? "are not met" : WORDS[category];
  return cutTitle(`${subject.line} is blocked: ${titleOf(subject)} ${words}`);
}

/** What a section shows of a blocker whose reason holds. */
export interface Standing {
  /** The reasons as they are now. */
  readonly subject: Subject;
  /** What state remembers: level, route, since when. */
  readonly record: BlockerRecord;
  /** What comes due next; null when nothing does. */
  readonly next: NextEscalation | null;
}

/** The body with our section brought up to date; null when GitHub would not take it. */
export function withStatus(body: string, { subject, record, next }: Standing): string | null {
  return within(replaceSection(body, STATUS_SECTION, statusSection(subject, { record, next })));
}

/** The body with a section that says that the reason is gone; null when GitHub would not take it. */
export function withCleared(
  body: string,
  options: { record: BlockerRecord; closes: boolean },
): string | null {
  return within(replaceSection(body, STATUS_SECTION, clearedSection(options.record, options)));
}

/** As `withCleared`, of an issue that we close; null also when there is no section of ours. */
export function closedBody(body: string, record: BlockerRecord): string | null {
  return extractSection(body, STATUS_SECTION) === null
    ? null
    : withCleared(body, { record, closes: true });
}

/** A body that people filled to the limit leaves no room for our section: then theirs stays as it is. */
function within(body: string): string | null {
  const cut = cutBody(body, CUT);
  return cut.length > BODY_LIMIT ? null : cut;
}
