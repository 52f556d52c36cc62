/**
 * Durations in milliseconds, with the names and values of `@std/datetime/constants`, which the npm
 * mirror of the standard library does not carry.
 * @module
 */

/** One second in milliseconds. */
export const SECOND = 1_000;
/** One minute in milliseconds. */
export const MINUTE: number = 60 * SECOND;
/** One hour in milliseconds. */
export const HOUR: number = 60 * MINUTE;
/** One day of 24 hours in milliseconds. */
export const DAY: number = 24 * HOUR;
