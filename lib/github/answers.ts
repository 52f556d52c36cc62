/**
 * What GitHub's answers come to when they are not what was asked for: one vocabulary, on which
 * retries, lookups and remedies are decided, and words that are fit for a report.
 * @module
 */

import type { Mask } from "../report/mask.ts";

/**
 * Kinds of trouble. `unanswered` (no connection, no answer in time), `broken` (an answer that is not
 * what the API sends) and `server` (5xx) leave open whether a write took effect. With all others it
 * did not: `limited` (a rate limit), `refused` (401, 403), `missing` (404, 410), `invalid` (422 and the
 * like); `unsent` (no time was left to ask), `capped` (the cycle may write no more) and `barred` (the
 * runtime may not connect to that host), where we did not even ask.
 */
export type Trouble =
  | "unanswered"
  | "broken"
  | "server"
  | "limited"
  | "refused"
  | "missing"
  | "invalid"
  | "unsent"
  | "capped"
  | "barred";

/** Headers of an answer, by lower-case name. */
export type Headers = Readonly<Record<string, string | number | undefined>>;

/** An answer that is no success. Its message is one line without secrets, its cause is left out. */
export class AnswerError extends Error {
  /** The class in a word, for stacks and logs. */
  override readonly name = "AnswerError";
  /** Decides on retries and remedies. */
  readonly trouble: Trouble;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** Of the answer, for `retry-after` and the rate limit; empty when there was none. */
  readonly headers: Headers;

  /**
   * Takes no cause: it could hold the token.
   * @param trouble what kind it is
   * @param message words for people, on one line
   * @param options status and headers of the answer, where there was one
   */
  constructor(
    trouble: Trouble,
    message: string,
    { status = 0, headers = {} }: { status?: number; headers?: Headers } = {},
  ) {
    super(message);
    this.trouble = trouble;
    this.status = status;
    this.headers = headers;
  }
}

/** True when a write that ended so may have taken effect all the same. */
export function isUncertain(error: unknown): error is AnswerError {
  return error instanceof AnswerError && ["unanswered", "broken", "server"].includes(error.trouble);
}

/** HTTP status of what was thrown; 0 when it came from no answer. */
export function httpStatusOf(error: unknown): number {
  return error instanceof AnswerError ? error.status : 0;
}

/** The error of an answer that lacks something the API promises. */
export function brokenAnswer(what: string): AnswerError {
  return new AnswerError("broken", `GitHub's answer ${what}`, { status: 200 });
}

/** Whatever Octokit threw, in our vocabulary. */
export function troubleOf(thrown: unknown, mask: Mask): AnswerError {
  if (thrown instanceof AnswerError) return thrown;
  const { status, response, name, message, cause } = (thrown ?? {}) as {
    status?: number;
    name?: string;
    message?: string;
    cause?: { name?: string };
    response?: { headers?: Headers; data?: unknown };
  };
  if (response === undefined || status === undefined) {
    if (name === "NotCapable" || cause?.name === "NotCapable") return barred(message ?? "");
    const late = [name, cause?.name].some((each) =>
      each === "TimeoutError" || each === "AbortError"
    );
    return new AnswerError(
      "unanswered",
      late
        ? "GitHub did not answer in time"
        : `the connection to GitHub failed (${oneLine(mask(message ?? String(thrown)))})`,
    );
  }
  const headers = response.headers ?? {};
  const words = wordsOf(response.data);
  return new AnswerError(
    troubleOfStatus(status, { headers, words }),
    `GitHub answered ${status} (${oneLine(mask(words))})`,
    { status, headers },
  );
}

/** Deno names the host in quotes: `Requires net access to "api.github.com:443", run again with …`. */
function barred(message: string): AnswerError {
  const host = /"([^"]{1,300})"/.exec(message)?.[1];
  return new AnswerError(
    "barred",
    `this program may not connect to ${
      oneLine(host ?? "the API host")
    }: its permissions do not name it`,
  );
}

function troubleOfStatus(
  status: number,
  { headers, words }: { headers: Headers; words: string },
): Trouble {
  if (status >= 500 || status === 408) return "server";
  if (status === 429) return "limited";
  if (status === 403) {
    const limited = headers["retry-after"] !== undefined ||
      headers["x-ratelimit-remaining"] === "0" || /rate limit|abuse detection/i.test(words);
    return limited ? "limited" : "refused";
  }
  if (status === 401) return "refused";
  return status === 404 || status === 410 ? "missing" : "invalid";
}

/** What a body of an error says; a page of HTML says nothing that is worth quoting. */
function wordsOf(data: unknown): string {
  if (typeof data === "string" && data.trim() === "") return "without a word";
  if (typeof data !== "object" || data === null) return "a page instead of JSON";
  const { message, errors } = data as { message?: unknown; errors?: unknown };
  const details = Array.isArray(errors) ? errors.map(detailOf).filter((each) => each !== "") : [];
  const text = typeof message === "string" ? message : "without a word";
  return details.length === 0 ? text : `${text}: ${details.join("; ")}`;
}

/** One entry of a validation failure: `Label name already_exists`. */
function detailOf(error: unknown): string {
  if (typeof error === "string") return error;
  const { resource, field, code, message } = (error ?? {}) as Record<string, unknown>;
  return [resource, field, code, message].filter((word) => typeof word === "string").join(" ");
}

/** What a GraphQL answer says went wrong. */
export interface GraphqlProblem {
  /** GitHub's word for it, for example `NOT_FOUND` or `STALE_DATA`; it is not always there. */
  readonly type?: string;
  /** GitHub's words; they may quote anybody's text. */
  readonly message: string;
  /** Names of the fields on the way to what is missing. */
  readonly path?: readonly (string | number)[];
}

/** A problem of a GraphQL answer, in our vocabulary: there the HTTP status is 200 whatever happened. */
export function graphqlError(
  { type, message }: GraphqlProblem,
  { headers = {} }: { headers?: Headers } = {},
): AnswerError {
  const kinds: Readonly<Record<string, Trouble>> = {
    RATE_LIMITED: "limited",
    RATE_LIMIT: "limited",
    NOT_FOUND: "missing",
    FORBIDDEN: "refused",
    INSUFFICIENT_SCOPES: "refused",
    SAML_FAILURE: "refused",
    UNPROCESSABLE: "invalid",
    UNPROCESSABLE_ENTITY: "invalid",
    BRANCH_PROTECTION_RULE_VIOLATION: "invalid",
    STALE_DATA: "invalid",
    MAX_NODE_LIMIT_EXCEEDED: "invalid",
  };
  // An error without a type is GitHub's "Something went wrong while executing your query".
  const trouble = kinds[type ?? ""] ?? "server";
  const named = type === undefined ? "" : `${type}: `;
  return new AnswerError(trouble, `GitHub answered ${named}${oneLine(message)}`, {
    status: 200,
    headers,
  });
}

/** At most 300 characters on one line, without control characters. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line.length <= 300 ? line : `${line.slice(0, 299)}…`;
}
