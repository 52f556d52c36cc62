/**
 * Step 6: the on-call handoff, when a shift changes.
 * @module
 */

import { type OpenBlocker, openBlockers } from "../lib/blockers/open.ts";
import { memoryOf } from "../lib/cadence/memory.ts";
import { cadenceOf } from "../lib/cadence/policy_cadence.ts";
import { type Shifts, shiftsAt } from "../lib/cadence/shifts.ts";
import { decide, settle, type Verdict } from "../lib/cadence/verdict.ts";
import type { Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";
import { stamp } from "../lib/report/age.ts";
import { carriedContext, leftContext } from "../lib/facts/context.ts";
import { shiftEvents } from "../lib/facts/shift_events.ts";
import { closedSince } from "../lib/facts/snapshot.ts";
import { capital, notGenerated, switchedOn } from "../lib/views/common.ts";
import { dueWords } from "../lib/views/digest_view.ts";
import { handoffChat } from "../lib/views/handoff_chat.ts";
import { type HandoffInput, handoffReport } from "../lib/views/handoff_view.ts";

const REPORT = "oncall_handoff.md";
const CHAT = "oncall_handoff_slack.txt";
/** Blockers that the state lists for the next handoff: it has a bound. */
const MOST_LISTED = 200;

/** Writes the handoff for people and for chat, and settles its occurrence. */
export const handoff: Step = {
  name: "handoff",
  number: "6",
  title: "Generate handoff",
  reports: [REPORT, CHAT],
  warning: "Handoff generation failed, creating placeholder",
  run,
  placeholder: (_cycle, why) => notWritten({ why, failed: true }),
};

function run(cycle: Cycle): Promise<StepRun> {
  const { policies, options, state, now, facts, gate } = cycle;
  const cadence = cadenceOf(policies.handoff, options.catch_up_hours);
  const memory = memoryOf("handoff", state.before.handoff);
  const verdict = decide("handoff", { cadence, memory, now, forced: options.force_handoff });
  facts.handoff = verdict;
  for (const warning of verdict.warnings) cycle.log.warn(warning);
  const off = !switchedOn(cycle, "handoff", true);
  if (off || !verdict.run) {
    const why = off ? "another step was asked for alone." : `${verdict.reason}.`;
    const next = verdict.next_opening === null ? null : stamp(verdict.next_opening);
    const kept = off ? "" : keepContext(cycle);
    return Promise.resolve({
      outcome: "skipped",
      summary: `${capital(why)}${kept}`,
      files: notWritten({ why, next }),
    });
  }
  if (facts.dashboard === undefined) {
    throw new Error("there is no dashboard to hand over; it stays due");
  }
  const blockers = openBlockers(gate.observation.issues, {
    records: state.working.blockers.blockers,
    labels: policies.escalation.labels.base,
  });
  const shifts = shiftsAt(verdict.occurrence ?? now, {
    windows: cadence.windows,
    shift_changes: policies.handoff.schedule.shift_changes,
    timezone: cadence.timezone,
  });
  const input = inputOf(cycle, { dashboard: facts.dashboard, blockers, shifts, verdict });
  remember(cycle, { verdict, blockers, shifts });
  return Promise.resolve({
    outcome: gate.mode === "dry_run" ? "planned" : "done",
    summary: `Generated from ${shifts.from} to ${shifts.to}, ${dueWords(verdict)}.`,
    files: {
      [REPORT]: handoffReport(cycle, input),
      [CHAT]: policies.handoff.output.slack_format.enabled
        ? handoffChat(cycle, input)
        : "Not generated: the policy says slack_format.enabled: false.\n",
    },
  });
}

function inputOf(
  cycle: Cycle,
  facts: Pick<HandoffInput, "dashboard" | "blockers" | "shifts" | "verdict">,
): HandoffInput {
  const { state, policies, options, now, gate } = cycle;
  const { content } = policies.handoff;
  const { note, drops } = leftContext(options.context);
  const before = state.before.handoff;
  const known = new Set(before.last_blocker_snapshot.map(({ number }) => number));
  const hours = Math.round(content.recent_events_hours * 60);
  const last = before.last_handoff_at ?? "";
  const since = Date.parse(last) <= now.epochMilliseconds
    ? last
    : now.subtract({ minutes: hours }).toString({ smallestUnit: "second" });
  const events = shiftEvents({
    opened: facts.blockers.filter(({ issue }) =>
      !known.has(issue.number) && (known.size < MOST_LISTED || issue.created_at >= since)
    ),
    closed: closedSince(gate.observation.issues, {
      from: since,
      known: [...known],
      labels: policies.escalation.labels.base,
    }),
    blockers: facts.blockers,
    before: before.last_blocker_snapshot,
    issues: gate.observation.issues,
    records: state.working.blockers.blockers,
    candidates: facts.dashboard.candidates,
    policy: policies.escalation,
    since,
    now: cycle.at,
  });
  return {
    ...facts,
    events,
    inherited: content.include_previous_context && !drops ? before.previous_context : null,
    context: note,
  };
}

/** Keeps what somebody wants to pass on for the next handoff, when none is due now. */
function keepContext({ options, policies, state, gate, now }: Cycle): string {
  const left = leftContext(options.context);
  if (left.note === null && !left.drops) return "";
  if (!policies.handoff.content.include_previous_context && !left.drops) {
    return " The context is lost: the policy says include_previous_context: false.";
  }
  state.remember(({ handoff, ...known }) => ({
    ...known,
    handoff: {
      ...handoff,
      previous_context: carriedContext(handoff.previous_context, { left, on: dayOf(now) }),
    },
  }), { planned: gate.mode === "dry_run" });
  return left.drops
    ? " What earlier shifts left is dropped."
    : " The context is kept for the next handoff.";
}

/** A dry run settles nothing. The context that this shift leaves is added to what it was left. */
function remember(
  cycle: Cycle,
  { verdict, blockers, shifts }: {
    verdict: Verdict;
    blockers: readonly OpenBlocker[];
    shifts: Shifts;
  },
): void {
  const { now, gate, state, options, policies } = cycle;
  // What could not be read must not be news at the next change of shift.
  const complete = cycle.facts.dashboard?.complete === true;
  const listed = blockers.filter(({ issue }) => issue.number > 0).slice(0, MOST_LISTED).map((
    { issue },
  ) => ({
    number: issue.number,
    title: issue.title,
    labels: [...issue.labels],
    createdAt: issue.created_at,
    url: issue.url,
  }));
  state.remember((known) => {
    const { last_occurrence, last_at } = settle(verdict, {
      memory: memoryOf("handoff", known.handoff),
      now,
    });
    return {
      ...known,
      handoff: {
        ...known.handoff,
        last_handoff_at: last_at,
        ...last_occurrence === null ? {} : { last_occurrence },
        last_handoff_shift: shifts.to,
        previous_context: carriedContext(
          policies.handoff.content.include_previous_context ? known.handoff.previous_context : null,
          { left: leftContext(options.context), on: dayOf(now) },
        ),
        last_blocker_snapshot: complete ? listed : known.handoff.last_blocker_snapshot,
      },
    };
  }, { planned: gate.mode === "dry_run" });
}

/** `YYYY-MM-DD` in UTC, as reports have their times. */
function dayOf(now: Temporal.Instant): string {
  return now.toZonedDateTimeISO("UTC").toPlainDate().toString();
}

function notWritten(
  options: { why: string; next?: string | null; failed?: boolean },
): Record<string, string> {
  return {
    [REPORT]: notGenerated("On-call handoff", options),
    [CHAT]: `Not generated: ${options.why}\n`,
  };
}

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", handoff.name, ...Deno.args]));
}
