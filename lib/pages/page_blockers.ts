/**
 * The blockers of a cycle for the pages: what step 2 decided, what step 4 says of the issue, and whose
 * it is by now.
 * @module
 */

import type { BlockerDecision } from "../blockers/plan.ts";
import { type LineNamer, lineNamer } from "../blockers/naming.ts";
import { recordKey } from "../blockers/ownership.ts";
import { readFingerprint } from "../blockers/fingerprint.ts";
import { compareUrgency } from "../blockers/urgency.ts";
import type { Dashboard } from "../candidates/dashboard.ts";
import type { Carried, Cycle, CycleFacts } from "../cycle/cycle.ts";
import type { IssueFacts } from "../observation/observation.ts";
import { teamOf } from "../routing/team_labels.ts";
import type { BlockerRecord, Level, Severity } from "../state/state.ts";
import type { PageBlocker, Tracking, Train } from "./page_facts.ts";

/** Where routing sends what no rule claims: nobody's. */
const DEFAULT_ROUTE = "default";

type Escalation = NonNullable<CycleFacts["escalation"]>[number]["decision"];

/** What is known of one blocker before it is put together. */
interface Known {
  readonly issue: IssueFacts | null;
  readonly decision: BlockerDecision | null;
  readonly tracking: Tracking;
}

/** The candidates and the blockers of a cycle as it stands. */
export function trainOf(cycle: Cycle): Train {
  return { dashboard: cycle.facts.dashboard ?? null, blockers: pageBlockers(cycle) };
}

/** The blockers of a cycle as they were last put together, and from what. */
const last = new WeakMap<Cycle, { from: readonly unknown[]; blockers: readonly PageBlocker[] }>();

/**
 * All blockers that are open or about to be raised, the most urgent first. Nearly every report asks: they
 * are put together anew only when what they are made of is another. None of that is ever changed in place.
 */
export function pageBlockers(cycle: Cycle): readonly PageBlocker[] {
  const { dashboard, blockers, escalation } = cycle.facts;
  const from = [cycle.gate.observation, cycle.state.working, dashboard, blockers, escalation];
  const before = last.get(cycle);
  if (before?.from.every((part, index) => part === from[index]) === true) return before.blockers;
  const now = { from, blockers: putTogether(cycle) };
  last.set(cycle, now);
  return now.blockers;
}

function putTogether(cycle: Cycle): PageBlocker[] {
  const issues = new Map(cycle.gate.observation.issues.map((issue) => [issue.number, issue]));
  const escalations = new Map(
    (cycle.facts.escalation ?? []).map(({ decision }) => [decision.issue.number, decision]),
  );
  const dismissed = dismissedIn(cycle);
  const known = new Map<number | string, Known>();
  for (const carried of cycle.facts.blockers?.carried ?? []) {
    const number = carried.decision.issue?.number ?? carried.result?.created ?? null;
    const issue = number === null ? null : issues.get(number) ?? carried.decision.issue;
    if (!isShown(carried.decision, issue)) continue;
    const { decision } = carried;
    known.set(number ?? decision.fingerprint, { issue, decision, tracking: trackingOf(carried) });
  }
  const labels = new Set(cycle.policies.escalation.labels.base.map((label) => label.toLowerCase()));
  for (const issue of issues.values()) {
    const isBlocker = escalations.has(issue.number) ||
      (issue.labels.some((label) => labels.has(label.toLowerCase())));
    if (issue.state !== "open" || !isBlocker || known.has(issue.number)) continue;
    if (dismissed.has(issue.number)) continue;
    known.set(issue.number, {
      issue,
      decision: null,
      tracking: issue.number > 0 ? "tracked" : "planned",
    });
  }
  const { blockers: records } = cycle.state.working.blockers;
  const lineOf = lineNamer(cycle.facts.dashboard?.candidates ?? []);
  return [...known.values()]
    .map((item) => {
      const number = item.issue?.number ?? 0;
      const record = records[recordKey(number)];
      return pageBlocker(item, { cycle, escalation: escalations.get(number), record, lineOf });
    })
    .toSorted(byUrgency);
}

/** No blockers to show: what is under the threshold, shown by its twin, dismissed by a person, or closed. */
const HIDDEN: readonly BlockerDecision["verdict"][] = ["wait", "duplicate", "dismissed", "close"];

function isShown({ verdict }: BlockerDecision, issue: IssueFacts | null): boolean {
  if (HIDDEN.includes(verdict)) return false;
  return issue === null || issue.state === "open";
}

/** Numbers of the issues that step 2 decided not to show. */
function dismissedIn(cycle: Cycle): Set<number> {
  const hidden = (cycle.facts.blockers?.carried ?? []).flatMap(({ decision }) =>
    decision.issue !== null && !isShown(decision, decision.issue) ? [decision.issue.number] : []
  );
  return new Set(hidden);
}

function trackingOf({ decision, result }: Carried<BlockerDecision>): Tracking {
  if (decision.issue !== null) return decision.issue.number > 0 ? "tracked" : "planned";
  switch (result?.outcome) {
    case "done":
      return "tracked";
    case "failed":
      return "failed";
    case "deferred":
      return "deferred";
    default:
      return "planned";
  }
}

function pageBlocker(
  { issue, decision, tracking }: Known,
  { cycle, escalation, record, lineOf }: {
    cycle: Cycle;
    escalation: Escalation | undefined;
    record: BlockerRecord | undefined;
    lineOf: LineNamer;
  },
): PageBlocker {
  const fingerprint = record?.fingerprint === undefined
    ? null
    : readFingerprint(record.fingerprint);
  const since = escalation?.first_seen ?? decision?.since ?? record?.first_seen ??
    issue?.created_at ?? cycle.at;
  const severity: Severity = escalation?.severity ?? decision?.severity ?? record?.severity ??
    (issue?.labels.includes("P0") ? "P0" : "P1");
  const level: Level = escalation?.level ?? record?.escalation_level ?? "none";
  const cleared = decision !== null && ["clear", "cleared"].includes(decision.verdict);
  return {
    number: issue !== null && issue.number > 0 ? issue.number : null,
    title: issue?.title ?? `${decision?.line}: ${decision?.what}`,
    url: issue?.url || null,
    line: decision?.line ?? fingerprint?.line ?? (issue === null ? null : lineOf(issue)),
    what: decision?.what ?? fingerprint?.check ?? null,
    severity,
    level,
    since,
    age_minutes: minutesBetween(since, cycle.at),
    owner: issue === null ? null : ownerOf(issue, { cycle, record }),
    next: cleared ? null : escalation?.next ?? null,
    tracking,
    holds: !cleared && record?.cleared_at === undefined &&
      !(cycle.facts.blockers === undefined && isMet(fingerprint, cycle.facts.dashboard)),
  };
}

/** True when the checks say that a reason is gone: until step 2 has decided, they alone are known. */
function isMet(
  name: ReturnType<typeof readFingerprint> | null,
  dashboard: Dashboard | undefined,
): boolean {
  if (name === null || dashboard?.complete !== true) return false;
  const { line, check, group } = name;
  if (line === null || (check === null && !group)) return false;
  if (dashboard.left_out.some((left) => left.line === line)) return false;
  return !dashboard.candidates.some((candidate) =>
    candidate.line === line && candidate.unmet.some((unmet) => group || unmet.name === check)
  );
}

/** The team whose label it carries, else who is assigned, else where it was sent. */
function ownerOf(
  issue: IssueFacts,
  { cycle, record }: { cycle: Cycle; record: BlockerRecord | undefined },
): string | null {
  const team = teamOf(issue.labels, cycle.policies.routing)?.team;
  if (team !== undefined) return team;
  if (issue.assignees.length > 0) return issue.assignees.map((login) => `@${login}`).join(", ");
  const routed = record?.route?.team ?? DEFAULT_ROUTE;
  return routed === DEFAULT_ROUTE ? null : routed;
}

function minutesBetween(from: string, to: string): number {
  const minutes = Math.floor((Date.parse(to) - Date.parse(from)) / 60_000);
  return Number.isFinite(minutes) ? Math.max(0, minutes) : 0;
}

/** What holds before what has cleared, then the most urgent. */
function byUrgency(a: PageBlocker, b: PageBlocker): number {
  if (a.holds !== b.holds) return a.holds ? -1 : 1;
  return compareUrgency(a, b) || order(a.number ?? Infinity, b.number ?? Infinity) ||
    order(a.title, b.title);
}

function order<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
