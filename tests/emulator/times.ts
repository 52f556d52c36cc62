/**
 * Times in GitHub's spelling: RFC 3339 in UTC, whole seconds.
 * @module
 */

/** A time in GitHub's spelling. Throws when it is no time. */
export function utc(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw new Error(`Cannot read a time: ${time} is not RFC 3339`);
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** A time moved by `+30m`, `-4h`, `-3d`, `+10s`. */
export function shifted(time: string, by: string): string {
  const match = /^([+-])(\d+)([smhd])$/.exec(by);
  if (!match) throw new Error(`Cannot move a time: ${by} is not like -90m, +1h or -3d`);
  const [, sign, count, unit] = match;
  const seconds = { s: 1, m: 60, h: 3600, d: 86_400 }[unit as "s" | "m" | "h" | "d"];
  const moved = Number(count) * seconds * 1000 * (sign === "-" ? -1 : 1);
  return utc(new Date(Date.parse(time) + moved).toISOString());
}

/** A time as given, or relative to `now` when it starts with a sign; `now` itself when left out. */
export function timeFrom(now: string, time: string | undefined): string {
  if (time === undefined) return now;
  return /^[+-]\d+[smhd]$/.test(time) ? shifted(now, time) : utc(time);
}
