/**
 * The repositories that cycles are measured on: so many candidates with a realistic load of CI
 * results, so many open blockers, and ways to change a twentieth of them.
 * @module
 */

import { Failure } from "../../lib/failure.ts";
import { aWorld, inWorld, type WorldBuilder } from "../emulator/builders.ts";
import type { World } from "../emulator/world.ts";

/** How large a repository is. */
export interface Size {
  /** Commits that might ship, the default branch included. */
  readonly candidates: number;
  /** Open blocker issues once ours are raised. */
  readonly blockers: number;
}

/** In which state of things a cycle runs. */
export const CYCLES = ["quiet", "first", "5 % changed"] as const;
/** One of {@linkcode CYCLES}. */
export type CycleKind = typeof CYCLES[number];

/** Name of every repository that is measured. */
export const REPOSITORY = "acme/widgets";

const ALWAYS = ["Unit Tests", "Integration Tests", "Lint"] as const;
const CONDITIONAL = ["Migration Tests", "Docs Build"] as const;
const OTHERS = ["Nightly Benchmarks", "Security Scan"] as const;
/** Jobs of one workflow run. */
const JOBS = ["linux", "macos", "windows"] as const;
/** Files that one commit changes. */
const FILES = 20;
/** The share that {@linkcode changeSome} changes. */
const CHANGED = 0.05;

const TEXT = "Seen on the staging fleet after the last rollout. " +
  "Steps: deploy, wait for the nightly job, look at `src/api/session.ts` and `web/app.tsx`. " +
  "Expected: the job ends. Found: it waits for a lock that nobody holds.\n\n";

/**
 * Reads `30/100`: candidates, then blockers.
 * @throws {Failure} `bad-value` for anything else
 */
export function sizeFrom(text: string): Size {
  const [, candidates, blockers] = /^([1-9]\d{0,3})\/([1-9]\d{0,4})$/.exec(text.trim()) ?? [];
  if (candidates === undefined || blockers === undefined) {
    throw new Failure("bad-value", `Cannot make a world: its size is ${JSON.stringify(text)}`, {
      remedy: "Say how many candidates and how many open blockers, for example 30/100.",
    });
  }
  return { candidates: Number(candidates), blockers: Number(blockers) };
}

/** `30/100` */
export function sizeText({ candidates, blockers }: Size): string {
  return `${candidates}/${blockers}`;
}

/**
 * A repository before the program has ever run there. About every third candidate is blocked, by one
 * check or by two, which becomes an issue of ours each; all other blockers are people's: they were
 * routed and, by age, escalated already.
 */
export function benchWorld(size: Size, now: string): WorldBuilder {
  const world = aWorld(REPOSITORY).at(now).assignable("alice", "bob");
  world.commit("main", { at: "-60d", files: filesOf(0) });
  world.tag("v1.0.0", { on: "main", annotated: true, at: "-60d" });
  world.commit("main", { at: "-2d", files: filesOf(1) });
  let ours = checkedCandidate(world, { on: "main", index: 0 });
  for (let index = 1; index < size.candidates; index++) {
    ours += checkedCandidate(world, { on: aCandidate(world, index), index });
  }
  for (let index = 0; index < size.blockers - ours; index++) aBlockerOfPeople(world, index);
  for (let index = 0; index < size.blockers / 10; index++) {
    world.as("bob").issue({
      title: `Rollout ${index} had to be stopped`,
      labels: ["release-blocker", "P1", "team:backend"],
      body: TEXT,
      at: "-9d",
    });
    world.close(world.world.counters.issue);
  }
  return world;
}

/** Every other candidate is a release branch, every other the second release candidate of its line. */
function aCandidate(world: WorldBuilder, index: number): string {
  const branch = `release/1.${index}`;
  world.commit(branch, { at: "-20d", files: filesOf(index) });
  if (index % 2 === 1) {
    world.commit(branch, { at: hoursAgo(30 + index), files: filesOf(index + 1) });
    return branch;
  }
  world.tag(`v1.${index}.0-rc.1`, { on: branch, annotated: true, at: "-20d" });
  world.commit(branch, { at: hoursAgo(30 + index), files: filesOf(index + 1) });
  world.tag(`v1.${index}.0-rc.2`, { on: branch, annotated: true, at: hoursAgo(30 + index) });
  return `v1.${index}.0-rc.2`;
}

/** Some commits touch migrations, some documentation, most neither. */
function filesOf(index: number): string[] {
  const folder = index % 5 === 0 ? "db/migrations" : index % 7 === 0 ? "docs" : "src/api";
  return Array.from({ length: FILES }, (_, file) => `${folder}/part_${index}/file_${file}.ts`);
}

/** Gives a candidate its CI results, and says how many required checks failed. */
function checkedCandidate(
  world: WorldBuilder,
  { on, index }: { on: string; index: number },
): number {
  const failing = index % 3 !== 2 ? 0 : index % 2 + 1;
  const checks = [...ALWAYS, ...CONDITIONAL, ...OTHERS];
  for (const [at, name] of checks.entries()) {
    const conclusion = at < failing ? "failure" : "success";
    ran(world, name, { on, conclusion, completed: "-24h", number: index + 1 });
  }
  // An installed app that never reports leaves a suite without runs for ever.
  world.checked("some-app", { on, status: "queued", jobs: [] });
  world.status(on, { context: "ci/legacy", state: "success", at: "-24h" });
  return failing;
}

function ran(
  world: WorldBuilder,
  workflow: string,
  run: {
    on: string;
    conclusion: "success" | "failure";
    completed: string;
    number: number;
  },
): void {
  world.ran(workflow, { ...run, jobs: JOBS.map((job) => ({ name: `${workflow} (${job})` })) });
}

function aBlockerOfPeople(world: WorldBuilder, index: number): void {
  const old = index % 2 === 0;
  world.as(index % 3 === 0 ? "alice" : "bob").issue({
    title: `Customer ${index} cannot finish the upgrade`,
    labels: [
      "release-blocker",
      "P1",
      index % 4 === 0 ? "team:frontend" : "team:backend",
      old ? "escalation:escalate" : "escalation:warn",
    ],
    body: TEXT.repeat(1 + index % 4),
    // The younger ones have been warned of, and do not reach the next level within the bench's day.
    at: old ? hoursAgo(100 + index % 300) : "-270m",
  });
}

function hoursAgo(hours: number): string {
  return `-${hours}h`;
}

/**
 * Changes a twentieth of a settled world: checks fail and pass, commits arrive, and people close,
 * rename, relabel and raise blockers.
 */
export function changeSome(world: World, size: Size): void {
  const builder = inWorld(world);
  const candidates = Math.ceil(size.candidates * CHANGED);
  for (let index = 1; index <= candidates; index++) changeCandidate(builder, index);
  const open = Object.values(world.issues)
    .filter(({ author, state }) => state === "open" && (author === "alice" || author === "bob"));
  const changes = Math.min(Math.ceil(size.blockers * CHANGED), open.length);
  for (const [index, { number }] of open.slice(0, changes).entries()) {
    if (index % 4 === 0) builder.as("alice").close(number);
    else if (index % 4 === 1) builder.as("bob").edit(number, { title: `Customer ${number} waits` });
    else if (index % 4 === 2) builder.as("bob").label(number, "area:database");
    else aBlockerOfPeople(builder, 10_000 + index);
  }
}

/** Lines 1.1, 1.4, 1.7 … 1.n are candidates without a failed check. */
function changeCandidate(builder: WorldBuilder, index: number): void {
  const line = 3 * index - 2;
  const branch = `release/1.${line}`;
  if (builder.world.branches[branch] === undefined) return;
  const on = line % 2 === 1 ? branch : `v1.${line}.0-rc.2`;
  if (index % 2 === 1) {
    ran(builder, "Lint", { on, conclusion: "failure", completed: "-3h", number: 1_000 });
    return;
  }
  builder.commit(branch, { at: "-50m", files: filesOf(line + 2) });
  for (const name of [...ALWAYS, ...CONDITIONAL]) {
    ran(builder, name, {
      on: branch,
      conclusion: "success",
      completed: "-30m",
      number: 1_000,
    });
  }
}
