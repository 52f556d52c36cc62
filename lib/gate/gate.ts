/**
 * The gate: the one place from which anything is written. It alone knows dry run, read-only mode and
 * caps, keeps the audit, and keeps the working observation equal to what the world now is, so that a
 * later step sees what an earlier one did or would do.
 * @module
 */

import { Failure, messageOf } from "../failure.ts";
import { type Hub, type Performed, WRITE_CAPPED } from "../github/hub.ts";
import { issueByNumber } from "../observation/issue_by_number.ts";
import type { IssueFacts, Observation } from "../observation/observation.ts";
import type { Action, Change, Outcome } from "./action.ts";
import { applyAction } from "./apply.ts";
import { fitAction } from "./fit.ts";

/** `live` writes; the other two plan. */
export type GateMode = "live" | "dry_run" | "read_only";

/** One action in the audit of a cycle. */
export interface AuditEntry {
  /** Name of the step that asked for it. */
  readonly step: string;
  /** Why, in one sentence: that of its change. */
  readonly reason: string;
  /** As it was performed, cut to GitHub's limits where it had to be. */
  readonly action: Action;
  /** `planned` where the cycle may not write, `deferred` over a cap. */
  readonly outcome: Outcome;
  /** Why it did not happen, or not in full; null when it did or would. */
  readonly error: string | null;
}

/** What became of a change. */
export interface ChangeResult {
  /** Of the change as a whole: `failed` as soon as one of its actions failed. */
  readonly outcome: Outcome;
  /** Number of the issue that was created (negative when only planned); null when none was. */
  readonly created: number | null;
  /** Database id of the comment that was posted; null when none was. */
  readonly comment_id: number | null;
  /** Number of an older issue for the same blocker that another cycle created just before. */
  readonly older?: number;
  /** Why it failed or was deferred, for people; null otherwise. */
  readonly error: string | null;
}

/** Options of a step's changes. */
export interface GateOptions {
  /** Name of the step, for the audit. */
  readonly step: string;
  /** False when the step's switch is off: it plans only. */
  readonly enabled: boolean;
}

/** Most changes per cycle, by cap. */
export type Caps = Readonly<Record<NonNullable<Change["cap"]>, number>>;

/**
 * Most writes of one cycle. GitHub's documentation allows 80 requests that create content per minute and
 * 500 per hour; writes are a second apart, and two cycles may run within an hour.
 */
export const MOST_WRITES = 240;

/** The one writer of a cycle. */
export class Gate {
  /** Decided once per cycle. */
  readonly mode: GateMode;
  /** Every action that was asked for, in order. */
  readonly audit: AuditEntry[] = [];
  #observation: Observation;
  readonly #hub: Hub;
  readonly #caps: Caps;
  readonly #now: string;
  readonly #used: Record<keyof Caps, number> = { new_issues: 0, routed_issues: 0 };
  #provisional = 0;
  /** Issues that a step which only plans would open again: on GitHub they are closed. */
  readonly #reopened = new Set<number>();
  #writes = 0;

  /** Begins with the observation as it was read, and with all caps unused. */
  constructor(
    hub: Hub,
    options: { mode: GateMode; observation: Observation; caps: Caps; now: Temporal.Instant },
  ) {
    this.#hub = hub;
    this.mode = options.mode;
    this.#observation = options.observation;
    this.#caps = options.caps;
    this.#now = options.now.toString({ smallestUnit: "second" });
  }

  /** The world as it is after everything that was written or planned so far. */
  get observation(): Observation {
    return this.#observation;
  }

  /** True while a cap leaves room for one more change. */
  hasRoom(cap: keyof Caps): boolean {
    return this.#used[cap] < this.#caps[cap];
  }

  /** Applies a change action by action; stops at the first that fails. */
  async apply(change: Change, options: GateOptions): Promise<ChangeResult> {
    if (change.cap !== undefined && ++this.#used[change.cap] > this.#caps[change.cap]) {
      const error = `over the cap of ${this.#caps[change.cap]} ${
        change.cap.replace("_", " ")
      } per cycle`;
      return this.#defer(change, { options, error });
    }
    const writes = this.#writes + change.actions.length;
    if (writes > MOST_WRITES && !change.reserved) {
      const error = `over the limit of ${MOST_WRITES} writes per cycle`;
      return this.#defer(change, { options, error });
    }
    this.#writes = writes;
    const planning = this.mode !== "live" || !options.enabled || this.#isUnreal(change);
    let created: number | null = null;
    let commentId: number | null = null;
    let older: number | undefined;
    for (const [index, wanted] of change.actions.entries()) {
      const { action, cut } = fitAction(wanted, this.#issueOf(wanted));
      if (action === null) {
        this.#note(change, [wanted], { options, outcome: "skipped", error: cut });
        continue;
      }
      let performed: Performed;
      try {
        performed = planning ? this.#plan(action) : await this.#hub.perform(action);
      } catch (error) {
        const message = messageOf(error);
        // What was not sent for want of room is no failure: the next cycle does it.
        const capped = error instanceof Failure && error.code === WRITE_CAPPED;
        const outcome = capped ? "deferred" : "failed";
        this.#note(change, [action], { options, outcome, error: message });
        this.#note(change, change.actions.slice(index + 1), {
          options,
          outcome: capped ? "deferred" : "skipped",
          error: "an earlier action of this change failed",
        });
        return { outcome, created, comment_id: commentId, error: message };
      }
      created = performed.created?.number ?? created;
      commentId = performed.comment_id ?? commentId;
      older ??= performed.older;
      this.#observation = applyAction(this.#observation, action, { performed, now: this.#now });
      this.#note(change, [action], {
        options,
        outcome: planning ? "planned" : performed.already ? "skipped" : "done",
        error: performed.already ? "it was there already" : cut,
      });
    }
    return {
      outcome: planning ? "planned" : "done",
      created,
      comment_id: commentId,
      ...older === undefined ? {} : { older },
      error: null,
    };
  }

  /** Open issues that track the fingerprint by a second read; nothing is asked while only planning. */
  async findOpen(fingerprint: string, labels: readonly string[]): Promise<readonly number[]> {
    return this.mode === "live" ? await this.#hub.findOpen(fingerprint, labels) : [];
  }

  /** Texts of our comments of those keys by issue, null where there is none; nothing while only planning. */
  async findComments(
    keys: ReadonlyMap<number, string>,
  ): Promise<ReadonlyMap<number, string | null>> {
    return this.mode === "live" ? await this.#hub.findComments(keys) : new Map();
  }

  /** Leaves a whole change to the next cycle. */
  #defer(
    change: Change,
    { options, error }: { options: GateOptions; error: string },
  ): ChangeResult {
    this.#note(change, change.actions, { options, outcome: "deferred", error });
    return { outcome: "deferred", created: null, comment_id: null, error };
  }

  #issueOf(action: Action): IssueFacts | null {
    if (!("issue" in action)) return null;
    return issueByNumber(this.#observation, action.issue);
  }

  /** True for a change to an issue that is open in a plan of an earlier step only: nothing is written to it. */
  #isUnreal({ actions }: Change): boolean {
    return actions.some((action) =>
      action.kind !== "create_issue" && (action.issue < 0 || this.#reopened.has(action.issue))
    );
  }

  #plan(action: Action): Performed {
    if (action.kind === "reopen_issue") this.#reopened.add(action.issue);
    if (action.kind !== "create_issue") return {};
    const number = --this.#provisional;
    return { created: { number, id: "", url: "" } };
  }

  #note(
    change: Change,
    actions: readonly Action[],
    entry: { options: GateOptions; outcome: Outcome; error: string | null },
  ): void {
    for (const action of actions) {
      this.audit.push({
        step: entry.options.step,
        reason: change.reason,
        action,
        outcome: entry.outcome,
        error: entry.error,
      });
    }
  }
}
