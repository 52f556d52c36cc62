/**
 * `should-run`: tells a script whether a task is to run now, from local files alone.
 * @module
 */

import type { Cadence } from "../cadence/cadence.ts";
import { memoryFromText } from "../cadence/memory.ts";
import { decide, type Verdict } from "../cadence/verdict.ts";
import { Failure } from "../failure.ts";

/** What the answer depends on; nothing else is looked at. */
export interface ShouldRunInput {
  /** Name of the task. */
  readonly task: string;
  /** Its cadence, from the policy and the flags. */
  readonly cadence: Cadence;
  /** Text of the task's state file; null when there is none. */
  readonly state: string | null;
  /** The instant to decide for. */
  readonly now: Temporal.Instant;
  /** True when the task was forced by flag or environment. */
  readonly forced: boolean;
  /** Adds a line for everything the verdict rests on. */
  readonly verbose: boolean;
}

/** The answer in the three forms that a caller may want. */
export interface ShouldRunAnswer {
  /** `0` run, `1` skip, `2` the cadence cannot be used. */
  readonly exit: 0 | 1 | 2;
  /** For people: one line, or several when verbose; without a final newline. */
  readonly text: string;
  /** For machines: the verdict, or the error with its code and remedy. */
  readonly json: Verdict | {
    readonly error: string;
    readonly code: string;
    readonly remedy: string;
  };
}

/** Answers whether a task should run. Damaged state is a warning and means that it never ran. */
export function shouldRun(input: ShouldRunInput): ShouldRunAnswer {
  try {
    const { memory, warnings } = memoryFromText(input.task, input.state);
    const decided = decide(input.task, { ...input, memory });
    const verdict: Verdict = { ...decided, warnings: [...warnings, ...decided.warnings] };
    return {
      exit: verdict.run ? 0 : 1,
      text: textOf(verdict, { verbose: input.verbose, now: input.now }),
      json: verdict,
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { message, code, remedy } = error;
    return { exit: 2, text: `${message}\n${remedy}`, json: { error: message, code, remedy } };
  }
}

function textOf(
  verdict: Verdict,
  { verbose, now }: { verbose: boolean; now: Temporal.Instant },
): string {
  const word = verdict.run ? "run" : "skip";
  const next = verdict.next_opening ?? "none in sight";
  const lines = [`${verdict.task}: ${word}: ${verdict.reason}; next opening ${next}`];
  lines.push(...verdict.warnings.map((warning) => `warning: ${warning}`));
  if (verbose) {
    lines.push(
      `now: ${now.toString({ smallestUnit: "second" })}`,
      `settles: ${verdict.occurrence?.key ?? "nothing"}`,
      `counts from: ${verdict.counts_from ?? "never ran"}`,
      `late: ${verdict.late_minutes} min`,
    );
  }
  return lines.join("\n");
}
