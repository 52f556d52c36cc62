/**
 * Patience: whether and when a request is sent again. GitHub's documentation asks to obey
 * `retry-after`, else the time of the reset when nothing remains, else to back off from one minute. It
 * ends with the time of the cycle and with what an hour allows.
 * @module
 */

import { AnswerError } from "./answers.ts";

/** Attempts of a read, the first included. */
export const READ_ATTEMPTS = 5;
/** Attempts of a write that a rate limit kept from taking effect, the first included. */
export const WRITE_ATTEMPTS = 3;
/** First pause before a read is tried again, in milliseconds; doubles each time. */
const FIRST_PAUSE_MS = 500;
/** First pause after a limit that does not say how long it lasts; doubles each time. */
const LIMIT_PAUSE_MS = 60_000;
/** Limits are counted by the hour: a reset further away comes from a clock that is wrong. */
const LONGEST_RESET_MS = 3_600_000;

/**
 * Writes per cycle. GitHub's documentation allows 80 requests a minute and 500 an hour that create
 * content; a second between two keeps the one, this the other, and leaves some to the commit of the
 * state and to people.
 */
export const MAX_WRITES = 400;

/** Milliseconds to wait before the request is sent again; null when it should not be. */
export function pauseAfter(
  error: AnswerError,
  { attempt, write }: { attempt: number; write: boolean },
): number | null {
  if (attempt >= (write ? WRITE_ATTEMPTS : READ_ATTEMPTS)) return null;
  if (error.trouble === "limited") return limitPause(error, attempt);
  const passing = ["unanswered", "broken", "server"].includes(error.trouble);
  if (write || !passing) return null;
  return asked(error) ?? FIRST_PAUSE_MS * 2 ** (attempt - 1);
}

function limitPause(error: AnswerError, attempt: number): number {
  const { headers } = error;
  const told = asked(error);
  if (told !== null) return told;
  if (String(headers["x-ratelimit-remaining"]) === "0") {
    // GitHub's own clock on both sides: ours may be wrong.
    const pause = Number(headers["x-ratelimit-reset"]) * 1_000 - sentAt(error);
    if (pause > -60_000 && pause <= LONGEST_RESET_MS) return Math.max(1_000, pause + 1_000);
  }
  return LIMIT_PAUSE_MS * 2 ** (attempt - 1);
}

/** `retry-after`: seconds, or a date. */
function asked(error: AnswerError): number | null {
  const value = error.headers["retry-after"];
  if (value === undefined || value === "") return null;
  const seconds = Number(value);
  const pause = Number.isFinite(seconds)
    ? seconds * 1_000
    : Date.parse(String(value)) - sentAt(error);
  return Number.isFinite(pause) ? Math.max(1_000, pause) : null;
}

function sentAt(error: AnswerError): number {
  return Date.parse(String(error.headers.date ?? ""));
}

/** Nothing is sent any more: `budget` milliseconds are over. */
export function outOfTime(budget: number): AnswerError {
  return new AnswerError(
    "unsent",
    `the ${Math.round(budget / 1_000)} s that a cycle may spend with GitHub are used up`,
  );
}

/** Nothing is written any more. */
export function tooManyWrites(): AnswerError {
  return new AnswerError(
    "capped",
    `this cycle has written ${MAX_WRITES} times, as often as GitHub's hourly limits allow; the next cycle goes on`,
  );
}

/** The error, with why it is not waited for. */
export function impatient(error: AnswerError, pause: number): AnswerError {
  const words = `${error.message}; waiting ${
    Math.ceil(pause / 1_000)
  } s would take longer than the cycle has`;
  return new AnswerError(error.trouble, words, error);
}
