/**
 * Mends the record of a blocker: its number and the time since which it holds are what everything
 * else hangs on, and both can usually be told from the rest of the record.
 * @module
 */

import {
  epochOf,
  type Fields,
  isFields,
  isFuture,
  type RepairContext,
  show,
  timeText,
} from "./kinds.ts";

const LATER_TIMES = [
  "last_seen",
  "last_issue_update",
  "returned_at",
  "cleared_at",
  "closed_at",
  "dismissed_at",
] as const;

/**
 * The record with a usable `issue_number`, `first_seen` and `last_seen`; null when it contradicts its
 * key or holds no time at all. A `first_seen` that is unusable becomes the earliest other time of the
 * record: the blocker existed by then, and the issue itself may yet show an earlier one.
 */
export function repairBlocker(record: Fields, context: RepairContext): Fields | null {
  const number = issueNumber(record, context);
  const first = number === null ? null : firstSeen(record, context);
  if (number === null || first === null) return null;
  return {
    ...record,
    issue_number: number,
    first_seen: first,
    last_seen: lastSeen(record, first, context),
  };
}

function issueNumber(record: Fields, { key, note }: RepairContext): number | null {
  const named = Number(key.slice("issue:".length));
  if (record.issue_number === named) return named;
  if (Number.isSafeInteger(record.issue_number)) {
    note(`issue_number is ${show(record.issue_number)}, but its key is ${show(key)}`);
    return null;
  }
  note(`issue_number is ${show(record.issue_number)}: ${named} is taken from its key`);
  return named;
}

function firstSeen(record: Fields, { now, note }: RepairContext): string | null {
  const first = epochOf(record.first_seen);
  if (first !== null && !isFuture(first, now)) return record.first_seen as string;
  const route = isFields(record.route) ? record.route.at : null;
  const others = [...LATER_TIMES.map((name) => record[name]), route]
    .map(epochOf)
    .filter((epoch) => epoch !== null);
  const usable = others.filter((epoch) => !isFuture(epoch, now));
  if (first === null && others.length === 0) {
    note(`first_seen is ${show(record.first_seen)} and no other time is known`);
    return null;
  }
  const stand_in = timeText(Math.min(now, ...usable));
  const why = first === null ? "is no time" : "lies in the future";
  note(`first_seen ${show(record.first_seen)} ${why}: ${stand_in} stands for it`);
  return stand_in;
}

function lastSeen(record: Fields, first: string, { note }: RepairContext): unknown {
  if (epochOf(record.last_seen) !== null) return record.last_seen;
  note(`last_seen is ${show(record.last_seen)}: first_seen stands for it`);
  return first;
}
