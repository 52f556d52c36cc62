import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  type Cadence,
  keyOf,
  minutesOf,
  occurrenceTimes,
  parseKey,
  problems,
  rfc3339,
} from "../../lib/cadence/cadence.ts";
import { Failure } from "../../lib/failure.ts";
import { at, daily, windows } from "./cadences.ts";

const PROBLEMS: { change: Partial<Cadence>; says: string }[] = [
  { change: { windows: [] }, says: "there is no window" },
  { change: { windows: windows("8am-09:00") }, says: 'a window\'s edge is "8am"' },
  { change: { windows: windows("8:00-09:00") }, says: "allowed is HH:MM" },
  { change: { windows: windows("08:60-09:00") }, says: '"08:60"' },
  { change: { windows: windows("08:00-25:00") }, says: '"25:00"' },
  { change: { windows: windows("08:00-24:01") }, says: '"24:01"' },
  { change: { windows: windows("24:00-01:00") }, says: "start is" },
  { change: { windows: windows("08:00-08:00") }, says: "starts and ends at 08:00" },
  { change: { windows: windows("00:00-24:00") }, says: "starts and ends at 00:00" },
  { change: { cadence_hours: 0 }, says: "cadence_hours is 0" },
  { change: { cadence_hours: NaN }, says: "cadence_hours is NaN" },
  { change: { cadence_hours: Infinity }, says: "cadence_hours is Infinity" },
  { change: { catch_up_hours: -1 }, says: "catch_up_hours is -1" },
  { change: { catch_up_hours: 745 }, says: "from 0 to 744" },
  { change: { timezone: "Mars/Olympus" }, says: 'timezone is "Mars/Olympus"' },
  { change: { days: ["monday"] }, says: "allowed are mon, tue" },
  { change: { days: [] }, says: "days is empty" },
  { change: { skip_dates: ["2026-02-30"] }, says: 'skip_dates has "2026-02-30"' },
  { change: { skip_dates: ["25.12.2026"] }, says: "allowed is a date" },
];
for (const { change, says } of PROBLEMS) {
  Deno.test(`problems() tells ${says} when a cadence has ${JSON.stringify(change)}`, () => {
    const found = problems(daily(change));
    assertEquals(found.length, 1);
    assertStringIncludes(found[0] ?? "", says);
  });
}

Deno.test("problems() is empty when every field is in use and valid", () => {
  const cadence = daily({
    windows: windows("22:00-02:00", "16:00-24:00"),
    cadence_hours: 23.5,
    timezone: "Asia/Kathmandu",
    days: ["mon", "sun"],
    skip_dates: ["2028-02-29"],
    catch_up_hours: 744,
  });
  assertEquals(problems(cadence), []);
});

Deno.test("minutesOf() throws a failure with a remedy when the edge is not HH:MM", () => {
  const failure = assertThrows(() => minutesOf("noon"), Failure, 'the value is "noon"');
  assertEquals([failure.code, failure.exit], ["bad-window", 2]);
});

Deno.test("keyOf() and parseKey() are each other's inverse", () => {
  for (const time of ["2026-01-08T08:00", "2026-01-08T08:00:07"]) {
    assertEquals(parseKey("digest", keyOf("digest", at(time)))?.toString(), at(time).toString());
  }
  assertEquals(keyOf("digest", at("2026-01-08T08:00")), "digest@2026-01-08T08:00Z");
  assertEquals(parseKey("digest", keyOf("digest", null)), "never");
});

Deno.test("rfc3339() writes whole seconds in UTC", () => {
  assertEquals(rfc3339(at("2026-01-08T09:00:05.9+01:00")), "2026-01-08T08:00:05Z");
});

Deno.test("occurrenceTimes() gives the instants of an occurrence", () => {
  const { opens, closes } = occurrenceTimes({
    key: "digest@2026-01-08T08:00Z",
    opens_at: "2026-01-08T08:00:00Z",
    closes_at: "2026-01-08T09:00:00Z",
  });
  assertEquals([rfc3339(opens), rfc3339(closes)], ["2026-01-08T08:00:00Z", "2026-01-08T09:00:00Z"]);
});
