/**
 * What a cycle creates: issues and comments. Sent twice they would be there twice, so each is looked
 * for before, after a failure that leaves it open, and once more when it is done.
 * @module
 */

import type { Action } from "../gate/action.ts";
import { marker } from "../report/marker.ts";
import { brokenAnswer } from "./answers.ts";
import type { Client } from "./client.ts";
import type { Performed } from "./hub.ts";
import {
  COMMENT_MARKER,
  type Created,
  createdIssue,
  listedComment,
  type Place,
  postedComment,
} from "./issue_lookups.ts";
import { settle } from "./settle.ts";
import { olderIssue, yieldComment } from "./twins.ts";

/**
 * Creates an issue. Its labels must exist.
 * @throws {Failure} exit 1, in words that name the remedy
 */
export async function createIssue(
  client: Client,
  place: Place,
  { action, known }: {
    action: Extract<Action, { kind: "create_issue" }>;
    /** Numbers of issues that were there before. */
    known: ReadonlySet<number>;
  },
): Promise<{ created: Created; older?: number }> {
  const { title, body, labels, fingerprint } = action;
  const { owner, name } = place.slug;
  const created = await settle<Created>(client, {
    what: `create the issue ${JSON.stringify(title)}`,
    permission: "issues: write",
    send: async () => {
      const { data } = await client.rest.issues.create({
        owner,
        repo: name,
        title,
        body,
        labels: [...labels],
      });
      if (typeof data.number !== "number") throw brokenAnswer("lacks the new issue's number");
      return { number: data.number, id: data.node_id, url: data.html_url };
    },
    look: async () => {
      const found = await createdIssue(client, place, { fingerprint, known });
      return found === null ? null : { number: found.number, id: found.id, url: found.url };
    },
  });
  const { number } = created;
  const older = await olderIssue(client, place, { number, fingerprint, label: labels[0] });
  return older === null ? { created } : { created, older };
}

/**
 * Posts a comment unless one of ours with the same key is there already.
 * @throws {Failure} exit 1, in words that name the remedy
 */
export async function postComment(
  client: Client,
  place: Place,
  { action, fresh }: {
    action: Extract<Action, { kind: "comment" }>;
    /** True for an issue that was just created. */
    fresh: boolean;
  },
): Promise<Performed> {
  const { issue, key, body } = action;
  const { slug } = place;
  const before = await settle(client, {
    what: `read the comments of #${issue}`,
    permission: "issues: read",
    fresh,
    send: () => postedComment(client, { slug, issue, key }),
  });
  if (before !== null) return { comment_id: before, already: true };
  const id = await settle(client, {
    what: `comment on #${issue}`,
    permission: "issues: write",
    fresh,
    send: async () => {
      const { data } = await client.rest.issues.createComment({
        owner: slug.owner,
        repo: slug.name,
        issue_number: issue,
        body: `${body}\n\n${marker(COMMENT_MARKER, key)}`,
      });
      if (typeof data.id !== "number") throw brokenAnswer("lacks the new comment's id");
      return data.id;
    },
    look: async () =>
      await postedComment(client, { slug, issue, key }) ??
        await listedComment(client, place, { issue, key }),
  });
  return { comment_id: await yieldComment(client, place, { issue, key, id }) };
}
