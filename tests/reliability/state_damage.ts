/**
 * Damaged state: every file of the state in every bad condition, then a cycle on it. The issues know
 * what the state forgot: nothing is raised, posted or begun twice, and what cannot be used is kept aside.
 * @module
 */

import { join } from "@std/path";
import { STATE_FILES } from "../../lib/state/state.ts";
import { startEmulator } from "../emulator/server.ts";
import type { World } from "../emulator/world.ts";
import { NEXT_HOUR, NOW, runCycle, worldBefore, writePolicies } from "./everything.ts";
import {
  commentsOf,
  differences,
  duplicates,
  type Portrait,
  portrait,
  stateOnBranch,
  transientIssues,
} from "./portrait.ts";
import { emptyTally, type Tally } from "./tally.ts";

/** One bad condition of a state file. */
export interface Condition {
  readonly name: string;
  /** The text of the file from what it should be and what it was a cycle ago; null when it is missing. */
  readonly text: (sound: string, earlier: string) => string | null;
  /** True: a reader notices, so the cycle must report it and keep the file aside. */
  readonly told: boolean;
  /** True: the file must be left as it is. */
  readonly left?: boolean;
}

const FUTURE = "2031-01-01T00:00:00Z";

/** Every time in the text, moved into the future. */
function timesIn(text: string, to: string): string {
  return text.replaceAll(/"\d{4}-\d\d-\d\dT[\d:]+Z"/g, JSON.stringify(to));
}

function changed(text: string, change: (state: Record<string, unknown>) => unknown): string {
  return JSON.stringify(change(JSON.parse(text)));
}

/** Every value of an object gone wrong, but for the version. */
function wrongTypes(text: string, value: unknown): string {
  return changed(text, (state) =>
    Object.fromEntries(
      Object.keys(state).map((key) => [key, key === "version" ? state[key] : value]),
    ));
}

/** The conditions that each of the five files is put into. */
export const CONDITIONS: readonly Condition[] = [
  { name: "missing", text: () => null, told: false },
  { name: "empty", text: () => "", told: true },
  { name: "blank", text: () => " \n\t\n", told: true },
  { name: "truncated in the middle", text: (it) => it.slice(0, it.length / 2), told: true },
  { name: "truncated at the end", text: (it) => it.trimEnd().slice(0, -1), told: true },
  {
    name: "with conflict markers",
    text: (it, old) => `<<<<<<< HEAD\n${it}=======\n${old}>>>>>>> theirs\n`,
    told: true,
  },
  { name: "a list", text: () => "[]", told: true },
  { name: "null", text: () => "null", told: true },
  { name: "a page of HTML", text: () => "<!DOCTYPE html><title>502</title>", told: true },
  { name: "numbers everywhere", text: (it) => wrongTypes(it, 7), told: true },
  { name: "lists everywhere", text: (it) => wrongTypes(it, [[[1]]]), told: true },
  { name: "nulls everywhere", text: (it) => wrongTypes(it, null), told: false },
  {
    name: "of a newer version",
    text: (it) => changed(it, (state) => ({ ...state, version: "2.0.0" })),
    told: true,
    left: true,
  },
  {
    name: "of an older version",
    text: (it) => changed(it, (state) => ({ ...state, version: "0.9.0" })),
    told: false,
  },
  {
    name: "without a version",
    text: (it) => changed(it, ({ version: _none, ...state }) => state),
    told: false,
  },
  { name: "all times in the future", text: (it) => timesIn(it, FUTURE), told: false },
  { name: "all times no times", text: (it) => timesIn(it, "yesterday"), told: true },
  {
    name: "huge",
    text: (it) => changed(it, (state) => ({ ...state, padding: "x".repeat(1_100_000) })),
    told: true,
  },
  {
    name: "nested without end",
    text: (it) => changed(it, (state) => ({ ...state, deep: deep(100) })),
    told: true,
  },
  { name: "rolled back", text: (_it, old) => old, told: false },
  {
    name: "edited by hand: the records are gone",
    text: (it) => changed(it, (state) => ({ ...state, blockers: {}, processed_issues: {} })),
    told: false,
  },
  {
    name: "with a prototype in it",
    text: (it) => it.replace("{", '{"__proto__": {"polluted": true},'),
    told: true,
  },
];

function deep(levels: number): unknown {
  return levels === 0 ? 1 : [deep(levels - 1)];
}

/** A world with all state in it, to be damaged. */
export class DamageSite {
  readonly #world: World;
  readonly #earlier: Readonly<Record<string, string | undefined>>;
  readonly #folder: string;
  readonly #wanted: Portrait;

  private constructor(fields: {
    world: World;
    earlier: Readonly<Record<string, string | undefined>>;
    folder: string;
    wanted: Portrait;
  }) {
    this.#world = fields.world;
    this.#earlier = fields.earlier;
    this.#folder = fields.folder;
    this.#wanted = fields.wanted;
  }

  /** Runs the cycle that does everything; what it leaves is what every damaged run must keep. */
  static async open(folder: string): Promise<DamageSite> {
    const policies = join(folder, "policies");
    await writePolicies(policies);
    const world = await worldBefore({ out: join(folder, "before"), policies, small: true });
    const earlier = stateOnBranch(world);
    await using github = await startEmulator(world);
    const run = async (now: string): Promise<void> => {
      github.world.now = now;
      const { exit, err } = await runCycle(github, { now, out: join(folder, "out"), policies });
      if (exit !== 0) throw new Error(`the undamaged cycle failed:\n${err}`);
    };
    await run(NOW);
    const settled = structuredClone(world);
    await run(NEXT_HOUR);
    return new DamageSite({ world: settled, earlier, folder, wanted: issuesOf(world) });
  }

  /** Damages every file in every way. */
  async sweep(conditions: readonly Condition[] = CONDITIONS): Promise<Tally> {
    const tally = emptyTally("Damaged state files");
    for (const condition of conditions) {
      for (const file of Object.values(STATE_FILES)) {
        await this.#damaged(tally, { condition, files: [file] });
      }
      await this.#damaged(tally, { condition, files: Object.values(STATE_FILES) });
    }
    return tally;
  }

  async #damaged(
    tally: Tally,
    { condition, files }: { condition: Condition; files: readonly string[] },
  ): Promise<void> {
    const world = structuredClone(this.#world);
    const branch = world.branches[world.repository.default_branch];
    if (branch === undefined) throw new Error("the world has no default branch");
    const sound = stateOnBranch(world);
    const damaged: Record<string, string | null> = {};
    for (const file of files) {
      const text = condition.text(sound[file] ?? "", this.#earlier[file] ?? "{}");
      const path = `docs/releases/_state/${file}`;
      damaged[file] = text;
      if (text === null) delete branch.files[path];
      else branch.files[path] = text;
    }
    const where = `${files.length === 1 ? files[0] : "all files"} ${condition.name}`;
    const out = join(this.#folder, `damage-${tally.points}`);
    await using github = await startEmulator(world);
    tally.points++;
    tally.runs++;
    for (let cycle = 1; cycle <= 2; cycle++) {
      world.now = NEXT_HOUR;
      const { exit, err } = await runCycle(github, {
        now: NEXT_HOUR,
        out,
        policies: join(this.#folder, "policies"),
      });
      if (exit !== 0) tally.escapes.push(`${where}: exit ${exit}: ${err}`);
      if (cycle > 1) continue;
      // a file without times is sound with all its times gone: there is nothing to tell
      for (const file of files.filter((file) => damaged[file] !== sound[file])) {
        tally.escapes.push(
          ...(await this.#untold(out, { condition, file, text: damaged[file] ?? null }))
            .map((line) => `${where}: ${line}`),
        );
      }
    }
    if (condition.left) {
      for (const file of files) {
        if (branch.files[`docs/releases/_state/${file}`] !== damaged[file]) {
          tally.losses.push(`${where}: the newer file was overwritten`);
        }
      }
    }
    tally.cycles = Math.max(tally.cycles, 1);
    tally.transient += transientIssues(world);
    tally.losses.push(
      ...differences(this.#wanted, issuesOf(world)).map((line) => `${where}: ${line}`),
    );
    tally.duplicates.push(...duplicates(world).map((line) => `${where}: ${line}`));
    await Deno.remove(out, { recursive: true });
  }

  /** What the bundle should say of the damage and does not. */
  async #untold(
    out: string,
    { condition, file, text }: { condition: Condition; file: string; text: string | null },
  ): Promise<string[]> {
    if (!condition.told) return [];
    const bundle = join(out, "release-ops-cycle-20260108T091000Z");
    const { state } = JSON.parse(await Deno.readTextFile(join(bundle, "cycle.json")));
    const reported = state.damage.some((each: { file: string }) => each.file === file);
    const kept = await Deno.readTextFile(join(bundle, "state-before", file)).catch(() => null);
    return [
      ...reported ? [] : [`cycle.json does not report ${file}`],
      ...isKept(kept, text) ? [] : [`state-before/ does not keep ${file} as it was`],
    ];
  }
}

/** Of a very large file GitHub hands out the beginning only. */
function isKept(kept: string | null, text: string | null): boolean {
  const cut = kept?.match(/^(.+)\n\[GitHub cut the file here\]$/s)?.[1];
  return kept === text || (cut !== undefined && text !== null && text.startsWith(cut));
}

/** What must survive any damage: the issues with everything on them, and since when each blocker holds. */
function issuesOf(world: World): Portrait {
  const facts = new Map(
    [...portrait(world, { state: {}, any_time: true })].filter(([name]) => !name.endsWith(" body")),
  );
  for (const issue of Object.values(world.issues)) {
    const [, since] = /release-ops:since (\S+)/.exec(issue.body) ?? [];
    if (since !== undefined) facts.set(`issue "${issue.title}" since`, since);
    facts.set(`issue "${issue.title}" comments`, String(commentsOf(issue).length));
  }
  return facts;
}
