/**
 * The openings of a cadence's windows on the time line, with daylight saving time, skipped days
 * and midnight accounted for.
 *
 * A wall-clock time that a zone skips moves to the first instant that exists; one that occurs
 * twice means its first pass. A window of which nothing would be left keeps its length. A calendar
 * date that a zone skipped altogether (Apia, 2011-12-30) has no openings. An opening lasts at most
 * until the next one, so that no instant belongs to two.
 * @module
 */

import { type Cadence, DAYS, minutesOf, type Window } from "./cadence.ts";

/** One opening of one window. */
export interface Opening {
  /** The first instant of the opening. */
  readonly opens: Temporal.Instant;
  /** The first instant after the opening. */
  readonly closes: Temporal.Instant;
  /** The wall-clock time the policy names, also where daylight saving moved the opening. */
  readonly nominal: Temporal.PlainDateTime;
  /** The window that opens. */
  readonly window: Window;
}

/** How far ahead the next opening is looked for, in days: longer than any holiday list is dense. */
const HORIZON_DAYS = 400;

/** All openings that begin in `[from, to)`, in order. */
export function openingsBetween(
  cadence: Cadence,
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
): Opening[] {
  const found: Opening[] = [];
  const last = dateAt(to, cadence);
  let date = dateAt(from, cadence).subtract({ days: 1 });
  while (Temporal.PlainDate.compare(date, last) <= 0) {
    for (const opening of startingOn(date, cadence)) {
      if (isBefore(opening.opens, from) || !isBefore(opening.opens, to)) continue;
      if (found.at(-1)?.opens.equals(opening.opens)) continue;
      found.push(endedByNext(opening, cadence));
    }
    date = date.add({ days: 1 });
  }
  return found;
}

/** The latest opening that began at or before an instant, searched `days` back; null if none. */
export function latestOpening(
  cadence: Cadence,
  { at, days = 3 }: { at: Temporal.Instant; days?: number },
): Opening | null {
  const today = dateAt(at, cadence);
  for (let back = 0; back <= days; back++) {
    const begun = startingOn(today.subtract({ days: back }), cadence)
      .filter((opening) => !isBefore(at, opening.opens)).at(-1);
    if (begun !== undefined) return endedByNext(begun, cadence);
  }
  return null;
}

/** The first opening after an instant that `accepts` agrees to; null if none comes in 400 days. */
export function nextOpening(
  cadence: Cadence,
  { after, accepts }: { after: Temporal.Instant; accepts: (opening: Opening) => boolean },
): Opening | null {
  // A gap over midnight can open a window of yesterday's date today.
  const date = dateAt(after, cadence).subtract({ days: 1 });
  const opening = firstAfter(cadence, { after, accepts, date, days: HORIZON_DAYS });
  return opening === null ? null : endedByNext(opening, cadence);
}

/** The opening whose window an instant lies in, or null. */
export function openingAround(cadence: Cadence, at: Temporal.Instant): Opening | null {
  const opening = latestOpening(cadence, { at });
  return opening !== null && isBefore(at, opening.closes) ? opening : null;
}

/** Hours of wall-clock time from one nominal time to another. */
export function wallHours(from: Temporal.PlainDateTime, to: Temporal.PlainDateTime): number {
  return from.until(to, { largestUnit: "hour" }).total("hour");
}

function firstAfter(
  cadence: Cadence,
  options: {
    after: Temporal.Instant;
    accepts: (opening: Opening) => boolean;
    date: Temporal.PlainDate;
    days: number;
  },
): Opening | null {
  for (let ahead = 0; ahead <= options.days; ahead++) {
    for (const opening of startingOn(options.date.add({ days: ahead }), cadence)) {
      if (isBefore(options.after, opening.opens) && options.accepts(opening)) return opening;
    }
  }
  return null;
}

function endedByNext(opening: Opening, cadence: Cadence): Opening {
  // A single window can only meet its own next opening where the clocks change.
  if (cadence.windows.length === 1 && cadence.timezone === "UTC") return opening;
  const next = firstAfter(cadence, {
    after: opening.opens,
    accepts: () => true,
    date: opening.nominal.toPlainDate(),
    days: 2,
  });
  return next !== null && isBefore(next.opens, opening.closes)
    ? { ...opening, closes: next.opens }
    : opening;
}

/**
 * Openings by date, found once per cadence: a simulation asks for the same days at every tick, and
 * time zones are slow. What is remembered goes with the cadence.
 */
const known = new WeakMap<Cadence, Map<string, readonly Opening[]>>();

function startingOn(date: Temporal.PlainDate, cadence: Cadence): readonly Opening[] {
  const days = known.get(cadence) ?? new Map<string, readonly Opening[]>();
  known.set(cadence, days);
  const day = date.toString();
  const openings = days.get(day) ?? findStartingOn(date, cadence);
  days.set(day, openings);
  return openings;
}

function findStartingOn(date: Temporal.PlainDate, cadence: Cadence): readonly Opening[] {
  const weekday = DAYS[date.dayOfWeek - 1] as string;
  if (cadence.days !== null && !cadence.days.includes(weekday)) return [];
  if (cadence.skip_dates.includes(date.toString())) return [];
  const openings: Opening[] = [];
  for (const window of cadence.windows) {
    const opening = openingOf(window, { date, zone: cadence.timezone });
    if (opening !== null) openings.push(opening);
  }
  openings.sort((a, b) => Temporal.PlainDateTime.compare(a.nominal, b.nominal));
  return openings.filter((opening, at) => !openings[at - 1]?.opens.equals(opening.opens));
}

function openingOf(
  window: Window,
  { date, zone }: { date: Temporal.PlainDate; zone: string },
): Opening | null {
  const start = minutesOf(window.start);
  const end = minutesOf(window.end);
  const minutes = end > start ? end - start : end + 24 * 60 - start;
  const nominal = date.toPlainDateTime().add({ minutes: start });
  const opens = instantOf(nominal, zone);
  if (opens === null) return null;
  const closes = instantOf(nominal.add({ minutes }), zone) ??
    startOfDay(date.add({ days: 1 }), zone);
  const swallowed = !isBefore(opens, closes);
  return { opens, closes: swallowed ? opens.add({ minutes }) : closes, nominal, window };
}

/** The first instant at or after a wall-clock time; null on a date that the zone left out. */
function instantOf(wall: Temporal.PlainDateTime, zone: string): Temporal.Instant | null {
  const zoned = wall.toZonedDateTime(zone, { disambiguation: "earlier" });
  if (zoned.toPlainDateTime().equals(wall)) return zoned.toInstant();
  const date = wall.toPlainDate();
  if (!date.toZonedDateTime(zone).toPlainDate().equals(date)) return null;
  return zoned.getTimeZoneTransition("next")?.toInstant() ?? zoned.toInstant();
}

function startOfDay(date: Temporal.PlainDate, zone: string): Temporal.Instant {
  return date.toZonedDateTime(zone).toInstant();
}

function dateAt(at: Temporal.Instant, cadence: Cadence): Temporal.PlainDate {
  return at.toZonedDateTimeISO(cadence.timezone).toPlainDate();
}

/** True when `a` comes before `b`. */
export function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
