/**
 * Step 4: escalation. How long has each blocker been open, and who should know by now?
 * @module
 */

import { assertSeen } from "../lib/cycle/blind.ts";
import type { BlockerDecision } from "../lib/blockers/decision.ts";
import { closesItself } from "../lib/blockers/clearing.ts";
import { carries } from "../lib/blockers/labels.ts";
import { withCleared, withStatus } from "../lib/blockers/issue_text.ts";
import { rememberBlockers } from "../lib/blockers/memory.ts";
import { openBlockers } from "../lib/blockers/open.ts";
import { recordKey } from "../lib/blockers/ownership.ts";
import { refresh, trackedNow } from "../lib/blockers/status.ts";
import type { Carried, Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";
import { decideEscalation, type EscalationDecision } from "../lib/escalation/escalation.ts";
import { recordAfterEscalation } from "../lib/escalation/escalation_memory.ts";
import type { ChangeResult } from "../lib/gate/gate.ts";
import type { IssueFacts } from "../lib/observation/observation.ts";
import type { BlockerRecord } from "../lib/state/state.ts";
import { outcomeOf, switchedOn } from "../lib/views/common.ts";
import { escalationReport, escalationSummary } from "../lib/views/escalation_view.ts";

/** Escalates every open blocker, ours or a person's, and keeps our section of its issue up to date. */
export const escalation: Step = {
  name: "escalation",
  number: "4",
  title: "Apply escalation",
  reports: ["escalation_report.md"],
  warning: "Escalation failed, creating placeholder",
  run,
};

async function run(cycle: Cycle): Promise<StepRun> {
  const { gate, state, policies, options, facts, now } = cycle;
  assertSeen(cycle);
  const records = state.working.blockers.blockers;
  const tracked = trackedNow(facts.blockers?.carried ?? []);
  const over = overNow(cycle);
  const open = openBlockers(gate.observation.issues, {
    records,
    labels: policies.escalation.labels.base,
  });
  const decisions = decideEscalation({
    issues: open.map(({ issue }) => issue)
      .filter(({ number }) => !over.has(number)),
    records,
    policy: policies.escalation,
    unseen: unseenNow(cycle),
    now,
  });
  const enabled = switchedOn(cycle, "escalation", options.enable_escalation);
  const carried: Carried<EscalationDecision>[] = [];
  await remembering(cycle, async (keep) => {
    for (const decision of decisions) {
      const holds = tracked.get(decision.issue.number);
      carried.push({ decision, result: await carry(cycle, { decision, holds, enabled, keep }) });
    }
  });
  await remembering(cycle, (keep) => refreshCleared(cycle, { enabled, keep }));
  facts.escalation = carried;
  return {
    outcome: outcomeOf(carried, gate.mode !== "live" || !enabled),
    summary: escalationSummary(carried),
    files: { "escalation_report.md": escalationReport(cycle, { carried, enabled }) },
  };
}

/** What is held for want of evidence reaches no further level: the cycle that sees the reason again decides. */
function unseenNow({ facts }: Cycle): ReadonlySet<number> {
  return new Set(
    (facts.blockers?.carried ?? []).flatMap(({ decision: { verdict, issue, subject } }) =>
      verdict === "hold" && subject === null && issue !== null ? [issue.number] : []
    ),
  );
}

/** Nobody is alarmed any more, even where the comment that says so could not be posted yet. */
function overNow({ facts }: Cycle): ReadonlySet<number> {
  const numbers = (facts.blockers?.carried ?? []).flatMap(({ decision, result }) => {
    const { verdict, issue } = decision;
    const unsaid = result?.outcome === "failed" || result?.outcome === "deferred";
    const over = verdict === "clear" || (verdict === "dismissed" && !unsaid);
    return over && issue !== null ? [issue.number] : [];
  });
  return new Set(numbers);
}

interface Carrying {
  decision: EscalationDecision;
  /** What step 2 says of the issue. */
  holds: BlockerDecision | undefined;
  enabled: boolean;
  keep: Keep;
}

/** Escalates, then brings the section up to date: a section that cannot be written holds nothing up. */
async function carry(
  cycle: Cycle,
  { decision, holds, enabled, keep }: Carrying,
): Promise<ChangeResult | null> {
  const before = recordOf(cycle, decision.issue.number, enabled);
  const after = {
    ...recordAfterEscalation(decision, {
      record: before,
      policy: cycle.policies.escalation,
      now: cycle.now,
    }),
    last_seen: cycle.at,
  };
  const escalated = decision.change === null
    ? null
    : await cycle.gate.apply(decision.change, { step: "escalation", enabled });
  if (!settled(escalated)) return escalated;
  keep(after, escalated);
  const subject = cycle.facts.dashboard?.complete ? holds?.subject ?? null : null;
  if (subject === null || after.fingerprint === undefined) return escalated;
  const body = withStatus(decision.issue.body, { subject, record: after, next: decision.next });
  const written = await write(cycle, { issue: decision.issue, body, before, enabled }, {
    reason: "Its facts changed.",
    forced: decision.fires && cycle.policies.escalation.update_cadence.force_update_on_escalation,
  });
  if (written === null) return escalated;
  if (settled(written)) keep({ ...after, last_issue_update: cycle.at }, written);
  return escalated !== null && settled(written) ? escalated : written;
}

/** Sections of blockers that cleared say so; they do not escalate any more. */
async function refreshCleared(
  cycle: Cycle,
  { enabled, keep }: { enabled: boolean; keep: Keep },
): Promise<void> {
  const { state, policies, gate } = cycle;
  const open = new Map(
    gate.observation.issues
      .filter((issue) => issue.state === "open" && isBlocker(issue, cycle))
      .map((issue) => [issue.number, issue]),
  );
  for (const { issue_number } of Object.values(state.working.blockers.blockers)) {
    const record = recordOf(cycle, issue_number, enabled);
    const issue = open.get(issue_number);
    if (record?.cleared_at === undefined || issue === undefined) continue;
    if (record.fingerprint === undefined) continue;
    const closes = closesItself({ issue, record }, policies.escalation.resolution.auto_close);
    const body = withCleared(issue.body, { record, closes });
    const written = await write(cycle, { issue, body, before: record, enabled }, {
      reason: `#${issue.number} has cleared.`,
      forced: false,
    });
    if (written !== null && settled(written)) {
      keep({ ...record, last_issue_update: cycle.at }, written);
    }
  }
}

/** An issue that a person took the label off is left alone. */
function isBlocker({ labels }: IssueFacts, { policies }: Cycle): boolean {
  return policies.escalation.labels.base.some((label) => carries(labels, label));
}

/** Writes a body when it is due; null when there is nothing to write. */
async function write(
  cycle: Cycle,
  { issue, body, before, enabled }: {
    issue: IssueFacts;
    body: string | null;
    before: BlockerRecord | undefined;
    enabled: boolean;
  },
  { reason, forced }: { reason: string; forced: boolean },
): Promise<ChangeResult | null> {
  const last_update = before?.last_issue_update ?? null;
  const edit = refresh(issue, body, {
    last_update,
    min_minutes: cycle.policies.escalation.update_cadence.min_minutes_between_updates,
    touched: forced || last_update === cycle.at,
    now: cycle.now,
  });
  return edit === null
    ? null
    : await cycle.gate.apply({ reason, actions: [edit] }, { step: "escalation", enabled });
}

/** What is written and saved rests on what was written; only a plan rests on plans of earlier steps. */
function recordOf(
  { gate, state }: Cycle,
  number: number,
  enabled: boolean,
): BlockerRecord | undefined {
  const real = gate.mode === "live" && enabled && number > 0;
  return (real ? state.saved : state.working).blockers.blockers[recordKey(number)];
}

/** Keeps a record once its write succeeded (null: there was nothing to write). */
type Keep = (record: BlockerRecord, result: ChangeResult | null) => void;

/**
 * State advances only after the write succeeded, and then for all blockers at once, for each time the
 * whole memory is copied; what was kept before something was thrown is remembered all the same.
 */
async function remembering({ state }: Cycle, work: (keep: Keep) => Promise<void>): Promise<void> {
  const [real, planned]: [BlockerRecord[], BlockerRecord[]] = [[], []];
  try {
    await work((record, result) => {
      const plans = result?.outcome === "planned" || record.issue_number < 0;
      (plans ? planned : real).push(record);
    });
  } finally {
    state.remember(rememberBlockers(real), { planned: false });
    state.remember(rememberBlockers(planned), { planned: true });
  }
}

function settled(result: ChangeResult | null): boolean {
  return result === null || result.outcome === "done" || result.outcome === "planned";
}

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", escalation.name, ...Deno.args]));
}
