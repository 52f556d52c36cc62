import { assertEquals, assertStringIncludes } from "@std/assert";
import { lineOf, linesOf, policiesOf } from "./build.ts";

const EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

Deno.test("digest and handoff fill in every cadence default", () => {
  const { digest, handoff } = policiesOf({ digest: "", handoff: "" });
  const { windows, cadence_hours, timezone, days, skip_dates, catch_up_hours } = digest;
  assertEquals({ windows, cadence_hours, timezone, days, skip_dates, catch_up_hours }, {
    windows: [{ start: "08:00", end: "09:00" }],
    cadence_hours: 24,
    timezone: "UTC",
    days: [...EVERY_DAY] as typeof days,
    skip_dates: [],
    catch_up_hours: null,
  });
  assertEquals(handoff.windows, [
    { start: "09:00", end: "09:30" },
    { start: "17:00", end: "17:30" },
  ]);
  assertEquals(handoff.cadence_hours, 8);
});

Deno.test("digest and handoff read run_window_utc and run_windows_utc alike", () => {
  const one = 'run_window_utc: {start: "06:00", end: "07:00"}\n';
  const several = 'run_windows_utc: [{start: "06:00", end: "07:00"}]\n';
  for (const text of [one, several]) {
    const { digest, handoff } = policiesOf({ digest: text, handoff: text });
    assertEquals(digest.windows, [{ start: "06:00", end: "07:00" }]);
    assertEquals(handoff.windows, [{ start: "06:00", end: "07:00" }]);
  }
  assertStringIncludes(
    lineOf({ digest: one + several }),
    "error digest.yml:1 run_window_utc is",
  );
});

Deno.test("a window over midnight is allowed, one without length is not", () => {
  assertEquals(linesOf({ digest: 'run_window_utc: {start: "23:00", end: "01:00"}\n' }), []);
  assertEquals(
    lineOf({ digest: 'run_window_utc:\n  start: "08:00"\n  end: "08:00"\n' }),
    'error digest.yml:3 run_window_utc.end is "08:00": allowed is a time other than the start, which ' +
      'is "08:00" too: for a whole day use two windows, "00:00" to "12:00" and "12:00" to "00:00"',
  );
});

Deno.test("a window refuses 8am and names what is allowed", () => {
  assertEquals(
    lineOf({ digest: "run_window_utc:\n  start: 8am\n  end: 09:00\n" }),
    'error digest.yml:2 run_window_utc.start is "8am": ' +
      'allowed is a time "HH:MM" from "00:00" to "23:59", in quotes',
  );
  for (const start of ["24:00", "8:00", "800", "08:60"]) {
    assertStringIncludes(
      lineOf({ digest: `run_window_utc: {start: ${start}, end: "09:00"}\n` }),
      'from "00:00" to "23:59"',
    );
  }
});

Deno.test("windows that open at the same time are refused, and so is an empty list", () => {
  const text = 'run_windows_utc:\n  - {start: "09:00", end: "09:30"}\n' +
    '  - {start: "09:00", end: "10:00"}\n';
  assertStringIncludes(lineOf({ handoff: text }), "error handoff.yml:3 run_windows_utc[1].start");
  assertStringIncludes(lineOf({ handoff: "run_windows_utc: []\n" }), "at least one window");
});

Deno.test("cadence_hours is above 0, at most a month, and may be a fraction", () => {
  assertEquals(policiesOf({ digest: "cadence_hours: 23.5\n" }).digest.cadence_hours, 23.5);
  assertEquals(policiesOf({ digest: "cadence_hours: 744\n" }).digest.cadence_hours, 744);
  for (const hours of ["0", "-1", "745", ".inf", ".nan", '"24"']) {
    assertStringIncludes(
      lineOf({ digest: `cadence_hours: ${hours}\n` }),
      "allowed is a number of hours above 0 to 744, without quotes",
    );
  }
});

Deno.test("cadence.hours counts where cadence_hours is absent", () => {
  const older = "cadence: {hours: 12, force_on_escalation: true}\n";
  const { digest } = policiesOf({ digest: older });
  assertEquals([digest.cadence_hours, digest.force_on_escalation], [12, true]);
  assertEquals(policiesOf({ digest: `${older}cadence_hours: 24\n` }).digest.cadence_hours, 24);
  assertEquals(policiesOf({ digest: "" }).digest.force_on_escalation, false);
});

Deno.test("timezone accepts IANA names only", () => {
  assertEquals(
    policiesOf({ digest: "timezone: Europe/Berlin\n" }).digest.timezone,
    "Europe/Berlin",
  );
  for (const zone of ["Mars/Olympus", '"+01:00"', "Berlin"]) {
    assertStringIncludes(lineOf({ digest: `timezone: ${zone}\n` }), "the IANA time zone database");
  }
});

Deno.test("days are sorted, each once, at least one, and suggested when misspelt", () => {
  const { days } = policiesOf({ digest: "days: [fri, mon, fri]\n" }).digest;
  assertEquals(days, ["mon", "fri"]);
  assertStringIncludes(lineOf({ digest: "days: []\n" }), "at least one day");
  assertStringIncludes(lineOf({ digest: "days: [mom]\n" }), 'did you mean "mon"?');
});

Deno.test("skip_dates are dates of the calendar, in quotes or not", () => {
  const text = 'skip_dates: [2026-12-25, "2026-01-01", 2026-12-25]\n';
  assertEquals(policiesOf({ digest: text }).digest.skip_dates, ["2026-01-01", "2026-12-25"]);
  assertStringIncludes(lineOf({ digest: "skip_dates: [2026-02-30]\n" }), '"YYYY-MM-DD"');
});

Deno.test("catch_up_hours is null unless given, 0 to a week", () => {
  assertEquals(policiesOf({ digest: "catch_up_hours: 0\n" }).digest.catch_up_hours, 0);
  assertEquals(policiesOf({ digest: "catch_up_hours: 1.5\n" }).digest.catch_up_hours, 1.5);
  assertStringIncludes(lineOf({ digest: "catch_up_hours: -1\n" }), "from 0 to 744");
  assertStringIncludes(lineOf({ digest: "catch_up_hours: 745\n" }), "from 0 to 744");
});
