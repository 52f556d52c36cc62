/**
 * The plan of step 2: compares the reasons that hold with the issues that track them, and says for
 * each what should be done and why. Pure: facts, records, policy and `now` in; decisions out.
 * @module
 */

import { assign } from "./assign.ts";
import { clearing } from "./clearing.ts";
import type { BlockerDecision, PlanInput } from "./decision.ts";
import { duplicate, outlived } from "./duplicate.ts";
import { goneDecision } from "./gone.ts";
import { holding } from "./holding.ts";
import { ownershipOf } from "./ownership.ts";
import { raising } from "./raising.ts";
import { isSome, reasonsOf } from "./reasons.ts";

export type { BlockerDecision, BlockerPolicy, PlanInput, Verdict } from "./decision.ts";

/** The plan of step 2. */
export interface BlockerPlan {
  /** By line, the worst first. */
  readonly decisions: readonly BlockerDecision[];
  /** Markers that were not believed, and the like. */
  readonly notes: readonly string[];
}

/** Plans what to do about every reason that holds and every issue that tracks one. */
export function planBlockers(input: PlanInput): BlockerPlan {
  const { dashboard, policy, last_passed } = input;
  const reasons = reasonsOf(dashboard, policy.fingerprint_fields, { last_passed });
  const ownership = ownershipOf(input.issues, input.records);
  const { speakers, gone, twins, superseded, history, free } = assign(reasons, ownership, input);
  const decisions = [
    ...speakers.map(({ item, own }) =>
      isSome(own) ? holding(item, own, input) : clearing(item, input)
    ),
    ...gone.flatMap(({ item, own }) => goneDecision(item, own, input) ?? []),
    ...twins.map(({ item, kept }) => duplicate(item, kept, input)),
    ...superseded.map((item) => outlived(item, input)),
    ...raising(free, { ...input, tracked: ownership.tracked, history }),
  ];
  return { decisions: decisions.toSorted(byLine), notes: ownership.notes };
}

function byLine(a: BlockerDecision, b: BlockerDecision): number {
  const left = `${a.line}\n${a.severity}\n${a.what}`;
  const right = `${b.line}\n${b.severity}\n${b.what}`;
  return left < right ? -1 : left > right ? 1 : 0;
}
