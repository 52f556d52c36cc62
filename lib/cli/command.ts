/**
 * What a command is, and the environment it gets: built in one place, so that nothing else reads the
 * process.
 * @module
 */

import type { Step } from "../cycle/cycle.ts";
import type { Flag, ParsedFlags, ReadEnv } from "./flags.ts";
import type { Secrets } from "./secrets.ts";

/** The name under which the program is known. */
export const PROGRAM = "release-ops";

/** Exit code of the process. */
export type Exit = 0 | 1 | 2;

/** Everything a command may use of the world outside. */
export interface Shell {
  /** The only way to the environment. */
  readonly env: ReadEnv;
  /** Results, to stdout, but for secrets as they are. */
  readonly out: (text: string) => void;
  /** Progress, to stderr, but for secrets as it is. */
  readonly err: (text: string) => void;
  /** What goes through neither. */
  readonly secrets: Secrets;
  /** True where stdout shows bold letters: a terminal, without NO_COLOR. */
  readonly styled?: boolean;
  /** True where stderr is a terminal, which a person reads rather than a journal. */
  readonly watched?: boolean;
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
  /** What stands behind the name, for example `NAME`; empty for nothing. */
  readonly operands: string;
  /** What may stand there; absent where it is known only when the command runs. */
  readonly choices?: readonly string[];
  /** What it does, for the list of commands; no capital, no full stop. */
  readonly summary: string;
  /** All that it takes: any other flag is an error. */
  readonly flags: readonly Flag[];
  /** Runs it and tells how the process ends; throws a `Failure` for what a person can put right. */
  run(flags: ParsedFlags, shell: Shell): Promise<Exit>;
}
