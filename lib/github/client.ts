/**
 * The HTTP client: Octokit with the courtesies that GitHub asks for. Reads are retried within the
 * cycle's time budget; writes are sent once, one at a time, spaced apart.
 *
 * Octokit's own retry plugin looks at the status only and would send a POST again that GitHub had
 * applied in spite of its 5xx; its throttling plugin spaces GraphQL reads like writes. Both are the
 * wrong way round for a tool that must not write twice, hence the hook below.
 * @module
 */

import { Octokit } from "@octokit/rest";
import { Failure, messageOf } from "../failure.ts";

/** Where GitHub is and how to behave there. */
export interface ClientOptions {
  readonly token: string;
  /** Root of the REST API, for example `https://api.github.com`. */
  readonly api_url: string;
  readonly graphql_url: string;
  /** Milliseconds between two writes; GitHub asks for about a second. */
  readonly write_interval_ms: number;
  /** Milliseconds that all requests of the cycle may take together, waiting included. */
  readonly time_budget_ms: number;
  readonly user_agent: string;
  /** Lets time pass; injected so that tests need not wait. */
  readonly wait: (ms: number) => Promise<void>;
  /** Milliseconds of a steady clock. */
  readonly clock: () => number;
  /** Told about every retry, in one line. */
  readonly log: (line: string) => void;
}

/** What a GraphQL answer says went wrong. */
export interface GraphqlProblem {
  readonly type?: string;
  readonly message: string;
}

/** Data and problems of a GraphQL answer: both can be there at once. */
export interface GraphqlAnswer {
  readonly data: unknown;
  readonly errors: readonly GraphqlProblem[];
}

/** A client: typed REST, and GraphQL that keeps partial data. */
export interface Client {
  readonly rest: Octokit["rest"];
  /** Sends a query (retried) or, with `write`, a mutation (sent once). */
  graphql(
    document: string,
    variables: object,
    options?: { write?: boolean },
  ): Promise<GraphqlAnswer>;
  /** Requests sent so far. */
  readonly counts: { reads: number; writes: number };
}

/** Attempts of a read, the first included. */
const READ_ATTEMPTS = 4;
/** First pause before a read is tried again, in milliseconds; doubles each time. */
const FIRST_PAUSE_MS = 500;
/** Statuses after which a read may well succeed. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/** Makes a client. No request is sent yet. */
export function createClient(options: ClientOptions): Client {
  const counts = { reads: 0, writes: 0 };
  const started = options.clock();
  let lastWrite = Number.NEGATIVE_INFINITY;
  const octokit = new Octokit({
    auth: options.token,
    baseUrl: options.api_url.replace(/\/+$/, ""),
    userAgent: options.user_agent,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });

  octokit.hook.wrap("request", async (request, parameters) => {
    const left = (): number => options.time_budget_ms - (options.clock() - started);
    const timed = (): typeof parameters => ({
      ...parameters,
      request: {
        ...parameters.request,
        signal: AbortSignal.timeout(Math.max(1, Math.floor(left()))),
      },
    });
    if (isWrite(parameters)) {
      const pause = lastWrite + options.write_interval_ms - options.clock();
      if (pause > 0) await options.wait(pause);
      counts.writes++;
      try {
        return await request(timed());
      } finally {
        lastWrite = options.clock();
      }
    }
    for (let attempt = 1;; attempt++) {
      counts.reads++;
      try {
        return await request(timed());
      } catch (error) {
        const pause = pauseBefore(error, attempt);
        if (pause === null || pause >= left()) throw error;
        options.log(
          `GitHub answered "${messageOf(error)}" to a read; trying again in ${
            Math.ceil(pause / 1000)
          } s.`,
        );
        await options.wait(pause);
      }
    }
  });

  return {
    rest: octokit.rest,
    counts,
    graphql: async (query, variables, { write = false } = {}) => {
      const { data } = await octokit.request({
        method: "POST",
        url: options.graphql_url,
        query,
        variables,
        request: { write },
      });
      if (typeof data !== "object" || data === null) {
        throw new Failure("bad-answer", "GitHub's GraphQL answer is not JSON", {
          remedy: "Run again; if it persists, look at GitHub's status page.",
          exit: 1,
        });
      }
      return { data: data.data ?? null, errors: data.errors ?? [] };
    },
  };
}

function quiet(): void {}

/** A mutation says so itself; of everything else the method tells. */
function isWrite(parameters: { method: string; request: object }): boolean {
  if ("write" in parameters.request) return parameters.request.write === true;
  return parameters.method !== "GET" && parameters.method !== "HEAD";
}

/** Milliseconds to wait before the next attempt; null when there should be none. */
function pauseBefore(error: unknown, attempt: number): number | null {
  if (attempt >= READ_ATTEMPTS) return null;
  const { status, headers } = answerOf(error);
  const after = Number(headers["retry-after"]);
  if (Number.isFinite(after) && after > 0) return after * 1_000;
  if (headers["x-ratelimit-remaining"] === "0") {
    const reset = Number(headers["x-ratelimit-reset"]) * 1_000;
    const sent = Date.parse(headers.date ?? "");
    return Number.isFinite(reset - sent) ? Math.max(1_000, reset - sent) : null;
  }
  if (status === 403 || !PASSING.has(status)) return null;
  return FIRST_PAUSE_MS * 2 ** (attempt - 1);
}

/** Status and headers of whatever Octokit threw; network errors count as 500, as Octokit has it. */
export function answerOf(
  error: unknown,
): { status: number; headers: Record<string, string | undefined> } {
  const { status, response } = (error ?? {}) as {
    status?: number;
    response?: { headers?: Record<string, string | undefined> };
  };
  return { status: status ?? 500, headers: response?.headers ?? {} };
}
