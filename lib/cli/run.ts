/**
 * `run` and `step`: one cycle against GitHub.
 * @module
 */

import { type CycleOptions, OPTIONAL_STEPS, RUN_ID } from "../cycle/options.ts";
import { runCycle } from "../cycle/run_cycle.ts";
import { Failure, messageOf } from "../failure.ts";
import { permissionsFor } from "../github/app_token.ts";
import { createClient } from "../github/client.ts";
import { GithubHub } from "../github/github_hub.ts";
import { apiOf, identityOf, slugOf } from "./connection.ts";
import { nearest } from "./nearest.ts";
import type { Exit, Shell } from "./command.ts";
import type { FlagValues, ParsedFlags, ReadEnv } from "./flags.ts";
import { stateFolder } from "../state/local_store.ts";
import { createLog, logKindOf } from "./log.ts";
import { reportToWorkflow } from "./outputs.ts";
import { usablePolicies } from "./policies.ts";
import { signIn } from "./sign_in.ts";
import { chooseTemplates } from "./templates.ts";

/** Milliseconds that all requests of a cycle may take together. */
const TIME_BUDGET_MS = 10 * 60_000;
/** Milliseconds between two writes; GitHub asks for about a second. */
const WRITE_INTERVAL_MS = 1_000;

/** Runs `run`. */
export async function runCommand(flags: ParsedFlags, shell: Shell): Promise<Exit> {
  return await runOne(flags.values, { shell, only: null });
}

/** Runs `step NAME`. */
export async function stepCommand(flags: ParsedFlags, shell: Shell): Promise<Exit> {
  const steps = await shell.steps();
  const names = steps.map(({ name }) => name);
  const name = flags.positional[0]?.replaceAll("-", "_");
  if (name === undefined || !names.includes(name)) {
    const near = name === undefined ? null : nearest(name, names);
    throw new Failure(
      "bad-step",
      `Cannot run ${
        name === undefined
          ? "a step: none is named"
          : `the step ${JSON.stringify(name)}: it is none`
      }, allowed is ${names.join(", ")}`,
      {
        remedy: near === null ? "Name one of them." : `Did you mean ${near}?`,
      },
    );
  }
  return await runOne(flags.values, { shell, only: name });
}

async function runOne(
  values: FlagValues,
  { shell, only }: { shell: Shell; only: string | null },
): Promise<Exit> {
  const { env } = shell;
  const { mask } = shell.secrets;
  const log = createLog(shell.err, { verbose: values.verbose === true, kind: logKindOf(shell) });
  const slug = slugOf(values.repo as string | null);
  const policies = await usablePolicies(values.policies as string | null, log.warn);
  await chooseTemplates(values.templates as string | null, log.warn);
  const identity = identityOf(env);
  const now = typeof values.now === "string" ? Temporal.Instant.from(values.now) : shell.now();
  const options = await optionsOf(values, { env, now, only });
  const connection = {
    ...apiOf(env),
    write_interval_ms: writeInterval(env),
    time_budget_ms: TIME_BUDGET_MS,
    user_agent: `release-ops-orchestrator/${shell.version}`,
    wait: shell.wait,
    clock: shell.clock,
    log: log.info,
  };
  const { token } = await signIn(identity, {
    shell,
    slug,
    connection,
    permissions: permissionsFor({
      issue_writes: options.enable_issue_writes && !options.dry_run,
      commit_state: options.enable_issue_writes && !options.dry_run && options.commit_state &&
        options.state_dir === null,
    }),
  });
  const client = createClient({ ...connection, token });
  const end = await runCycle({
    hub: new GithubHub(client, slug),
    options,
    bundles: {
      root: values.out as string,
      retention_days: values["retention-days"] as number,
    },
    folder: options.state_dir === null ? null : stateFolder(options.state_dir),
    policies,
    steps: await shell.steps(),
    now,
    version: shell.version,
    deno: Deno.version.deno,
    log,
    clock: shell.clock,
    mask,
  });
  log.info(`${client.counts.reads} reads and ${client.counts.writes} writes were sent to GitHub.`);
  await reportToWorkflow(end, { env, log, mask });
  shell.out(`${end.bundle}/index.html\n`);
  return end.exit;
}

/** An Enterprise Server without rate limits needs no second between writes. */
function writeInterval(env: ReadEnv): number {
  const value = env("RELEASE_OPS_WRITE_INTERVAL_MS") ?? "";
  if (value === "") return WRITE_INTERVAL_MS;
  if (/^\d{1,5}$/.test(value)) return Number(value);
  throw new Failure(
    "bad-value",
    `Cannot use RELEASE_OPS_WRITE_INTERVAL_MS: the value is ${
      JSON.stringify(value)
    }, allowed is a whole number of milliseconds to 99999`,
    { remedy: `Unset it for ${WRITE_INTERVAL_MS}.` },
  );
}

async function optionsOf(
  values: FlagValues,
  { env, now, only }: { env: ReadEnv; now: Temporal.Instant; only: string | null },
): Promise<CycleOptions> {
  const repository = values.repo as string;
  const run = env("GITHUB_RUN_ID") || null;
  const server = env("GITHUB_SERVER_URL") || "https://github.com";
  return {
    repository,
    dry_run: values["dry-run"] === true,
    threshold_minutes: values["threshold-minutes"] as number,
    enable_issue_writes: values["enable-issue-writes"] === true,
    enable_routing: values["enable-routing"] === true,
    enable_escalation: values["enable-escalation"] === true,
    enable_notify: values["enable-notify"] === true,
    force_digest: values["force-digest"] === true,
    force_handoff: values["force-handoff"] === true,
    verbose: values.verbose === true,
    commit_state: values["commit-state"] === true,
    catch_up_hours: values["catch-up-hours"] as number | null,
    state_dir: values["state-dir"] as string | null,
    templates: values.templates as string | null,
    run_id: runIdOf(values["run-id"] as string | null, now),
    run_url: run === null ? null : `${server}/${repository}/actions/runs/${run}`,
    context: values.context as string | null,
    only: OPTIONAL_STEPS.find((step) => step === only) ?? (only === null ? null : "none"),
    event: {
      name: env("GITHUB_EVENT_NAME") ?? "",
      payload: await payloadOf(env("GITHUB_EVENT_PATH")),
    },
  };
}

/** Names a folder, so it is held to what a folder's name may be; default: the time of the cycle. */
function runIdOf(given: string | null, now: Temporal.Instant): string {
  const id = given ?? now.toString({ smallestUnit: "second" }).replaceAll(/[-:]/g, "");
  if (RUN_ID.test(id)) return id;
  throw new Failure(
    "bad-value",
    `Cannot use --run-id: the value is ${
      JSON.stringify(id)
    }, allowed are up to 100 letters, digits, ".", "_" and "-"`,
    { remedy: "Leave it out for the time of the cycle." },
  );
}

async function payloadOf(path: string | undefined): Promise<unknown> {
  if (path === undefined || path === "") return null;
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    throw new Failure(
      "bad-event",
      `Cannot read the event at GITHUB_EVENT_PATH (${path}): ${messageOf(error)}`,
      {
        remedy: "Unset GITHUB_EVENT_PATH outside of Actions.",
      },
    );
  }
}
