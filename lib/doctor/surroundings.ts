/**
 * Judges what lies around a cycle: the clock and the rate limit.
 * @module
 */

import { stamp } from "../report/age.ts";
import type { Facts } from "./facts.ts";
import { fail, type Finding, ok, warn } from "./finding.ts";

/** Seconds of difference from which ages and windows are wrong enough to matter. */
const MAX_SKEW_SECONDS = 60;
/** Points that a cycle with many blockers may need. */
const COMFORTABLE = 200;

/** Does our clock agree with GitHub's? */
export function clockFinding({ greeting }: Facts): Finding | null {
  if (greeting === null) return null;
  const { server_time, our_time } = greeting;
  if (server_time === null) {
    return warn(
      "clock",
      "GitHub's answer has no time to compare with.",
      "Check that this machine's clock is synchronised (NTP).",
    );
  }
  const skew = Temporal.Instant.from(our_time).since(server_time).total("seconds");
  const seconds = Math.abs(Math.round(skew));
  if (Math.abs(skew) <= MAX_SKEW_SECONDS) return ok("clock", `Within ${seconds} s of GitHub's.`);
  return warn(
    "clock",
    `It is ${seconds} s ${
      skew > 0 ? "ahead of" : "behind"
    } GitHub's: ages and windows are off by that.`,
    "Synchronise this machine's clock (NTP).",
  );
}

/** Is enough of the hourly budgets left for a cycle? */
export function rateFinding({ greeting }: Facts): Finding | null {
  if (greeting === null) return null;
  if (greeting.budgets === null) return ok("rate limit", "This server sets none.");
  const told = greeting.budgets.map(({ name, remaining, limit }) =>
    `${name} ${remaining} of ${limit}`
  ).join(", ");
  const least = greeting.budgets.toSorted((a, b) => a.remaining - b.remaining)[0];
  if (least === undefined || least.remaining >= COMFORTABLE) {
    return ok("rate limit", `Left this hour: ${told}.`);
  }
  const remedy = `Wait until ${
    stamp(least.resets_at)
  }, or give cycles a token of their own: other programs share this one.`;
  return least.remaining === 0
    ? fail("rate limit", `Used up: ${told}.`, remedy)
    : warn("rate limit", `Little is left: ${told}.`, remedy);
}
