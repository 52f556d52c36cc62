/**
 * What is different from the last cycle: what this one raised, cleared, routed and escalated.
 * @module
 */

import type { BlockerDecision, Verdict } from "../blockers/plan.ts";
import type { Carried, Cycle } from "../cycle/cycle.ts";
import { compareLevels } from "../escalation/level.ts";
import { changedCandidates } from "../facts/snapshot.ts";
import type { PageChange } from "./page_facts.ts";

/** Words for what became of a blocker, done and only planned. */
const SAID: Partial<Record<Verdict, { kind: PageChange["kind"]; done: string; planned: string }>> =
  {
    raise: { kind: "raised", done: "New blocker", planned: "New blocker, would be raised" },
    adopt: {
      kind: "raised",
      done: "A person's issue was adopted",
      planned: "A person's issue would be adopted",
    },
    reopen: {
      kind: "returned",
      done: "Returned, issue reopened",
      planned: "Returned, issue would be reopened",
    },
    clear: { kind: "cleared", done: "Cleared", planned: "Cleared" },
    close: {
      kind: "closed",
      done: "Closed after staying clear",
      planned: "Would be closed after staying clear",
    },
  };

/** State may hold anything: a word that we do not know is shown as it is. */
const STATES: Readonly<Record<string, string>> = {
  success: "passing",
  blocked: "blocked",
  pending: "pending",
};

/**
 * The changes, what alarms first: escalations from the highest level, candidates, then blockers and where
 * they went. A step that failed is no change of the train: the pages say it elsewhere.
 */
export function pageChanges(cycle: Cycle): PageChange[] {
  const { facts } = cycle;
  return [
    ...levelChanges(cycle),
    ...candidateChanges(cycle),
    ...(facts.blockers?.carried ?? []).flatMap(blockerChange),
    ...(facts.routing ?? []).flatMap(({ decision, result }): PageChange[] =>
      decision.verdict !== "route" ? [] : [{
        kind: "routed",
        text: `${named(decision.issue.number)} ${
          said(result?.outcome, { done: "went", planned: "would go" })
        } to ${decision.team ?? "the default"}: ${decision.issue.title}`,
        url: decision.issue.url || null,
      }]
    ),
    ...healthChange(cycle),
  ];
}

function levelChanges({ facts }: Cycle): PageChange[] {
  return (facts.escalation ?? []).map(({ decision }) => decision).filter(({ fires }) => fires)
    .toSorted((a, b) => compareLevels(b.level, a.level))
    .map(({ issue, level, level_before }) => ({
      kind: "level",
      text: `${named(issue.number)} rose from ${level_before} to ${level}: ${issue.title}`,
      url: issue.url || null,
    }));
}

function blockerChange({ decision, result }: Carried<BlockerDecision>): PageChange[] {
  const words = SAID[decision.verdict];
  if (words === undefined) return [];
  const number = decision.issue?.number ?? result?.created ?? null;
  const subject = `${decision.line}, ${decision.what}${
    number !== null && number > 0 ? ` (#${number})` : ""
  }`;
  const url = decision.issue?.url || null;
  if (result?.outcome === "failed" || result?.outcome === "deferred") {
    const why = result.error === null ? "" : `: ${result.error}`;
    return [{ kind: "problem", text: `${subject}: not written${why}`, url }];
  }
  return [{ kind: words.kind, text: `${said(result?.outcome, words)}: ${subject}`, url }];
}

/** What can ship now and could not, and the other way round. */
function candidateChanges({ facts, state }: Cycle): PageChange[] {
  const before = state.before.blockers.candidate_states;
  const { dashboard } = facts;
  if (dashboard === undefined || Object.keys(before).length === 0) return [];
  const urls = new Map(dashboard.candidates.map(({ tag, commit_url }) => [tag, commit_url]));
  return changedCandidates(before, dashboard).map(({ name, from, to }) => ({
    kind: "candidate",
    text: from === null
      ? `New candidate ${name}: ${STATES[to ?? ""] ?? to}`
      : to === null
      ? `${name} is no candidate any more, it was ${STATES[from] ?? from}`
      : `${name}: ${STATES[to] ?? to}, was ${STATES[from] ?? from}`,
    url: urls.get(name) ?? null,
  }));
}

function healthChange({ facts, state }: Cycle): PageChange[] {
  const before = state.before.blockers.health_history.at(-1)?.score;
  const score = facts.dashboard?.health.score;
  if (before === undefined || score === undefined || before === score) return [];
  const direction = score > before ? "rose" : "fell";
  return [{ kind: "health", text: `Health ${direction} from ${before} to ${score}`, url: null }];
}

function said(
  outcome: string | undefined,
  words: { readonly done: string; readonly planned: string },
): string {
  return outcome === "planned" ? words.planned : words.done;
}

function named(number: number): string {
  return number > 0 ? `#${number}` : "A planned issue";
}
