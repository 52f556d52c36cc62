import { assertEquals } from "@std/assert";
import { servicesOf } from "../../lib/cadence/service.ts";
import { at, daily } from "./cadences.ts";

const period = { from: at("2026-01-01T00:00"), to: at("2026-01-04T00:00") };

Deno.test("servicesOf() counts what became of the occurrences under each gating", () => {
  const ticks = [at("2026-01-01T08:10"), at("2026-01-02T08:05"), at("2026-01-03T10:20")];
  const found = servicesOf({ digest: daily({ catch_up_hours: 6 }) }, { period, ticks });
  assertEquals(
    found.map(({ gating, catch_up_hours, due, on_time, caught_up, missed, late_minutes }) => ({
      gating,
      catch_up_hours,
      counts: [due, on_time, caught_up, missed],
      late_minutes,
    })),
    [
      {
        gating: "elapsed",
        catch_up_hours: 0,
        counts: [3, 1, 0, 2],
        late_minutes: { median: 10, most: 10 },
      },
      {
        gating: "strict",
        catch_up_hours: 0,
        counts: [3, 2, 0, 1],
        late_minutes: { median: 5, most: 10 },
      },
      {
        gating: "catch_up",
        catch_up_hours: 6,
        counts: [3, 2, 1, 0],
        late_minutes: { median: 10, most: 140 },
      },
    ],
  );
});
