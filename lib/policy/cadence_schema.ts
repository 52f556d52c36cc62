/**
 * The keys that say when the digest or the handoff is due, the same for both, and one shape for code
 * to read whichever of the older and newer names a file uses.
 * @module
 */

import * as v from "valibot";
import { DAYS, type Window } from "../cadence/cadence.ts";
import { isDate } from "./text_rules.ts";
import { type Broken, key, rule, section } from "./section.ts";
import { filledList, flag, hours, list, oneOf, timeOfDay, timeZone } from "./values.ts";

/** When a task is due, as its policy alone says. */
export interface PolicyCadence {
  /** At least one; no two have the same start. */
  windows: Window[];
  /** Least time between the starts of two occurrences that run; above 0. */
  cadence_hours: number;
  /** IANA name of the zone in which the windows are meant. */
  timezone: string;
  /** Days on which a window opens; Monday first, at least one. */
  days: Day[];
  /** Dates `YYYY-MM-DD`, in the time zone, on which no window opens. */
  skip_dates: string[];
  /** How long after its end a missed window is still caught up; null when the policy does not say. */
  catch_up_hours: number | null;
}

/** A day of the week, `mon` to `sun`. */
export type Day = typeof DAYS[number];

const window = v.pipe(
  section({
    start: key("When the window opens, HH:MM.", timeOfDay),
    end: key("When it closes, HH:MM; at or before the start means the next day.", timeOfDay),
  }),
  rule(({ start, end }) =>
    start !== end ? [] : [{
      at: ["end"],
      message: `allowed is a time other than the start, which is "${start}" too: ` +
        'for a whole day use two windows, "00:00" to "12:00" and "12:00" to "00:00"',
    }]
  ),
);

const DATE = 'allowed is a date "YYYY-MM-DD" of the calendar';
const cadenceHours = hours({ above: 0, to: 24 * 31 });

const windows = v.pipe(
  filledList(window, "window"),
  v.maxLength(48, "allowed are at most 48 windows"),
  rule((found) =>
    found.flatMap(({ start }, index): Broken[] =>
      found.findIndex((other) => other.start === start) === index ? [] : [{
        at: [index, "start"],
        message: "allowed is one window for each start: another one opens at the same time",
      }]
    )
  ),
);

/**
 * Entries of the cadence keys, for the section of a policy.
 * @internal
 */
export const cadenceEntries = {
  run_window_utc: v.optional(
    key("The window in which it may run, in `timezone` (UTC unless said otherwise).", window),
  ),
  run_windows_utc: v.optional(
    key("Several windows; give this or run_window_utc.", windows),
  ),
  cadence_hours: v.optional(
    key("At least so many hours between the starts of two windows that are used.", cadenceHours),
  ),
  cadence: v.optional(key(
    "Older form of cadence_hours.",
    section({
      hours: v.optional(key("Older name of cadence_hours.", cadenceHours)),
      force_on_escalation: v.optional(
        key("Also run, at any time, in a cycle that raised a P0 to a higher level.", flag),
      ),
    }),
  )),
  timezone: v.optional(
    key("Time zone in which the windows are meant, an IANA name.", timeZone),
    "UTC",
  ),
  days: v.optional(
    key("Days on which a window opens.", filledList(oneOf(...DAYS), "day")),
    [...DAYS],
  ),
  skip_dates: v.optional(
    key(
      "Dates YYYY-MM-DD on which no window opens, such as holidays.",
      list(v.pipe(v.string(DATE), v.check(isDate, DATE))),
    ),
    [],
  ),
  catch_up_hours: v.optional(
    key(
      "A window that was missed, because the scheduler was late, is caught up within so many hours " +
        "after its end; 0: never. The flag --catch-up-hours and the variable CATCH_UP_HOURS go first.",
      v.nullable(hours({ from: 0, to: 744 })),
    ),
    null,
  ),
};

/**
 * What the cadence keys of a file say.
 * @internal
 */
export type CadenceKeys = v.InferOutput<v.ObjectSchema<typeof cadenceEntries, undefined>>;

/**
 * A file gives its windows under one name.
 * @internal
 */
export function oneNameForWindows(found: CadenceKeys): Broken[] {
  if (found.run_window_utc === undefined || found.run_windows_utc === undefined) return [];
  return [{
    at: ["run_window_utc"],
    message: "allowed is one of run_window_utc and run_windows_utc: move this window to the list",
  }];
}

/**
 * The cadence in the one shape that code reads.
 * @internal
 */
export function normaliseCadence(
  found: CadenceKeys,
  defaults: { windows: Window[]; hours: number },
): PolicyCadence {
  return {
    windows: found.run_windows_utc ??
      (found.run_window_utc === undefined ? defaults.windows : [found.run_window_utc]),
    cadence_hours: found.cadence_hours ?? found.cadence?.hours ?? defaults.hours,
    timezone: found.timezone,
    days: DAYS.filter((day) => found.days.includes(day)),
    skip_dates: [...new Set(found.skip_dates)].toSorted(),
    catch_up_hours: found.catch_up_hours,
  };
}
