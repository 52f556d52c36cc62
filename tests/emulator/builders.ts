/**
 * Builders: worlds that read like sentences.
 *
 * ```ts
 * const world = aWorld("acme/widgets")
 *   .at("2026-01-08T08:15:00Z")
 *   .commit("main", { at: "-3d", files: ["README.md"] })
 *   .commit("release/4.2", { at: "-5h", files: ["src/engine.ts"] })
 *   .tag("v4.2.0-rc.1", { on: "release/4.2", annotated: true, at: "-4h" })
 *   .ran("Unit Tests", { on: "v4.2.0-rc.1", conclusion: "failure", completed: "-3h" })
 *   .status("v4.2.0-rc.1", { context: "ci/legacy", state: "success", at: "-2h" })
 *   .assignable("alice", "bob")
 *   .as("alice").issue({ title: "Engine stalls", labels: ["release-blocker"], at: "-1h" })
 *   .file("main", { path: "CODEOWNERS", text: "* @acme/core\n" })
 *   .world;
 * ```
 *
 * Times are RFC 3339 or relative to the world's `now`: `-90m`, `-4h`, `-3d`. Names of commits are
 * branches, tags, or commit ids.
 * @module
 */

import * as changes from "./changes.ts";
import { type Checks, makeSuite, nameWorkflow, type Run } from "./ci.ts";
import { compare, resolveCommit } from "./git.ts";
import { shifted, timeFrom } from "./times.ts";
import { emptyWorld, nextId } from "./world.ts";
import type { CheckSuiteRecord, Protection, StatusState, World } from "./world.ts";

/** A world under construction. Every method changes {@linkcode WorldBuilder.world} and returns the builder. */
export class WorldBuilder {
  readonly world: World;
  #actor: string | null = "octocat";

  constructor(world: World) {
    this.world = world;
  }

  /** Sets the clock. */
  at(now: string): this {
    this.world.now = this.#time(now);
    return this;
  }

  /** Moves the clock forward, for example by `1h` or `30m`. */
  later(by: string): this {
    this.world.now = shifted(this.world.now, `+${by}`);
    return this;
  }

  /** Who acts from here on; null for an account that is gone. */
  as(login: string | null): this {
    this.#actor = login;
    return this;
  }

  /** The login behind the token. `installation` (default: for logins ending in `[bot]`) forbids `GET /user`. */
  viewer(login: string, options: { installation?: boolean } = {}): this {
    this.world.viewer = { login, installation: options.installation ?? login.endsWith("[bot]") };
    return this;
  }

  /** Logins that may be assigned. */
  assignable(...logins: string[]): this {
    this.world.assignable.push(...logins);
    return this;
  }

  /** Sets a branch on an existing commit, or moves it there. `from` defaults to the default branch. */
  branch(name: string, options: { from?: string } = {}): this {
    const head = this.sha(options.from ?? "HEAD");
    const existing = this.world.branches[name];
    if (existing) existing.head = head;
    else this.world.branches[name] = { head, files: {}, protection: "none" };
    return this;
  }

  /** The repository's default branch, `main` unless told. */
  defaultBranch(name: string): this {
    this.world.repository.default_branch = name;
    return this;
  }

  /** Commits on a branch; a branch that does not exist starts at the default branch. */
  commit(
    branch: string,
    options: {
      at?: string;
      message?: string;
      files?: readonly string[];
      sha?: string;
      /** Further parents, for a merge commit. */
      merges?: readonly string[];
    } = {},
  ): this {
    changes.addCommit(this.world, branch, {
      ...options,
      by: this.#person(),
      at: this.#time(options.at),
      merges: options.merges?.map((name) => this.sha(name)),
    });
    return this;
  }

  /** Tags a commit. An annotated tag has a date of its own. */
  tag(name: string, options: { on: string; annotated?: boolean; at?: string }): this {
    const annotated = options.annotated ?? false;
    this.world.tags[name] = {
      commit: this.sha(options.on),
      annotated,
      tagged_at: annotated ? this.#time(options.at) : null,
    };
    return this;
  }

  /** Removes a branch, a tag, or with `path` a file of a branch. */
  without(name: string, options: { path?: string } = {}): this {
    if (options.path !== undefined) delete this.#branch(name).files[options.path];
    else if (this.world.branches[name]) delete this.world.branches[name];
    else delete this.world.tags[name];
    return this;
  }

  /** A workflow of GitHub Actions ran, or is running, on a commit. */
  ran(workflow: string, run: Run): this {
    const suite = this.#suite(run, { app: "github-actions", name: workflow });
    nameWorkflow(this.world, suite, { ...run, workflow });
    return this;
  }

  /**
   * The newest run of a workflow on a commit was re-run: GitHub updates its suite in place, and keeps
   * the check runs of the earlier attempt under `ALL`.
   */
  reran(workflow: string, run: Checks): this {
    const suites = this.world.suites[this.sha(run.on)] ?? [];
    const suite = suites.findLast((each) => each.workflow_run?.workflow.name === workflow);
    if (!suite?.workflow_run) {
      throw new Error(`Cannot re-run ${workflow}: it did not run on ${run.on}`);
    }
    const again = makeSuite(this.world, run, { app: suite.app, name: workflow });
    suite.status = again.status;
    suite.conclusion = again.conclusion;
    suite.updated_at = suite.workflow_run.updated_at = again.updated_at;
    suite.check_runs.push(...again.check_runs);
    return this;
  }

  /** Another app reported on a commit. `jobs: []` leaves the suite that never gets a run. */
  checked(app: string, checks: Checks): this {
    this.#suite(checks, { app, name: app });
    return this;
  }

  /** A commit status was reported. */
  status(
    on: string,
    status: {
      context: string;
      state: StatusState;
      at?: string;
      url?: string;
      description?: string;
    },
  ): this {
    (this.world.statuses[this.sha(on)] ??= []).push({
      id: nextId(this.world),
      context: status.context,
      state: status.state,
      created_at: this.#time(status.at),
      target_url: status.url ?? null,
      description: status.description ?? null,
    });
    return this;
  }

  /** Someone opens an issue. `by` defaults to who acts. */
  issue(issue: Omit<changes.NewIssue, "by" | "kind"> & { by?: string | null }): this {
    return this.#open(issue, "issue");
  }

  /** Someone opens a pull request: it takes a number of the same sequence. */
  pull(pull: Omit<changes.NewIssue, "by" | "kind"> & { by?: string | null }): this {
    return this.#open(pull, "pull");
  }

  /** The acting person closes an issue. */
  close(number: number, reason: "completed" | "not_planned" | "duplicate" = "completed"): this {
    changes.setIssueState(this.world, number, { by: this.#person(), state: "closed", reason });
    return this;
  }

  /** The acting person reopens an issue. */
  reopen(number: number): this {
    changes.setIssueState(this.world, number, { by: this.#person(), state: "open" });
    return this;
  }

  /** The acting person changes title or body. */
  edit(number: number, change: { title?: string; body?: string }): this {
    changes.editIssue(this.world, number, { ...change, by: this.#person() });
    return this;
  }

  /** The acting person adds labels. */
  label(number: number, ...labels: string[]): this {
    changes.addLabels(this.world, number, { by: this.#person(), labels });
    return this;
  }

  /** The acting person removes labels. */
  unlabel(number: number, ...labels: string[]): this {
    for (const label of labels) {
      changes.removeLabel(this.world, number, { by: this.#person(), label });
    }
    return this;
  }

  /** The acting person assigns people. */
  assign(number: number, ...assignees: string[]): this {
    changes.addAssignees(this.world, number, { by: this.#person(), assignees });
    return this;
  }

  /** The acting person takes people off. */
  unassign(number: number, ...assignees: string[]): this {
    changes.removeAssignees(this.world, number, { by: this.#person(), assignees });
    return this;
  }

  /** The acting person comments. */
  comment(number: number, body: string): this {
    changes.addComment(this.world, number, { by: this.#actor, body });
    return this;
  }

  /** A label of the repository that no issue needs to have. */
  labelExists(name: string, color = "ededed"): this {
    changes.ensureLabel(this.world, name, color);
    return this;
  }

  /** Puts a text file on a branch, without a commit. */
  file(branch: string, file: { path: string; text: string }): this {
    this.#branch(branch).files[file.path] = file.text;
    return this;
  }

  /** Forbids pushes to a branch, by branch protection (default) or by a ruleset. */
  protect(branch: string, by: Exclude<Protection, "none"> = "branch protection"): this {
    this.#branch(branch).protection = by;
    return this;
  }

  /**
   * Gives the comparison `base...head` rather than deriving it from the commits, however a client
   * names the two. `total_commits` defaults to 1.
   */
  compared(range: string, given: { files: readonly string[]; total_commits?: number }): this {
    const [base = "", head = ""] = range.split("...");
    this.world.comparisons[`${this.sha(base)}...${this.sha(head)}`] = {
      files: [...given.files],
      total_commits: given.total_commits ?? 1,
    };
    return this;
  }

  /** The full id of a commit by branch, tag or id; throws when there is none. */
  sha(name: string): string {
    const commit = resolveCommit(this.world, name);
    if (!commit) throw new Error(`Cannot find a commit: ${name} is no branch, tag or commit id`);
    return commit.sha;
  }

  /** The paths that differ between two names, as GitHub's comparison would list them without its limit. */
  changed(base: string, head: string): string[] {
    return compare(this.world, base, head)?.files ?? [];
  }

  #open(
    issue: Omit<changes.NewIssue, "by" | "kind"> & { by?: string | null },
    kind: "issue" | "pull",
  ): this {
    const by = issue.by === undefined ? this.#actor : issue.by;
    changes.openIssue(this.world, { ...issue, by, kind, at: this.#time(issue.at) });
    return this;
  }

  #suite(checks: Checks, reporter: { app: string; name: string }): CheckSuiteRecord {
    const suite = makeSuite(this.world, checks, reporter);
    (this.world.suites[this.sha(checks.on)] ??= []).push(suite);
    return suite;
  }

  #branch(name: string): World["branches"][string] {
    const branch = this.world.branches[name];
    if (!branch) throw new Error(`Cannot find branch ${name}: commit to it first`);
    return branch;
  }

  #person(): string {
    return this.#actor ?? "ghost";
  }

  #time(time: string | undefined): string {
    return timeFrom(this.world.now, time);
  }
}

/** Starts a world: a public repository `owner/name` with nothing in it. */
export function aWorld(fullName: string): WorldBuilder {
  return new WorldBuilder(emptyWorld(fullName));
}

/** Goes on with an existing world, for example with `emulator.world`. */
export function inWorld(world: World): WorldBuilder {
  return new WorldBuilder(world);
}
