/**
 * Names and titles as the pages place them.
 * @module
 */

import { clean } from "../report/clean.ts";

/** Longest name or title on a page, in code points. */
const LONGEST = 220;

/** The text on one line and cut; what has no visible character is named so that it can be seen. */
export function short(text: string, max = LONGEST): string {
  return clean(text, { max }).replace(/^[\s\p{M}]*$/u, "(no name)");
}
