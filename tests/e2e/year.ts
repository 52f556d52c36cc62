/**
 * A year of hourly, late ticks through the whole program: its clock is virtual, its GitHub the
 * emulator. Prints what it wrote, and that state and memory stay bounded.
 * `deno task year [DAYS]`
 * @module
 */

import { ticksOf } from "../../lib/cadence/ticks.ts";
import { STATE_FILES } from "../../lib/state/state.ts";
import type { WorldBuilder } from "../emulator/builders.ts";
import { aTrain, type Ran, type Train } from "./harness.ts";
import { green, REQUIRED, widgets } from "./worlds.ts";

/** What a stretch of time came to. */
export interface Tally {
  days: number;
  ticks: number;
  /** Ticks that wrote nothing to GitHub. */
  quiet: number;
  /** Ticks with another exit code than 0. */
  failed: number;
  digests: number;
  handoffs: number;
  /** Occurrences by key that were settled: more than once would be a fault. */
  settled_twice: number;
  state_commits: number;
  digest_posts: number;
  other_comments: number;
  issues_raised: number;
  /** Everything else that was written: labels, edits. */
  other_writes: number;
  most_reads: number;
  most_state_bytes: number;
  state_bytes: number;
  /** Bytes of JSON of the emulated repository: it keeps everything, and shares our memory. */
  world_bytes: number;
  /** Bytes on the heap after a collection, at the start, half-way and at the end. */
  heap: number[];
  minutes: number;
}

/** The tracking issue of the digests. */
const TRACKING = 1;
const FROM = Temporal.Instant.from("2026-01-01T00:00:00Z");
const encoder = new TextEncoder();

/** Plays so many days. */
export async function play(
  days: number,
  told: (line: string) => void = () => {},
): Promise<Tally> {
  const started = performance.now();
  const period = { from: FROM, to: FROM.add({ hours: 24 * days }) };
  const delay_minutes = { min: 0, max: 45 };
  const ticks = ticksOf({ every_minutes: 60, delay_minutes, drop_probability: 0, seed: 7 }, period);
  await using train = await aTrain(
    widgets(String(FROM)).as("alice").issue({ title: "Digests" }).assignable("alice", "bob"),
    {
      policies: {
        "digest.yml": (text) =>
          text.replace("enabled: false", "enabled: true").replace("number: null", "number: 1"),
      },
    },
  );
  const life = new Life(train);
  const tally = empty(days);
  const keys = new Set<string>();
  tally.heap.push(heap());
  for (const [index, tick] of ticks.entries()) {
    life.until(tick);
    // One run id: each bundle replaces the one before, as nobody keeps a year of them.
    const ran = await train.cycle(["--run-id", "year"], { env: { CATCH_UP_HOURS: "6" } });
    count(tally, { ran, train, keys });
    if (index === Math.floor(ticks.length / 2)) tally.heap.push(heap());
    if (index % 720 === 719) told(`${index + 1} ticks, ${tally.most_state_bytes} bytes of state`);
  }
  tally.heap.push(heap());
  tally.world_bytes = JSON.stringify(train.github.world).length;
  tally.minutes = (performance.now() - started) / 60_000;
  return tally;
}

function empty(days: number): Tally {
  return {
    days,
    ticks: 0,
    quiet: 0,
    failed: 0,
    digests: 0,
    handoffs: 0,
    settled_twice: 0,
    state_commits: 0,
    digest_posts: 0,
    other_comments: 0,
    issues_raised: 0,
    other_writes: 0,
    most_reads: 0,
    most_state_bytes: 0,
    state_bytes: 0,
    world_bytes: 0,
    heap: [],
    minutes: 0,
  };
}

function count(
  tally: Tally,
  { ran, train, keys }: { ran: Ran; train: Train; keys: Set<string> },
): void {
  const { writes, outcomes } = ran;
  tally.ticks++;
  if (writes.length === 0) tally.quiet++;
  if (ran.exit !== 0) tally.failed++;
  for (const task of ["digest", "handoff"] as const) {
    if (outcomes[task] !== "done") continue;
    tally[`${task}s`]++;
    const key = train.state(task).last_occurrence ?? "";
    if (keys.has(key)) tally.settled_twice++;
    keys.add(key);
  }
  for (const write of writes) {
    if (write === "CommitState") tally.state_commits++;
    else if (write === `POST /issues/${TRACKING}/comments`) tally.digest_posts++;
    else if (/^POST \/issues\/\d+\/comments$/.test(write)) tally.other_comments++;
    else if (write === "POST /issues") tally.issues_raised++;
    else tally.other_writes++;
  }
  tally.most_reads = Math.max(tally.most_reads, ran.reads);
  tally.state_bytes = Object.values(STATE_FILES).reduce((sum, file) => {
    const text = train.github.world.branches.main?.files[`docs/releases/_state/${file}`] ?? "";
    return sum + encoder.encode(text).length;
  }, 0);
  tally.most_state_bytes = Math.max(tally.most_state_bytes, tally.state_bytes);
}

/** Bytes on the heap, exact with `--v8-flags=--expose-gc`. */
function heap(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return Deno.memoryUsage().heapUsed;
}

/** What people and CI do, hour by hour, whether a tick comes or not. */
class Life {
  readonly #train: Train;
  #hour = FROM;
  #release = { minor: 2, rc: 1 };
  /** The last merge; the head of main may be a state commit by then, which CI never sees. */
  #merged = "";

  constructor(train: Train) {
    this.#train = train;
  }

  /** Lets every hour up to a tick happen. */
  until(tick: Temporal.Instant): void {
    const last = tick.epochMilliseconds;
    while (this.#hour.epochMilliseconds <= last) {
      const world = this.#train.world.at(String(this.#hour));
      const since = this.#hour.since(FROM).total("hours");
      this.#happens(world, { day: Math.floor(since / 24), hour: since % 24 });
      this.#hour = this.#hour.add({ hours: 1 });
    }
    this.#train.world.at(tick.toString({ smallestUnit: "second" }));
  }

  #happens(world: WorldBuilder, { day, hour }: { day: number; hour: number }): void {
    // A merge each morning; CI is through an hour later, and on every ninth day it is red.
    if (hour === 10) {
      world.commit("main", { files: ["src/engine.ts"], message: `Merge ${day}` });
      this.#merged = world.sha("main");
    }
    if (hour === 11) {
      for (const name of REQUIRED) {
        const red = name === "Lint" && day % 9 === 5;
        world.ran(name, { on: this.#merged, conclusion: red ? "failure" : "success" });
      }
    }
    // A release candidate every week; every fourth becomes the release, and the next line begins.
    if (hour === 12 && day % 7 === 6) this.#nextCandidate(world);
    // On some days one of its checks fails, and is mended in the next night.
    if (hour === 13 && day % 11 === 3) {
      world.ran("Unit Tests", { on: this.#rc, conclusion: "failure" });
    }
    if (hour === 4 && day % 11 === 4) green(world, this.#rc, "-30m");
    // Somebody closes what cleared, and now and then raises a blocker by hand.
    if (hour === 15 && day % 11 === 5) this.#closeCleared(world);
    if (hour === 9 && day % 30 === 20) {
      world.as("bob").issue({
        title: `The signing key expires ${day}`,
        labels: ["release-blocker"],
      });
    }
    if (hour === 18 && day % 30 === 21) this.#closeCleared(world);
  }

  get #rc(): string {
    const { minor, rc } = this.#release;
    return `v4.${minor}.0-rc.${rc}`;
  }

  #nextCandidate(world: WorldBuilder): void {
    const { minor, rc } = this.#release;
    if (rc === 4) {
      world.tag(`v4.${minor}.0`, { on: this.#rc, annotated: true });
      this.#release = { minor: minor + 1, rc: 1 };
    } else this.#release = { minor, rc: rc + 1 };
    const branch = `release/4.${this.#release.minor}`;
    world.commit(branch, { files: ["src/engine.ts", "db/migrations/1.sql"] });
    world.tag(this.#rc, { on: branch, annotated: true });
    for (const name of [...REQUIRED, "Migration Tests"]) {
      world.ran(name, { on: this.#rc, conclusion: "success" });
    }
  }

  #closeCleared(world: WorldBuilder): void {
    for (const { number, state, labels } of Object.values(world.world.issues)) {
      if (number !== TRACKING && state === "open" && labels.includes("release-blocker")) {
        world.as("alice").close(number);
      }
    }
  }
}

/** The tally for people. */
export function tallyText(tally: Tally): string {
  const number = (value: number): string => value.toLocaleString("en-US");
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  return [
    `${tally.days} days, ${number(tally.ticks)} ticks in ${tally.minutes.toFixed(1)} min` +
    ` (${(tally.minutes * 60_000 / tally.ticks).toFixed(0)} ms each)`,
    `exit code other than 0: ${tally.failed}; occurrences settled twice: ${tally.settled_twice}`,
    `digests ${tally.digests}, of which posted ${tally.digest_posts}; handoffs ${tally.handoffs}`,
    `state commits ${number(tally.state_commits)}; issues raised ${tally.issues_raised}; ` +
    `comments besides digests ${tally.other_comments}; other writes ${number(tally.other_writes)}`,
    `ticks that wrote nothing ${number(tally.quiet)}; most reads in a tick ${tally.most_reads}`,
    `state ${number(tally.state_bytes)} bytes at the end, ` +
    `${number(tally.most_state_bytes)} at most`,
    `heap ${tally.heap.map(mb).join(", ")} at the start, half-way, at the end, ` +
    `of them the emulated repository ${mb(tally.world_bytes)} as JSON`,
    "",
  ].join("\n");
}

if (import.meta.main) {
  const say = (text: string): void => void Deno.stdout.writeSync(encoder.encode(text));
  const tally = await play(Number(Deno.args[0] ?? 365), (line) => say(`${line}\n`));
  say(tallyText(tally));
}
