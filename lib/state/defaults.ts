/**
 * The state of a repository that has never been looked at.
 * @module
 */

import { type State, STATE_VERSION } from "./state.ts";

/** A fresh state: nothing seen, nothing delivered, nothing routed. */
export function emptyState(): State {
  return {
    blockers: {
      version: STATE_VERSION,
      last_updated: null,
      blockers: {},
      watched: {},
      health_history: [],
      candidate_states: {},
    },
    digest: {
      version: STATE_VERSION,
      last_digest_at: null,
      last_digest_hash: null,
      last_comment_id: null,
    },
    handoff: {
      version: STATE_VERSION,
      last_handoff_at: null,
      last_handoff_shift: null,
      previous_context: null,
      last_blocker_snapshot: [],
    },
    triage: {
      version: STATE_VERSION,
      last_run_at: null,
      processed_issues: {},
      routing_stats: { total_routed: 0, by_team: {} },
    },
    observation: { version: STATE_VERSION, comparisons: {} },
  };
}
