/**
 * What a cycle asked of GitHub, counted by kind.
 * @module
 */

/** What is known of one request. */
export interface Asked {
  /** Of HTTP. */
  readonly method: string;
  /** Path below the API root with its query, `/graphql` for GraphQL. */
  readonly path: string;
  /** Name of the GraphQL operation; null for REST. */
  readonly operation: string | null;
  /** Whether it writes. */
  readonly write: boolean;
  /** Points by GitHub's formula; counted for GraphQL only. */
  readonly points: number;
  /** Bytes of the request's body. */
  readonly received: number;
  /** Bytes of the answer's body, before compression. */
  readonly sent: number;
  /** Milliseconds that the emulator took. */
  readonly handled_ms: number;
}

/** Sums over the requests of one cycle. */
export interface RequestSums {
  /** Requests that read. */
  readonly reads: number;
  /** Requests that write. */
  readonly writes: number;
  /** Of GraphQL, by GitHub's formula. */
  readonly points: number;
  /** Requests by kind, the most frequent first. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Bytes of all bodies that were sent to GitHub. */
  readonly bytes_to_hub: number;
  /** Bytes of all bodies that came back, before compression. */
  readonly bytes_from_hub: number;
  /** Milliseconds that the emulator took to handle them all. */
  readonly emulator_ms: number;
}

const READS: readonly (readonly [RegExp, string])[] = [
  [/^Overview$/, "overview"],
  [/^(?:ChecksOfCommits|SuitePage|RunPage)$/, "checks"],
  [/^FurtherPages$/, "further pages"],
  [/^(?:IssuesByNumber|NewestComments|CommentsOfIssue|StateFiles|HeadWithFiles)$/, "second reads"],
  [/\/compare\//, "compare"],
  [/\/labels(?:\/|\?|$)/, "labels"],
  [/\/issues(?:\/\d+)?(?:\/\w+)?(?:\?|$)/, "second reads"],
];

const WRITES: readonly (readonly [RegExp, string])[] = [
  [/^CommitState$/, "state commit"],
  [/^POST .*\/issues$/, "create issue"],
  [/^POST .*\/comments$/, "comment"],
  [/\/labels/, "labels"],
  [/\/assignees$/, "assignees"],
  [/^PATCH .*\/issues\/\d+$/, "edit issue"],
];

/** The kind of a request, in words: `compare`, `write: comment`. */
export function kindOf(
  { method, path, operation, write }: Pick<Asked, "method" | "path" | "operation" | "write">,
): string {
  const name = operation ?? (write ? `${method} ${path}` : path);
  const found = (write ? WRITES : READS).find(([pattern]) => pattern.test(name));
  const kind = found?.[1] ?? "other";
  return write ? `write: ${kind}` : kind;
}

/** Adds up the requests of one cycle. */
export function sumsOf(requests: readonly Asked[]): RequestSums {
  const kinds = new Map<string, number>();
  for (const request of requests) {
    const kind = kindOf(request);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const total = (value: (request: Asked) => number): number =>
    requests.reduce((sum, request) => sum + value(request), 0);
  const writes = requests.filter(({ write }) => write).length;
  return {
    reads: requests.length - writes,
    writes,
    points: total(({ path, points }) => path === "/graphql" ? points : 0),
    kinds: Object.fromEntries([...kinds].sort(([, a], [, b]) => b - a)),
    bytes_to_hub: total(({ received }) => received),
    bytes_from_hub: total(({ sent }) => sent),
    emulator_ms: total(({ handled_ms }) => handled_ms),
  };
}
