/**
 * Failures that are told to a person: what happened, what to do. Anything else that is thrown is a
 * bug of ours and prints a stack.
 * @module
 */

import { maskShapes } from "./report/mask.ts";

/** Exit code of a failure: `1` the cycle ran but something failed, `2` refused before any write. */
export type FailureExit = 1 | 2;

/** An expected failure: a short code for machines, a message and a remedy for people. */
export class Failure extends Error {
  /** The class in a word, for stacks and logs. */
  override readonly name = "Failure";
  /** Kebab-case, stable, for example `bad-flag`: for scripts to compare. */
  readonly code: string;
  /** What the reader can do about it, in one or two sentences. */
  readonly remedy: string;
  /** How the process ends when nobody handles it. */
  readonly exit: FailureExit;

  /**
   * Words for people; a stack is printed for bugs only.
   * @param code kebab-case, stable, for example `bad-flag`
   * @param message what is wrong, the value, and what is allowed
   * @param options `remedy`: what to do about it; `exit` defaults to 2
   */
  constructor(
    code: string,
    message: string,
    options: { remedy: string; exit?: FailureExit; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy;
    this.exit = options.exit ?? 2;
  }
}

/** The words of anything that was thrown, on one line, without a stack and without what looks like a token. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return maskShapes(text.replace(/\s*[\r\n]+\s*/g, " ")).trim();
}
