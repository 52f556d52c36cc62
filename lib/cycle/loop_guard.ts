/**
 * The loop guard: a push that we made ourselves must not start the cycle again. It applies to `push`
 * only: a schedule or a dispatch cannot loop, and guarding them would stop the train whenever the
 * last commit is our own.
 * @module
 */

import type { TriggerEvent } from "./options.ts";

/** Beginning of the message of every commit that we make. */
export const COMMIT_PREFIX = "chore(release-ops):";

/** The verdict of the guard, with its reason. */
export interface GuardVerdict {
  /** True when the cycle is not to run. */
  readonly stop: boolean;
  /** One sentence for people. */
  readonly reason: string;
}

/**
 * What must be asked of the compare API before the guard can decide; null when nothing can be asked:
 * a branch or tag that is new or deleted has no commit on one side (GitHub writes zeros), and of a
 * forced push the comparison would not show what it took away.
 */
export function pushedRange(event: TriggerEvent): { before: string; after: string } | null {
  if (event.name !== "push") return null;
  const { before, after, forced } = payloadOf(event);
  if (forced === true) return null;
  const isCommit = (sha: unknown): sha is string =>
    typeof sha === "string" && /^[0-9a-f]{40,64}$/.test(sha) && !/^0+$/.test(sha);
  return isCommit(before) && isCommit(after) ? { before, after } : null;
}

/** Decides by the head commit's message; null when the message does not decide. */
export function guardByMessage(event: TriggerEvent): GuardVerdict | null {
  if (event.name !== "push") {
    const name = event.name === "" ? "no event" : `a ${event.name} event`;
    return { stop: false, reason: `Started by ${name}, which cannot loop.` };
  }
  const head = payloadOf(event).head_commit;
  const message = typeof head === "object" && head !== null && "message" in head
    ? head.message
    : "";
  if (typeof message === "string" && message.startsWith(COMMIT_PREFIX)) {
    return {
      stop: true,
      reason: `The pushed head commit is our own: its message starts with "${COMMIT_PREFIX}".`,
    };
  }
  return null;
}

/** Decides by the files that the push changed; null files mean that they are not known. */
export function guardByFiles(files: readonly string[] | null, statePath: string): GuardVerdict {
  if (files === null) {
    return { stop: false, reason: "Which files the push changed is not known, so the cycle runs." };
  }
  if (files.length > 0 && files.every((file) => file.startsWith(`${statePath}/`))) {
    return { stop: true, reason: `The push changed nothing but state files under ${statePath}/.` };
  }
  return { stop: false, reason: "The push changed files other than state." };
}

function payloadOf(event: TriggerEvent): Record<string, unknown> {
  return typeof event.payload === "object" && event.payload !== null
    ? event.payload as Record<string, unknown>
    : {};
}
