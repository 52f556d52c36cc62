/**
 * Regular expressions of policies, run by an engine whose time grows linearly with the text: a pattern
 * such as `^(a+)+$` cannot hang a cycle.
 * @module
 */

import { RE2JS } from "re2js";
import { messageOf } from "../failure.ts";

/** A compiled pattern. */
export interface Pattern {
  /** The pattern as the policy has it. */
  readonly source: string;
  /** Whether the pattern occurs anywhere in the text (`^` and `$` bind it to the ends). */
  test(text: string): boolean;
}

/**
 * Compiles a regular expression in RE2 syntax: no look-around, no back-references.
 * @throws {SyntaxError} when it is not valid; the message says where
 */
export function compilePattern(source: string): Pattern {
  const compiled = compile(source);
  return { source, test: (text: string): boolean => compiled.matcher(text).find() };
}

/** Why a pattern does not compile; null when it does. */
export function patternError(source: string): string | null {
  try {
    compile(source);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** Bounds the time to compile; the engine itself refuses more than 1000 repetitions in one another. */
const MAX_LENGTH = 1000;

function compile(source: string): RE2JS {
  if (source.length > MAX_LENGTH) {
    throw new SyntaxError(`it has ${source.length} characters, at most ${MAX_LENGTH} are allowed`);
  }
  try {
    return RE2JS.compile(source);
  } catch (error) {
    throw new SyntaxError(messageOf(error).replace(/^error parsing regexp: /, ""));
  }
}
