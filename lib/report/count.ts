/**
 * Numbers of things in words.
 * @module
 */

/** `1 blocker`, `3 blockers`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
