/**
 * Keeps the state small: what has been over for a month is dropped. The issues on GitHub remember.
 * @module
 */

import { DAY } from "@std/datetime/constants";
import { epochOf } from "./kinds.ts";
import { MAX_HISTORY } from "./merge.ts";
import { sizeOfState } from "./serialize.ts";
import { type BlockerRecord, LEVELS, type State, type Watched } from "./state.ts";

/** All state files together stay under this many bytes. */
export const MAX_STATE_BYTES = 400_000;

/** What is over is remembered this long. */
const KEPT = 30 * DAY;
/** A missing check that nobody observed missing for so long is not missing any more. */
const WATCHED = 7 * DAY;
/** Entries that do not say when they were renewed last longer than any candidate stays alive. */
const WATCHED_WITHOUT_RENEWAL = 120 * DAY;

/** A smaller state. */
export interface Pruned {
  /** What is left. */
  readonly state: State;
  /** What was left out and why, in words. */
  readonly dropped: readonly string[];
  /** Open blockers whose record was left out because their issue tells the same. */
  readonly told: number;
  /** Open blockers whose record was left out although it said more than their issue does. */
  readonly lost: number;
  /** Size of the result, all files together: above the limit only where other things than records are. */
  readonly bytes: number;
}

/** How to prune. */
export interface PruneOptions {
  /** The instant of the cycle. */
  readonly now: Temporal.Instant;
  /** Default {@link MAX_STATE_BYTES}. */
  readonly max_bytes?: number;
  /** How much is lost when the record of an open blocker is forgotten; 0 for nothing. Default: the same for all. */
  readonly loss?: (record: BlockerRecord) => number;
}

/**
 * Drops blockers that are over for 30 days, checks that are no longer missing, routing memory older
 * than 30 days. While the state is too large: open blockers whose issue tells the same, what was over
 * first, what was routed first, and last the open blockers of which the least is lost. An issue that is
 * open is never doubled for that: its marker, or its author, tells whose it is.
 */
export function pruneState(
  state: State,
  { now, max_bytes = MAX_STATE_BYTES, loss = () => 1 }: PruneOptions,
): Pruned {
  const instant = now.epochMilliseconds;
  const old = (epoch: number | null, age: number): boolean =>
    epoch !== null && epoch < instant - age;
  const { blockers, watched, health_history } = state.blockers;
  const processed = state.triage.processed_issues;
  const dropped: string[] = [];
  const keep = <T>(records: Readonly<Record<string, T>>, over: (record: T) => string | null) =>
    Object.fromEntries(
      Object.entries(records).filter(([key, record]) => {
        const why = over(record);
        if (why !== null) dropped.push(`${key}: ${why}`);
        return why === null;
      }),
    );

  const pruned: State = {
    ...state,
    blockers: {
      ...state.blockers,
      blockers: keep(
        blockers,
        (record) => old(endOf(record, instant), KEPT) ? "over for 30 days" : null,
      ),
      watched: keep(watched, (entry) => isStale(entry, old) ? "no longer observed missing" : null),
      health_history: health_history.slice(-MAX_HISTORY),
    },
    triage: {
      ...state.triage,
      processed_issues: keep(
        processed,
        ({ last_processed_at }) =>
          old(epochOf(last_processed_at), KEPT) ? "routed more than 30 days ago" : null,
      ),
    },
  };
  return shrink(pruned, { instant, max_bytes, dropped, loss });
}

/**
 * When a blocker was over, in milliseconds since the epoch; null while it is or may be open. It is over
 * when its reason is gone and its issue closed, by us or by a person, or not seen open for a month.
 */
function endOf(record: BlockerRecord, now: number): number | null {
  const cleared = epochOf(record.cleared_at);
  if (cleared === null) return lastSeenOf(record, now);
  const closed = [record.closed_at, record.dismissed_at].map(epochOf).filter((at) => at !== null);
  if (closed.length > 0) return Math.max(cleared, ...closed);
  const seen = epochOf(record.last_seen);
  return seen !== null && seen < now - KEPT ? Math.max(cleared, seen) : null;
}

/**
 * A person's issue that tracks none of our checks has no reason that could clear: it is over when it
 * was not seen open for a month. While it is open every cycle renews that time before it prunes.
 */
function lastSeenOf(record: BlockerRecord, now: number): number | null {
  if (record.adopted !== true || record.fingerprint !== undefined) return null;
  const seen = epochOf(record.last_seen);
  return seen !== null && seen < now - KEPT ? seen : null;
}

function isStale(entry: Watched, old: (epoch: number | null, age: number) => boolean): boolean {
  return entry.last_observed === undefined
    ? old(epochOf(entry.first_observed), WATCHED_WITHOUT_RENEWAL)
    : old(epochOf(entry.last_observed), WATCHED);
}

function shrink(
  state: State,
  { instant, max_bytes, dropped, loss }: {
    instant: number;
    max_bytes: number;
    dropped: string[];
    loss: (record: BlockerRecord) => number;
  },
): Pruned {
  let bytes = sizeOfState(state);
  if (bytes <= max_bytes) return { state, dropped, told: 0, lost: 0, bytes };
  const blockers = { ...state.blockers.blockers };
  const processed = { ...state.triage.processed_issues };
  const small: State = {
    ...state,
    blockers: { ...state.blockers, blockers },
    triage: { ...state.triage, processed_issues: processed },
  };
  const [over, open] = partition(
    Object.entries(blockers).map(([key, record]) => ({
      key,
      record,
      at: endOf(record, instant),
      of: blockers,
      loss: loss(record),
    })),
    ({ at }) => at !== null,
  );
  const [told, rest] = partition(open, (entry) => entry.loss === 0);
  const routed = Object.entries(processed)
    .map(([key, { last_processed_at }]) => ({
      key,
      at: epochOf(last_processed_at),
      of: processed,
    }));
  const byAge = (a: { at: number | null }, b: { at: number | null }): number =>
    (a.at ?? 0) - (b.at ?? 0);
  const forget = ({ key, of }: { key: string; of: Record<string, unknown> }): void => {
    bytes -= sizeOfEntry(key, of[key]);
    delete of[key];
    dropped.push(`${key}: the state was larger than ${max_bytes} bytes`);
  };

  // All of them at once: which ones are left must not hang on the size of everything else.
  told.forEach(forget);
  let lost = 0;
  const order = [...over.toSorted(byAge), ...routed.toSorted(byAge), ...rest.toSorted(byLoss)];
  for (const entry of order) {
    if (bytes <= max_bytes) bytes = sizeOfState(small);
    if (bytes <= max_bytes) break;
    forget(entry);
    if ("loss" in entry && entry.at === null) lost++;
  }
  return { state: small, dropped, told: told.length, lost, bytes: sizeOfState(small) };
}

/** What matters least first: the least loss, the lowest level, what only waits, what is youngest. */
function byLoss(
  a: { record: BlockerRecord; loss: number },
  b: { record: BlockerRecord; loss: number },
): number {
  const level = ({ escalation_level }: BlockerRecord): number => LEVELS.indexOf(escalation_level);
  const p0 = ({ severity }: BlockerRecord): number => severity === "P0" ? 1 : 0;
  const since = ({ first_seen }: BlockerRecord): number => epochOf(first_seen) ?? 0;
  return a.loss - b.loss || level(a.record) - level(b.record) || p0(a.record) - p0(b.record) ||
    since(b.record) - since(a.record) || b.record.issue_number - a.record.issue_number;
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

/** As it stands in its file: with its key, a comma, and two levels of indentation. */
function sizeOfEntry(key: string, value: unknown): number {
  const text = JSON.stringify({ [key]: value }, null, 2).slice(2, -1);
  return byteLength(text) + 1 + 2 * (text.split("\n").length - 1);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
