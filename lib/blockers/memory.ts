/**
 * What steps 1 and 2 remember: missing checks as first observed, records of blockers, health.
 * @module
 */

import { watchKey } from "../candidates/evaluate.ts";
import type { Dashboard, HealthPoint } from "../candidates/dashboard.ts";
import { extendHistory } from "../candidates/health.ts";
import type { StateUpdate } from "../state/keeper.ts";
import type { BlockerRecord, State } from "../state/state.ts";
import { rememberedPasses } from "./check_history.ts";
import { recordKey } from "./ownership.ts";

/**
 * Remembers when a missing check was first observed, for which GitHub has no time of its own, how the
 * candidates stand, and on which commits checks passed. A partial observation adds, and forgets nothing.
 */
export function rememberDashboard(dashboard: Dashboard): StateUpdate {
  const missing = dashboard.candidates.flatMap((candidate) =>
    candidate.unmet.filter(({ category }) => category === "missing").map(({ name }) =>
      watchKey({ line: candidate.line, check: name, sha: candidate.commit_sha })
    )
  );
  const states = Object.fromEntries(
    dashboard.candidates.map(({ tag, promotable_state }) => [tag, promotable_state]),
  );
  return (state) => {
    const { watched, candidate_states, last_passed } = state.blockers;
    const kept = dashboard.complete ? {} : watched;
    const now = Object.fromEntries(
      missing.map((key) => [key, {
        ...watched[key],
        first_observed: watched[key]?.first_observed ?? dashboard.generated_at,
        last_observed: dashboard.generated_at,
      }]),
    );
    return withBlockers(state, {
      watched: { ...kept, ...now },
      candidate_states: dashboard.complete ? states : { ...candidate_states, ...states },
      last_passed: rememberedPasses(dashboard, last_passed),
    });
  };
}

/** Remembers the record of one blocker, under the number of its issue. */
export function rememberBlocker(record: BlockerRecord): StateUpdate {
  return rememberBlockers([record]);
}

/** Remembers the records of many blockers at once; of two for one issue the last counts. */
export function rememberBlockers(records: readonly BlockerRecord[]): StateUpdate {
  const known = Object.fromEntries(
    records.map((record) => [recordKey(record.issue_number), record]),
  );
  return (state) => withBlockers(state, { blockers: { ...state.blockers.blockers, ...known } });
}

/** Changes the record of one blocker, if there is one. */
export function updateBlocker(
  number: number,
  update: (record: BlockerRecord) => BlockerRecord,
): StateUpdate {
  return (state) => {
    const record = state.blockers.blockers[recordKey(number)];
    return record === undefined ? state : rememberBlocker(update(record))(state);
  };
}

/** Forgets the record of one blocker. */
export function forgetBlocker(key: string): StateUpdate {
  return (state) => {
    const blockers = { ...state.blockers.blockers };
    delete blockers[key];
    return withBlockers(state, { blockers });
  };
}

/** Remembers the health at the end of a cycle, when it differs from the last. */
export function rememberHealth(point: HealthPoint): StateUpdate {
  return (state) =>
    withBlockers(state, { health_history: extendHistory(state.blockers.health_history, point) });
}

function withBlockers(state: State, change: Partial<State["blockers"]>): State {
  return { ...state, blockers: { ...state.blockers, ...change } };
}
