/**
 * Connections as GitHub pages them: `first` or `last` is required and 1 to 100, cursors are opaque.
 * @module
 */

import { GraphQLError } from "graphql";

/** A GraphQL error of the shape GitHub sends: its `type` stands beside the message. */
export class HubError extends GraphQLError {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** The arguments of a connection that the emulator models. */
export interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/** How to page one list. */
export interface PageOptions<T> {
  /** Name of the connection, for messages. */
  readonly name: string;
  /** Pages hold no more than this, whatever `first` says. */
  readonly maxPageSize: number;
  /** Names an item for good, so that a cursor survives changes around it. */
  readonly key: (item: T) => string;
  /** Turns an item into the object that GraphQL resolves; called for the page only. */
  readonly node: (item: T) => object;
}

/** GitHub's largest page. */
const LIMIT = 100;

/** One page of a list, as a connection object. */
export function pageOf<T>(
  items: readonly T[],
  args: PageArguments,
  options: PageOptions<T>,
): object {
  const backward = args.last !== null && args.last !== undefined;
  const wanted = sizeOf(args, options.name);
  const size = Math.min(wanted, options.maxPageSize);
  const begin = args.after ? positionOf(items, args.after, options.key) + 1 : 0;
  const end = args.before ? positionOf(items, args.before, options.key) : items.length;
  const from = backward ? Math.max(begin, end - size) : begin;
  const to = backward ? end : Math.min(end, begin + size);
  const page = items.slice(from, to);
  const cursors = page.map((item, index) => cursorOf(from + index, options.key(item)));
  const nodes = page.map(options.node);
  return {
    totalCount: items.length,
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: cursors[index] })),
    pageInfo: {
      hasNextPage: to < items.length,
      hasPreviousPage: from > 0,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
  };
}

function sizeOf(args: PageArguments, connection: string): number {
  const backward = args.last !== null && args.last !== undefined;
  const size = backward ? args.last : args.first;
  const argument = backward ? "last" : "first";
  if (size === null || size === undefined) {
    throw new HubError(
      "MISSING_PAGINATION_BOUNDARIES",
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${connection}\` connection.`,
    );
  }
  if (size > LIMIT) {
    throw new HubError(
      "EXCESSIVE_PAGINATION",
      `Requesting ${size} records on the \`${connection}\` connection exceeds the \`${argument}\` limit of ${LIMIT} records.`,
    );
  }
  if (size < 1) {
    throw new HubError(
      "ARGUMENT_LIMIT",
      `\`${argument}\` on the \`${connection}\` connection must be at least 1, but is ${size}.`,
    );
  }
  return size;
}

function cursorOf(index: number, key: string): string {
  return btoa(JSON.stringify([index, encodeURIComponent(key)]));
}

/** Where a cursor's item stands now; when it is gone, just before where it stood. */
function positionOf<T>(items: readonly T[], cursor: string, key: (item: T) => string): number {
  let index: number;
  let name: string;
  try {
    const [at, encoded] = JSON.parse(atob(cursor)) as [number, string];
    [index, name] = [at, decodeURIComponent(encoded)];
  } catch {
    throw new HubError(
      "INVALID_CURSOR_ARGUMENTS",
      `\`${cursor}\` does not appear to be a valid cursor.`,
    );
  }
  const there = items[index];
  if (there !== undefined && key(there) === name) return index;
  const found = items.findIndex((item) => key(item) === name);
  return found >= 0 ? found : index - 1;
}
