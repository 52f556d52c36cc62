/**
 * What step 4 may read of the escalation policy.
 * @module
 */

/** Ages at which a level is reached, in minutes since first seen. Without `page` there is no such level. */
export interface Thresholds {
  /** Reached first. */
  readonly warn: number;
  /** Above `warn`. */
  readonly escalate: number;
  /** Above `escalate`. */
  readonly page?: number;
}

/** The escalation policy, as far as deciding needs it. */
export interface EscalationPolicy {
  /** By severity; only P0 is ever paged. */
  readonly thresholds: {
    readonly p0: Required<Thresholds>;
    readonly p1: Omit<Thresholds, "page">;
  };
  /** Added when a level is reached, by severity and level; never taken off. */
  readonly labels: {
    /** Carried by every blocker that has reached a level. */
    readonly base: readonly string[];
    readonly p0_warn: readonly string[];
    readonly p0_escalate: readonly string[];
    readonly p0_page: readonly string[];
    readonly p1_warn: readonly string[];
    readonly p1_escalate: readonly string[];
  };
  /** Who is mentioned in the comment on a level: `@user` or `@org/team`. Nobody unless enabled. */
  readonly notifications: {
    readonly enabled: boolean;
    readonly p0_escalate_notify: readonly string[];
    readonly p0_page_notify: readonly string[];
  };
}
