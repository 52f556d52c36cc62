/**
 * The state files as GitHub hands them out, and the head they belong to.
 * @module
 */

import type { StateFacts } from "../observation/observation.ts";
import { STATE_FILES } from "../state/state.ts";
import { brokenAnswer, graphqlError } from "./answers.ts";
import type { Client } from "./client.ts";
import type { ObservationRequest } from "./hub.ts";
import { STATE_FILES as STATE_QUERY } from "./queries.ts";
import { record, type Slug, textOf } from "./shapes.ts";

/** Where the state files are. */
export type StatePlace = Pick<ObservationRequest, "state_path" | "state_branch">;

/**
 * Reads the state files alone.
 * @throws {AnswerError} when anything of them could not be read: a file that is missing for that reason
 * would be taken for a fresh start
 */
export async function readStateFiles(
  client: Client,
  options: { slug: Slug; request: ObservationRequest; default_branch: string },
): Promise<StateFacts> {
  const { slug, request } = options;
  const { data, errors } = await client.graphql(
    STATE_QUERY,
    { ...slug, ...stateVariables(request) },
    { final: true },
  );
  if (errors[0] !== undefined) throw graphqlError(errors[0]);
  const repository = record(record(data)?.repository);
  if (repository === null) throw brokenAnswer("lacks the repository");
  return stateOf(repository, options);
}

/** The variables of a query that reads the state. */
export function stateVariables(request: StatePlace): Record<string, string> {
  const branch = request.state_branch;
  const root = branch === null ? "HEAD" : `refs/heads/${branch}`;
  const path = (file: string): string => `${root}:${request.state_path}/${file}`;
  return {
    stateRef: branch === null ? "HEAD" : `refs/heads/${branch}`,
    blockers: path(STATE_FILES.blockers),
    digest: path(STATE_FILES.digest),
    handoff: path(STATE_FILES.handoff),
    triage: path(STATE_FILES.triage),
    observation: path(STATE_FILES.observation),
  };
}

/** The state files out of an answer that has them. */
export function stateOf(
  repository: Record<string, unknown>,
  { request, default_branch }: { request: StatePlace; default_branch: string },
): StateFacts {
  const ref = record(record(repository.stateRef)?.target);
  const head = request.state_branch === null
    ? record(record(repository.defaultBranchRef)?.target) ?? ref
    : ref;
  return {
    branch: request.state_branch ?? default_branch,
    head: head === null ? null : textOf(head.oid),
    files: {
      [STATE_FILES.blockers]: stateText(repository.blockers),
      [STATE_FILES.digest]: stateText(repository.digest),
      [STATE_FILES.handoff]: stateText(repository.handoff),
      [STATE_FILES.triage]: stateText(repository.triage),
      [STATE_FILES.observation]: stateText(repository.observation),
    },
  };
}

/**
 * Text of a state file; null when there is none. What is there but cannot be read in full must not be
 * taken for absent, nor for complete: it is handed on as a text that is no JSON, so that it is
 * reported and kept aside like any other damaged file.
 */
function stateText(value: unknown): string | null {
  const found = record(value);
  if (found === null) return null;
  if (found.__typename !== "Blob") return `not a file, but a ${textOf(found.__typename)}`;
  if (typeof found.text !== "string") {
    return "a binary file, which GitHub does not hand out as text";
  }
  return found.isTruncated === true ? `${found.text}\n[GitHub cut the file here]` : found.text;
}

/** Text of any other file; null where there is none or not all of it. */
export function fileText(value: unknown): string | null {
  const found = record(value);
  return typeof found?.text === "string" && found.isTruncated !== true ? found.text : null;
}
