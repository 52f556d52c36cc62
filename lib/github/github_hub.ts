/**
 * GitHub over HTTP as a hub: observes once, writes one action at a time, each settled (sent, and looked
 * for where its outcome is unknown), and commits the state with a compare-and-swap.
 * @module
 */

import { Failure } from "../failure.ts";
import type { Action } from "../gate/action.ts";
import type { IssueFacts, Observation, StateFacts } from "../observation/observation.ts";
import { AnswerError } from "./answers.ts";
import type { Client } from "./client.ts";
import type { CommitAnswer, Hub, ObservationRequest, Performed, StateCommit } from "./hub.ts";
import { bodiesOfComments, type Place } from "./issue_lookups.ts";
import { IssueWrites } from "./issue_writes.ts";
import { comparePaths, observe } from "./observe.ts";
import { remedyFor } from "./remedies.ts";
import { SecondRead } from "./second_read.ts";
import { settle } from "./settle.ts";
import type { Slug } from "./shapes.ts";
import { commitFiles } from "./state_commit.ts";
import { readStateFiles } from "./state_texts.ts";

/** What reading needs, in the words of a workflow's `permissions:`. */
const READ_PERMISSIONS =
  "contents: read, issues: read, checks: read, statuses: read, actions: read";

/** The repository `owner/name` on GitHub. One hub serves one cycle. */
export class GithubHub implements Hub {
  readonly #client: Client;
  readonly #slug: Slug;
  readonly #second: SecondRead;
  readonly #writes: IssueWrites;
  #viewer = "";
  #defaultBranch = "";
  #observed: readonly IssueFacts[] = [];
  #observedAt = "";

  /** Serves one repository; nothing is sent before the first call. */
  constructor(client: Client, slug: Slug) {
    this.#client = client;
    this.#slug = slug;
    this.#second = new SecondRead(client);
    this.#writes = new IssueWrites(client, () => this.#place);
  }

  async observe(request: ObservationRequest): Promise<Observation> {
    try {
      const observation = await observe(this.#client, { slug: this.#slug, request });
      this.#viewer = observation.viewer;
      this.#defaultBranch = observation.repository.default_branch;
      this.#observed = observation.issues;
      this.#observedAt = observation.observed_at;
      this.#writes.know(observation.issues);
      return observation;
    } catch (error) {
      throw cannotObserve(error, this.#slug);
    }
  }

  async findOpen(fingerprint: string, labels: readonly string[]): Promise<readonly number[]> {
    return await settle(this.#client, {
      what: "list the open issues",
      permission: "issues: read",
      send: () =>
        this.#second.openWith(fingerprint, {
          labels,
          place: this.#place,
          observed: this.#observed,
          since: this.#observedAt,
        }),
    });
  }

  async findComments(
    keys: ReadonlyMap<number, string>,
  ): Promise<ReadonlyMap<number, string | null>> {
    return await settle(this.#client, {
      what: `read the comments of ${[...keys.keys()].map((number) => `#${number}`).join(", ")}`,
      permission: "issues: read",
      send: () => bodiesOfComments(this.#client, this.#slug, keys),
    });
  }

  async perform(action: Action): Promise<Performed> {
    const performed = await this.#writes.perform(action);
    if (action.kind === "create_issue" && performed.created !== undefined) {
      this.#second.remember(performed.created.number, action.fingerprint);
    }
    return performed;
  }

  async readState(request: ObservationRequest): Promise<StateFacts> {
    return await readStateFiles(this.#client, {
      slug: this.#slug,
      request,
      default_branch: this.#defaultBranch,
    });
  }

  async commitState(commit: StateCommit): Promise<CommitAnswer> {
    return await commitFiles(this.#client, this.#slug, commit);
  }

  async changedPaths(
    base: string,
    head: string,
  ): Promise<{ files: readonly string[]; truncated: boolean }> {
    return await comparePaths(this.#client, { slug: this.#slug, base, head });
  }

  get #place(): Place {
    return { slug: this.#slug, viewer: this.#viewer };
  }
}

/** What will not change by itself is refused before any write; the rest may be better in an hour. */
function cannotObserve(error: unknown, { owner, name }: Slug): unknown {
  if (!(error instanceof AnswerError)) return error;
  const codes: Readonly<Record<number, string>> = { 401: "token-refused", 404: "no-such-api" };
  const barred = error.trouble === "barred";
  const code = barred ? "host-not-allowed" : codes[error.status] ?? "token-forbidden";
  if (!barred && !(error.status in codes) && error.trouble !== "refused") return error;
  return new Failure(code, `Cannot read ${owner}/${name}: ${error.message}`, {
    remedy: error.status === 404
      ? "Check GITHUB_API_URL and GITHUB_GRAPHQL_URL."
      : remedyFor(error, READ_PERMISSIONS),
  });
}
