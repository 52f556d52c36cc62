/**
 * What happens before the steps: the loop guard, and the one observation.
 * @module
 */

import { Failure, messageOf } from "../failure.ts";
import type { ObservationRequest } from "../github/hub.ts";
import type { Observation } from "../observation/observation.ts";
import { STATE_FILES } from "../state/state.ts";
import { guardByFiles, guardByMessage, type GuardVerdict, pushedRange } from "./loop_guard.ts";
import type { CycleInput } from "./run_cycle.ts";

/** What the observation has to know beforehand: from the policies, and the local state where there is one. */
export async function requestOf(
  { folder, policies, now }: CycleInput,
): Promise<ObservationRequest> {
  const labels = [
    ...policies.escalation.labels.base,
    ...policies.routing.trigger_labels,
    ...policies.digest.content.labels_to_include,
  ];
  const { path, branch } = policies.blockers.state;
  const { pinned_file } = policies.digest.output;
  return {
    now,
    labels: [...new Set(labels)],
    candidates: policies.required_checks,
    own_files: [
      ...Object.values(STATE_FILES).map((file) => `${path}/${file}`),
      ...pinned_file.enabled && pinned_file.path !== null ? [pinned_file.path] : [],
    ],
    state_path: path,
    state_branch: branch,
    local_state: folder === null ? null : await folder.read(),
  };
}

/** Asks the loop guard, and the compare API where the message of the push does not decide. */
export async function guard({ options, policies, hub, log }: CycleInput): Promise<GuardVerdict> {
  const byMessage = guardByMessage(options.event);
  if (byMessage !== null) return byMessage;
  const range = pushedRange(options.event);
  let files: readonly string[] | null = null;
  if (range !== null) {
    try {
      const changed = await hub.changedPaths(range.before, range.after);
      files = changed.truncated ? null : changed.files;
    } catch (error) {
      log.warn(`Cannot tell which files the push changed: ${messageOf(error)}`);
    }
  }
  return guardByFiles(files, policies.blockers.state.path);
}

/** Observes; when GitHub cannot be read at all the cycle goes on blind, and says so on every page. */
export async function observe(
  { hub, options, now, log }: CycleInput,
  request: ObservationRequest,
): Promise<{ observed: Observation; blind: string | null }> {
  try {
    const observed = await hub.observe(request);
    for (const { what, why } of observed.gaps) log.warn(`Could not read ${what}: ${why}`);
    return { observed, blind: null };
  } catch (error) {
    if (error instanceof Failure && error.exit === 2) throw error;
    const why = messageOf(error);
    log.warn(`GitHub could not be read: ${why}`);
    const empty: Observation = {
      repository: { id: "", full_name: options.repository, url: "", default_branch: "" },
      viewer: "",
      observed_at: now.toString({ smallestUnit: "second" }),
      complete: false,
      gaps: [{ what: "the repository", why }],
      default_commits: [],
      branches: [],
      tags: [],
      checks: {},
      comparisons: {},
      issues: [],
      codeowners: null,
      state: { branch: "", head: null, files: {} },
    };
    return { observed: empty, blind: why };
  }
}
