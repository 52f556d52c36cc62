import { assertEquals } from "@std/assert";
import {
  latestOpening,
  nextOpening,
  openingAround,
  openingsBetween,
} from "../../lib/cadence/windows.ts";
import { at, daily, play, windows } from "./cadences.ts";

/** Openings and closings of one window in a zone, in UTC. */
function opened(
  written: string[],
  { zone, from, to }: { zone: string; from: string; to: string },
): string[] {
  const cadence = daily({ windows: windows(...written), timezone: zone });
  return openingsBetween(cadence, { from: at(from), to: at(to) })
    .map(({ opens, closes }) => `${short(opens)} - ${short(closes)}`);
}

function short(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: "minute" }).slice(5, -1);
}

const ZONE_CASES = [
  {
    title: "moves a start that New York skips to the first valid instant",
    written: ["02:30-04:00"],
    where: { zone: "America/New_York", from: "2026-03-08T00:00", to: "2026-03-09T00:00" },
    expected: ["03-08T07:00 - 03-08T08:00"],
  },
  {
    title: "keeps the length of a window that New York skips altogether",
    written: ["02:00-03:00"],
    where: { zone: "America/New_York", from: "2026-03-08T00:00", to: "2026-03-09T00:00" },
    expected: ["03-08T07:00 - 03-08T08:00"],
  },
  {
    title: "moves an end that New York skips to the first valid instant",
    written: ["01:30-02:30"],
    where: { zone: "America/New_York", from: "2026-03-08T00:00", to: "2026-03-09T00:00" },
    expected: ["03-08T06:30 - 03-08T07:00"],
  },
  {
    title: "opens once where two windows are skipped together",
    written: ["02:00-02:30", "02:30-03:00"],
    where: { zone: "America/New_York", from: "2026-03-08T00:00", to: "2026-03-09T00:00" },
    expected: ["03-08T07:00 - 03-08T07:30"],
  },
  {
    title: "counts an hour that New York repeats once",
    written: ["01:00-02:00"],
    where: { zone: "America/New_York", from: "2026-11-01T00:00", to: "2026-11-02T00:00" },
    expected: ["11-01T05:00 - 11-01T07:00"],
  },
  {
    title: "starts at the first pass of a time that Berlin repeats",
    written: ["02:30-04:00"],
    where: { zone: "Europe/Berlin", from: "2026-10-25T00:00", to: "2026-10-26T00:00" },
    expected: ["10-25T00:30 - 10-25T03:00"],
  },
  {
    title: "ends at the first pass of a time that Berlin repeats",
    written: ["01:30-02:30"],
    where: { zone: "Europe/Berlin", from: "2026-10-24T20:00", to: "2026-10-25T12:00" },
    expected: ["10-24T23:30 - 10-25T00:30"],
  },
  {
    title: "keeps 08:00 at 08:00 while Berlin changes its clocks",
    written: ["08:00-09:00"],
    where: { zone: "Europe/Berlin", from: "2026-03-28T00:00", to: "2026-03-30T00:00" },
    expected: ["03-28T07:00 - 03-28T08:00", "03-29T06:00 - 03-29T07:00"],
  },
  {
    title: "follows Lord Howe's half hour forward",
    written: ["02:15-03:00"],
    where: { zone: "Australia/Lord_Howe", from: "2026-10-03T12:00", to: "2026-10-04T12:00" },
    expected: ["10-03T15:30 - 10-03T16:00"],
  },
  {
    title: "follows Lord Howe's half hour back",
    written: ["01:45-02:00"],
    where: { zone: "Australia/Lord_Howe", from: "2026-04-04T12:00", to: "2026-04-05T12:00" },
    expected: ["04-04T14:45 - 04-04T15:30"],
  },
  {
    title: "knows Kathmandu's three quarters of an hour",
    written: ["08:00-09:00"],
    where: { zone: "Asia/Kathmandu", from: "2026-01-08T00:00", to: "2026-01-09T00:00" },
    expected: ["01-08T02:15 - 01-08T03:15"],
  },
  {
    title: "has no opening on the day that Apia left out",
    written: ["08:00-09:00"],
    where: { zone: "Pacific/Apia", from: "2011-12-29T00:00", to: "2012-01-01T00:00" },
    expected: [
      "12-29T18:00 - 12-29T19:00",
      "12-30T18:00 - 12-30T19:00",
      "12-31T18:00 - 12-31T19:00",
    ],
  },
  {
    title: "ends a night before the day that Apia left out at midnight",
    written: ["22:00-02:00"],
    where: { zone: "Pacific/Apia", from: "2011-12-30T00:00", to: "2011-12-31T00:00" },
    expected: ["12-30T08:00 - 12-30T10:00"],
  },
  {
    title: "moves an opening at the midnight that Beirut skips",
    written: ["00:00-01:30"],
    where: { zone: "Asia/Beirut", from: "2026-03-28T12:00", to: "2026-03-29T12:00" },
    expected: ["03-28T22:00 - 03-28T22:30"],
  },
  {
    title: "ends an opening when the next begins",
    written: ["08:00-12:00", "10:00-11:00"],
    where: { zone: "UTC", from: "2026-01-08T00:00", to: "2026-01-09T00:00" },
    expected: ["01-08T08:00 - 01-08T10:00", "01-08T10:00 - 01-08T11:00"],
  },
  {
    title: "excludes an opening at the end of the period and includes one at its start",
    written: ["08:00-09:00"],
    where: { zone: "UTC", from: "2026-01-08T08:00", to: "2026-01-09T08:00" },
    expected: ["01-08T08:00 - 01-08T09:00"],
  },
];
for (const { title, written, where, expected } of ZONE_CASES) {
  Deno.test(`openingsBetween() ${title}`, () => assertEquals(opened(written, where), expected));
}

const CLOCK_CHANGES = [
  {
    title: "Berlin's spring",
    zone: "Europe/Berlin",
    window: "08:00-09:00",
    first: "2026-03-28T07:05",
    apart: 23,
  },
  {
    title: "Berlin's autumn",
    zone: "Europe/Berlin",
    window: "08:00-09:00",
    first: "2026-10-24T06:05",
    apart: 25,
  },
  {
    title: "Lord Howe's spring",
    zone: "Australia/Lord_Howe",
    window: "08:00-09:00",
    first: "2026-10-02T21:35",
    apart: 23.5,
  },
  {
    title: "a gap in New York",
    zone: "America/New_York",
    window: "02:30-04:00",
    first: "2026-03-08T07:05",
    apart: 23.5,
  },
  {
    title: "Apia's missing day",
    zone: "Pacific/Apia",
    window: "08:00-09:00",
    first: "2011-12-29T18:05",
    apart: 24,
  },
];
for (const { title, zone, window, first, apart } of CLOCK_CHANGES) {
  Deno.test(`decide() skips no day over ${title} though ${apart} hours pass`, () => {
    const cadence = daily({ windows: windows(window), timezone: zone });
    const second = at(first).add({ minutes: apart * 60 }).toString();
    const { settled } = play([first, second, second], { cadence });
    assertEquals(settled.length, 2);
  });
}

Deno.test("decide() runs once in the hour that New York repeats", () => {
  const cadence = daily({ windows: windows("01:00-02:00"), timezone: "America/New_York" });
  const ticks = ["2026-11-01T05:10", "2026-11-01T06:10", "2026-11-01T06:50"];
  assertEquals(play(ticks, { cadence }).settled, ["digest@2026-11-01T05:00Z"]);
});

Deno.test("decide() holds an opening that a gap moved to the time that the policy names", () => {
  const cadence = daily({
    windows: windows("02:30-04:00"),
    timezone: "America/New_York",
    cadence_hours: 24.25,
  });
  const ticks = ["2026-03-07T07:35", "2026-03-08T07:05"];
  assertEquals(play(ticks, { cadence }).settled, ["digest@2026-03-07T07:30Z"]);
});

Deno.test("latestOpening() ends when the next begins", () => {
  const cadence = daily({ windows: windows("08:00-12:00", "10:00-11:00") });
  const found = latestOpening(cadence, { at: at("2026-01-08T09:00") });
  assertEquals(found?.closes.toString(), "2026-01-08T10:00:00Z");
});

Deno.test("latestOpening() finds what began at that very instant", () => {
  const found = latestOpening(daily(), { at: at("2026-01-08T08:00") });
  assertEquals(found?.opens.toString(), "2026-01-08T08:00:00Z");
});

Deno.test("latestOpening() looks back as many days as it is told", () => {
  const mondays = daily({ days: ["mon"] });
  const friday = at("2026-01-09T12:00");
  assertEquals(latestOpening(mondays, { at: friday, days: 3 }), null);
  const found = latestOpening(mondays, { at: friday, days: 4 });
  assertEquals(found?.opens.toString(), "2026-01-05T08:00:00Z");
});

Deno.test("nextOpening() passes over what is not accepted", () => {
  const found = nextOpening(daily(), {
    after: at("2026-01-08T08:00"),
    accepts: ({ nominal }) => nominal.day === 11,
  });
  assertEquals(found?.opens.toString(), "2026-01-11T08:00:00Z");
});

Deno.test("openingAround() is null at the end of a window", () => {
  assertEquals(openingAround(daily(), at("2026-01-08T09:00")), null);
});
