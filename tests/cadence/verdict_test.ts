import { assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { decide, duration, settle } from "../../lib/cadence/verdict.ts";
import { Failure } from "../../lib/failure.ts";
import {
  at,
  daily,
  NEVER,
  onlyLastAt,
  play,
  settled,
  twiceADay,
  verdictAt,
  windows,
} from "./cadences.ts";

// Rule 1: a window is [start, end), and one that wraps midnight belongs to its start date.
const night = daily({ windows: windows("22:00-02:00") });
const weekNights = daily({ windows: windows("22:00-02:00"), days: ["fri"] });
const WINDOW_CASES = [
  { title: "skips a second before the window", time: "2026-01-08T07:59:59", run: false },
  { title: "runs at the window's first instant", time: "2026-01-08T08:00", run: true },
  { title: "runs in the window's last second", time: "2026-01-08T08:59:59.999", run: true },
  { title: "skips at the window's end", time: "2026-01-08T09:00", run: false },
  { title: "runs before midnight", time: "2026-01-08T23:59", run: true, cadence: night },
  { title: "runs after midnight", time: "2026-01-09T01:59", run: true, cadence: night },
  { title: "skips at the wrapped end", time: "2026-01-09T02:00", run: false, cadence: night },
  { title: "runs on Friday night", time: "2026-01-10T01:00", run: true, cadence: weekNights },
  { title: "skips on Thursday night", time: "2026-01-09T01:00", run: false, cadence: weekNights },
  {
    title: "skips a skipped date",
    time: "2026-12-25T08:30",
    run: false,
    cadence: daily({ skip_dates: ["2026-12-25"] }),
  },
  {
    title: "skips the night that starts on a skipped date",
    time: "2026-12-26T01:00",
    run: false,
    cadence: daily({ windows: windows("22:00-02:00"), skip_dates: ["2026-12-25"] }),
  },
  {
    title: "runs until midnight when the end is 24:00",
    time: "2026-01-08T23:59",
    run: true,
    cadence: daily({ windows: windows("16:00-24:00") }),
  },
  {
    title: "runs in the zone's own morning",
    time: "2026-07-08T06:30",
    run: true,
    cadence: daily({ timezone: "Europe/Berlin" }),
  },
];
for (const { title, time, run, cadence } of WINDOW_CASES) {
  Deno.test(`decide() ${title}`, () => assertEquals(verdictAt(time, { cadence }).run, run));
}

Deno.test("decide() keeps the key of a wrapped window's start on both sides of midnight", () => {
  for (const time of ["2026-01-08T22:00", "2026-01-09T01:59"]) {
    assertEquals(verdictAt(time, { cadence: night }).occurrence, {
      key: "digest@2026-01-08T22:00Z",
      opens_at: "2026-01-08T22:00:00Z",
      closes_at: "2026-01-09T02:00:00Z",
    });
  }
});

Deno.test("decide() refuses a window whose start is its end", () => {
  const failure = assertThrows(
    () => verdictAt("2026-01-08T08:00", { cadence: daily({ windows: windows("08:00-08:00") }) }),
    Failure,
    "a window starts and ends at 08:00",
  );
  assertEquals(failure.exit, 2);
});

// Rule 2: an occurrence that has been settled never runs again.
Deno.test("decide() skips an occurrence that is settled", () => {
  const verdict = verdictAt("2026-01-08T08:30", { memory: settled("2026-01-08T08:00") });
  assertEquals([verdict.run, verdict.occurrence], [false, null]);
  assertStringIncludes(verdict.reason, "is settled already (digest@2026-01-08T08:00Z)");
});

Deno.test("decide() skips a settled occurrence also when cadence_hours is tiny", () => {
  const cadence = daily({ cadence_hours: 0.01 });
  const ticks = ["2026-01-08T08:00", "2026-01-08T08:30", "2026-01-08T08:59"];
  assertEquals(play(ticks, { cadence }).settled, ["digest@2026-01-08T08:00Z"]);
});

Deno.test("decide() skips when the clock has gone back behind what is settled", () => {
  const verdict = verdictAt("2026-01-07T08:30", { memory: settled("2026-01-08T08:00") });
  assertEquals(verdict.run, false);
  assertEquals(verdict.next_opening, "2026-01-09T08:00:00Z");
});

// Rule 3: due in the window, or within catch_up_hours after its end; only the latest is caught up.
const patient = daily({ catch_up_hours: 6 });
const CATCH_UP_CASES = [
  { title: "skips a missed window when strict", time: "2026-01-08T09:05", run: false, late: 0 },
  { title: "catches up", time: "2026-01-08T12:10", run: true, late: 250, cadence: patient },
  { title: "catches up at once", time: "2026-01-08T09:00", run: true, late: 60, cadence: patient },
  {
    title: "catches up until the last second",
    time: "2026-01-08T14:59:59",
    run: true,
    late: 419,
    cadence: patient,
  },
  { title: "gives up then", time: "2026-01-08T15:00", run: false, late: 0, cadence: patient },
  {
    title: "does not catch up a settled one",
    time: "2026-01-08T10:00",
    run: false,
    late: 0,
    cadence: patient,
    memory: settled("2026-01-08T08:00"),
  },
  {
    title: "is not late inside the window",
    time: "2026-01-08T08:59",
    run: true,
    late: 0,
    cadence: patient,
  },
];
for (const { title, time, run, late, cadence, memory } of CATCH_UP_CASES) {
  Deno.test(`decide() ${title}`, () => {
    const verdict = verdictAt(time, { cadence, memory });
    assertEquals([verdict.run, verdict.late_minutes], [run, late]);
  });
}

Deno.test("decide() says how late an occurrence is caught up", () => {
  const { reason } = verdictAt("2026-01-08T12:10", { cadence: patient });
  assertEquals(
    reason,
    "catching up the window 08:00-09:00 UTC of 2026-01-08, 4 h 10 min after it opened",
  );
});

Deno.test("decide() catches up the latest of several missed occurrences and no other", () => {
  const cadence = twiceADay({ catch_up_hours: 48 });
  const ticks = ["2026-01-08T18:00", "2026-01-08T18:30", "2026-01-08T19:30"];
  assertEquals(play(ticks, { cadence }).settled, ["digest@2026-01-08T17:00Z"]);
});

Deno.test("decide() runs today's window rather than catching up yesterday's", () => {
  const cadence = daily({ catch_up_hours: 48 });
  const verdict = verdictAt("2026-01-08T08:10", { cadence, memory: settled("2026-01-06T08:00") });
  assertEquals(verdict.occurrence?.key, "digest@2026-01-08T08:00Z");
  assertEquals(verdict.late_minutes, 0);
});

Deno.test("decide() catches up over many skipped days", () => {
  const cadence = daily({ days: ["mon"], catch_up_hours: 144 });
  const verdict = verdictAt("2026-01-10T12:00", { cadence });
  assertEquals(verdict.occurrence?.key, "digest@2026-01-05T08:00Z");
});

// Rule 4: cadence_hours lies between the starts of occurrences.
Deno.test("decide() runs every day when ticks jitter inside the window", () => {
  const ticks = ["2026-01-07T08:07", "2026-01-08T08:03", "2026-01-09T08:58", "2026-01-10T08:00"];
  assertEquals(play(ticks).settled.length, 4);
});

Deno.test("decide() runs both handoffs of a day", () => {
  const ticks = ["2026-01-07T09:25", "2026-01-07T17:00", "2026-01-08T09:00", "2026-01-08T17:29"];
  assertEquals(play(ticks, { cadence: twiceADay() }).settled.length, 4);
});

Deno.test("decide() runs the day after an occurrence that was caught up late", () => {
  const ticks = ["2026-01-07T14:50", "2026-01-08T08:00"];
  assertEquals(play(ticks, { cadence: patient }).settled.length, 2);
});

Deno.test("decide() holds back an opening that comes too soon", () => {
  const verdict = decide("handoff", {
    cadence: twiceADay({ cadence_hours: 10 }),
    memory: { last_occurrence: "handoff@2026-01-08T09:00Z", last_at: "2026-01-08T09:10:00Z" },
    now: at("2026-01-08T17:10"),
    forced: false,
  });
  assertEquals(verdict.run, false);
  assertStringIncludes(
    verdict.reason,
    "opened 8 h after the last one that counts, cadence_hours is 10",
  );
  assertEquals(verdict.next_opening, "2026-01-09T09:00:00Z");
});

Deno.test("decide() runs daily with a cadence of 23.5 hours", () => {
  const ticks = ["2026-01-07T08:50", "2026-01-08T08:00", "2026-01-09T08:59"];
  assertEquals(play(ticks, { cadence: daily({ cadence_hours: 23.5 }) }).settled.length, 3);
});

Deno.test("decide() runs every other day with a cadence of 24.5 hours", () => {
  const ticks = ["2026-01-07T08:50", "2026-01-08T08:00", "2026-01-09T08:59"];
  assertEquals(play(ticks, { cadence: daily({ cadence_hours: 24.5 }) }).settled.length, 2);
});

const ONLY_LAST_AT_CASES = [
  {
    title: "from the start of the occurrence containing it",
    last: "2026-01-07T08:59:40Z",
    run: true,
  },
  { title: "from that time itself outside any window", last: "2026-01-07T11:00:00Z", run: false },
  { title: "as settled inside the same occurrence", last: "2026-01-08T08:01:00Z", run: false },
  { title: "a day later from a time outside any window", last: "2026-01-07T08:00:00Z", run: true },
  { title: "from a time with an offset", last: "2026-01-07T10:30:00+02:00", run: true },
];
for (const { title, last, run } of ONLY_LAST_AT_CASES) {
  Deno.test(`decide() counts state that has only last_digest_at ${title}`, () => {
    assertEquals(verdictAt("2026-01-08T08:03", { memory: onlyLastAt(last) }).run, run);
  });
}

Deno.test("decide() lets the key decide where the state has both", () => {
  const memory = { last_occurrence: "digest@2026-01-07T08:00Z", last_at: "2026-01-07T22:00:00Z" };
  assertEquals(verdictAt("2026-01-08T08:03", { memory }).run, true);
});

Deno.test("decide() loses no day when the policy moves a window forward", () => {
  const cadence = daily({ windows: windows("07:30-09:00") });
  const memory = settled("2026-01-07T08:00");
  assertEquals(verdictAt("2026-01-07T08:50", { cadence, memory }).run, false);
  assertEquals(verdictAt("2026-01-08T07:40", { cadence, memory }).run, true);
});

// Rule 5: a forced run settles what is due and counts against nothing otherwise.
Deno.test("decide() settles the occurrence when forced inside it", () => {
  const ticks = ["force 2026-01-08T08:10", "2026-01-08T08:20", "2026-01-09T08:00"];
  assertEquals(play(ticks).settled, ["digest@2026-01-08T08:00Z", "digest@2026-01-09T08:00Z"]);
});

Deno.test("decide() runs again when forced after the occurrence was settled", () => {
  const verdict = verdictAt("2026-01-08T08:30", {
    memory: settled("2026-01-08T08:00"),
    forced: true,
  });
  assertEquals([verdict.run, verdict.forced, verdict.occurrence], [true, true, null]);
  assertMatch(verdict.reason, /^forced; settles nothing: /);
});

Deno.test("decide() counts a forced run outside any window against no cadence", () => {
  for (const memory of [NEVER, settled("2026-01-07T08:00"), onlyLastAt("2026-01-07T08:12:00Z")]) {
    const { settled: keys } = play(["force 2026-01-08T07:50", "2026-01-08T08:00"], { memory });
    assertEquals(keys, ["digest@2026-01-08T08:00Z"]);
  }
});

Deno.test("decide() still counts an old last_digest_at after a forced run", () => {
  const memory = onlyLastAt("2026-01-07T11:00:00Z");
  assertEquals(play(["force 2026-01-08T07:50", "2026-01-08T08:00"], { memory }).settled, []);
});

Deno.test("decide() does not let a forced run settle what the cadence holds back", () => {
  const cadence = daily({ windows: windows("08:00-09:00", "12:00-13:00") });
  const ticks = ["2026-01-08T08:10", "force 2026-01-08T12:10", "2026-01-09T08:10"];
  assertEquals(play(ticks, { cadence }).settled, [
    "digest@2026-01-08T08:00Z",
    "digest@2026-01-09T08:00Z",
  ]);
});

Deno.test("settle() records a forced run outside any window as the last run", () => {
  const { memory } = play(["force 2026-01-08T12:34:56"]);
  assertEquals(memory, { last_occurrence: "digest@never", last_at: "2026-01-08T12:34:56Z" });
});

Deno.test("settle() keeps the last occurrence beside a forced run outside any window", () => {
  const { memory } = play(["2026-01-08T08:05", "force 2026-01-08T12:34"]);
  assertEquals(memory, {
    last_occurrence: "digest@2026-01-08T08:00Z",
    last_at: "2026-01-08T12:34:00Z",
  });
});

// Rule 6: what lies too far ahead, is missing or cannot be read means never ran.
const DAMAGED_CASES = [
  { title: "a key of another task", memory: { last_occurrence: "handoff@2026-01-08T08:00Z" } },
  { title: "a key that is no time", memory: { last_occurrence: "digest@yesterday" } },
  { title: "a time that is none", memory: { last_at: "8am" } },
  { title: "a date that does not exist", memory: { last_at: "2026-02-30T08:00:00Z" } },
  { title: "a time without a zone", memory: { last_at: "2026-01-08T08:00:00" } },
  { title: "a key far in the future", memory: { last_occurrence: "digest@2126-01-08T08:00Z" } },
  { title: "a time far in the future", memory: { last_at: "2026-01-09T08:30:01Z" } },
];
for (const { title, memory } of DAMAGED_CASES) {
  Deno.test(`decide() warns and runs as if never run when the state has ${title}`, () => {
    const verdict = verdictAt("2026-01-08T08:30", { memory: { ...NEVER, ...memory } });
    assertEquals([verdict.run, verdict.counts_from, verdict.warnings.length], [true, null, 1]);
    assertMatch(verdict.warnings[0] ?? "", /^Ignoring last_(occurrence|digest_at) in the state of/);
  });
}

Deno.test("decide() believes a timestamp up to one cadence ahead", () => {
  const verdict = verdictAt("2026-01-08T08:30", { memory: onlyLastAt("2026-01-09T08:30:00Z") });
  assertEquals([verdict.run, verdict.warnings], [false, []]);
});

Deno.test("decide() falls back to last_digest_at when the key is damaged", () => {
  const memory = { last_occurrence: "?", last_at: "2026-01-08T08:05:00Z" };
  const verdict = verdictAt("2026-01-08T08:30", { memory });
  assertEquals([verdict.run, verdict.warnings.length], [false, 1]);
});

Deno.test("decide() takes empty strings for never ran, without a warning", () => {
  const verdict = verdictAt("2026-01-08T08:30", { memory: { last_occurrence: "", last_at: "" } });
  assertEquals([verdict.run, verdict.warnings], [true, []]);
});

// Rule 7: a dry run settles nothing.
Deno.test("decide() settles nothing by itself", () => {
  const memory = Object.freeze(settled("2026-01-07T08:00"));
  const first = verdictAt("2026-01-08T08:30", { memory });
  assertEquals(verdictAt("2026-01-08T08:30", { memory }), first);
  assertEquals(memory, settled("2026-01-07T08:00"));
});

Deno.test("settle() changes nothing when the verdict is to skip", () => {
  const memory = settled("2026-01-08T08:00");
  const now = at("2026-01-08T08:30");
  const verdict = decide("digest", { cadence: daily(), memory, now, forced: false });
  assertEquals(settle(verdict, { memory, now }), memory);
});

// Rule 8: the verdict says what, why and when next.
Deno.test("decide() tells the next opening when it runs and when it skips", () => {
  assertEquals(verdictAt("2026-01-08T08:30").next_opening, "2026-01-09T08:00:00Z");
  assertEquals(verdictAt("2026-01-08T07:30").next_opening, "2026-01-08T08:00:00Z");
});

Deno.test("decide() tells the next opening that the cadence allows", () => {
  const cadence = daily({ cadence_hours: 168, days: ["mon", "thu"] });
  const memory = settled("2026-01-05T08:00");
  assertEquals(
    verdictAt("2026-01-06T08:30", { cadence, memory }).next_opening,
    "2026-01-12T08:00:00Z",
  );
});

Deno.test("decide() tells that no opening is in sight", () => {
  const cadence = daily({ days: ["thu"], cadence_hours: 100_000 });
  assertEquals(verdictAt("2026-01-08T08:30", { cadence }).next_opening, null);
});

Deno.test("decide() gates any task by its own name", () => {
  const verdict = decide("stand-up", {
    cadence: daily(),
    memory: NEVER,
    now: at("2026-01-08T08:30"),
    forced: false,
  });
  assertEquals(verdict.occurrence?.key, "stand-up@2026-01-08T08:00Z");
});

Deno.test("duration() writes minutes as hours and minutes when there are hours", () => {
  assertEquals([0, 59, 60, 61, 600].map(duration), ["0 min", "59 min", "1 h", "1 h 1 min", "10 h"]);
});
