/**
 * The dashboard of one cycle: every candidate evaluated, counted and scored.
 * @module
 */

import { Failure } from "../failure.ts";
import type { Gap, Observation } from "../observation/observation.ts";
import type { BlockersState } from "../state/state.ts";
import { comparisonKey } from "./base.ts";
import type { Candidate, Dashboard } from "./dashboard.ts";
import { evaluateCandidate, type EvaluateOptions } from "./evaluate.ts";
import { extendHistory, type ScoredBlocker, scoreHealth } from "./health.ts";
import { stampOf } from "./instants.ts";
import type { RequirementPolicy } from "./requirement_policy.ts";
import { type CandidateFacts, type ChosenCandidate, selectCandidates } from "./select.ts";

/** What the dashboard reads of the observation. */
export type DashboardFacts =
  & CandidateFacts
  & Pick<Observation, "complete" | "gaps" | "checks" | "comparisons">;

/** What the dashboard depends on besides the observation. */
export interface BuildOptions {
  /** The required-checks policy. */
  readonly policy: RequirementPolicy;
  /** What earlier cycles remembered. */
  readonly state: Pick<BlockersState, "watched" | "health_history">;
  /** The instant of the cycle. */
  readonly now: Temporal.Instant;
  /** Version of this program. */
  readonly generator_version: string;
  /** The issues that track blockers and are open now; they count in the health score. */
  readonly open_blockers: readonly ScoredBlocker[];
}

/**
 * Builds the dashboard. Where GitHub could not be read in full it is marked incomplete, and no
 * candidate whose checks are unknown is promotable.
 * @throws {Failure} `no-required-checks` when the policy requires nothing
 */
export function buildDashboard(observation: DashboardFacts, options: BuildOptions): Dashboard {
  const { policy, state } = options;
  refuseEmptyPolicy(policy);
  const { chosen, left_out } = selectCandidates(observation, options);
  const candidates = chosen.map((candidate) =>
    evaluateCandidate(candidate, evidenceFor(candidate, { observation, options }))
  );
  const gaps = [...observation.gaps, ...unreadChecks(chosen, observation)];
  const complete = observation.complete && gaps.length === 0;
  const at = stampOf(options.now.epochMilliseconds);
  const point = scoreHealth(candidates, { open_blockers: options.open_blockers, at });
  return {
    repository: observation.repository.full_name,
    generated_at: at,
    generator_version: options.generator_version,
    complete,
    gaps,
    candidates,
    left_out,
    summary: summarize(candidates),
    health: {
      score: point.score,
      // A score from half an observation is not comparable with the others.
      history: complete ? extendHistory(state.health_history, point) : [...state.health_history],
    },
  };
}

/** How many candidates are in which state. */
function summarize(
  candidates: readonly Pick<Candidate, "promotable_state">[],
): Dashboard["summary"] {
  const count = (state: Candidate["promotable_state"]): number =>
    candidates.filter((candidate) => candidate.promotable_state === state).length;
  return {
    total_candidates: candidates.length,
    promotable: count("success"),
    blocked: count("blocked"),
    pending: count("pending"),
  };
}

/** What a candidate is evaluated by. */
export function evidenceFor(
  { base, commit }: ChosenCandidate,
  { observation, options }: {
    observation: Pick<DashboardFacts, "checks" | "comparisons">;
    options: Omit<BuildOptions, "open_blockers">;
  },
): EvaluateOptions {
  const key = base === null ? "" : comparisonKey({ base: base.sha, head: commit.sha });
  return {
    checks: observation.checks[commit.sha] ?? null,
    comparison: observation.comparisons[key] ?? null,
    policy: options.policy,
    watched: options.state.watched,
    now: options.now,
    generator_version: options.generator_version,
  };
}

/** Gaps for commits without checks that the observation does not own up to. */
function unreadChecks(chosen: readonly ChosenCandidate[], observation: DashboardFacts): Gap[] {
  if (!observation.complete) return [];
  return chosen.filter(({ commit }) => observation.checks[commit.sha] === undefined).map((
    { name, commit },
  ) => ({
    what: `checks of ${name} (${commit.sha.slice(0, 7)})`,
    why: "the observation does not hold them",
  }));
}

/** Without a single required check every candidate would be promotable by absence of evidence. */
function refuseEmptyPolicy(policy: RequirementPolicy): void {
  if (policy.always_required.length + policy.conditional_required.length > 0) return;
  throw new Failure(
    "no-required-checks",
    "Cannot tell what may ship: the required-checks policy requires 0 checks, at least 1 is needed",
    { remedy: "Name a check under `always_required` or `conditional_required`." },
  );
}
