/**
 * `simulate`: plays a schedule's late and lost ticks against the policies, before anybody relies on
 * them.
 * @module
 */

import { ensureDir } from "@std/fs/ensure-dir";
import { basename, dirname, isAbsolute, normalize } from "@std/path";
import { cadenceOf } from "../cadence/policy_cadence.ts";
import { parseTicks } from "../cadence/ticks.ts";
import { Failure, messageOf } from "../failure.ts";
import type { Policies } from "../policy/policies.ts";
import { assertNoSymlink } from "../state/safe_path.ts";
import type { Exit, Shell } from "./command.ts";
import type { ParsedFlags } from "./flags.ts";
import { usablePolicies } from "./policies.ts";
import { simulateAll, type SimulateInput } from "./simulate.ts";
import { CATCH_UP_HOURS, modelOf, periodOf } from "./simulate_flags.ts";

/** Largest file of recorded ticks, in bytes: several years of ticks. */
const MOST_BYTES = 1_000_000;

/** Runs `simulate`. */
export async function simulateCommand(flags: ParsedFlags, shell: Shell): Promise<Exit> {
  const { values } = flags;
  const model = modelOf(flags);
  const recorded = model === null ? parseTicks(await tickText(values.ticks as string)) : null;
  const now = typeof values.now === "string" ? Temporal.Instant.from(values.now) : shell.now();
  const period = periodOf(flags, { now, recorded });
  const policies = await usablePolicies(
    values.policies as string | null,
    (line) => shell.err(`${line}\n`),
  );
  const answer = simulateAll({
    cadences: cadencesOf(policies, values["catch-up-hours"] as number | null),
    period,
    ticks: model ?? recorded ?? [],
    verbose: values.verbose === true,
  });
  if ("error" in answer.json) {
    throw new Failure(answer.json.code, answer.json.error, { remedy: answer.json.remedy });
  }
  const { services, ...json } = answer.json;
  if (typeof values.html === "string") {
    const { calendarHtml } = await import("../pages/calendar_page.ts");
    const { chooseTemplates } = await import("./templates.ts");
    await chooseTemplates(values.templates as string | null, (line) => shell.err(`${line}\n`));
    const zones = { digest: policies.digest.timezone, handoff: policies.handoff.timezone };
    await write(
      values.html,
      calendarHtml({ ...json, services, zones, source: sourceOf(flags), version: shell.version }),
    );
    shell.err(`The calendar is at ${values.html}\n`);
  }
  shell.out(
    values.json === true
      ? `${JSON.stringify({ ...json, services }, null, 2)}\n`
      : `${answer.text}\n`,
  );
  return answer.exit;
}

/** By flag or environment, by policy, or what is worth trying. */
function cadencesOf(policies: Policies, hours: number | null): SimulateInput["cadences"] {
  const { digest, handoff } = policies;
  return {
    digest: cadenceOf(digest, hours ?? digest.catch_up_hours ?? CATCH_UP_HOURS),
    handoff: cadenceOf(handoff, hours ?? handoff.catch_up_hours ?? CATCH_UP_HOURS),
  };
}

/** Where the ticks come from, for people. */
function sourceOf({ values }: ParsedFlags): string {
  return values.ticks !== null
    ? `real ticks from ${basename(values.ticks as string)}`
    : `a tick every ${values.every}, ${values.delay} late, ` +
      `${Math.round(values.drop as number * 100)} % of them lost, seed ${values.seed}`;
}

async function tickText(path: string): Promise<string> {
  try {
    const { size, isFile } = await Deno.stat(path);
    if (!isFile) throw new Error("it is not a file");
    if (size > MOST_BYTES) throw new Error(`it has ${size} bytes, allowed are ${MOST_BYTES}`);
    return await Deno.readTextFile(path);
  } catch (error) {
    throw new Failure("unreadable-file", `Cannot read the ticks at ${path}: ${messageOf(error)}`, {
      remedy: "Check the path given with --ticks.",
      cause: error,
    });
  }
}

/** Writes the page; no component of the path below the working folder may be a symbolic link. */
async function write(path: string, text: string): Promise<void> {
  const clean = normalize(path);
  const outside = isAbsolute(clean) || clean.startsWith("..");
  const folder = outside ? dirname(clean) : ".";
  try {
    await assertNoSymlink(folder, outside ? basename(clean) : clean);
    await ensureDir(dirname(clean));
    await Deno.writeTextFile(clean, text);
  } catch (error) {
    throw new Failure("unwritable-file", `Cannot write ${path}: ${messageOf(error)}`, {
      remedy: remedyFor(error),
      cause: error,
    });
  }
}

function remedyFor(error: unknown): string {
  if (error instanceof Failure) return error.remedy;
  return error instanceof Deno.errors.NotCapable
    ? "Choose one under artifacts/ or state/, or grant the folder to write to."
    : "Choose another file with --html.";
}
