/**
 * Turns what the state remembers into the occurrence that a cadence counts from, or into warnings.
 * @module
 */

import { type Cadence, type CadenceMemory, parseInstant, parseKey } from "./cadence.ts";
import { isBefore, openingAround } from "./windows.ts";

/** What a cadence counts from: the start of the occurrence settled last. */
export interface Settled {
  /** The time that the state holds, unchanged: the key's, or that of the last run. */
  readonly at: Temporal.Instant;
  /** When the occurrence began. */
  readonly opens: Temporal.Instant;
  /** Its wall-clock time as the policy names it. */
  readonly nominal: Temporal.PlainDateTime;
}

/** What was made of the memory. */
export interface Recall {
  /** Null means that the task never ran, as far as anybody knows. */
  readonly settled: Settled | null;
  /** What was wrong with the memory. */
  readonly warnings: readonly string[];
}

/**
 * Reads the memory. The key of the last occurrence decides; without a usable one the time of the
 * last run counts from the start of the occurrence containing it or, outside any window, from that
 * time itself. The same holds for a key that is no opening any more because the policy changed.
 * What cannot be read, or lies further in the future than one cadence, is ignored with a warning.
 */
export function recall(
  task: string,
  { cadence, memory, now }: { cadence: Cadence; memory: CadenceMemory; now: Temporal.Instant },
): Recall {
  const warnings: string[] = [];
  const sources = [
    {
      name: "last_occurrence",
      text: memory.last_occurrence,
      read: (text: string) => parseKey(task, text),
    },
    { name: `last_${task}_at`, text: memory.last_at, read: parseInstant },
  ];
  for (const { name, text, read } of sources) {
    if (text === null || text === "") continue;
    const read_at = read(text);
    if (read_at === "never") return { settled: null, warnings };
    const problem = read_at === null ? "cannot be read" : futureProblem(read_at, { cadence, now });
    if (read_at !== null && problem === null) {
      return { settled: settledAt(read_at, cadence), warnings };
    }
    const shown = JSON.stringify(text.slice(0, 60));
    warnings.push(`Ignoring ${name} in the state of ${task}: the value ${shown} ${problem}`);
  }
  return { settled: null, warnings };
}

function futureProblem(
  at: Temporal.Instant,
  { cadence, now }: { cadence: Cadence; now: Temporal.Instant },
): string | null {
  const furthest = now.add({ milliseconds: Math.round(cadence.cadence_hours * 3_600_000) });
  return isBefore(furthest, at)
    ? `lies in the future by more than one cadence (${cadence.cadence_hours} h)`
    : null;
}

function settledAt(at: Temporal.Instant, cadence: Cadence): Settled {
  const opening = openingAround(cadence, at);
  if (opening !== null) return { at, opens: opening.opens, nominal: opening.nominal };
  return { at, opens: at, nominal: at.toZonedDateTimeISO(cadence.timezone).toPlainDateTime() };
}
