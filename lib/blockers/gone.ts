/**
 * Decisions about blockers whose issue was deleted, or moved to another repository, by a person.
 * @module
 */

import { doubtOf, whyCleared } from "./clearing.ts";
import { type BlockerDecision, type PlanInput, whatOf } from "./decision.ts";
import type { Named } from "./ownership.ts";
import { isSome, type Reason, subject as subjectUnder } from "./reasons.ts";
import { instant } from "./time.ts";

/** It is not raised again until its reason has cleared and returned; null while nothing can be said. */
export function goneDecision(
  item: Named,
  own: readonly Reason[],
  input: PlanInput,
): BlockerDecision | null {
  if (doubtOf(item, input) !== null) return null;
  const { record } = item;
  const decision = {
    fingerprint: item.fingerprint,
    line: item.line,
    what: whatOf(item),
    severity: record.severity,
    issue: null,
    since: record.first_seen,
    subject: isSome(own) ? subjectUnder(item.fingerprint, own) : null,
    verdict: "dismissed",
    change: null,
  } as const;
  const lost = `The issue #${record.issue_number} was deleted or moved away`;
  return isSome(own)
    ? {
      ...decision,
      reason: `${lost}: it is not raised again until the reason has cleared and returned.`,
      record: { ...record, last_seen: instant(input.now) },
    }
    : {
      ...decision,
      reason: `${lost}, and now ${whyCleared(item, input)}.`,
      record: { ...record, cleared_at: instant(input.now) },
    };
}
