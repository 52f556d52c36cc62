/**
 * `doctor`: whether cycles can work here, and what to do where not. Reads only.
 * @module
 */

import { diagnose } from "../doctor/diagnose.ts";
import type { Facts, Wanted } from "../doctor/facts.ts";
import { exitOf, renderFindings } from "../doctor/finding.ts";
import { gather } from "../doctor/gather.ts";
import { Failure } from "../failure.ts";
import { permissionsFor } from "../github/app_token.ts";
import { createClient } from "../github/client.ts";
import type { StatePlace } from "../github/state_texts.ts";
import { EMBEDDED_POLICIES } from "../policy/embedded.ts";
import { loadPolicies } from "../policy/load.ts";
import type { Policies } from "../policy/policies.ts";
import { readStateFolder } from "../state/local_store.ts";
import type { Exit, Shell } from "./command.ts";
import { TICK_MINUTES } from "./check_command.ts";
import { apiOf, identityOf, slugOf } from "./connection.ts";
import type { FlagValues, ParsedFlags } from "./flags.ts";
import { createLog, logKindOf } from "./log.ts";
import { readPolicyFiles } from "./policy_files.ts";
import { type SignedIn, signIn } from "./sign_in.ts";

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
  const wanted = wantedOf(values);
  const told = await ask(values, { shell, slug, policies: policies.policies, wanted });
  const facts: Facts = { wanted, policies, ...told };
  const findings = diagnose(facts);
  shell.out(renderFindings(findings, { json: values.json === true }));
  return exitOf(findings);
}

async function ask(
  values: FlagValues,
  { shell, slug, policies, wanted }: {
    shell: Shell;
    slug: ReturnType<typeof slugOf>;
    policies: Policies | null;
    wanted: Wanted;
  },
): Promise<Pick<Facts, "identity" | "greeting" | "examined" | "refused">> {
  const log = createLog(shell.err, { verbose: false, kind: logKindOf(shell) });
  const state_dir = values["state-dir"] as string | null;
  const connection = {
    ...apiOf(shell.env),
    write_interval_ms: 0,
    time_budget_ms: TIME_BUDGET_MS,
    user_agent: `release-ops-orchestrator/${shell.version}`,
    wait: shell.wait,
    clock: shell.clock,
    log: log.info,
  };
  let signed: SignedIn;
  try {
    const permissions = permissionsFor(wanted);
    signed = await signIn(identityOf(shell.env), { shell, slug, connection, permissions });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message: why, remedy } = error;
    const refused = code === "no-token" ? null : { kind: "token" as const, why, remedy };
    return { identity: null, greeting: null, examined: null, refused };
  }
  const { token, ...identity } = signed;
  const gathered = await gather(createClient({ ...connection, token }), {
    slug,
    place: placeOf(policies),
    local_state: state_dir === null ? null : await readStateFolder(state_dir),
    now: shell.now,
  });
  return { identity, ...gathered };
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
