/**
 * What to do next, most urgent first: the one list that every "Do next" is read off, so that no two
 * reports of a bundle disagree about what is worst.
 * @module
 */

import { compareUrgency, type Urgent } from "../blockers/urgency.ts";
import type { Candidate, Unmet } from "../candidates/dashboard.ts";
import { blockersOf, lineVerdicts, stateOf, unplaced } from "./lines.ts";
import type { PageBlocker, Train } from "./page_facts.ts";

/** Something that somebody has to see to. */
export interface Need extends Urgent {
  /** Null for a person's issue that names no single line. */
  readonly line: string | null;
  /** The check, or what is wrong in a few words; null for an issue that tracks no check. */
  readonly what: string | null;
  /** Null for a line that is blocked and that no issue speaks for yet. */
  readonly blocker: PageBlocker | null;
  /** Team, else assignees; null when it is nobody's yet. */
  readonly owner: string | null;
  /** The candidate and the check to look at; null where no check is in the way. */
  readonly evidence: { readonly candidate: Candidate; readonly unmet: Unmet } | null;
  /** True when every check of the line passed, and only this stands in the way. */
  readonly alone: boolean;
}

/** One thing to do. */
export type NextStep =
  /** What was read is not enough to decide by. */
  | { readonly kind: "reread" }
  | { readonly kind: "fix"; readonly need: Need }
  /** `first`: open blockers that may be about this very line, for they name none. */
  | {
    readonly kind: "promote";
    readonly candidate: Candidate;
    readonly first: readonly PageBlocker[];
  }
  /** Only where there is nothing else to do. */
  | { readonly kind: "wait"; readonly candidate: Candidate }
  | { readonly kind: "flaky"; readonly candidate: Candidate };

/** Open blockers, and blocked lines that no issue speaks for, the most urgent first. */
export function needs(train: Train): Need[] {
  const verdicts = lineVerdicts(train);
  const candidates = train.dashboard?.candidates ?? [];
  const held = new Set(verdicts.filter(({ state }) => state === "held").map(({ line }) => line));
  const tracked = train.blockers.filter(({ holds }) => holds).map((blocker): Need => {
    const { severity, level, age_minutes, line, what, owner } = blocker;
    const alone = line !== null && held.has(line);
    const evidence = what === null ? null : evidenceOf(candidates, { line, what });
    return { severity, level, age_minutes, line, what, blocker, owner, evidence, alone };
  });
  const untracked = verdicts
    .filter(({ line, state }) => state === "blocked" && blockersOf(line, train).length === 0)
    .map(({ line, by, age_minutes }): Need => ({
      severity: "P0",
      level: "none",
      age_minutes,
      line,
      what: by,
      blocker: null,
      owner: null,
      evidence: by === null ? null : evidenceOf(candidates, { line, what: by }),
      alone: false,
    }));
  return [...tracked, ...untracked].toSorted(compareUrgency);
}

/** The check by its name, else the worst that is not met on the line, as where an issue tracks several. */
function evidenceOf(
  candidates: readonly Candidate[],
  { line, what }: { line: string | null; what: string },
): Need["evidence"] {
  const own = candidates.filter((candidate) => candidate.line === line).flatMap((candidate) =>
    candidate.unmet.map((unmet) => ({ candidate, unmet }))
  );
  return own.find(({ unmet }) => unmet.name === what) ??
    own.find(({ unmet }) => unmet.category === "failed") ?? own[0] ?? null;
}

/**
 * Everything there is to do. Before anything is promoted: what is blocked, what has escalated, and what
 * may stand in the way of a line that passed its checks.
 */
export function nextSteps(train: Train): NextStep[] {
  const candidates = train.dashboard?.candidates ?? [];
  const all = needs(train);
  const isPressing = ({ severity, level, alone, line }: Need): boolean =>
    severity === "P0" || level !== "none" || alone || line === null;
  const fix = (need: Need): NextStep => ({ kind: "fix", need });
  const steps: NextStep[] = [
    ...train.dashboard?.complete === false ? [{ kind: "reread" } as const] : [],
    ...all.filter(isPressing).map(fix),
    ...promotable(train).map((candidate): NextStep => ({
      kind: "promote",
      candidate,
      first: unplaced(train),
    })),
    ...all.filter((need) => !isPressing(need)).map(fix),
    ...candidates.filter(({ flaky }) => flaky.length > 0)
      .map((candidate): NextStep => ({ kind: "flaky", candidate })),
  ];
  const waiting = candidates.find(({ promotable_state }) => promotable_state === "pending");
  return steps.length === 0 && waiting !== undefined
    ? [{ kind: "wait", candidate: waiting }]
    : steps;
}

/** Release candidates that can ship; on a train without release candidates, the branches that can. */
function promotable(train: Train): Candidate[] {
  const candidates = train.dashboard?.candidates ?? [];
  const tagged = candidates.filter(({ candidate_type }) => candidate_type === "rc");
  return (tagged.length > 0 ? tagged : candidates)
    .filter((candidate) => stateOf(candidate, train) === "success");
}
