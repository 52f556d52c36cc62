/**
 * Actions: what a step wants written to GitHub, as plain data with the reason. Only the gate applies
 * them.
 * @module
 */

/** One intended write. `issue` is the issue's number; negative for one that is only planned. */
export type Action =
  | {
    readonly kind: "create_issue";
    /** The blocker that the issue tracks. */
    readonly fingerprint: string;
    readonly title: string;
    readonly body: string;
    readonly labels: readonly string[];
  }
  | {
    readonly kind: "edit_issue";
    readonly issue: number;
    readonly title?: string;
    readonly body?: string;
  }
  | { readonly kind: "add_labels"; readonly issue: number; readonly labels: readonly string[] }
  | { readonly kind: "remove_label"; readonly issue: number; readonly label: string }
  | {
    readonly kind: "add_assignees";
    readonly issue: number;
    readonly assignees: readonly string[];
  }
  | {
    readonly kind: "comment";
    readonly issue: number;
    /**
     * Names the comment for good, for example `routed/123` or `digest@2026-01-08T08:00Z`. It is put into the comment as
     * a hidden marker; a comment of ours with the same key on the issue means that this one was posted.
     */
    readonly key: string;
    readonly body: string;
  }
  | {
    readonly kind: "close_issue";
    readonly issue: number;
    readonly state_reason: "completed" | "not_planned";
  }
  | { readonly kind: "reopen_issue"; readonly issue: number };

/** What kinds of action there are. */
export type ActionKind = Action["kind"];

/**
 * Everything a step wants done to one issue, in order. The gate stops at the first action that fails,
 * so whatever marks the change as done (labels, for routing) belongs last.
 */
export interface Change {
  /** Why, in one sentence for people: shown in reports and kept in the audit. */
  readonly reason: string;
  /** Which cap of the cycle the change counts against, if any. One change counts once. */
  readonly cap?: "new_issues" | "routed_issues";
  /** At least one; each is performed and audited on its own. */
  readonly actions: readonly Action[];
  /** Done however much the cycle has written before: for the one comment that comes last. */
  readonly reserved?: boolean;
}

/** What became of a step, a change or an action. */
export type Outcome = "done" | "skipped" | "planned" | "deferred" | "failed";
