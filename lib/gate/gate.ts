/**
 * The gate: the one place from which anything is written. It alone knows dry run, read-only mode and
 * caps, keeps the audit, and keeps the working observation equal to what the world now is, so that a
 * later step sees what an earlier one did or would do.
 * @module
 */

import { messageOf } from "../failure.ts";
import type { Hub, Performed } from "../github/hub.ts";
import type { Observation } from "../observation/observation.ts";
import type { Action, Change, Outcome } from "./action.ts";
import { applyAction } from "./apply.ts";

/** `live` writes; the other two plan. */
export type GateMode = "live" | "dry_run" | "read_only";

/** One action in the audit of a cycle. */
export interface AuditEntry {
  readonly step: string;
  readonly reason: string;
  readonly action: Action;
  readonly outcome: Outcome;
  /** Why it did not happen; null when it did or would. */
  readonly error: string | null;
}

/** What became of a change. */
export interface ChangeResult {
  readonly outcome: Outcome;
  /** Number of the issue that was created (negative when only planned); null when none was. */
  readonly created: number | null;
  readonly comment_id: number | null;
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

/** The one writer of a cycle. */
export class Gate {
  readonly mode: GateMode;
  readonly audit: AuditEntry[] = [];
  #observation: Observation;
  readonly #hub: Hub;
  readonly #caps: Caps;
  readonly #now: string;
  readonly #used: Record<keyof Caps, number> = { new_issues: 0, routed_issues: 0 };
  #provisional = 0;

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

  /** Applies a change action by action; stops at the first that fails. */
  async apply(change: Change, options: GateOptions): Promise<ChangeResult> {
    if (change.cap !== undefined && ++this.#used[change.cap] > this.#caps[change.cap]) {
      const error = `over the cap of ${this.#caps[change.cap]} ${
        change.cap.replace("_", " ")
      } per cycle`;
      this.#note(change, change.actions, { options, outcome: "deferred", error });
      return { outcome: "deferred", created: null, comment_id: null, error };
    }
    const planning = this.mode !== "live" || !options.enabled;
    let created: number | null = null;
    let commentId: number | null = null;
    for (const [index, action] of change.actions.entries()) {
      let performed: Performed;
      try {
        performed = planning ? this.#plan(action) : await this.#hub.perform(action);
      } catch (error) {
        const message = messageOf(error);
        this.#note(change, [action], { options, outcome: "failed", error: message });
        this.#note(change, change.actions.slice(index + 1), {
          options,
          outcome: "skipped",
          error: "an earlier action of this change failed",
        });
        return { outcome: "failed", created, comment_id: commentId, error: message };
      }
      created = performed.created?.number ?? created;
      commentId = performed.comment_id ?? commentId;
      this.#observation = applyAction(this.#observation, action, { performed, now: this.#now });
      this.#note(change, [action], {
        options,
        outcome: planning ? "planned" : performed.already ? "skipped" : "done",
        error: performed.already ? "it was there already" : null,
      });
    }
    return { outcome: planning ? "planned" : "done", created, comment_id: commentId, error: null };
  }

  /** Open issues that track the fingerprint by a second read; nothing is asked while only planning. */
  async findOpen(fingerprint: string, labels: readonly string[]): Promise<readonly number[]> {
    return this.mode === "live" ? await this.#hub.findOpen(fingerprint, labels) : [];
  }

  #plan(action: Action): Performed {
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
