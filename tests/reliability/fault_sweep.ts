/**
 * The fault sweep: in a cycle that does everything one request goes wrong, in every way, and the cycles
 * after it must leave the world as if nothing had happened.
 * @module
 */

import { join } from "@std/path";
import { STATE_FILES } from "../../lib/state/state.ts";
import { type FaultKind, planFaults } from "../emulator/faults.ts";
import { startEmulator } from "../emulator/server.ts";
import type { World } from "../emulator/world.ts";
import { NEXT_HOUR, NOW, runCycle, runOn, worldBefore, writePolicies } from "./everything.ts";
import { differences, duplicates, type Portrait, portrait } from "./portrait.ts";
import { emptyTally, type Tally } from "./tally.ts";

/** Every endpoint that the cycle writes to. */
export const WRITES = [
  "POST issues",
  "POST issues/*/comments",
  "POST labels",
  "POST issues/*/labels",
  "DELETE issues/*/labels/*",
  "POST issues/*/assignees",
  "PATCH issues/*",
  "CommitState",
] as const;

/** What goes wrong with a write. */
export const WRITE_FAULTS: readonly FaultKind[] = [
  "500 before",
  "500 after",
  "502 page before",
  "502 page after",
  "503 after",
  "504 after",
  "cut body",
  "truncated body",
  "401",
  "403",
  "403 secondary",
  "422",
];

/** Every lookup of the cycle: what it decides by, and what it looks at before and after it writes. */
export const LOOKUPS = [
  "Overview",
  "ChecksOfCommits",
  "GET compare/*",
  "GET issues",
  "CommentsOfIssue",
  "GET labels/*",
] as const;

/** How a read lies. */
export const STALE_READS: readonly FaultKind[] = [
  "empty list",
  "newest missing",
  "as before the write",
  "item twice",
  "page shifted",
  "empty object",
  "clock +10m",
  "clock -3h",
];

/** A world before the cycle that does everything, and what it is like an hour after an undisturbed one. */
export class FaultSite {
  readonly #before: World;
  readonly #folder: string;
  readonly #wanted: Portrait;

  private constructor(fields: { before: World; folder: string; wanted: Portrait }) {
    this.#before = fields.before;
    this.#folder = fields.folder;
    this.#wanted = fields.wanted;
  }

  /** Builds the world and runs the undisturbed cycles. */
  static async open(folder: string): Promise<FaultSite> {
    const policies = join(folder, "policies");
    await writePolicies(policies);
    const out = join(folder, "undisturbed");
    const before = await worldBefore({ out, policies, small: true });
    // What is remembered is not asked, and what is not asked cannot lie.
    delete before.branches[before.repository.default_branch]
      ?.files[`docs/releases/_state/${STATE_FILES.observation}`];
    const world = structuredClone(before);
    for (const now of [NOW, NEXT_HOUR]) {
      const { exit, err } = await runOn(world, { now, out, policies });
      if (exit !== 0) throw new Error(`the undisturbed cycle failed:\n${err}`);
    }
    return new FaultSite({ before, folder, wanted: portrait(world, SETTLED) });
  }

  /** Lets each of the requests go wrong in each of the ways. */
  async sweep(
    what: string,
    { on, kinds }: { on: readonly string[]; kinds: readonly FaultKind[] },
  ): Promise<Tally> {
    const tally = emptyTally(what);
    for (const name of on) {
      for (const kind of kinds) await this.#once(tally, { on: name, kind });
    }
    return tally;
  }

  async #once(tally: Tally, { on, kind }: { on: string; kind: FaultKind }): Promise<void> {
    const where = `${kind} at ${on}`;
    const world = structuredClone(this.#before);
    const args = {
      out: join(this.#folder, "out"),
      policies: join(this.#folder, "policies"),
    };
    await using github = await startEmulator(world);
    world.now = NOW;
    const { fired } = planFaults(github, [{ on, kind }]);
    const { exit, err } = await runCycle(github, { ...args, now: NOW });
    tally.points += fired.length;
    tally.runs++;
    if (fired.length === 0) tally.escapes.push(`${where}: the cycle sends no such request`);
    if (/bug of ours/.test(err)) tally.escapes.push(`${where}: ${err}`);
    if (exit === 2 && github.writes().length > 0) {
      tally.escapes.push(`${where}: exit 2 after a write`);
    }
    tally.duplicates.push(...duplicates(world).map((line) => `${where}: ${line}`));
    github.intercept = undefined;
    let wrong: string[] = [];
    for (let cycle = 1; cycle <= 2; cycle++) {
      world.now = NEXT_HOUR;
      const after = await runCycle(github, { ...args, now: NEXT_HOUR });
      if (after.exit !== 0) tally.escapes.push(`${where}: the cycle after: ${after.err}`);
      wrong = differences(this.#wanted, portrait(world, SETTLED)).filter((line) =>
        !MORE.test(line)
      );
      if (wrong.length === 0) {
        tally.cycles = Math.max(tally.cycles, cycle);
        break;
      }
    }
    tally.losses.push(...wrong.map((line) => `${where}: ${line}`));
    tally.duplicates.push(...duplicates(world).map((line) => `${where}, after: ${line}`));
  }
}

/** A step that was taken up again remembers a person's issue in one more place than the first time. */
const MORE = /^added: blockers_state\.json /;

/** Issues may have come in another order, and the health was another for an hour. */
const SETTLED = { state: null, any_time: true, crossed: true };
