/**
 * A release train with its issues and its memory, as step 2 sees it; tests read like sentences.
 *
 * ```ts
 * const train = aTrain().failed("Unit Tests", { on: RC });
 * assertEquals(train.cycle(), ["raise 4.2 Unit Tests #1"]);
 * assertEquals(train.later(60).met("Unit Tests").cycle(), ["clear 4.2 Unit Tests #1"]);
 * ```
 * @module
 */

import { withCleared, withStatus } from "../../lib/blockers/issue_text.ts";
import { recordKey } from "../../lib/blockers/ownership.ts";
import {
  type BlockerDecision,
  type BlockerPlan,
  type BlockerPolicy,
  planBlockers,
} from "../../lib/blockers/plan.ts";
import type { Candidate, Dashboard, LeftOut, Unmet } from "../../lib/candidates/dashboard.ts";
import type { Action } from "../../lib/gate/action.ts";
import { applyAction } from "../../lib/gate/apply.ts";
import type { IssueFacts, Observation } from "../../lib/observation/observation.ts";
import { lineOfBranch, parseTag } from "../../lib/candidates/versions.ts";
import { rememberDashboard } from "../../lib/blockers/memory.ts";
import { emptyState } from "../../lib/state/defaults.ts";
import type { BlockerRecord, BlockersState } from "../../lib/state/state.ts";

/** When every train starts. */
export const START = "2026-01-08T12:00:00Z";
/** The candidate that every train starts with, of the line 4.2. */
export const RC = "v4.2.0-rc.1";

/** The shipped policy. */
export const POLICY: BlockerPolicy = {
  green_cycles: 3,
  reopen_days: 10,
  group_above: 5,
  fingerprint_fields: ["release_line", "blocking_workflow", "blocking_job", "blocker_category"],
  base_labels: ["release-blocker"],
  auto_close: false,
  close_comment: "",
  resolved_labels: [],
};

/** Where a check stands, and since how many minutes. */
export interface Standing {
  on?: string;
  minutes?: number;
  job?: string;
}

/** A release train. Methods that change it return it. */
export class Train {
  now: Temporal.Instant = Temporal.Instant.from(START);
  issues: IssueFacts[] = [];
  records: Record<string, BlockerRecord> = {};
  /** As step 1 of the cycles so far remembered it. */
  last_passed: BlockersState["last_passed"] = {};
  policy: BlockerPolicy = POLICY;
  readonly threshold = 90;
  /** Keys of comments by issue, in the order in which they were posted, each once. */
  readonly comments: Record<number, string[]> = {};
  complete = true;
  left_out: LeftOut[] = [];
  readonly #candidates = new Map<string, Unmet[]>();
  readonly #passing: [check: string, on: string][] = [];
  #numbers = 0;

  /** `now`, or so many minutes before. */
  ago(minutes = 0): string {
    return this.now.subtract({ minutes }).toString({ smallestUnit: "second" });
  }

  /** Lets minutes pass. */
  later(minutes: number): this {
    this.now = this.now.add({ minutes });
    return this;
  }

  days(days: number): this {
    return this.later(days * 1_440);
  }

  with(policy: Partial<BlockerPolicy>): this {
    this.policy = { ...this.policy, ...policy };
    return this;
  }

  /** One more candidate, on which everything passes. */
  candidate(tag: string): this {
    this.#candidates.set(tag, []);
    return this;
  }

  /** A candidate is none any more. */
  drop(tag: string): this {
    this.#candidates.delete(tag);
    return this;
  }

  failed(check: string, standing: Standing = {}): this {
    return this.#unmet(check, { ...standing, category: "failed", conclusion: "failure" });
  }

  queued(check: string, standing: Standing = {}): this {
    return this.#unmet(check, { ...standing, category: "queued", conclusion: "queued" });
  }

  running(check: string, standing: Standing = {}): this {
    return this.#unmet(check, { ...standing, category: "running", conclusion: "in_progress" });
  }

  missing(check: string, standing: Standing = {}): this {
    return this.#unmet(check, { ...standing, category: "missing", conclusion: "missing" });
  }

  /** A check passes on one candidate, or on all. */
  met(check: string, on?: string): this {
    for (const tag of on === undefined ? this.#candidates.keys() : [on]) {
      this.#candidates.set(tag, this.unmetOf(tag).filter(({ name }) => name !== check));
    }
    return this;
  }

  /** A check that passes on a candidate, and is known to. */
  passing(check: string, on: string): this {
    this.#passing.push([check, on]);
    return this;
  }

  /** So many checks fail at once. */
  manyFailed(count: number, standing: Standing = {}): this {
    for (let index = 1; index <= count; index++) this.failed(`Check ${index}`, standing);
    return this;
  }

  /** GitHub answers in part only, or in full again. */
  partly(): this {
    this.complete = false;
    return this;
  }

  fully(): this {
    this.complete = true;
    return this;
  }

  /** An issue that a person opened. */
  personOpened(title: string, facts: Partial<IssueFacts> & { minutes?: number } = {}): this {
    const { minutes = 60, ...changes } = facts;
    const number = ++this.#numbers;
    this.issues.push({
      ...blankIssue(number),
      title,
      created_at: this.ago(minutes),
      updated_at: this.ago(minutes),
      labels: ["release-blocker"],
      ...changes,
    });
    return this;
  }

  closed(number: number): this {
    return this.change(number, { state: "closed", closed_at: this.ago() });
  }

  reopened(number: number): this {
    return this.change(number, { state: "open", closed_at: null });
  }

  unlabelled(number: number, label: string): this {
    const { labels } = this.issue(number);
    return this.change(number, { labels: labels.filter((it) => it !== label) });
  }

  deleted(number: number): this {
    this.issues = this.issues.filter((issue) => issue.number !== number);
    return this;
  }

  change(number: number, facts: Partial<IssueFacts>): this {
    this.issues = this.issues.map((issue) =>
      issue.number === number ? { ...issue, ...facts } : issue
    );
    return this;
  }

  /** State is gone, as after a damaged file. */
  forgot(number?: number): this {
    if (number === undefined) this.records = {};
    else delete this.records[recordKey(number)];
    return this;
  }

  issue(number: number): IssueFacts {
    const found = this.issues.find((issue) => issue.number === number);
    if (found === undefined) throw new Error(`There is no issue #${number}`);
    return found;
  }

  record(number: number): BlockerRecord {
    const found = this.records[recordKey(number)];
    if (found === undefined) throw new Error(`There is no record of #${number}`);
    return found;
  }

  unmetOf(tag: string): Unmet[] {
    const found = this.#candidates.get(tag);
    if (found === undefined) throw new Error(`There is no candidate ${tag}`);
    return found;
  }

  get dashboard(): Dashboard {
    const candidates = [...this.#candidates].map(([tag, unmet]) => {
      const passing = this.#passing.filter(([check, on]) =>
        on === tag && !unmet.some(({ name }) => name === check)
      );
      return candidateOf(tag, unmet, passing.map(([check]) => check));
    });
    return {
      repository: "acme/rocket",
      generated_at: this.ago(),
      generator_version: "0.0.0",
      complete: this.complete,
      gaps: [],
      candidates,
      left_out: this.left_out,
      summary: { total_candidates: candidates.length, promotable: 0, blocked: 0, pending: 0 },
      health: { score: 100, history: [] },
    };
  }

  plan(): BlockerPlan {
    return planBlockers({
      dashboard: this.dashboard,
      issues: this.issues,
      records: this.records,
      last_passed: this.last_passed,
      policy: this.policy,
      threshold_minutes: this.threshold,
      now: this.now,
    });
  }

  /** The decision about a check, or the only one. */
  decision(what?: string): BlockerDecision {
    const found = this.plan().decisions
      .filter((decision) => what === undefined || decision.what === what);
    if (found.length !== 1) throw new Error(`There are ${found.length} decisions`);
    return found[0] as BlockerDecision;
  }

  /** Plans, writes and remembers, sections of bodies included; what it decided, in words. */
  cycle(): string[] {
    const { blockers } = emptyState();
    this.last_passed = rememberDashboard(this.dashboard)({
      ...emptyState(),
      blockers: { ...blockers, last_passed: this.last_passed },
    }).blockers.last_passed;
    const { decisions } = this.plan();
    return decisions.map((decision) => {
      const number = this.#carry(decision) ?? decision.issue?.number;
      this.#refresh(decision, number);
      const { verdict, line, what } = decision;
      return `${verdict} ${line} ${what}${number === undefined ? "" : ` #${number}`}`;
    });
  }

  /** Cycles once and goes on. */
  cycled(): this {
    this.cycle();
    return this;
  }

  #unmet(
    name: string,
    { on = RC, minutes = 120, job, category, conclusion }: Standing & {
      category: Unmet["category"];
      conclusion: string;
    },
  ): this {
    const url = category === "missing" ? null : "https://github.com/acme/rocket/actions/runs/7";
    const others = this.unmetOf(on).filter((unmet) => unmet.name !== name);
    this.#candidates.set(on, [...others, {
      name,
      category,
      conclusion,
      url,
      since: this.ago(minutes),
      jobs: job === undefined ? [] : [{ name: job, url: "https://github.com/acme/rocket/job/1" }],
      why_required: "always required",
    }]);
    return this;
  }

  #carry(decision: BlockerDecision): number | undefined {
    let created: number | undefined;
    for (const action of decision.change?.actions ?? []) created ??= this.#apply(action);
    if (decision.forget !== undefined) delete this.records[decision.forget];
    if (decision.record !== null) {
      const issue_number = created ?? decision.record.issue_number;
      this.records[recordKey(issue_number)] = { ...decision.record, issue_number };
    }
    return created;
  }

  #apply(action: Action): number | undefined {
    const number = action.kind === "create_issue" ? ++this.#numbers : undefined;
    const performed = number === undefined
      ? {}
      : { created: { number, id: `I_${number}`, url: blankIssue(number).url } };
    if (action.kind === "comment") {
      const keys = this.comments[action.issue] ??= [];
      if (!keys.includes(action.key)) keys.push(action.key);
    }
    const world = { viewer: "release-bot", issues: this.issues } as unknown as Observation;
    this.issues = [...applyAction(world, action, { performed, now: this.ago() }).issues];
    return number;
  }

  /** What step 4 does to the section of an open issue. */
  #refresh({ subject, verdict }: BlockerDecision, number: number | undefined): void {
    const record = number === undefined ? undefined : this.records[recordKey(number)];
    if (number === undefined || record?.fingerprint === undefined || !this.complete) return;
    const { state, body } = this.issue(number);
    if (state === "closed" || verdict === "dismissed") return;
    const shown = subject !== null
      ? withStatus(body, { subject, record, next: null })
      : record.cleared_at !== undefined
      ? withCleared(body, { record, closes: false })
      : body;
    this.change(number, { body: shown ?? body });
  }
}

/** A train with one RC, on which everything passes. */
export function aTrain(): Train {
  return new Train().candidate(RC);
}

/** A train whose only blocker is tracked by #1 since `START` minus two hours. */
export function aBlockedTrain(): Train {
  return aTrain().failed("Unit Tests").cycled();
}

/** The kinds of action of a decision: `comment`, `add_labels P0`. */
export function actionsOf({ change }: BlockerDecision): string[] {
  return (change?.actions ?? []).map((action) =>
    action.kind === "add_labels"
      ? `add_labels ${action.labels.join(" ")}`
      : action.kind === "remove_label"
      ? `remove_label ${action.label}`
      : action.kind
  );
}

function candidateOf(tag: string, unmet: Unmet[], passing: string[]): Candidate {
  const line = tag === "main" ? "main" : parseTag(tag)?.line ?? lineOfBranch(tag);
  const sha = `${Array.from(tag, (char) => char.charCodeAt(0).toString(16)).join("")}${
    "0".repeat(40)
  }`
    .slice(0, 40);
  return {
    tag,
    line,
    candidate_type: "rc",
    commit_sha: sha,
    commit_url: `https://github.com/acme/rocket/commit/${sha}`,
    committed_at: START,
    base_sha: null,
    base: null,
    promotable_state: unmet.length === 0 ? "success" : "blocked",
    top_blocker: null,
    changed_files_count: null,
    changed_files_truncated: false,
    checks: [
      ...unmet.map(({ name, conclusion, url }) =>
        ({ name, required: "always", status: "failure", conclusion, url }) as const
      ),
      ...passing.map((name) =>
        ({ name, required: "always", status: "success", conclusion: "success", url: null }) as const
      ),
    ],
    unmet,
    flaky: [],
    since: START,
    age_minutes: 0,
    generated_at: START,
    generator_version: "0.0.0",
  };
}

function blankIssue(number: number): IssueFacts {
  return {
    number,
    id: `I_${number}`,
    url: `https://github.com/acme/rocket/issues/${number}`,
    title: "",
    body: "",
    state: "open",
    created_at: START,
    updated_at: START,
    closed_at: null,
    author: "ada",
    viewer_did_author: false,
    labels: [],
    assignees: [],
  };
}
