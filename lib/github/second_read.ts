/**
 * The second, independent read that must agree before an issue is created: REST's list of open issues,
 * read once per cycle, checked against what the observation saw by GraphQL.
 * @module
 */

import { BLOCKER_MARKER } from "../blockers/ownership.ts";
import { Failure } from "../failure.ts";
import type { IssueFacts } from "../observation/observation.ts";
import { findMarkers } from "../report/marker.ts";
import { brokenAnswer } from "./answers.ts";
import type { Client } from "./client.ts";
import { issuesAt, isViewer, type Place } from "./issue_lookups.ts";

/** An open issue as far as the second read cares. */
interface Listed {
  readonly number: number;
  readonly fingerprints: readonly string[];
  /** True for an issue that somebody else raised. */
  readonly foreign: boolean;
  readonly created_at: string;
}

/** Ten thousand open blockers: a list that goes on is not telling the truth. */
const MAX_PAGES = 100;

/** The open issues by the second read, and what was created since. */
export class SecondRead {
  readonly #client: Client;
  readonly #lists = new Map<string, Listed[]>();

  /** Reads nothing yet: most cycles create no issue and need no list. */
  constructor(client: Client) {
    this.#client = client;
  }

  /**
   * Numbers of open issues of ours that carry the fingerprint.
   * @throws {AnswerError | Failure} when the list cannot be read, or contradicts the observation
   */
  async openWith(
    fingerprint: string,
    { labels, place, observed, since }: {
      labels: readonly string[];
      place: Place;
      /** What the first read saw. */
      observed: readonly IssueFacts[];
      /** When the first read was made, `YYYY-MM-DDTHH:MM:SSZ`. */
      since: string;
    },
  ): Promise<readonly number[]> {
    const key = labels.join(",");
    let list = this.#lists.get(key);
    if (list === undefined) {
      list = await this.#read(labels, place);
      await this.#agree(list, { labels, place, observed });
      agreesWith(observed, { list, since });
      this.#lists.set(key, list);
    }
    return list.filter(({ fingerprints }) => fingerprints.includes(fingerprint))
      .map(({ number }) => number);
  }

  /** Remembers an issue that was created after the list was read. */
  remember(number: number, fingerprint: string): void {
    const created = { number, fingerprints: [fingerprint], foreign: false, created_at: "" };
    for (const list of this.#lists.values()) list.push(created);
  }

  /** All pages, oldest first: issues that are opened meanwhile then come last. */
  async #read(labels: readonly string[], { slug, viewer }: Place): Promise<Listed[]> {
    const found = new Map<number, Listed>();
    for (let page = 1; page <= MAX_PAGES; page++) {
      const { data, headers } = await this.#client.rest.issues.listForRepo({
        owner: slug.owner,
        repo: slug.name,
        state: "open",
        labels: labels.join(","),
        sort: "created",
        direction: "asc",
        per_page: 100,
        page,
      });
      if (!Array.isArray(data)) throw brokenAnswer("is not a list of issues");
      for (const { number, body, user, pull_request, created_at } of data) {
        if (typeof number !== "number") throw brokenAnswer("lists an issue without a number");
        if (pull_request !== undefined) continue;
        // Anybody can copy a marker into an issue; were it believed, nothing would be raised any more.
        const ours = viewer === "" || isViewer(user?.login, viewer);
        const fingerprints = ours ? findMarkers(body ?? "", BLOCKER_MARKER) : [];
        found.set(number, { number, fingerprints, foreign: !ours, created_at });
      }
      const more = data.length >= 100 || /rel="next"/.test(headers.link ?? "");
      if (!more) return [...found.values()];
    }
    throw brokenAnswer("is a list of issues without an end");
  }

  /** A list that lacks an open issue which the observation saw is not believed, unless people closed it since. */
  async #agree(
    list: readonly Listed[],
    { labels, place, observed }: {
      labels: readonly string[];
      place: Place;
      observed: readonly IssueFacts[];
    },
  ): Promise<void> {
    const listed = new Set(list.map(({ number }) => number));
    const lacking = observed.filter((issue) => belongs(issue, labels) && !listed.has(issue.number))
      .map(({ number }) => number).slice(0, 100);
    if (lacking.length === 0) return;
    const now = await issuesAt(this.#client, place.slug, lacking);
    const still = now.filter((issue) => belongs(issue, labels)).map(({ number }) => `#${number}`);
    if (still.length === 0) return;
    throw new Failure(
      "lists-disagree",
      `GitHub's list of open issues lacks ${still.join(", ")}, which is open: it is not believed`,
      { remedy: "The next cycle looks again.", exit: 1 },
    );
  }
}

/**
 * A person's blocker that the first read did not show may be the very one that is about to be doubled.
 * What was raised since is another matter; and ours are told by their fingerprints.
 */
function agreesWith(
  observed: readonly IssueFacts[],
  { list, since }: { list: readonly Listed[]; since: string },
): void {
  const seen = new Set(observed.map(({ number }) => number));
  const unseen = list.filter(({ number, foreign, created_at }) =>
    foreign && !seen.has(number) && Date.parse(created_at) < Date.parse(since)
  ).map(({ number }) => `#${number}`);
  if (unseen.length === 0) return;
  throw new Failure(
    "lists-disagree",
    `GitHub's first answer lacked ${unseen.join(", ")}, which is open: it is not believed`,
    { remedy: "The next cycle looks again.", exit: 1 },
  );
}

function belongs(issue: IssueFacts, labels: readonly string[]): boolean {
  const has = new Set(issue.labels.map((label) => label.toLowerCase()));
  return issue.number > 0 && issue.state === "open" &&
    labels.every((label) => has.has(label.toLowerCase()));
}
