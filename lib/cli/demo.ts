/**
 * `demo`: one cycle on the embedded sample, a release week of a made-up repository. No token, no network.
 * @module
 */

import { runCycle } from "../cycle/run_cycle.ts";
import { loadPolicies } from "../policy/load.ts";
import { readPolicyFolder } from "../policy/read_folder.ts";
import { count } from "../report/count.ts";
import { RecordedHub } from "../sample/recorded_hub.ts";
import { unpacked } from "../sample/sample.ts";
import type { Exit, Shell } from "./command.ts";
import type { ParsedFlags } from "./flags.ts";
import { createLog } from "./log.ts";
import { chooseTemplates } from "./templates.ts";
import sample from "../../templates/sample.json" with { type: "json" };

/** Runs `demo`. */
export async function demoCommand({ values }: ParsedFlags, shell: Shell): Promise<Exit> {
  const { policies } = loadPolicies(await readPolicyFolder(null));
  if (policies === null) throw new Error("the embedded policies are not usable");
  const log = createLog(shell.err, { verbose: false, kind: "plain" });
  await chooseTemplates(values.templates as string | null, log.warn);
  const now = Temporal.Instant.from(sample.now);
  const observation = unpacked(sample.observation);
  const end = await runCycle({
    hub: new RecordedHub(observation, now),
    options: {
      repository: observation.repository.full_name,
      dry_run: false,
      threshold_minutes: 90,
      enable_issue_writes: true,
      enable_routing: true,
      enable_escalation: true,
      enable_notify: false,
      force_digest: false,
      force_handoff: false,
      verbose: false,
      commit_state: true,
      catch_up_hours: 6,
      state_dir: null,
      templates: values.templates as string | null,
      run_id: "demo",
      run_url: null,
      context: sample.context,
      only: null,
      event: { name: "", payload: null },
    },
    bundles: { root: values.out as string, retention_days: 0 },
    folder: null,
    policies,
    steps: await shell.steps(),
    now,
    version: shell.version,
    deno: Deno.version.deno,
    log,
    clock: () => 0, // the same bytes on every machine
  });
  const done = end.record.actions.filter(({ outcome }) => outcome === "done").length;
  shell.out(
    `\nA sample cycle of ${observation.repository.full_name} at ${sample.now}, ` +
      `${count(done, "write")} applied to the recorded world, nothing sent anywhere.\n` +
      `Open ${end.bundle}/index.html in a browser.\n`,
  );
  return end.exit;
}
