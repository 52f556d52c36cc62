/**
 * GitHub over HTTP as a hub: one write per action, labels created before they are used, comments
 * looked for before they are posted, state committed with a compare-and-swap.
 * @module
 */

import { Failure, messageOf } from "../failure.ts";
import type { Action } from "../gate/action.ts";
import { labelLook } from "../gate/label_look.ts";
import { BLOCKER_MARKER } from "../blockers/ownership.ts";
import type { Observation, StateFacts } from "../observation/observation.ts";
import { findMarkers, marker } from "../report/marker.ts";
import { answerOf, type Client } from "./client.ts";
import type { CommitAnswer, Hub, ObservationRequest, Performed, StateCommit } from "./hub.ts";
import { comparePaths, observe } from "./observe.ts";
import { readStateFiles } from "./overview.ts";
import { COMMENTS_OF_ISSUE, COMMIT_STATE } from "./queries.ts";
import { nodesOf, record, type Slug, textOf } from "./shapes.ts";

/** Kind of the marker that names a comment for good. */
export const COMMENT_MARKER = "comment";

/** The repository `owner/name` on GitHub. */
export class GithubHub implements Hub {
  readonly #client: Client;
  readonly #slug: Slug;
  readonly #labels = new Set<string>();
  #defaultBranch = "";

  constructor(client: Client, slug: Slug) {
    this.#client = client;
    this.#slug = slug;
  }

  async observe(request: ObservationRequest): Promise<Observation> {
    try {
      const observation = await observe(this.#client, { slug: this.#slug, request });
      this.#defaultBranch = observation.repository.default_branch;
      for (const issue of observation.issues) {
        for (const label of issue.labels) this.#labels.add(label.toLowerCase());
      }
      return observation;
    } catch (error) {
      if (answerOf(error).status === 401) {
        throw new Failure("token-refused", "GitHub refused the token (401)", {
          remedy: "Set GITHUB_TOKEN to a valid token for this API host.",
          cause: error,
        });
      }
      throw error;
    }
  }

  async findOpen(fingerprint: string, labels: readonly string[]): Promise<readonly number[]> {
    const found: number[] = [];
    for (let page = 1;; page++) {
      const { data } = await this.#client.rest.issues.listForRepo({
        ...this.#repo,
        state: "open",
        labels: labels.join(","),
        sort: "updated",
        direction: "desc",
        per_page: 100,
        page,
      });
      for (const issue of data) {
        if (issue.pull_request !== undefined) continue;
        if (findMarkers(issue.body ?? "", BLOCKER_MARKER).includes(fingerprint)) {
          found.push(issue.number);
        }
      }
      if (data.length < 100) return found;
    }
  }

  async perform(action: Action): Promise<Performed> {
    const { issues } = this.#client.rest;
    switch (action.kind) {
      case "create_issue": {
        await this.#ensureLabels(action.labels);
        const { title, body, labels } = action;
        const { data } = await issues.create({ ...this.#repo, title, body, labels: [...labels] });
        return { created: { number: data.number, id: data.node_id, url: data.html_url } };
      }
      case "edit_issue": {
        const { title, body } = action;
        await issues.update({ ...this.#at(action.issue), title, body });
        return {};
      }
      case "add_labels":
        await this.#ensureLabels(action.labels);
        await issues.addLabels({ ...this.#at(action.issue), labels: [...action.labels] });
        return {};
      case "remove_label":
        return await this.#removeLabel(action);
      case "add_assignees":
        await issues.addAssignees({ ...this.#at(action.issue), assignees: [...action.assignees] });
        return {};
      case "comment":
        return await this.#comment(action);
      case "close_issue":
        await issues.update({
          ...this.#at(action.issue),
          state: "closed",
          state_reason: action.state_reason,
        });
        return {};
      case "reopen_issue":
        await issues.update({ ...this.#at(action.issue), state: "open" });
        return {};
    }
  }

  async readState(request: ObservationRequest): Promise<StateFacts> {
    return await readStateFiles(this.#client, {
      slug: this.#slug,
      request,
      default_branch: this.#defaultBranch,
    });
  }

  async commitState(commit: StateCommit): Promise<CommitAnswer> {
    const input = {
      branch: {
        repositoryNameWithOwner: `${this.#slug.owner}/${this.#slug.name}`,
        branchName: commit.branch,
      },
      expectedHeadOid: commit.expected_head,
      message: {
        headline: commit.message.split("\n")[0],
        body: commit.message.split("\n").slice(2).join("\n"),
      },
      fileChanges: {
        additions: Object.entries(commit.files).map(([path, text]) => ({
          path,
          contents: new TextEncoder().encode(text).toBase64(),
        })),
      },
    };
    const { data, errors } = await this.#client.graphql(COMMIT_STATE, { input }, { write: true });
    if (
      errors.some(({ type, message }) =>
        type === "STALE_DATA" || /^Expected branch to point to/.test(message)
      )
    ) {
      return { kind: "stale" };
    }
    if (errors[0] !== undefined) throw new Error(errors[0].message);
    const made = record(record(record(data)?.createCommitOnBranch)?.commit);
    return { kind: "committed", sha: textOf(made?.oid), url: textOf(made?.url) };
  }

  async changedPaths(
    base: string,
    head: string,
  ): Promise<{ files: readonly string[]; truncated: boolean }> {
    return await comparePaths(this.#client, { slug: this.#slug, base, head });
  }

  get #repo(): { owner: string; repo: string } {
    return { owner: this.#slug.owner, repo: this.#slug.name };
  }

  #at(issue: number): { owner: string; repo: string; issue_number: number } {
    return { ...this.#repo, issue_number: issue };
  }

  /** GitHub would create an unknown label by itself, grey and undescribed: ours are made beforehand. */
  async #ensureLabels(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (this.#labels.has(name.toLowerCase())) continue;
      const { issues } = this.#client.rest;
      try {
        await issues.getLabel({ ...this.#repo, name });
      } catch (error) {
        if (answerOf(error).status !== 404) throw error;
        try {
          await issues.createLabel({ ...this.#repo, name, ...labelLook(name) });
        } catch (conflict) {
          if (
            answerOf(conflict).status !== 422 || !messageOf(conflict).includes("already_exists")
          ) throw conflict;
        }
      }
      this.#labels.add(name.toLowerCase());
    }
  }

  async #removeLabel(action: Extract<Action, { kind: "remove_label" }>): Promise<Performed> {
    try {
      await this.#client.rest.issues.removeLabel({ ...this.#at(action.issue), name: action.label });
      return {};
    } catch (error) {
      if (answerOf(error).status !== 404) throw error;
      return { already: true };
    }
  }

  /** Posts a comment unless one of ours with the same key is there already. */
  async #comment(action: Extract<Action, { kind: "comment" }>): Promise<Performed> {
    const { data, errors } = await this.#client.graphql(COMMENTS_OF_ISSUE, {
      ...this.#slug,
      number: action.issue,
    });
    if (errors[0] !== undefined) throw new Error(errors[0].message);
    const comments = nodesOf(record(record(record(data)?.repository)?.issue)?.comments);
    const posted = comments.find((comment) =>
      comment.viewerDidAuthor === true &&
      findMarkers(textOf(comment.body), COMMENT_MARKER).includes(action.key)
    );
    if (posted !== undefined) {
      return { comment_id: Number(posted.databaseId), already: true };
    }
    const { data: made } = await this.#client.rest.issues.createComment({
      ...this.#at(action.issue),
      body: `${action.body}\n\n${marker(COMMENT_MARKER, action.key)}`,
    });
    return { comment_id: made.id };
  }
}
