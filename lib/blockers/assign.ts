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
  /** The issue, or the record whose issue is not there any more. */
  readonly item: T;
  /** Reasons that hold and that it speaks for; empty once they are gone. */
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
  /** Closed issues whose blocker was taken up by a later one, and whose record does not say so. */
  readonly superseded: readonly Tracked[];
  /** Closed issues, closed last first: what a new issue may link. */
  readonly history: readonly Tracked[];
  /** Reasons that nobody speaks for. */
  readonly free: readonly Reason[];
}

/**
 * Assigns the reasons: to the open issues that track them, then to what people dismissed, then to an
 * open group of their line that they join, and last to what we closed and may reopen.
 */
export function assign(
  reasons: readonly Reason[],
  ownership: Ownership,
  input: PlanInput,
): Assignment {
  const open = openSpeakers(ownership.tracked);
  const own = new Map<Named, Reason[]>(open.items.map((item) => [item, []]));
  const free = new Set(reasons);
  const take = (item: Named, reason: Reason): void => {
    own.set(item, [...own.get(item) ?? [], reason]);
    free.delete(reason);
  };
  const assignFree = (speaker: (reason: Reason) => Named | undefined): void => {
    for (const reason of [...free]) {
      const item = speaker(reason);
      if (item !== undefined) take(item, reason);
    }
  };
  const { last, superseded, history } = closedSpeakers(ownership.tracked, open.items);
  const dismissed = [
    ...last.filter(({ record }) => record.cleared_at === undefined),
    ...ownership.gone,
  ];
  const cleared = last.filter(({ record }) => record.cleared_at !== undefined);

  assignFree(open.find);
  assignFree((reason) =>
    dismissed.find((item) => speaksFor(item, reason) && stillDismissed(item, reason))
  );
  assignFree((reason) => open.group(reason, input));
  assignFree((reason) => cleared.find((item) => speaksFor(item, reason) && mayReopen(item, input)));
  const ended = last.filter((item) =>
    !own.has(item) && item.record.cleared_at === undefined && !item.recovered &&
    input.dashboard.complete
  );
  const speaks = <T extends Named>(item: T): Speaker<T> => ({ item, own: own.get(item) ?? [] });
  return {
    speakers: [...open.items, ...last.filter((item) => own.has(item)), ...ended].map(speaks),
    gone: ownership.gone.map(speaks),
    twins: open.twins,
    superseded,
    history,
    free: [...free],
  };
}

/** Of the closed issues for one blocker the one closed last tells what became of it, if none is open. */
function closedSpeakers(
  tracked: readonly Tracked[],
  open: readonly Tracked[],
): { last: Tracked[]; superseded: Tracked[]; history: Tracked[] } {
  const history = tracked.filter(({ issue }) => issue.state === "closed")
    .toSorted((a, b) => (b.issue.closed_at ?? "") < (a.issue.closed_at ?? "") ? -1 : 1);
  const known = new NameIndex<Tracked>(open);
  const last: Tracked[] = [];
  const superseded: Tracked[] = [];
  for (const item of history) {
    if (known.find(item) === undefined) {
      known.add(item);
      last.push(item);
    } else if (!item.recovered && item.record.cleared_at === undefined) superseded.push(item);
  }
  return { last, superseded, history };
}

/** With the record lost, only a reason that began before the closing can be what was dismissed. */
function stillDismissed(item: Named | Tracked, { since }: Reason): boolean {
  return !("issue" in item) || !item.recovered || isBy(since, item.issue.closed_at ?? "");
}

/** What we closed may be reopened for some days; what a person closed after it had cleared is over. */
function mayReopen({ record }: Named, { now, policy }: PlanInput): boolean {
  return record.closed_at !== undefined && policy.reopen_days > 0 &&
    daysBetween(record.closed_at, now) <= policy.reopen_days;
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
  /** The open issue that tracks a reason: its own, one adopted that names it, or the group it is of. */
  readonly find: (reason: Reason) => Tracked | undefined;
  /** The open group of its line that a reason joins, once it is old enough to be raised. */
  readonly group: (reason: Reason, input: PlanInput) => Tracked | undefined;
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
  const groupOf = ({ line }: Reason): Tracked | undefined =>
    index.find({ line, check: null, sha: null });
  return {
    items,
    twins,
    find: (reason) => {
      const group = groupOf(reason);
      return index.find(reason) ??
        adopted.get(reason.line)?.find(({ issue }) => namesReason(issue, reason)) ??
        (group !== undefined && speaksFor(group, reason) ? group : undefined);
    },
    // Until then it may pass by, and a group must not stay open for whatever has just begun.
    group: (reason, { now, threshold_minutes }) =>
      minutesBetween(reason.since, now) >= threshold_minutes ? groupOf(reason) : undefined,
  };
}

/** True when a blocker was raised for this reason; a group for its members. */
function speaksFor({ line, check, sha, record }: Named, reason: Reason): boolean {
  return check === null
    ? line === reason.line && (record.members?.includes(reason.check) ?? true)
    : sameBlocker({ line, check, sha }, reason);
}
