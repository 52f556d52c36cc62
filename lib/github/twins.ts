/**
 * Twins: two cycles that run at once both look, find nothing, and write. GitHub has no transaction
 * that would prevent it, so each looks once more after it wrote, and whoever came second gives way.
 * @module
 */

import { BLOCKER_MARKER } from "../blockers/ownership.ts";
import { messageOf } from "../failure.ts";
import { findMarkers } from "../report/marker.ts";
import type { Client } from "./client.ts";
import { isViewer, type Place, postedComment } from "./issue_lookups.ts";

/**
 * Number of an open issue of ours that carries the fingerprint and is older than the one that was just
 * created; null when there is none, or when GitHub cannot tell: then the next cycle sees both.
 */
export async function olderIssue(
  client: Client,
  { slug, viewer }: Place,
  { number, fingerprint, label }: { number: number; fingerprint: string; label?: string },
): Promise<number | null> {
  try {
    // Whoever came first came moments ago, so it is on the first page of the newest.
    const { data } = await client.rest.issues.listForRepo({
      owner: slug.owner,
      repo: slug.name,
      state: "open",
      ...label === undefined ? {} : { labels: label },
      sort: "created",
      direction: "desc",
      per_page: 100,
    });
    const older = data.filter((issue) =>
      issue.number < number && isViewer(issue.user?.login, viewer) &&
      findMarkers(issue.body ?? "", BLOCKER_MARKER).includes(fingerprint)
    );
    return older.length === 0 ? null : Math.min(...older.map((issue) => issue.number));
  } catch (error) {
    client.log(`Cannot tell whether #${number} was created twice: ${messageOf(error)}`);
    return null;
  }
}

/**
 * Takes a comment that was just posted back when an older one of ours has the same key. Returns the id
 * of the one that stays.
 */
export async function yieldComment(
  client: Client,
  { slug }: Place,
  { issue, key, id }: { issue: number; key: string; id: number },
): Promise<number> {
  try {
    const first = await postedComment(client, { slug, issue, key });
    if (first === null || first >= id) return id;
    await client.rest.issues.deleteComment({ owner: slug.owner, repo: slug.name, comment_id: id });
    return first;
  } catch (error) {
    client.log(`Cannot tell whether a comment on #${issue} was posted twice: ${messageOf(error)}`);
    return id;
  }
}
