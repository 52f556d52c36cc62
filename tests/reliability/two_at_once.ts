/**
 * Two cycles at once on one repository, interleaved at every request by a seeded scheduler: each has an
 * emulator of its own in front of the same world, and a request waits until it is its turn.
 * @module
 */

import { join } from "@std/path";
import { type Emulator, type Intercept, startEmulator } from "../emulator/server.ts";
import type { World } from "../emulator/world.ts";
import { NEXT_HOUR, NOW, runCycle, worldBefore, writePolicies } from "./everything.ts";
import { differences, duplicates, type Portrait, portrait, transientIssues } from "./portrait.ts";
import { emptyTally, type Tally } from "./tally.ts";

/** A repeatable source of numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Lets one request at a time through: whose turn it is decides the dice, once both sides wait. */
export class Turns {
  readonly #random: () => number;
  readonly #waiting: [(() => void)[], (() => void)[]] = [[], []];
  readonly #over: [boolean, boolean] = [false, false];
  #busy = false;

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  /** What stands in front of one side's requests. */
  intercept(side: 0 | 1): Intercept {
    return async (_call, perform) => {
      await new Promise<void>((resolve) => {
        this.#waiting[side].push(resolve);
        this.#next();
      });
      const response = await perform();
      this.#busy = false;
      this.#next();
      return response;
    };
  }

  /** One side has ended: the other no longer waits for it. */
  end(side: 0 | 1): void {
    this.#over[side] = true;
    this.#next();
  }

  #next(): void {
    const ready = ([0, 1] as const).filter((side) => this.#waiting[side].length > 0);
    const settled = ([0, 1] as const).every((side) =>
      this.#waiting[side].length > 0 || this.#over[side]
    );
    if (this.#busy || !settled || ready.length === 0) return;
    const side = ready[Math.floor(this.#random() * ready.length)] ?? ready[0];
    if (side === undefined) return;
    this.#busy = true;
    this.#waiting[side].shift()?.();
  }
}

const CROSSED = { state: null, any_time: true, crossed: true };

/** A world in which two cycles run at once, and what one alone leaves. */
export class Crossing {
  readonly #before: World;
  readonly #folder: string;
  readonly #wanted: Portrait;

  private constructor(fields: { before: World; folder: string; wanted: Portrait }) {
    this.#before = fields.before;
    this.#folder = fields.folder;
    this.#wanted = fields.wanted;
  }

  /** Builds the world and runs one cycle alone, then the next hour's. */
  static async open(folder: string): Promise<Crossing> {
    const policies = join(folder, "policies");
    await writePolicies(policies);
    const out = join(folder, "out");
    const before = await worldBefore({ out, policies, small: true });
    const world = structuredClone(before);
    await using github = await startEmulator(world);
    for (const now of [NOW, NEXT_HOUR]) {
      world.now = now;
      const { exit, err } = await runCycle(github, { now, out, policies });
      if (exit !== 0) throw new Error(`the cycle alone failed:\n${err}`);
    }
    return new Crossing({
      before,
      folder,
      wanted: portrait(world, CROSSED),
    });
  }

  /** Crosses two cycles once for every seed. */
  async cross(seeds: Iterable<number>): Promise<Tally> {
    const tally = emptyTally("Two cycles at once");
    for (const seed of seeds) await this.#once(seed, tally);
    return tally;
  }

  async #once(seed: number, tally: Tally): Promise<void> {
    const world = structuredClone(this.#before);
    const turns = new Turns(seed);
    await using first = await startEmulator(world, { intercept: turns.intercept(0) });
    await using second = await startEmulator(world, { intercept: turns.intercept(1) });
    world.now = NOW;
    const side = async (github: Emulator, which: 0 | 1): Promise<void> => {
      const { exit, err } = await runCycle(github, this.#args(NOW, `side-${which}`));
      turns.end(which);
      if (exit !== 0) {
        tally.escapes.push(`seed ${seed}: side ${which} exit ${exit}: ${err.slice(-400)}`);
      }
    };
    await Promise.all([side(first, 0), side(second, 1)]);
    tally.points += first.requests.length + second.requests.length;
    tally.transient += transientIssues(world) + withdrawn([first, second]);
    // What two at once leave must be single at once, not only after another cycle.
    tally.duplicates.push(...duplicates(world).map((line) => `seed ${seed}: ${line}`));
    first.intercept = undefined;
    let wrong: string[] = [];
    for (let cycle = 1; cycle <= 2; cycle++) {
      world.now = NEXT_HOUR;
      const { exit, err } = await runCycle(first, this.#args(NEXT_HOUR, "side-0"));
      if (exit !== 0) tally.escapes.push(`seed ${seed}: the cycle after exit ${exit}: ${err}`);
      wrong = differences(this.#wanted, portrait(world, CROSSED));
      if (wrong.length === 0) {
        tally.cycles = Math.max(tally.cycles, cycle);
        break;
      }
    }
    tally.runs++;
    tally.losses.push(...wrong.map((line) => `seed ${seed}: ${line}`));
    tally.duplicates.push(...duplicates(world).map((line) => `seed ${seed}, after: ${line}`));
  }

  #args(now: string, side: string): { now: string; out: string; policies: string } {
    return { now, out: join(this.#folder, side), policies: join(this.#folder, "policies") };
  }
}

/** Comments that were posted twice and taken back. */
function withdrawn(sides: readonly Emulator[]): number {
  return sides.flatMap((side) => side.writes()).filter(({ method, path }) =>
    method === "DELETE" && path.includes("/issues/comments/")
  ).length;
}
