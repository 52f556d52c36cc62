/**
 * What a command is, and the environment it gets: built in one place, so that nothing else reads the
 * process.
 * @module
 */

import type { Step } from "../cycle/cycle.ts";
import type { Flag, ParsedFlags, ReadEnv } from "./flags.ts";

/** Exit code of the process. */
export type Exit = 0 | 1 | 2;

/** Everything a command may use of the world outside. */
export interface Shell {
  /** The only way to the environment. */
  readonly env: ReadEnv;
  /** Results, to stdout, as they are. */
  readonly out: (text: string) => void;
  /** Progress, to stderr, as it is. */
  readonly err: (text: string) => void;
  /** Asked once per cycle; `--now` goes before it. */
  readonly now: () => Temporal.Instant;
  /** Milliseconds of a steady clock. */
  readonly clock: () => number;
  /** Lets milliseconds pass: between writes, and before a read is tried again. */
  readonly wait: (ms: number) => Promise<void>;
  /** Asks yes or no on a terminal; null, or absent, where there is none. */
  readonly confirm?: (question: string) => boolean | null;
  /** Version of this program. */
  readonly version: string;
  /** Commit that the program was built from; absent when it runs from its source. */
  readonly commit?: string;
  /** Loads the steps in their order. */
  readonly steps: () => Promise<readonly Step[]>;
}

/** One command of the command line. */
export interface Command {
  /** As it is typed: `should-run`. */
  readonly name: string;
  /** What stands behind the name, for example `NAME`. */
  readonly operands: string;
  /** What it does, for the list of commands; no capital, no full stop. */
  readonly summary: string;
  /** One line that works, without the program's name. */
  readonly example: string;
  /** All that it takes: any other flag is an error. */
  readonly flags: readonly Flag[];
  /** Runs it and tells how the process ends; throws a `Failure` for what a person can put right. */
  run(flags: ParsedFlags, shell: Shell): Promise<Exit>;
}
