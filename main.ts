/**
 * The entry of Release Ops Orchestrator: from arguments to an exit code. The steps of a cycle and their
 * order stand here and nowhere else.
 * @module
 */

import type { Exit } from "./lib/cli/command.ts";
import { program } from "./lib/cli/program.ts";
import type { Step } from "./lib/cycle/cycle.ts";
import { VERSION } from "./lib/version.ts";

/** One module per step, in the order in which a cycle runs them; loaded only when a cycle runs. */
export async function steps(): Promise<readonly Step[]> {
  const { dashboard } = await import("./steps/dashboard.ts");
  const { blockerIssues } = await import("./steps/blocker_issues.ts");
  const { routing } = await import("./steps/routing.ts");
  const { escalation } = await import("./steps/escalation.ts");
  const { digest } = await import("./steps/digest.ts");
  const { handoff } = await import("./steps/handoff.ts");
  const { singlePage } = await import("./steps/single_page.ts");
  const { singlePageHtml } = await import("./steps/single_page_html.ts");
  const { bundleIndex } = await import("./steps/bundle_index.ts");
  const { artifactBundle } = await import("./steps/artifact_bundle.ts");
  const { commitState } = await import("./steps/commit_state.ts");
  return [
    dashboard,
    blockerIssues,
    routing,
    escalation,
    digest,
    handoff,
    singlePage,
    singlePageHtml,
    bundleIndex,
    artifactBundle,
    commitState,
  ];
}

/** What a build knows of itself. */
export interface Build {
  /** Commit that it was built from. */
  readonly commit?: string;
}

/** Runs the program and returns its exit code. */
export async function main(args: readonly string[], build: Build = {}): Promise<Exit> {
  const encoder = new TextEncoder();
  return await program(args, {
    env: (name) => Deno.env.get(name),
    out: (text) => void Deno.stdout.writeSync(encoder.encode(text)),
    err: (text) => void Deno.stderr.writeSync(encoder.encode(text)),
    now: () => Temporal.Now.instant(),
    clock: () => performance.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    styled: Deno.stdout.isTerminal() && !Deno.noColor,
    watched: Deno.stderr.isTerminal(),
    confirm: (question) => Deno.stdin.isTerminal() ? confirm(question) : null,
    version: VERSION,
    ...build,
    steps,
  });
}

/** Runs the program and ends the process. */
export async function exitWith(args: readonly string[], build: Build = {}): Promise<never> {
  Deno.exit(await main(args, build));
}

if (import.meta.main) await exitWith(Deno.args);
