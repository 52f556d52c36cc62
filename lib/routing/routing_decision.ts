/**
 * What routing decides for an issue.
 * @module
 */

import type { Change } from "../gate/action.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { RouteRule } from "./rules.ts";

/** Why an issue is not routed in this cycle. */
export type SkipCause =
  /** The policy says `enabled: false`. */
  | "disabled"
  /** It carries a team label already. */
  | "has_team"
  | "cooldown"
  /** A person took a label of the team away. */
  | "undone"
  /** Everything that the route asks for is there, or was and is not repeated. */
  | "settled"
  /** The policy names neither labels nor assignees for it. */
  | "nobody";

/** What routing wants for one open issue with a trigger label. */
export interface RoutingDecision {
  /** Its number is negative while it is only planned. */
  readonly issue: IssueFacts;
  /** `route` has a change, `skip` has a cause. */
  readonly verdict: "route" | "skip";
  /** Null for `route`. */
  readonly cause: SkipCause | null;
  /** One sentence for people; plain text. */
  readonly reason: string;
  /** The team it goes to, or whose label it carries; null for the default and for people from CODEOWNERS. */
  readonly team: string | null;
  /** The rule that decided; null when none was asked. */
  readonly rule: RouteRule | null;
  /** Null for `skip`. */
  readonly change: Change | null;
}
