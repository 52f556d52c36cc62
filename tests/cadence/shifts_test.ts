import { assertEquals, assertThrows } from "@std/assert";
import { shiftsAt } from "../../lib/cadence/shifts.ts";
import { Failure } from "../../lib/failure.ts";
import { at, twiceADay, verdictAt, windows } from "./cadences.ts";

const SUN = { windows: [], shift_changes: ["08:00", "16:00", "00:00"], timezone: "UTC" };
const CASES = [
  { time: "2026-01-08T08:00", from: "APAC", to: "EMEA" },
  { time: "2026-01-08T15:59", from: "APAC", to: "EMEA" },
  { time: "2026-01-08T16:00", from: "EMEA", to: "Americas" },
  { time: "2026-01-08T00:00", from: "Americas", to: "APAC" },
  { time: "2026-01-08T07:59", from: "Americas", to: "APAC" },
];
for (const { time, from, to } of CASES) {
  Deno.test(`shiftsAt() hands over from ${from} to ${to} at ${time}`, () => {
    assertEquals(shiftsAt(at(time), SUN), { from, to });
  });
}

Deno.test("shiftsAt() lets the end of the occurrence's window decide", () => {
  const cadence = twiceADay({ windows: windows("07:30-08:00"), catch_up_hours: 6 });
  for (const time of ["2026-01-08T07:31", "2026-01-08T12:00"]) {
    const { occurrence } = verdictAt(time, { cadence });
    assertEquals(occurrence && shiftsAt(occurrence, SUN), { from: "APAC", to: "EMEA" });
  }
});

Deno.test("shiftsAt() takes the shifts from the windows when there are no changes", () => {
  const { occurrence } = verdictAt("2026-01-08T09:10", { cadence: twiceADay() });
  for (const shift_changes of [undefined, null, []]) {
    const options = { ...twiceADay(), shift_changes };
    assertEquals(occurrence && shiftsAt(occurrence, options), {
      from: "17:00-09:00 UTC",
      to: "09:00-17:00 UTC",
    });
  }
});

Deno.test("shiftsAt() names the shift before the day's first change", () => {
  assertEquals(shiftsAt(at("2026-01-08T03:00"), twiceADay()), {
    from: "09:00-17:00 UTC",
    to: "17:00-09:00 UTC",
  });
});

Deno.test("shiftsAt() names no continents when the changes are in another zone", () => {
  const options = { ...SUN, timezone: "Europe/Berlin" };
  assertEquals(shiftsAt(at("2026-01-08T08:00"), options), {
    from: "00:00-08:00 Europe/Berlin",
    to: "08:00-16:00 Europe/Berlin",
  });
});

Deno.test("shiftsAt() hands a single shift over to itself", () => {
  const options = { windows: windows("09:00-09:30"), timezone: "UTC" };
  assertEquals(shiftsAt(at("2026-01-08T09:30"), options), {
    from: "09:00-09:00 UTC",
    to: "09:00-09:00 UTC",
  });
});

Deno.test("shiftsAt() takes 24:00 and repeated changes for what they mean", () => {
  const options = { ...SUN, shift_changes: ["24:00", "00:00", "08:00", "16:00"] };
  assertEquals(shiftsAt(at("2026-01-08T08:00"), options), { from: "APAC", to: "EMEA" });
});

Deno.test("shiftsAt() refuses a change that is not HH:MM", () => {
  assertThrows(() => shiftsAt(at("2026-01-08T08:00"), { ...SUN, shift_changes: ["8"] }), Failure);
});
