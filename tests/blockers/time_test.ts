import { assertEquals } from "@std/assert";
import { daysBetween, earliest, instant, isBy, minutesBetween } from "../../lib/blockers/time.ts";

const NOW = Temporal.Instant.from("2026-01-08T12:00:00Z");

Deno.test("minutesBetween() counts whole minutes, and none for times ahead or no times", () => {
  assertEquals(minutesBetween("2026-01-08T10:30:01Z", NOW), 89);
  assertEquals(minutesBetween("2026-01-08T10:30:00Z", NOW), 90);
  assertEquals(minutesBetween("2026-01-08T12:30:00Z", NOW), 0);
  assertEquals(minutesBetween("soon", NOW), 0);
});

Deno.test("daysBetween() counts with fractions", () => {
  assertEquals(daysBetween("2026-01-06T00:00:00Z", NOW), 2.5);
});

Deno.test("earliest() is the earliest time, as it was written", () => {
  assertEquals(
    earliest("2026-01-08T12:00:00Z", "", "2026-01-08T12:30:00+01:00"),
    "2026-01-08T12:30:00+01:00",
  );
  assertEquals(earliest("never", "2026-01-08T12:00:00Z"), "2026-01-08T12:00:00Z");
  assertEquals(earliest("2026-01-08T12:00:00Z", "never"), "2026-01-08T12:00:00Z");
});

Deno.test("isBy() is false when one is no time", () => {
  assertEquals(isBy("2026-01-08T12:00:00Z", "2026-01-08T12:00:00.000Z"), true);
  assertEquals(isBy("2026-01-08T12:00:01Z", "2026-01-08T12:00:00Z"), false);
  assertEquals(isBy("", "2026-01-08T12:00:00Z"), false);
});

Deno.test("instant() writes whole seconds", () => {
  assertEquals(instant(NOW.add({ milliseconds: 999 })), "2026-01-08T12:00:00Z");
});
