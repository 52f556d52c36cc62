/**
 * Assigns every reason that holds to the one issue that speaks for it, so that none is tracked twice
 * and no issue believes its reason gone because another one took it.
 * @module
 */

import type { PlanInput } from "./decision.ts";
import { type BlockerName, nameKey, sameBlocker } from "./fingerprint.ts";
import { namesReason } from "./naming.ts";
import type { Named, Ownership, Tracked } from "./ownership.ts";
import type { Reason } from "./reasons.ts";
import { daysBetween, isBy, minutesBetween } from "./time.ts";

/** Something that speaks for reasons, and which ones. */
export interface Speaker<T extends Named = Tracked> {
  readonly item: T;
  readonly own: readonly Reason[];
}

/** Who speaks for what. */
export interface Assignment {
  /** Issues: open ones, and closed ones that still stand for their reason. */
  readonly speakers: readonly Speaker[];
  /** Blockers whose issue is not there any more. */
  readonly gone: readonly Speaker<Named>[];
  /** Open issues for a blocker that an older one tracks. */
  readonly twins: readonly { readonly item: Tracked; readonly kept: Tracked }[];
  /** Closed issues, closed last first: what a new issue may link. */
  readonly history: readonly Tracked[];
  /** Reasons that nobody speaks for. */
  readonly free: readonly Reason[];
}

/** Assigns the reasons: to open issues first, then to closed ones, the one closed last first. */
export function assign(
  reasons: readonly Reason[],
  ownership: Ownership,
  input: PlanInput,
): Assignment {
  const open = openSpeakers(ownership.tracked);
  const free = new Set(reasons);
  const take = (item: Named, own: readonly Reason[]): Speaker<Named> => {
    own.forEach((reason) => free.delete(reason));
    return { item, own };
  };
  const own = Map.groupBy(reasons, (reason) => open.find(reason, input));
  const speakers = open.items.map((item) => take(item, own.get(item) ?? []) as Speaker);

  const history = ownership.tracked.filter(({ issue }) => issue.state === "closed")
    .toSorted((a, b) => (b.issue.closed_at ?? "") < (a.issue.closed_at ?? "") ? -1 : 1);
  const known = new NameIndex<Named>(open.items);
  for (const item of history) {
    if (known.find(item) !== undefined) continue; // a later issue tells what became of the blocker
    known.add(item);
    const matching = reasons.filter((reason) => speaksFor(item, reason));
    const left = matching.filter((reason) => free.has(reason));
    if (left.length === 0 && matching.length > 0) continue;
    if (isCurrent(item, left, input)) speakers.push(take(item, left) as Speaker);
  }
  const gone = ownership.gone
    .map((item) => take(item, [...free].filter((reason) => speaksFor(item, reason))));
  return { speakers, gone, twins: open.twins, history, free: [...free] };
}

/** Finds items by the blocker that they stand for. */
class NameIndex<T extends BlockerName> {
  readonly #items = new Map<string, T[]>();

  constructor(items: readonly T[]) {
    items.forEach((item) => this.add(item));
  }

  add(item: T): void {
    const key = nameKey(item);
    const there = this.#items.get(key);
    if (there === undefined) this.#items.set(key, [item]);
    else there.push(item);
  }

  find(name: BlockerName): T | undefined {
    return this.#items.get(nameKey(name))?.find((item) => sameBlocker(item, name));
  }
}

interface OpenSpeakers {
  readonly items: readonly Tracked[];
  readonly twins: readonly { readonly item: Tracked; readonly kept: Tracked }[];
  /** The open issue that speaks for a reason: its own, one adopted that names it, or its line's group. */
  readonly find: (reason: Reason, input: PlanInput) => Tracked | undefined;
}

function openSpeakers(tracked: readonly Tracked[]): OpenSpeakers {
  const items: Tracked[] = [];
  const twins: { item: Tracked; kept: Tracked }[] = [];
  const index = new NameIndex<Tracked>([]);
  for (const item of tracked.filter(({ issue }) => issue.state === "open")) {
    const kept = index.find(item);
    if (kept !== undefined) {
      twins.push({ item, kept });
      continue;
    }
    index.add(item);
    items.push(item);
  }
  const adopted = Map.groupBy(
    items.filter(({ record, check }) => record.adopted === true && check !== null),
    ({ line }) => line,
  );
  const find = (reason: Reason, input: PlanInput): Tracked | undefined => {
    const exact = index.find(reason) ??
      adopted.get(reason.line)?.find(({ issue }) => namesReason(issue, reason));
    if (exact !== undefined) return exact;
    const group = index.find({ line: reason.line, check: null, sha: null });
    return group !== undefined && joins(group, reason, input) ? group : undefined;
  };
  return { items, twins, find };
}

/** Later failures join an open group once they are old enough to be raised; until then they may pass by. */
function joins(group: Tracked, reason: Reason, { now, threshold_minutes }: PlanInput): boolean {
  return speaksFor(group, reason) || minutesBetween(reason.since, now) >= threshold_minutes;
}

/** True when a blocker was raised for this reason; a group for its members. */
function speaksFor({ line, check, sha, record }: Named, reason: Reason): boolean {
  return check === null
    ? line === reason.line && (record.members?.includes(reason.check) ?? true)
    : sameBlocker({ line, check, sha }, reason);
}

/** A closed issue speaks for its reasons only while a person's closing stands, or while we may reopen it. */
function isCurrent(
  { issue, record, recovered }: Tracked,
  own: readonly Reason[],
  { now, policy, dashboard }: PlanInput,
): boolean {
  if (record.cleared_at === undefined) {
    // With the record lost, only a reason that began before the closing can be what was dismissed.
    if (recovered) return own.some(({ since }) => isBy(since, issue.closed_at ?? ""));
    return own.length > 0 || dashboard.complete;
  }
  if (own.length === 0) return false;
  if (record.closed_at === undefined) return false; // a person closed it, then the reason cleared: over
  return policy.reopen_days > 0 && daysBetween(record.closed_at, now) <= policy.reopen_days;
}
