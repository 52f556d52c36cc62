/**
 * A small world with a gate before it.
 * @module
 */

import type { Action, Change } from "../../lib/gate/action.ts";
import { type Caps, Gate, type GateMode } from "../../lib/gate/gate.ts";
import { Failure } from "../../lib/failure.ts";
import { type Hub, type Performed, WRITE_CAPPED } from "../../lib/github/hub.ts";
import type { IssueFacts, Observation } from "../../lib/observation/observation.ts";

/** The clock of these tests. */
export const NOW = Temporal.Instant.from("2026-01-08T12:00:00Z");

/** A hub in memory: it numbers issues from 101, and fails where it is told to. */
export class SmallHub implements Hub {
  readonly performed: Action[] = [];
  /** Kinds of action that fail. */
  readonly broken = new Set<Action["kind"]>();
  /** Kinds of action for which no write is left. */
  readonly capped = new Set<Action["kind"]>();
  /** Keys of comments that are there already. */
  readonly posted = new Set<string>();
  /** What the second read finds. */
  found: readonly number[] | Error = [];
  /** An issue that another cycle creates a moment before ours. */
  older: number | undefined;
  #number = 100;
  readonly #world: Observation;

  constructor(world: Observation) {
    this.#world = world;
  }

  observe(): Promise<Observation> {
    return Promise.resolve(this.#world);
  }

  findOpen(): Promise<readonly number[]> {
    return this.found instanceof Error ? Promise.reject(this.found) : Promise.resolve(this.found);
  }

  findComments(keys: ReadonlyMap<number, string>): Promise<ReadonlyMap<number, string | null>> {
    const found = [...keys].map(([issue, key]) =>
      [issue, this.posted.has(key) ? key : null] as const
    );
    return Promise.resolve(new Map(found));
  }

  perform(action: Action): Promise<Performed> {
    if (this.capped.has(action.kind)) {
      return Promise.reject(new Failure(WRITE_CAPPED, "400 writes", { remedy: "later", exit: 1 }));
    }
    if (this.broken.has(action.kind)) return Promise.reject(new Error("502 Bad\nGateway"));
    if (action.kind === "comment" && this.posted.has(action.key)) {
      return Promise.resolve({ comment_id: 1, already: true });
    }
    this.performed.push(action);
    if (action.kind === "comment") {
      this.posted.add(action.key);
      return Promise.resolve({ comment_id: this.performed.length });
    }
    if (action.kind !== "create_issue") return Promise.resolve({});
    const number = ++this.#number;
    const created = { number, id: `I_${number}`, url: `https://g/${number}` };
    return Promise.resolve(this.older === undefined ? { created } : { created, older: this.older });
  }

  readState(): Promise<Observation["state"]> {
    return Promise.resolve(this.#world.state);
  }

  commitState(): Promise<never> {
    return Promise.reject(new Error("no step commits here"));
  }

  changedPaths(): Promise<never> {
    return Promise.reject(new Error("no step compares here"));
  }
}

/** An open issue #1 with the label of blockers. */
export function anIssue(facts: Partial<IssueFacts> = {}): IssueFacts {
  return {
    number: 1,
    id: "I_1",
    url: "https://github.com/acme/rocket/issues/1",
    title: "4.2 is blocked",
    body: "Body",
    state: "open",
    created_at: "2026-01-08T08:00:00Z",
    updated_at: "2026-01-08T08:00:00Z",
    closed_at: null,
    author: "ada",
    viewer_did_author: false,
    labels: ["release-blocker"],
    assignees: [],
    ...facts,
  };
}

/** A repository with these issues. */
export function aWorld(...issues: readonly IssueFacts[]): Observation {
  return {
    repository: {
      id: "R_1",
      full_name: "acme/rocket",
      url: "https://github.com/acme/rocket",
      default_branch: "main",
    },
    viewer: "release-bot",
    observed_at: NOW.toString(),
    complete: true,
    gaps: [],
    default_commits: [],
    branches: [],
    tags: [],
    checks: {},
    comparisons: {},
    issues,
    codeowners: null,
    state: { branch: "main", head: null, files: {} },
  };
}

/** A gate before a world, and the hub behind it. */
export function aGate(
  { mode = "live", issues = [anIssue()], caps = { new_issues: 10, routed_issues: 10 } }: {
    mode?: GateMode;
    issues?: readonly IssueFacts[];
    caps?: Caps;
  } = {},
): { gate: Gate; hub: SmallHub } {
  const observation = aWorld(...issues);
  const hub = new SmallHub(observation);
  return { gate: new Gate(hub, { mode, observation, caps, now: NOW }), hub };
}

/** A change of these actions. */
export function aChange(...actions: readonly Action[]): Change {
  return { reason: "It must be.", actions };
}

/** A new issue. */
export const CREATE: Action = {
  kind: "create_issue",
  fingerprint: "release_line=4.2&blocking_workflow=Lint",
  title: "4.2 is blocked: Lint failed",
  body: "Body",
  labels: ["release-blocker", "P0"],
};

/** A comment on #1. */
export const COMMENT = { kind: "comment", issue: 1, key: "hello/1", body: "Hello" } as const;
