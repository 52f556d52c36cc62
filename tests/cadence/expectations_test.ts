import { assertEquals, assertStringIncludes } from "@std/assert";
import { disappointments } from "../../lib/cadence/expectations.ts";
import { daily, twiceADay, windows } from "./cadences.ts";

const hourly = { tick_minutes: 60 };

/** Each with the window that it is about. */
function told(...[cadence, ticks]: Parameters<typeof disappointments>): string[] {
  return disappointments(cadence, ticks).map(({ window, what }) =>
    window === null ? what : `${window.start}-${window.end} ${what}`
  );
}

Deno.test("disappointments() is empty when a window is as long as the ticks are apart", () => {
  assertEquals(told(daily(), hourly), []);
});

Deno.test("disappointments() warns of windows that a late tick misses", () => {
  const found = told(twiceADay(), hourly);
  assertEquals(found, [
    ...["09:00-09:30", "17:00-17:30"].map((window) =>
      `${window} is open for 30 min while ticks come every 1 h: one that comes 30 min late misses it, ` +
      "and GitHub's scheduler often is. Set catch_up_hours (here, or CATCH_UP_HOURS where cycles run), " +
      "or widen it."
    ),
  ]);
});

Deno.test("disappointments() counts lateness from the tick, not from the window's beginning", () => {
  const [warning = ""] = told(daily({ windows: windows("07:50-08:10") }), hourly);
  assertStringIncludes(
    warning,
    "is open for 20 min while ticks come every 1 h: one that comes 10 min late",
  );
});

Deno.test("disappointments() warns of no late tick when occurrences are caught up", () => {
  assertEquals(told(twiceADay({ catch_up_hours: 6 }), hourly), []);
});

const UNREACHED = [
  { title: "starts after the tick", cadence: daily({ windows: windows("08:10-08:50") }) },
  {
    title: "lies between two ticks in Kathmandu",
    cadence: daily({ windows: windows("08:00-08:45"), timezone: "Asia/Kathmandu" }),
  },
];
for (const { title, cadence } of UNREACHED) {
  Deno.test(`disappointments() warns when a window ${title}`, () => {
    const [warning = ""] = told(cadence, hourly);
    assertStringIncludes(warning, "cannot be met: no tick falls into it");
  });
}

Deno.test("disappointments() counts from the offset of the first tick", () => {
  const cadence = daily({ windows: windows("08:00-08:30") });
  const [warning = ""] = told(cadence, { tick_minutes: 60, tick_offset: 41 });
  assertStringIncludes(warning, "no tick falls into it");
});

Deno.test("disappointments() warns of the half year in which no tick falls into a window", () => {
  const cadence = daily({ windows: windows("08:00-08:30"), timezone: "Australia/Lord_Howe" });
  const [warning = ""] = told(cadence, hourly);
  assertStringIncludes(warning, "of its 365 openings in a year");
});

Deno.test("disappointments() warns when cadence_hours is longer than openings are apart", () => {
  const cadence = twiceADay({ cadence_hours: 10, catch_up_hours: 6 });
  assertEquals(told(cadence, hourly), [
    "cadence_hours 10 is longer than openings are apart (17:00 opens 8 h after 09:00): " +
    "365 of 730 openings in a year never run.",
  ]);
});

Deno.test("disappointments() warns of no opening held back by a change of the clocks", () => {
  const cadence = daily({ timezone: "Europe/Berlin", windows: windows("02:30-04:00") });
  assertEquals(told(cadence, hourly), []);
});

Deno.test("disappointments() warns when windows overlap", () => {
  const cadence = daily({
    windows: windows("22:00-02:00", "01:00-04:00"),
    cadence_hours: 3,
  });
  assertEquals(told(cadence, hourly), [
    "the windows 22:00-02:00 and 01:00-04:00 overlap: the first ends when the second opens.",
  ]);
});
