/**
 * Names the shifts that hand over to each other.
 * @module
 */

import { minutesOf, type Occurrence, occurrenceTimes, type Window } from "./cadence.ts";

/** Who goes off and who comes on. */
export interface Shifts {
  /** The shift that ends. */
  readonly from: string;
  /** The shift that begins. */
  readonly to: string;
}

/** Names in use for three shifts that change at 00:00, 08:00 and 16:00 UTC. */
const FOLLOW_THE_SUN: Readonly<Record<string, string>> = {
  "00:00": "APAC",
  "08:00": "EMEA",
  "16:00": "Americas",
};

/**
 * The shifts of a handoff. At an occurrence the end of its window decides who comes on, so that a
 * window shortly before or after the change means the same handover, also when it is caught up;
 * at any other moment the shift on duty counts as coming on.
 *
 * @param moment the occurrence that the handoff settles or, when it settles none, now
 * @param options `shift_changes` are `HH:MM`; where there are none, the windows' starts stand in
 * @throws Failure `bad-window` when a time is not `HH:MM`
 */
export function shiftsAt(
  moment: Temporal.Instant | Occurrence,
  { windows, shift_changes, timezone }: {
    windows: readonly Window[];
    shift_changes?: readonly string[] | null;
    timezone: string;
  },
): Shifts {
  const named = shift_changes?.length ? shift_changes : windows.map(({ start }) => start);
  const changes = [...new Set(named.map((change) => minutesOf(change) % (24 * 60)))]
    .sort((a, b) => a - b);
  const at = moment instanceof Temporal.Instant ? moment : occurrenceTimes(moment).closes;
  const wall = at.toZonedDateTimeISO(timezone);
  const minute = wall.hour * 60 + wall.minute;
  // Before the first change of a day the last shift of the day before is still on: index -1.
  const on = changes.findLastIndex((change) => change <= minute);
  return {
    from: nameOf(on - 1, { changes, timezone }),
    to: nameOf(on, { changes, timezone }),
  };
}

function nameOf(
  index: number,
  { changes, timezone }: { changes: readonly number[]; timezone: string },
): string {
  const begin = clock(changes.at(index % changes.length));
  const end = clock(changes.at((index + 1) % changes.length));
  const known = FOLLOW_THE_SUN[begin];
  const followsTheSun = timezone === "UTC" && changes.map(clock).join() === "00:00,08:00,16:00";
  return followsTheSun && known !== undefined ? known : `${begin}-${end} ${timezone}`;
}

function clock(minutes: number | undefined): string {
  if (minutes === undefined) throw new RangeError("a shift needs a change");
  const padded = (value: number): string => String(value).padStart(2, "0");
  return `${padded(Math.floor(minutes / 60))}:${padded(minutes % 60)}`;
}
