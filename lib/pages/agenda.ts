/**
 * What comes due when: the next digest, the next handoff, the next level of each blocker.
 * @module
 */

import type { Verdict } from "../cadence/verdict.ts";
import type { PageFacts } from "./page_facts.ts";

/** One thing that will happen. */
export interface Due {
  /** RFC 3339; null when it is not known. */
  readonly at: string | null;
  /** In a few words: `Digest`, `#12 reaches page`. */
  readonly what: string;
  /** What it is about: an issue's title, a window; null when `what` says all. */
  readonly about: string | null;
  /** Page of the issue; null when there is none. */
  readonly url: string | null;
}

/** Everything that comes due, the soonest first; what has no time comes last. */
export function agenda(facts: PageFacts): Due[] {
  const blockers = facts.blockers.flatMap((blocker): Due[] =>
    blocker.next === null ? [] : [{
      at: blocker.next.at,
      what: `${
        blocker.number === null ? "A blocker" : `#${blocker.number}`
      } reaches ${blocker.next.level}`,
      about: blocker.title,
      url: blocker.url,
    }]
  );
  return [
    ...delivery("Digest", facts.digest),
    ...delivery("On-call handoff", facts.handoff),
    ...blockers,
  ]
    .toSorted((a, b) => time(a) - time(b));
}

function delivery(what: string, verdict: Verdict | null): Due[] {
  if (verdict === null) return [];
  return [{
    at: verdict.next_opening,
    what,
    about: verdict.next_opening === null ? "no window opens in the next 400 days" : null,
    url: null,
  }];
}

function time({ at }: Due): number {
  return at === null ? Number.MAX_SAFE_INTEGER : Date.parse(at);
}
