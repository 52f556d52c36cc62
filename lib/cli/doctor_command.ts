/**
 * `doctor`: whether cycles can work here, and what to do where not. Reads only.
 * @module
 */

import { diagnose } from "../doctor/diagnose.ts";
import type { Facts, Wanted } from "../doctor/facts.ts";
import { exitOf, renderFindings } from "../doctor/finding.ts";
import { gather } from "../doctor/gather.ts";
import { createClient } from "../github/client.ts";
import type { StatePlace } from "../github/state_texts.ts";
import { EMBEDDED_POLICIES } from "../policy/embedded.ts";
import { loadPolicies } from "../policy/load.ts";
import type { Policies } from "../policy/policies.ts";
import { readStateFolder } from "../state/local_store.ts";
import type { Exit, Shell } from "./command.ts";
import { TICK_MINUTES } from "./check_command.ts";
import { apiOf, slugOf, tokenOf } from "./connection.ts";
import type { FlagValues, ParsedFlags } from "./flags.ts";
import { createLog } from "./log.ts";
import { readPolicyFiles } from "./policy_files.ts";

/** Milliseconds that all requests may take together: somebody is waiting. */
const TIME_BUDGET_MS = 60_000;

/** Runs `doctor`. */
export async function doctorCommand({ values }: ParsedFlags, shell: Shell): Promise<Exit> {
  const slug = slugOf(values.repo as string | null);
  const policies = loadPolicies(await readPolicyFiles(values.policies as string | null), {
    ticks: {
      tick_minutes: TICK_MINUTES,
      catch_up_hours: values["catch-up-hours"] as number | null,
    },
  });
  const has_token = Boolean(shell.env("GITHUB_TOKEN") || shell.env("GH_TOKEN"));
  const told = has_token
    ? await ask(values, { shell, slug, policies: policies.policies })
    : { greeting: null, examined: null, refused: null };
  const facts: Facts = { wanted: wantedOf(values), policies, has_token, ...told };
  const findings = diagnose(facts);
  shell.out(renderFindings(findings, { json: values.json === true }));
  return exitOf(findings);
}

async function ask(
  values: FlagValues,
  { shell, slug, policies }: {
    shell: Shell;
    slug: ReturnType<typeof slugOf>;
    policies: Policies | null;
  },
): Promise<Pick<Facts, "greeting" | "examined" | "refused">> {
  const actions = shell.env("GITHUB_ACTIONS") === "true";
  const log = createLog(shell.err, { verbose: false, actions });
  const state_dir = values["state-dir"] as string | null;
  const client = createClient({
    token: tokenOf(shell.env),
    ...apiOf(shell.env),
    write_interval_ms: 0,
    time_budget_ms: TIME_BUDGET_MS,
    user_agent: `release-ops-orchestrator/${shell.version}`,
    wait: shell.wait,
    clock: shell.clock,
    log: log.info,
  });
  return await gather(client, {
    slug,
    place: placeOf(policies),
    local_state: state_dir === null ? null : await readStateFolder(state_dir),
    now: shell.now,
  });
}

/** Where the state is; by the embedded policies while the others cannot be used. */
function placeOf(policies: Policies | null): StatePlace {
  const usable = policies ?? loadPolicies(
    Object.entries(EMBEDDED_POLICIES).map(([name, text]) => ({ name: `${name}.yml`, text })),
  ).policies;
  if (usable === null) throw new Error("the embedded policies have errors");
  const { path, branch } = usable.blockers.state;
  return { state_path: path, state_branch: branch };
}

function wantedOf(values: FlagValues): Wanted {
  const issue_writes = values["enable-issue-writes"] === true;
  return {
    repository: values.repo as string,
    issue_writes,
    routing: values["enable-routing"] === true,
    escalation: values["enable-escalation"] === true,
    commit_state: issue_writes && values["commit-state"] === true && values["state-dir"] === null,
  };
}
