/**
 * A portrait of a world: everything that must be the same however a cycle was disturbed, and what
 * stands in it twice.
 * @module
 */

import { BLOCKER_MARKER } from "../../lib/blockers/ownership.ts";
import { COMMENT_MARKER } from "../../lib/github/issue_lookups.ts";
import { findMarkers } from "../../lib/report/marker.ts";
import { STATE_FILES } from "../../lib/state/state.ts";
import type { IssueRecord, World } from "../emulator/world.ts";

/** Facts by name; values are text so that a difference can be shown. */
export type Portrait = ReadonlyMap<string, string>;

/** State files by name. */
export type StateTexts = Readonly<Record<string, string | undefined>>;

/** How a portrait is taken. */
export interface PortraitOptions {
  /** Null for the state on the branch. */
  readonly state: StateTexts | null;
  /** True: an hour more or less makes no difference. */
  readonly any_time: boolean;
  /**
   * True: two cycles took turns, so issues may have other numbers, each cycle's own view (its digest, its
   * handoff, its health) is what it saw, and what both did is counted twice.
   */
  readonly crossed?: boolean;
}

/** The state files on the default branch. */
export function stateOnBranch(world: World): StateTexts {
  const files = world.branches[world.repository.default_branch]?.files ?? {};
  return Object.fromEntries(
    Object.values(STATE_FILES).map((name) => [name, files[`docs/releases/_state/${name}`]]),
  );
}

/** Takes a portrait. Issues that closed themselves as duplicates are left out: the older one counts. */
export function portrait(world: World, options: PortraitOptions): Portrait {
  const facts = new Map<string, string>();
  for (const issue of issuesOf(world)) {
    if (isOwnDuplicate(issue)) continue;
    const name = `issue "${issue.title}"`;
    facts.set(`${name}`, `${issue.state}, by ${issue.author}`);
    facts.set(`${name} body`, masked(issue.body, options));
    facts.set(`${name} assignees`, issue.assignees.toSorted().join(" "));
    for (const label of issue.labels) facts.set(`${name} label ${label}`, "there");
    for (const { key, body } of commentsOf(issue)) {
      facts.set(
        `${name} comment ${masked(key, options).replace(/^(routed|escalated)\/\d+/, "$1")}`,
        isPost(key) && options.any_time ? "posted" : masked(body, options),
      );
    }
  }
  for (const [file, text] of Object.entries(options.state ?? stateOnBranch(world))) {
    if (text === undefined) continue;
    for (const [path, value] of flat(JSON.parse(text), world)) {
      if (VOLATILE.test(path) || (options.crossed === true && OWN_VIEW.test(path))) continue;
      facts.set(`${file} ${path}`, masked(value, options));
    }
  }
  return facts;
}

/** Facts that ride along with a commit, or that GitHub numbers. */
const VOLATILE =
  /(?:^|\.)(?:last_updated|last_seen|last_run_at|last_observed|last_comment_id|last_issue_update)$/;

/** What a cycle saw, rather than what there is; and counters. */
const OWN_VIEW =
  /^(?:snapshot|last_blocker_snapshot|health_history|routing_stats)\b|^last_digest_hash$|\.issue_number$/;

/** What differs between two portraits, in words; empty when they are the same. */
export function differences(wanted: Portrait, found: Portrait): string[] {
  const names = new Set([...wanted.keys(), ...found.keys()]);
  return [...names].flatMap((name) => {
    const [a, b] = [wanted.get(name), found.get(name)];
    if (a === b) return [];
    if (a === undefined) return [`added: ${name} = ${b}`];
    return [b === undefined ? `lost: ${name} = ${a}` : `changed: ${name}: ${a} -> ${b}`];
  });
}

/** What stands twice in a world: open issues of a fingerprint, comments of a key, posts of an occurrence. */
export function duplicates(world: World): string[] {
  const open = issuesOf(world).filter(({ state }) => state === "open");
  return [
    ...repeated(open.flatMap((issue) => findMarkers(issue.body, BLOCKER_MARKER)))
      .map((fingerprint) => `open issue ${fingerprint}`),
    ...issuesOf(world).flatMap((issue) =>
      repeated(commentsOf(issue).map(({ key }) => key)).map((key) =>
        `comment ${key} on "${issue.title}"`
      )
    ),
  ];
}

/** Issues that were opened twice and closed themselves again. */
export function transientIssues(world: World): number {
  return issuesOf(world).filter(isOwnDuplicate).length;
}

/** Comments of ours with their keys; what people write has none. */
export function commentsOf(issue: IssueRecord): { key: string; body: string }[] {
  return issue.comments.flatMap(({ body }) =>
    findMarkers(body, COMMENT_MARKER).map((key) => ({ key, body }))
  );
}

function issuesOf(world: World): IssueRecord[] {
  return Object.values(world.issues).filter(({ kind }) => kind === "issue");
}

function isOwnDuplicate(issue: IssueRecord): boolean {
  return issue.state === "closed" && issue.state_reason === "not_planned" &&
    commentsOf(issue).some(({ key }) => key.startsWith("duplicate/"));
}

function isPost(key: string): boolean {
  return key.startsWith("digest@");
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/** Every leaf of a JSON value by its path. Lists of names are sets; issues go by title. */
function flat(value: unknown, world: World, path = ""): [string, string][] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value.map((item) => [`${path}[${item}]`, "there"]);
  }
  if (typeof value !== "object" || value === null) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, item]) => {
    const number = /^(?:issue:)?(\d+)$/.exec(key)?.[1];
    const issue = Array.isArray(value) || number === undefined ? undefined : world.issues[number];
    const name = issue === undefined ? key : `"${issue.title}"`;
    return flat(item, world, path === "" ? name : `${path}.${name}`);
  });
}

function masked(text: string, { any_time }: PortraitOptions): string {
  if (!any_time) return text;
  return text
    .replaceAll(/2026-01-08[T ]0[89]:\d\d(?::\d\dZ|Z| UTC)?/g, "TIME")
    .replaceAll(/\b\d+ h(?: \d+ min)?\b|\b\d+ min\b/g, "AGE");
}
