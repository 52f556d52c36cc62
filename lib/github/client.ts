/**
 * The HTTP client: Octokit with the courtesies that GitHub asks for. Reads are retried within the
 * cycle's time budget; writes are sent one at a time, spaced apart, and sent again only where a rate
 * limit says that they did not take effect.
 *
 * Octokit's own retry plugin looks at the status only and would send a POST again that GitHub had
 * applied in spite of its 5xx; its throttling plugin spaces GraphQL reads like writes. Both are the
 * wrong way round for a tool that must not write twice, hence the hook below.
 * @module
 */

import { Octokit } from "@octokit/rest";
import { type AnswerError, type GraphqlProblem, troubleOf } from "./answers.ts";
import { jsonOf, problemsOf, wrongIn } from "./graphql_answer.ts";
import { onOwnConnection } from "./own_connection.ts";
import { impatient, MAX_WRITES, outOfTime, pauseAfter, tooManyWrites } from "./patience.ts";
import { maskOf } from "../report/mask.ts";

/** Where GitHub is and how to behave there. */
export interface ClientOptions {
  /** Of any kind and shape; it is kept out of every message. */
  readonly token: string;
  /** Root of the REST API, for example `https://api.github.com`. */
  readonly api_url: string;
  /** Address of the GraphQL API, for example `https://api.github.com/graphql`. */
  readonly graphql_url: string;
  /** Milliseconds between two writes; GitHub asks for about a second. */
  readonly write_interval_ms: number;
  /** Milliseconds that all requests of the cycle may take together, waiting included. */
  readonly time_budget_ms: number;
  /** Milliseconds that one request may take; default 30 s. GitHub itself gives up after ten. */
  readonly request_timeout_ms?: number;
  /** GitHub's documentation requires one, and asks that it name the application. */
  readonly user_agent: string;
  /** Lets time pass; injected so that tests need not wait. */
  readonly wait: (ms: number) => Promise<void>;
  /** Milliseconds of a steady clock. */
  readonly clock: () => number;
  /** A signal that aborts after so many milliseconds; default `AbortSignal.timeout`. */
  readonly deadline?: (ms: number) => AbortSignal;
  /** Told about every retry, in one line. */
  readonly log: (line: string) => void;
}

/** Data and problems of a GraphQL answer: both can be there at once. */
export interface GraphqlAnswer {
  /** Shaped like the query, with null for what could not be resolved. */
  readonly data: unknown;
  /** What is missing from the data; empty when nothing is. */
  readonly errors: readonly GraphqlProblem[];
}

/** What a GraphQL request is. */
export interface GraphqlOptions {
  /** A mutation: sent once. */
  readonly write?: boolean;
  /** Belongs to the commit of the state, for which a part of budget and time is kept free. */
  readonly final?: boolean;
}

/** A client: typed REST, and GraphQL that keeps partial data. Both throw {@linkcode AnswerError}. */
export interface Client {
  /**
   * The typed methods of Octokit, for REST.
   * @internal their types are another package's, and documented there
   */
  readonly rest: Octokit["rest"];
  /** Sends a query or a mutation; problems beside partial data are handed back, not thrown. */
  graphql(document: string, variables: object, options?: GraphqlOptions): Promise<GraphqlAnswer>;
  /**
   * Lets milliseconds pass between two attempts.
   * @throws {AnswerError} when the cycle's time does not allow it
   */
  pause(ms: number, options?: { final?: boolean }): Promise<void>;
  /** One line for whoever watches. */
  log(line: string): void;
  /** Requests sent so far. */
  readonly counts: { reads: number; writes: number };
}

const REQUEST_TIMEOUT_MS = 30_000;
/** Share of the time that is kept for the commit of the state: what was written must be remembered. */
const FINAL_SHARE = 0.1;

/** Makes a client. No request is sent yet. */
export function createClient(options: ClientOptions): Client {
  const { wait, clock, time_budget_ms: budget } = options;
  const deadline = options.deadline ?? ((ms: number) => AbortSignal.timeout(ms));
  const mask = maskOf([options.token]);
  const counts = { reads: 0, writes: 0 };
  const started = clock();
  let lastWrite = Number.NEGATIVE_INFINITY;
  const left = (final: boolean): number =>
    started + budget * (final ? 1 : 1 - FINAL_SHARE) - clock();
  const log = (line: string): void => options.log(mask(line));
  const octokit = new Octokit({
    auth: options.token,
    baseUrl: options.api_url.replace(/\/+$/, ""),
    userAgent: options.user_agent,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });

  /** Counts the request and gives it its share of the time. */
  async function begin({ write, final }: Manner): Promise<AbortSignal> {
    if (write) {
      if (!final && counts.writes >= MAX_WRITES) throw tooManyWrites();
      const pause = lastWrite + options.write_interval_ms - clock();
      if (pause > 0) await wait(pause);
    }
    const time = left(final);
    if (time <= 0) throw outOfTime(budget);
    counts[write ? "writes" : "reads"]++;
    return deadline(Math.max(1, Math.min(options.request_timeout_ms ?? REQUEST_TIMEOUT_MS, time)));
  }

  octokit.hook.wrap("request", async (request, parameters) => {
    const manner = mannerOf(parameters);
    for (let attempt = 1;; attempt++) {
      const signal = await begin(manner);
      let error: AnswerError;
      let partial: Awaited<ReturnType<typeof request>> | null = null;
      try {
        const send = async (over: object): Promise<Awaited<ReturnType<typeof request>>> => {
          // In place: the hooks between this one and the request are bound to this very object.
          // Octokit's own reader looks at every number of an answer for digits that a double lacks.
          const own = { signal, parseSuccessResponseBody: false };
          parameters.request = { ...parameters.request, ...own, ...over };
          const answer = await request(parameters);
          return { ...answer, data: await jsonOf(answer.data) };
        };
        const answer = manner.write
          ? await onOwnConnection((fetch) => send({ fetch }))
          : await send({});
        const wrong = wrongIn(answer, { ...manner, mask });
        if (wrong === null) return answer;
        error = wrong;
        if (manner.graphql && wrong.trouble !== "broken") partial = answer;
      } catch (thrown) {
        error = troubleOf(thrown, mask);
      } finally {
        if (manner.write) lastWrite = clock();
      }
      const pause = pauseAfter(error, { attempt, write: manner.write });
      if (pause === null || pause >= left(manner.final)) {
        // Callers of GraphQL reads know how to use what did come; a write is settled by looking.
        if (partial !== null && !manner.write) return partial;
        throw pause === null ? error : impatient(error, pause);
      }
      log(`${error.message}; trying again in ${Math.ceil(pause / 1_000)} s.`);
      await wait(pause);
    }
  });

  return {
    rest: octokit.rest,
    counts,
    log,
    pause: async (ms, { final = false } = {}) => {
      if (ms >= left(final)) throw outOfTime(budget);
      await wait(ms);
    },
    graphql: async (query, variables, { write = false, final = false } = {}) => {
      const { data } = await octokit.request({
        method: "POST",
        url: options.graphql_url,
        query,
        variables,
        request: { write, final, graphql: true },
      });
      return { data: data.data ?? null, errors: problemsOf(data, mask) };
    },
  };
}

function quiet(): void {}

/** How a request is to be treated. */
interface Manner {
  readonly write: boolean;
  readonly final: boolean;
  readonly graphql: boolean;
}

/** A mutation says so itself; of everything else the method tells. */
function mannerOf({ method, request }: { method: string; request: object }): Manner {
  const { write, final, graphql } = request as Partial<Manner>;
  return {
    write: write ?? (method !== "GET" && method !== "HEAD"),
    final: final === true,
    graphql: graphql === true,
  };
}
