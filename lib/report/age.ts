/**
 * Ages and times in words. Garbage gives `unknown`: these times may come from files that people edit.
 * @module
 */

const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/;

/** An age given in minutes, in its two largest units: `under 1 min`, `45 min`, `3 h 20 min`, `2 d 4 h`. */
export function age(minutes: number): string {
  if (!Number.isFinite(minutes)) return "unknown";
  const whole = Math.floor(minutes);
  if (whole < 1) return "under 1 min";
  if (whole < 60) return `${whole} min`;
  const hours = Math.floor(whole / 60);
  return hours < 24
    ? units([hours, "h"], [whole % 60, "min"])
    : units([Math.floor(hours / 24), "d"], [hours % 24, "h"]);
}

/** An ISO time for people: `2026-01-08 08:15 UTC`. */
export function stamp(iso: string | null | undefined): string {
  const at = milliseconds(iso);
  if (Number.isNaN(at)) return "unknown";
  const [day = "", time = ""] = new Date(at).toISOString().split("T");
  return `${day} ${time.slice(0, 5)} UTC`;
}

function milliseconds(iso: string | null | undefined): number {
  return typeof iso === "string" && ISO.test(iso) ? Date.parse(iso) : NaN;
}

function units(large: [number, string], small: [number, string]): string {
  return [large, small].filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}
