import { assertEquals } from "@std/assert";
import { AnswerError } from "../../lib/github/answers.ts";
import { pauseAfter, READ_ATTEMPTS, WRITE_ATTEMPTS } from "../../lib/github/patience.ts";

const DATE = "Thu, 08 Jan 2026 08:15:00 GMT";
const limited = (headers: Record<string, string>): AnswerError =>
  new AnswerError("limited", "GitHub answered 403 (wait)", { status: 403, headers });
const reset = (time: string): Record<string, string> => ({
  date: DATE,
  "x-ratelimit-remaining": "0",
  "x-ratelimit-reset": String(Date.parse(time) / 1_000),
});

Deno.test("pauseAfter() doubles from half a second for reads, and ends", () => {
  const error = new AnswerError("server", "GitHub answered 503");
  const pauses = Array.from(
    { length: READ_ATTEMPTS },
    (_, index) => pauseAfter(error, { attempt: index + 1, write: false }),
  );
  assertEquals(pauses, [500, 1_000, 2_000, 4_000, null]);
});

Deno.test("pauseAfter() never sends a write again whose outcome is unknown", () => {
  for (const trouble of ["server", "unanswered", "broken"] as const) {
    assertEquals(pauseAfter(new AnswerError(trouble, "x"), { attempt: 1, write: true }), null);
  }
});

Deno.test("pauseAfter() never asks again for what is certain", () => {
  for (const trouble of ["refused", "missing", "invalid", "unsent", "capped", "barred"] as const) {
    for (const write of [false, true]) {
      assertEquals(pauseAfter(new AnswerError(trouble, "x"), { attempt: 1, write }), null);
    }
  }
});

Deno.test("pauseAfter() obeys retry-after as seconds and as a date, of a limit and of a 503", () => {
  for (const trouble of ["limited", "server"] as const) {
    const after = (value: string): number | null =>
      pauseAfter(
        new AnswerError(trouble, "x", { headers: { date: DATE, "retry-after": value } }),
        { attempt: 1, write: false },
      );
    assertEquals(after("30"), 30_000);
    assertEquals(after("0"), 1_000);
    assertEquals(after("Thu, 08 Jan 2026 08:15:40 GMT"), 40_000);
  }
});

Deno.test("pauseAfter() waits for the reset when nothing remains", () => {
  const pause = (headers: Record<string, string>): number | null =>
    pauseAfter(limited(headers), { attempt: 1, write: false });
  assertEquals(pause(reset("2026-01-08T08:20:00Z")), 301_000);
  assertEquals(pause(reset("2026-01-08T08:14:59Z")), 1_000);
});

Deno.test("pauseAfter() does not believe a reset that is further away than the hour a limit lasts", () => {
  const pause = (headers: Record<string, string>): number | null =>
    pauseAfter(limited(headers), { attempt: 1, write: false });
  assertEquals(pause(reset("2026-01-08T11:20:00Z")), 60_000);
  assertEquals(pause(reset("2026-01-08T05:20:00Z")), 60_000);
  assertEquals(pause({ ...reset("2026-01-08T08:20:00Z"), date: "yesterday" }), 60_000);
});

Deno.test("pauseAfter() backs off from a minute when a limit says nothing, also for writes, and ends", () => {
  const pauses = Array.from(
    { length: WRITE_ATTEMPTS },
    (_, index) => pauseAfter(limited({}), { attempt: index + 1, write: true }),
  );
  assertEquals(pauses, [60_000, 120_000, null]);
});
