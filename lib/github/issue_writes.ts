/**
 * Writes to issues, each with the lookup that tells whether it took effect. Labels are created before
 * they are used.
 * @module
 */

import { carries } from "../blockers/labels.ts";
import type { Action } from "../gate/action.ts";
import type { IssueFacts } from "../observation/observation.ts";
import { httpStatusOf } from "./answers.ts";
import type { Client } from "./client.ts";
import { createIssue, postComment } from "./creations.ts";
import type { Performed } from "./hub.ts";
import { issueAt, type Place } from "./issue_lookups.ts";
import { Labels } from "./labels.ts";
import { settle } from "./settle.ts";

type ActionOf<Kind extends Action["kind"]> = Extract<Action, { kind: Kind }>;

/** Where Octokit finds an issue. */
interface IssueAddress {
  readonly owner: string;
  readonly repo: string;
  readonly issue_number: number;
}

/** Writes to the issues of one repository. */
export class IssueWrites {
  readonly #client: Client;
  readonly #place: () => Place;
  readonly #labels: Labels;
  readonly #known = new Set<number>();
  /** Issues that this cycle created: GitHub may not know them everywhere yet. */
  readonly #fresh = new Set<number>();

  /** `place` is asked at each write, since the observation tells who we are. */
  constructor(client: Client, place: () => Place) {
    this.#client = client;
    this.#place = place;
    this.#labels = new Labels(client, () => place().slug);
  }

  /** Takes note of issues that exist. */
  know(issues: readonly IssueFacts[]): void {
    for (const { number, labels } of issues) {
      this.#known.add(number);
      this.#labels.know(labels);
    }
  }

  /**
   * Does what the action says, exactly once.
   * @throws {Failure} exit 1, in words that name the remedy
   */
  async perform(action: Action): Promise<Performed> {
    const { issues } = this.#client.rest;
    switch (action.kind) {
      case "create_issue":
        return await this.#create(action);
      case "comment":
        return await postComment(this.#client, this.#place(), {
          action,
          fresh: this.#fresh.has(action.issue),
        });
      case "remove_label":
        return await this.#removeLabel(action);
      case "edit_issue": {
        const { title, body } = action;
        return await this.#edit(action.issue, {
          what: `edit #${action.issue}`,
          send: (at) => issues.update({ ...at, title, body }),
          done: (issue) =>
            (title === undefined || issue.title === title) &&
            (body === undefined || sameText(issue.body, body)),
        });
      }
      case "add_labels":
        await this.#labels.ensure(action.labels);
        return await this.#edit(action.issue, {
          what: `label #${action.issue}`,
          send: (at) => issues.addLabels({ ...at, labels: [...action.labels] }),
          done: ({ labels }) => action.labels.every((label) => carries(labels, label)),
        });
      case "add_assignees":
        return await this.#edit(action.issue, {
          what: `assign #${action.issue}`,
          send: (at) => issues.addAssignees({ ...at, assignees: [...action.assignees] }),
          done: ({ assignees }) => action.assignees.every((login) => carries(assignees, login)),
        });
      case "close_issue":
        return await this.#edit(action.issue, {
          what: `close #${action.issue}`,
          send: (at) =>
            issues.update({ ...at, state: "closed", state_reason: action.state_reason }),
          done: ({ state }) => state === "closed",
        });
      case "reopen_issue":
        return await this.#edit(action.issue, {
          what: `reopen #${action.issue}`,
          send: (at) => issues.update({ ...at, state: "open" }),
          done: ({ state }) => state === "open",
        });
    }
  }

  async #create(action: ActionOf<"create_issue">): Promise<Performed> {
    await this.#labels.ensure(action.labels);
    const known = this.#known;
    const performed = await createIssue(this.#client, this.#place(), { action, known });
    this.#known.add(performed.created.number);
    this.#fresh.add(performed.created.number);
    return performed;
  }

  async #removeLabel({ issue, label }: ActionOf<"remove_label">): Promise<Performed> {
    const gone = async (): Promise<boolean> => {
      const found = await issueAt(this.#client, this.#place().slug, issue);
      return found !== null && !carries(found.labels, label);
    };
    return await settle<Performed>(this.#client, {
      ...this.#manner(issue),
      what: `remove a label from #${issue}`,
      send: async () => {
        try {
          await this.#client.rest.issues.removeLabel({ ...this.#at(issue), name: label });
          return {};
        } catch (error) {
          // GitHub answers 404 for a label that is gone, and for an issue that is.
          if (httpStatusOf(error) === 404 && await gone()) return { already: true };
          throw error;
        }
      },
      look: async () => await gone() ? {} : null,
    });
  }

  /** A change that the issue itself tells about afterwards. */
  async #edit(
    issue: number,
    { what, send, done }: {
      what: string;
      send: (at: IssueAddress) => Promise<unknown>;
      done: (issue: IssueFacts) => boolean;
    },
  ): Promise<Performed> {
    return await settle<Performed>(this.#client, {
      ...this.#manner(issue),
      what,
      send: async () => {
        await send(this.#at(issue));
        return {};
      },
      look: async () => {
        const found = await issueAt(this.#client, this.#place().slug, issue);
        return found !== null && done(found) ? {} : null;
      },
    });
  }

  #manner(issue: number): { permission: string; fresh: boolean } {
    return { permission: "issues: write", fresh: this.#fresh.has(issue) };
  }

  #at(issue: number): IssueAddress {
    const { owner, name } = this.#place().slug;
    return { owner, repo: name, issue_number: issue };
  }
}

/** Equal but for line ends and blanks at the end, which GitHub's editor changes. */
function sameText(a: string, b: string): boolean {
  const bare = (text: string): string => text.replace(/\r\n?/g, "\n").trimEnd();
  return bare(a) === bare(b);
}
