/**
 * Worlds in which every text that somebody else can write is given from outside: hostile strings in one,
 * plain words in its control. Both have the same structure, so everything that a cycle makes of them must
 * have the same structure, too.
 * @module
 */

import { clean } from "../../lib/report/clean.ts";
import { safeUrl } from "../../lib/report/html.ts";
import type { Call, Intercept } from "../emulator/server.ts";
import { aWorld, type WorldBuilder } from "../emulator/builders.ts";
import { REQUIRED } from "../e2e/worlds.ts";

/** Issue that the digest is posted to. */
export const TRACKING_ISSUE = 1;
/** Commit ids are the same in a world and its control. */
let shas = 0;

/** Where a string goes, for the count of strings × fields. */
export const FIELDS = [
  "branch name of a candidate",
  "branch name that is left out",
  "tag name",
  "commit headline",
  "changed file name",
  "workflow name",
  "workflow file name",
  "job name of a failed required check",
  "check-run name of another app",
  "status context",
  "status address",
  "status description",
  "issue title",
  "issue body",
  "issue label",
  "issue author",
  "issue assignee",
  "closed issue title",
  "comment on an issue",
  "CODEOWNERS path",
  "CODEOWNERS owner",
  "path in an issue that a routing rule matches",
  "state: team and rule of a route",
  "state: unknown field",
  "state: previous context",
  "state: title, label and address in a snapshot of blockers",
  "state: title in a digest's snapshot",
  "handoff context",
  "address of an issue",
  "address of a check run",
  "message of a REST error",
  "message of a GraphQL error",
] as const;

/** The world of some strings at `now`. */
export function worldOf(strings: readonly string[]): WorldBuilder {
  shas = 0;
  const world = aWorld("acme/widgets").at("2026-01-08T10:15:00Z")
    .commit("main", { at: "-30d", files: ["src/engine.ts"], sha: sha() });
  green(world, "main");
  world.as("release-captain").issue({ title: "Digest", at: "-20d" });
  strings.forEach((value, index) => {
    refs(world, value, index);
    issues(world, value, index);
  });
  return world
    .file("main", { path: ".github/CODEOWNERS", text: codeowners(strings) })
    .file("main", { path: "docs/releases/_state/blockers_state.json", text: blockers(strings) })
    .file("main", { path: "docs/releases/_state/digest_state.json", text: digest(strings) })
    .file("main", { path: "docs/releases/_state/handoff_state.json", text: handoff(strings) })
    .file("main", { path: "docs/releases/_state/triage_state.json", text: triage(strings) });
}

/** Two letters: no version and no number, in the same order everywhere. */
export function letters(index: number): string {
  return String.fromCharCode(97 + Math.floor(index / 26), 97 + index % 26);
}

function sha(): string {
  return (++shas).toString(16).padStart(40, "c");
}

function green(world: WorldBuilder, on: string): void {
  for (const name of REQUIRED) world.ran(name, { on, conclusion: "success", completed: "-5h" });
}

/** A release branch that is blocked, with everything that hangs on its commit. */
function refs(world: WorldBuilder, value: string, index: number): void {
  const id = letters(index);
  const branch = `release-${id}${refName(value)}`;
  world
    .commit(branch, { at: "-5h", message: value, sha: sha() })
    .commit(`release-zz${id}${refName(value)}`, { at: "-200d", message: value, sha: sha() })
    .tag(`t${id}${refName(value)}`, { on: branch, annotated: true, at: "-4h" })
    .ran("Unit Tests", {
      on: branch,
      conclusion: "failure",
      completed: "-100m",
      jobs: [{ name: value, conclusion: "failure" }, { name: `${id} ${value}` }],
    })
    .ran("Lint", { on: branch, conclusion: "success", completed: "-4h" })
    .ran("Integration Tests", { on: branch, conclusion: "success", completed: "-4h" })
    .ran(`${id} ${value}`, { on: branch, conclusion: "failure", completed: "-4h", file: value })
    .ran("Nightly Benchmarks", { on: branch, conclusion: "failure", completed: "-4h", file: value })
    .status(branch, {
      context: `${id} ${value}`,
      state: "failure",
      at: "-4h",
      url: value,
      description: value,
    });
  world.checked(`app-${id}`, {
    on: branch,
    conclusion: "failure",
    completed: "-4h",
    jobs: [{ name: value, conclusion: "failure" }],
  });
}

function issues(world: WorldBuilder, value: string, index: number): void {
  const label = Array.from(clean(value)).slice(0, 40).join("");
  const labels = ["release-blocker", "P0", `${letters(index)} ${label}`];
  const folder = index % 2 === 0 ? "zz" : "own";
  const body = `${letters(index)} ${folder}/x${pathPart(value)}\n\n${value}`;
  world.issue({ title: `${letters(index)}${value}`, body, labels, at: `-${index + 3}m` })
    .comment(world.world.counters.issue, value)
    .issue({ title: `${letters(index)}${value}`, body, labels: ["release-blocker"], at: "-9h" });
  const closed = world.world.counters.issue;
  world.at("2026-01-08T07:15:00Z").close(closed).at("2026-01-08T10:15:00Z");
}

function codeowners(strings: readonly string[]): string {
  const lines = strings.map((value) => `/own/x${value} @acme/${value} ${value}\n`);
  return `${lines.join("")}/own/ @release-captain\n`;
}

const AT = "2026-01-08T05:00:00Z";

function blockers(strings: readonly string[]): string {
  const records = strings.map((value, index) => [`issue:${2 + 2 * index}`, {
    issue_number: 2 + 2 * index,
    first_seen: "2026-01-08T10:00:00Z",
    last_seen: "2026-01-08T10:00:00Z",
    last_issue_update: null,
    escalation_level: "none",
    severity: "P0",
    route: { team: value, rule: value, at: AT },
    noted: value,
  }]);
  return JSON.stringify({
    version: "1.0.0",
    last_updated: AT,
    blockers: Object.fromEntries(records),
    noted: strings,
  });
}

function digest(strings: readonly string[]): string {
  return JSON.stringify({
    version: "1.0.0",
    last_digest_at: AT,
    last_digest_hash: "older",
    last_comment_id: null,
    last_occurrence: "digest@2026-01-07T08:00Z",
    snapshot: {
      at: AT,
      blockers: strings.map((value, index) => ({
        number: 9_000 + index,
        title: value,
        severity: "P0",
        level: "warn",
      })),
      candidates: Object.fromEntries(
        strings.map((value, index) => [`${letters(index)}${value}`, "success"]),
      ),
    },
    noted: strings,
  });
}

function handoff(strings: readonly string[]): string {
  return JSON.stringify({
    version: "1.0.0",
    last_handoff_at: AT,
    last_handoff_shift: strings[0],
    previous_context: strings.map((value) => value.replace(/[\r\n\v\f\u0085\u2028\u2029]+/g, " "))
      .join(" / "),
    last_blocker_snapshot: strings.map((value, index) => ({
      number: 9_000 + index,
      title: value,
      labels: [value],
      createdAt: AT,
      url: value,
    })),
  });
}

function triage(strings: readonly string[]): string {
  return JSON.stringify({
    version: "1.0.0",
    last_run_at: AT,
    processed_issues: {},
    routing_stats: {
      total_routed: strings.length,
      by_team: Object.fromEntries(strings.map((value, index) => [`${letters(index)}${value}`, 1])),
    },
  });
}

/** The part of a text that git allows in the name of a branch and a version is not read from. */
export function refName(value: string): string {
  return value
    // deno-lint-ignore no-control-regex -- git forbids them
    .replace(/[\s~^:?*[\\\x00-\x1f\x7f/]+/g, "")
    .toWellFormed()
    .replace(/\.(?=\d)/g, "")
    .replace(/\.{2,}|@\{|\.$|\.lock$/g, "")
    .slice(0, 60).toWellFormed();
}

/** The part of a text that is read as a path where it stands in an issue. */
function pathPart(value: string): string {
  return value.replace(/[\s`"'<>()[\]{},;|*:=!?\\/]+/g, "").slice(0, 60).toWellFormed();
}

/** Puts strings where GitHub holds others to a form: addresses and logins in what GraphQL answers. */
export function poisonedAnswers(strings: readonly string[]): Intercept {
  let count = 0;
  const next = (): string => strings[count++ % strings.length] as string;
  return async (call, perform) => {
    if (/\/compare\//.test(call.path)) {
      return Response.json({ files: [{ filename: next() }, { filename: "zz/z.ts" }] });
    }
    if (call.path !== "/graphql" || call.write) return undefined;
    const response = await perform();
    const data = await response.json();
    poison(data, next);
    return Response.json(data, { status: response.status, headers: plainHeaders(response) });
  };
}

function plainHeaders(response: Response): Record<string, string> {
  return { date: response.headers.get("date") ?? "" };
}

/** Addresses of check runs, statuses and issues, and logins of authors and assignees; not our own. */
function poison(value: unknown, next: () => string): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "viewer") continue;
    if (typeof inner !== "string") poison(inner, next);
    else if (key === "permalink" || (key === "url" && "runNumber" in value)) {
      set(value, key, `https://x.example/${next().slice(0, 200)}`);
    } else if (key === "login") set(value, key, next());
    else if (
      key === "targetUrl" || (key === "url" && "number" in value)
    ) {
      const address = next();
      set(value, key, safeUrl(address) === null ? address : `x${address}`);
    }
  }
}

function set(object: object, key: string, value: string): void {
  (object as Record<string, unknown>)[key] = value;
}

/**
 * Fails what a later cycle does, each time with the next string as the server's words: everything when
 * `blind`, else everything but the overview.
 */
export function hostileErrors(
  strings: readonly string[],
  { blind }: { blind: boolean },
): Intercept {
  let count = 0;
  const words = (): string => strings[count++ % strings.length] as string;
  return async (call, perform) => {
    if (isSpared(call, blind)) return undefined;
    if (call.path !== "/graphql") {
      return Response.json({ message: words(), errors: [{ message: words() }] }, { status: 422 });
    }
    if (call.write) {
      return Response.json({ data: null, errors: [{ type: "FORBIDDEN", message: words() }] });
    }
    const body = await (await perform()).json();
    const errors = strings.map((message) => ({ type: "FORBIDDEN", message, path: ["repository"] }));
    return Response.json({ ...body, errors });
  };
}

/** Reads of comments must succeed, or nothing would be written that could fail. */
function isSpared(call: Call, blind: boolean): boolean {
  if (blind) return false;
  return /comment/i.test(call.operation ?? "") || call.operation === "Overview";
}
