/**
 * Instants as candidates compare and print them: RFC 3339 text in, milliseconds between, seconds out.
 * @module
 */

/** Milliseconds since the epoch; NaN when the text is no time. */
export function millisOf(text: string): number {
  return Date.parse(text);
}

/** `YYYY-MM-DDTHH:MM:SSZ`, the form that readers of `dashboard.json` expect. */
export function stampOf(millis: number): string {
  return new Date(millis).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** The latest of some times; what is null or no time does not count, and at least one must. */
export function latestOf(...times: readonly (string | null | undefined)[]): string {
  return stampOf(Math.max(...validMillis(times)));
}

/** The earliest of some times; what is null or no time does not count, and at least one must. */
export function earliestOf(...times: readonly (string | null | undefined)[]): string {
  return stampOf(Math.min(...validMillis(times)));
}

function validMillis(times: readonly (string | null | undefined)[]): number[] {
  return times.map((time) => millisOf(time ?? "")).filter((millis) => !Number.isNaN(millis));
}
