/**
 * The crash sweep: a cycle dies at every point, is run again, and the world must be as if it had not.
 * It dies in one of two ways: its process is killed (SIGKILL), or, in this process and faster, nothing
 * that it sends from that point on reaches the world.
 * @module
 */

import { fromFileUrl, join } from "@std/path";
import { startEmulator } from "../emulator/server.ts";
import type { World } from "../emulator/world.ts";
import { argsOf, envOf, NEXT_HOUR, NOW, runOn, worldBefore, writePolicies } from "./everything.ts";
import { copyFolder, readJsonFiles } from "./folders.ts";
import { differences, duplicates, type Portrait, portrait } from "./portrait.ts";
import { emptyTally, type Tally } from "./tally.ts";

/** Where a cycle dies. A file operation can also be cut in half. */
export interface CrashPoint {
  readonly at: "request" | "file operation";
  /** Counts from 1. */
  readonly ordinal: number;
  readonly moment: "before" | "half" | "after";
}

/** How a cycle dies. */
export type Death = "killed" | "vanished";

/** How it is run again. */
export const RESTARTS = ["same time", "next hour", "another host"] as const;

/** A world before the cycle, and what it is like after an undisturbed one. */
export class CrashSite {
  readonly #folder: string;
  readonly #local: boolean;
  readonly #before: World;
  readonly #wanted: Record<typeof RESTARTS[number], Portrait>;
  readonly requests: number;
  #count = 0;

  private constructor(fields: {
    folder: string;
    local: boolean;
    before: World;
    wanted: Record<typeof RESTARTS[number], Portrait>;
    requests: number;
  }) {
    this.#folder = fields.folder;
    this.#local = fields.local;
    this.#before = fields.before;
    this.#wanted = fields.wanted;
    this.requests = fields.requests;
  }

  /** Builds the world and runs the undisturbed cycles. `local` keeps the state in a folder. */
  static async open(
    folder: string,
    { local, small = false }: { local: boolean; small?: boolean },
  ): Promise<CrashSite> {
    const policies = join(folder, "policies");
    const state_dir = local ? join(folder, "state") : undefined;
    await writePolicies(policies);
    const before = await worldBefore({ out: join(folder, "before"), policies, state_dir, small });
    const wanted = join(folder, "wanted");
    await copyFolder(join(folder, "state"), wanted);
    const world = structuredClone(before);
    const args = {
      policies,
      out: join(folder, "undisturbed"),
      ...local ? { state_dir: wanted } : {},
    };
    const take = async (any_time: boolean): Promise<Portrait> =>
      portrait(world, { any_time, state: local ? await readJsonFiles(wanted) : null });
    const { requests, exit } = await runOn(world, { ...args, now: NOW });
    if (exit !== 0) throw new Error("the undisturbed cycle failed");
    const same = await take(false);
    await runOn(world, { ...args, now: NEXT_HOUR });
    return new CrashSite({
      folder,
      local,
      before,
      requests,
      wanted: { "same time": same, "another host": same, "next hour": await take(true) },
    });
  }

  get #policies(): string {
    return join(this.#folder, "policies");
  }

  /** Every point at which a request can die. */
  requestPoints(): CrashPoint[] {
    return Array.from({ length: this.requests }, (_, index) => index + 1).flatMap((ordinal) =>
      (["before", "after"] as const).map((moment) => ({ at: "request", ordinal, moment }) as const)
    );
  }

  /** Every point at which a file operation can die, and those at which one more state file is in its place. */
  async filePoints(): Promise<{ all: CrashPoint[]; saved: CrashPoint[] }> {
    const place = await this.#place();
    const world = structuredClone(this.#before);
    const { out } = await this.#process(world, { place, file: null });
    const operations = Number(/^operations: (\d+)$/m.exec(out)?.[1]);
    const saved = (/^saved: ([\d ]*)$/m.exec(out)?.[1] ?? "").split(" ").map(Number);
    const at = "file operation";
    return {
      all: Array.from({ length: operations }, (_, index) => index + 1).flatMap((ordinal) =>
        (["before", "half", "after"] as const).map((moment) => ({ at, ordinal, moment }) as const)
      ),
      saved: saved.map((ordinal) => ({ at, ordinal, moment: "after" })),
    };
  }

  /** Lets the cycle die at these points, and runs it again in every way. */
  async sweep(what: string, points: readonly CrashPoint[], death: Death): Promise<Tally> {
    const tally = emptyTally(what);
    for (const point of points) {
      const world = structuredClone(this.#before);
      const place = await this.#place();
      const died = death === "killed"
        ? await this.#killed(world, { place, point })
        : await this.#vanished(world, { place, point });
      if (!died) continue;
      tally.points++;
      for (const how of RESTARTS) {
        await this.#again(structuredClone(world), { how, place, point, tally });
      }
      await Deno.remove(place, { recursive: true });
    }
    return tally;
  }

  /** A fresh folder with the state before the cycle. */
  async #place(): Promise<string> {
    const place = join(this.#folder, `crash-${++this.#count}`);
    await copyFolder(join(this.#folder, "state"), join(place, "state"));
    return place;
  }

  #argsIn(place: string): { out: string; policies: string; state_dir?: string } {
    return {
      out: join(place, "out"),
      policies: this.#policies,
      ...this.#local ? { state_dir: join(place, "state") } : {},
    };
  }

  /** From the point on, nothing that the cycle sends reaches the world. */
  async #vanished(
    world: World,
    { place, point }: { place: string; point: CrashPoint },
  ): Promise<boolean> {
    let gone = false;
    let count = 0;
    await runOn(world, { ...this.#argsIn(place), now: NOW }, async (_call, perform) => {
      if (!gone && ++count === point.ordinal) {
        gone = true;
        if (point.moment === "after") await perform();
      }
      return gone ? new Response("gone", { status: 500 }) : undefined;
    });
    return gone;
  }

  async #killed(
    world: World,
    { place, point }: { place: string; point: CrashPoint },
  ): Promise<boolean> {
    const file = point.at === "file operation" ? point : null;
    const request = point.at === "request" ? point : null;
    const { signal } = await this.#process(world, { place, file, request });
    return signal === "SIGKILL";
  }

  /** Runs the cycle as a process of its own, and kills it where it was told. */
  async #process(world: World, options: {
    place: string;
    file: CrashPoint | null;
    request?: CrashPoint | null;
  }): Promise<{ signal: string | null; out: string }> {
    const { file, request = null } = options;
    let child: Deno.ChildProcess | undefined;
    let count = 0;
    world.now = NOW;
    const github = await startEmulator(world, {
      intercept: async (_call, perform) => {
        if (request === null || ++count !== request.ordinal) return undefined;
        if (request.moment === "after") await perform();
        child?.kill("SIGKILL");
        await child?.status;
        return new Response("nobody reads this", { status: 500 });
      },
    });
    try {
      child = new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "-A",
          "-q",
          "--no-check",
          PRELOAD,
          ...argsOf({
            ...this.#argsIn(options.place),
            now: NOW,
          }),
        ],
        env: {
          ...envOf(github),
          ...file === null ? {} : { DIE_AT: `${file.ordinal} ${file.moment}` },
        },
        stdout: "piped",
        stderr: "null",
      }).spawn();
      const { signal, stdout } = await child.output();
      return { signal, out: new TextDecoder().decode(stdout) };
    } finally {
      await github.close();
    }
  }

  /** Runs the cycle again after a crash, and judges what it leaves. */
  async #again(world: World, options: {
    how: typeof RESTARTS[number];
    place: string;
    point: CrashPoint;
    tally: Tally;
  }): Promise<void> {
    const { how, point, tally } = options;
    const where = `${point.moment} ${point.at} ${point.ordinal}, again at ${how}`;
    const place = join(options.place, how);
    await copyFolder(join(options.place, "state"), join(place, "state"));
    if (how !== "another host") await copyFolder(join(options.place, "out"), join(place, "out"));
    const args = { ...this.#argsIn(place), now: how === "next hour" ? NEXT_HOUR : NOW };
    tally.runs++;
    let wrong: string[] = [];
    for (let cycle = 1; cycle <= 2; cycle++) {
      const { exit, err } = await runOn(world, args);
      if (exit !== 0) tally.escapes.push(`${where}: exit ${exit}: ${err.slice(-300)}`);
      wrong = differences(
        this.#wanted[how],
        portrait(world, {
          any_time: how === "next hour",
          state: this.#local ? await readJsonFiles(join(place, "state")) : null,
        }),
      );
      if (wrong.length === 0) {
        tally.cycles = Math.max(tally.cycles, cycle);
        break;
      }
    }
    tally.losses.push(...wrong.map((line) => `${where}: ${line}`));
    tally.duplicates.push(...duplicates(world).map((line) => `${where}: ${line}`));
  }
}

const PRELOAD = fromFileUrl(new URL("preload.ts", import.meta.url));
