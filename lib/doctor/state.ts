/**
 * Judges the memory: whether the state can be committed, and when a cycle last did.
 * @module
 */

import { age } from "../report/age.ts";
import { parseState } from "../state/parse.ts";
import type { Facts } from "./facts.ts";
import { fail, type Finding, info, ok, warn } from "./finding.ts";

/**
 * Hours after which a silent state is worth a look. An unchanged world saves nothing, but a digest a
 * day does, weekends aside.
 */
const SILENT_HOURS = 72;

/** Can the state be committed to its branch? */
export function branchFinding({ wanted, examined }: Facts): Finding | null {
  if (examined === null || examined.default_branch === "") return null;
  const name = "state branch";
  const { state_branch: { name: branch, exists }, protection } = examined;
  if (!wanted.commit_state) return ok(name, "The state is not committed, so no branch is needed.");
  if (!exists) {
    return fail(
      name,
      `The branch ${branch} does not exist, and GitHub does not create it with the commit.`,
      `Create it: git push origin HEAD:refs/heads/${branch}, or correct state.branch in blockers.yml.`,
    );
  }
  if (protection.hindrances.length > 0) {
    return fail(
      name,
      `The branch ${branch} is protected: ${protection.hindrances.join("; ")}.`,
      "Name an unprotected branch under state.branch in blockers.yml and create it, or let the token bypass the rule.",
    );
  }
  if (protection.untold !== null) {
    return info(
      name,
      `Whether ${branch} is protected cannot be told for this token: ${protection.untold}.`,
      "Look at the repository's branch rules; if pushes are restricted, set state.branch in blockers.yml.",
    );
  }
  return ok(name, `${branch} exists, and nothing known keeps a commit away.`);
}

/** When was the state last saved, and is it sound? */
export function lastCycleFinding({ examined, greeting }: Facts): Finding | null {
  if (examined === null || greeting === null) return null;
  const name = "last cycle";
  // GitHub's clock: a cycle may have run on another host.
  const now = Temporal.Instant.from(greeting.server_time ?? greeting.our_time);
  const { state, damage } = parseState(examined.state, { now });
  const [broken] = damage;
  if (broken !== undefined) {
    return warn(
      name,
      `The state file ${broken.file} is damaged: ${broken.why}`,
      "The next cycle keeps it aside in its bundle and rebuilds what it can from the issues.",
    );
  }
  const saved = [
    state.blockers.last_updated,
    state.triage.last_run_at,
    state.digest.last_digest_at,
    state.handoff.last_handoff_at,
  ].filter((time) => time !== null).map((time) => Temporal.Instant.from(time))
    .toSorted(Temporal.Instant.compare).at(-1);
  if (saved === undefined) {
    return warn(
      name,
      "No cycle has saved its state yet.",
      "Run one: dispatch the workflow, or release-ops run --dry-run to look first.",
    );
  }
  const minutes = now.since(saved).total("minutes");
  const what = `The state was last saved ${age(minutes)} ago`;
  if (minutes <= SILENT_HOURS * 60) {
    return ok(name, `${what}; cycles that change nothing save nothing.`);
  }
  return warn(
    name,
    `${what}, longer than digests are apart.`,
    "Check that the workflow is enabled: GitHub switches schedules off after 60 days without activity.",
  );
}
