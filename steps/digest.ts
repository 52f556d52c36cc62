/**
 * Step 5: the daily digest, when its window says so.
 * @module
 */

import { openBlockers } from "../lib/blockers/open.ts";
import { coverage } from "../lib/cadence/coverage.ts";
import { memoryOf } from "../lib/cadence/memory.ts";
import { cadenceOf } from "../lib/cadence/policy_cadence.ts";
import { decide, settle, type Verdict } from "../lib/cadence/verdict.ts";
import type { Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";
import { changesSince, hashedFacts, snapshotOf } from "../lib/facts/snapshot.ts";
import { newsStretch } from "../lib/facts/stretch.ts";
import type { ChangeResult } from "../lib/gate/gate.ts";
import { contentHash } from "../lib/report/content_hash.ts";
import { COMMENT_LIMIT, cutBody } from "../lib/report/limits.ts";
import { link, md } from "../lib/report/markdown.ts";
import { stamp } from "../lib/report/age.ts";
import type { FactSnapshot } from "../lib/state/state.ts";
import { capital, notGenerated, switchedOn } from "../lib/views/common.ts";
import { digestReport, dueWords } from "../lib/views/digest_view.ts";

/** Writes the digest, posts it where the policy says so, and settles its occurrence. */
export const digest: Step = {
  name: "digest",
  number: "5",
  title: "Generate digest",
  reports: ["release_ops_digest.md"],
  warning: "Digest generation failed, creating placeholder",
  run,
};

async function run(cycle: Cycle): Promise<StepRun> {
  const { policies, options, state, now, facts, gate } = cycle;
  const cadence = cadenceOf(policies.digest, options.catch_up_hours);
  const memory = memoryOf("digest", state.before.digest);
  const verdict = decide("digest", { cadence, memory, now, forced: isForced(cycle) });
  facts.digest = verdict;
  for (const warning of verdict.warnings) cycle.log.warn(warning);
  const off = !switchedOn(cycle, "digest", true);
  if (off || !verdict.run) {
    const why = off ? "another step was asked for alone." : `${verdict.reason}.`;
    const next = verdict.next_opening === null ? null : stamp(verdict.next_opening);
    return {
      outcome: "skipped",
      summary: capital(why),
      files: { "release_ops_digest.md": notGenerated("Release ops digest", { why, next }) },
    };
  }
  if (facts.dashboard === undefined) {
    throw new Error("there is no dashboard to digest; it stays due");
  }
  const blockers = openBlockers(gate.observation.issues, {
    records: state.working.blockers.blockers,
    labels: policies.digest.content.labels_to_include,
  });
  const { snapshot: told } = state.before.digest;
  const covered = newsStretch(coverage(verdict, { cadence, now }), {
    snapshot: told,
    at: cycle.at,
  });
  const changes = changesSince(told ?? null, {
    dashboard: facts.dashboard,
    blockers,
    issues: gate.observation.issues,
    labels: policies.digest.content.labels_to_include,
    from: covered.from,
  });
  const report = digestReport(cycle, {
    dashboard: facts.dashboard,
    blockers,
    changes,
    covered,
    verdict,
  });
  const snapshot = snapshotOf(facts.dashboard, { blockers, at: cycle.at });
  const result = await post(cycle, { verdict, report, snapshot });
  const failed = result?.outcome === "failed";
  if (!failed) remember(cycle, { verdict, snapshot, result });
  return {
    outcome: failed ? "failed" : gate.mode === "dry_run" ? "planned" : "done",
    summary: `Generated, ${dueWords(verdict)}.${postWords(result)}`,
    files: { "release_ops_digest.md": report },
  };
}

/** Forced by a person, or by an escalation of this cycle where the policy says so. */
function isForced({ options, policies, facts }: Cycle): boolean {
  if (options.force_digest) return true;
  return policies.digest.force_on_escalation &&
    (facts.escalation ?? []).some(({ decision }) => decision.fires && decision.level !== "warn");
}

/** Posts to the tracking issue, once per occurrence, and not when nothing has changed. */
async function post(
  cycle: Cycle,
  { verdict, report, snapshot }: { verdict: Verdict; report: string; snapshot: FactSnapshot },
): Promise<ChangeResult | null> {
  const { issue_comment: target } = cycle.policies.digest.output;
  if (!target.enabled || target.target_issue_number === null) return null;
  const { last_digest_hash, last_comment_id } = cycle.state.before.digest;
  // Facts that were told in the bundle alone are news to the tracking issue.
  if (last_comment_id !== null && contentHash(hashedFacts(snapshot)) === last_digest_hash) {
    return null;
  }
  const whole = link("the whole digest", cycle.options.run_url);
  const note = md`The rest was cut; ${whole} is in the bundle of the run.`;
  return await cycle.gate.apply({
    reason: `The digest is ${dueWords(verdict)}.`,
    actions: [{
      kind: "comment",
      issue: target.target_issue_number,
      key: verdict.occurrence?.key ?? `digest@forced/${cycle.at}`,
      body: cutBody(report, { note: note.source, max: COMMENT_LIMIT }),
    }],
    reserved: true,
  }, { step: "digest", enabled: true });
}

/** A dry run settles nothing; every other mode settles, so that the digest is written once. */
function remember(
  cycle: Cycle,
  { verdict, snapshot, result }: {
    verdict: Verdict;
    snapshot: FactSnapshot;
    result: ChangeResult | null;
  },
): void {
  const { now, gate, state } = cycle;
  // What could not be read must not be news tomorrow, nor what was not posted be old.
  const complete = cycle.facts.dashboard?.complete === true;
  const hash = contentHash(hashedFacts(snapshot));
  state.remember((known) => {
    const { last_occurrence, last_at } = settle(verdict, {
      memory: memoryOf("digest", known.digest),
      now,
    });
    return {
      ...known,
      digest: {
        ...known.digest,
        last_digest_at: last_at,
        ...last_occurrence === null ? {} : { last_occurrence },
        ...!complete || result?.outcome === "planned" ? {} : { last_digest_hash: hash },
        last_comment_id: result?.comment_id ?? known.digest.last_comment_id,
        ...verdict.occurrence === null || !complete ? {} : { snapshot },
      },
    };
  }, { planned: gate.mode === "dry_run" });
}

function postWords(result: ChangeResult | null): string {
  if (result === null) return "";
  if (result.outcome === "failed") return ` Posting failed: ${result.error}; it stays due.`;
  return result.outcome === "planned" ? " It would be posted." : " Posted to the tracking issue.";
}

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", digest.name, ...Deno.args]));
}
