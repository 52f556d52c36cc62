/**
 * The end-to-end harness: a world behind the emulator, the whole program in front of it, a temporary
 * folder for bundles. Tests read like sentences:
 *
 * ```ts
 * await using train = await aTrain(widgets().ran("Lint", { on: "v4.2.0-rc.1", conclusion: "failure", completed: "-2h" }));
 * const first = await train.cycle();
 * assertEquals(first.created(), ["4.2 is blocked: Lint failed"]);
 * train.later("1h");
 * assertEquals((await train.cycle()).writes, []);
 * ```
 *
 * Nothing is mocked: requests go over HTTP, policies and bundles are files. Only the process is
 * left out; its environment, streams and clock are given. Where RELEASE_OPS_PROGRAM names the single
 * file or a binary, each run is a process of it instead, and the world's time is given by `--now`.
 * @module
 */

import { join, resolve } from "@std/path";
import { VERSION } from "../../lib/version.ts";
import type { Exit } from "../../lib/cli/command.ts";
import { program } from "../../lib/cli/program.ts";
import type { CycleRecord, Step } from "../../lib/cycle/cycle.ts";
import { readPolicyFolder } from "../../lib/policy/read_folder.ts";
import type { State } from "../../lib/state/state.ts";
import { steps } from "../../main.ts";
import { RUNNER_FILES } from "../dist/process.ts";
import { inWorld, type WorldBuilder } from "../emulator/builders.ts";
import {
  type Call,
  type Emulator,
  type EmulatorOptions,
  startEmulator,
} from "../emulator/server.ts";
import type { World } from "../emulator/world.ts";
import { type Finished, NAMED_PROGRAM, runAsProcess } from "./as_process.ts";

/** What is given to one cycle beside its arguments. */
export interface Given {
  /** Environment variables on top of those that name the emulator; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The event that started the workflow run. */
  readonly event?: { readonly name: string; readonly payload?: unknown };
  /** In place of the steps of main.ts: for a `testOfSource` alone. */
  readonly steps?: (real: readonly Step[]) => readonly Step[];
}

/** A run of the program that is over. */
export class Ran {
  readonly exit: Exit;
  readonly out: string;
  readonly err: string;
  /** Requests of this run. */
  readonly requests: readonly Call[];
  /** Text by name of every file of its bundle; empty when it left none. */
  readonly files: ReadonlyMap<string, string>;

  constructor(
    ran: Finished & { readonly requests: readonly Call[] },
    files: ReadonlyMap<string, string>,
  ) {
    this.exit = ran.exit;
    this.out = ran.out;
    this.err = ran.err;
    this.requests = ran.requests;
    this.files = files;
  }

  /** Requests that wrote, each in a few words: `POST /issues/3/labels`, `CommitState`. */
  get writes(): string[] {
    return this.requests.filter(({ write }) => write).map(({ method, path, operation }) =>
      operation ?? `${method} ${path.replace(/^\/repos\/[^/]+\/[^/]+/, "")}`
    );
  }

  get reads(): number {
    return this.requests.filter(({ write }) => !write).length;
  }

  /** A file of the bundle; throws when it is not there. */
  file(name: string): string {
    const text = this.files.get(name);
    if (text === undefined) {
      throw new Error(
        `The bundle has no ${name}, only ${[...this.files.keys()].join(", ")}\n${this.err}`,
      );
    }
    return text;
  }

  // deno-lint-ignore no-explicit-any -- tests look into JSON without describing it again
  json(name: string): any {
    return JSON.parse(this.file(name));
  }

  /** `cycle.json` */
  get record(): CycleRecord {
    return this.json("cycle.json");
  }

  /** Outcome by step. */
  get outcomes(): Record<string, string> {
    return Object.fromEntries(this.record.steps.map(({ name, outcome }) => [name, outcome]));
  }

  /** What a step said in its one sentence. */
  said(step: string): string {
    return this.record.steps.find(({ name }) => name === step)?.summary ?? "";
  }

  /** Titles of the issues that this run created or would create. */
  created(): string[] {
    return this.record.actions.flatMap(({ action, outcome }) =>
      action.kind === "create_issue" && (outcome === "done" || outcome === "planned")
        ? [action.title]
        : []
    );
  }

  /** What the audit holds of a step: `add_labels done`. */
  actions(step: string): string[] {
    return this.record.actions.filter((entry) => entry.step === step).map(({ action, outcome }) =>
      `${action.kind} ${outcome}`
    );
  }

  /** Candidate states by tag. */
  get board(): Record<string, string> {
    return Object.fromEntries(
      // deno-lint-ignore no-explicit-any -- see above
      this.json("dashboard.json").candidates.map((candidate: any) => [
        candidate.tag,
        candidate.promotable_state,
      ]),
    );
  }
}

/** A world, its emulator, and the folder that everything is written to. */
export class Train implements AsyncDisposable {
  readonly github: Emulator;
  readonly folder: string;
  readonly #policies: string | null;
  readonly #program: string | null;

  constructor(
    github: Emulator,
    options: { folder: string; policies: string | null; program: string | null },
  ) {
    this.github = github;
    this.folder = options.folder;
    this.#policies = options.policies;
    this.#program = options.program;
  }

  /** The world as it is now, to go on with. */
  get world(): WorldBuilder {
    return inWorld(this.github.world);
  }

  get now(): string {
    return this.github.world.now;
  }

  /** Lets time pass. */
  later(by: string): this {
    this.world.later(by);
    return this;
  }

  get out(): string {
    return join(this.folder, "artifacts");
  }

  /** Folder that the program runs in. */
  get #cwd(): string {
    return this.#program === null ? Deno.cwd() : this.folder;
  }

  /** Path of a file where a workflow's runner would keep the summary or the outputs of a step. */
  async runnerFile(name: string): Promise<string> {
    await Deno.mkdir(join(this.folder, RUNNER_FILES), { recursive: true });
    return join(this.folder, RUNNER_FILES, name);
  }

  /** An issue of the world. */
  issue(number: number): World["issues"][string] {
    const found = this.github.world.issues[number];
    if (found === undefined) throw new Error(`The world has no issue #${number}`);
    return found;
  }

  /** Titles of all open issues, oldest first. */
  get openIssues(): string[] {
    return Object.values(this.github.world.issues)
      .filter(({ state, kind }) => state === "open" && kind === "issue").map(({ title }) => title);
  }

  /** A state file as it stands on a branch of the world. */
  state<Part extends keyof State>(part: Part, branch = "main"): State[Part] {
    const path = `docs/releases/_state/${part}_state.json`;
    const text = this.github.world.branches[branch]?.files[path];
    if (text === undefined) throw new Error(`There is no ${path} on ${branch}`);
    return JSON.parse(text);
  }

  /** Runs one cycle at the world's time. */
  async cycle(args: readonly string[] = [], given: Given = {}): Promise<Ran> {
    const policies = this.#policies === null ? [] : ["--policies", this.#policies];
    return await this.run(["run", "--out", this.out, ...policies, ...args], given);
  }

  /** Runs the program with exactly these arguments. */
  async run(args: readonly string[], given: Given = {}): Promise<Ran> {
    const env: Record<string, string | undefined> = {
      GITHUB_TOKEN: "test-token",
      GITHUB_REPOSITORY: "acme/widgets",
      GITHUB_API_URL: this.github.url,
      GITHUB_GRAPHQL_URL: this.github.graphqlUrl,
      RELEASE_OPS_WRITE_INTERVAL_MS: "0",
      ...await this.#event(given.event),
      ...given.env,
    };
    this.github.resetLog();
    const ran = this.#program === null
      ? await this.#inside(args, { env, given })
      : await this.#outside(args, { env, given, program: this.#program });
    const bundle = /^(.*)\/index\.html$/m.exec(ran.out)?.[1];
    return new Ran(
      { ...ran, requests: [...this.github.requests] },
      bundle === undefined ? new Map() : await filesOf(resolve(this.#cwd, bundle)),
    );
  }

  /** Runs the source inside this process. */
  async #inside(
    args: readonly string[],
    { env, given }: { env: Record<string, string | undefined>; given: Given },
  ): Promise<Finished> {
    let [out, err] = ["", ""];
    const exit = await program(args, {
      env: (name) => env[name],
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      now: () => Temporal.Instant.from(this.now),
      clock: () => performance.now(),
      wait: () => Promise.resolve(),
      version: VERSION,
      steps: async () => given.steps?.(await steps()) ?? await steps(),
    });
    return { exit, out, err };
  }

  /** Runs a program as a process of its own in the train's folder. */
  async #outside(
    args: readonly string[],
    { env, given, program }: {
      env: Record<string, string | undefined>;
      given: Given;
      program: string;
    },
  ): Promise<Finished> {
    if (given.steps !== undefined) throw new Error("The steps of a process cannot be replaced");
    const api_host = new URL(this.github.url).hostname;
    return await runAsProcess(program, args, { cwd: this.#cwd, env, now: this.now, api_host });
  }

  async #event(event: Given["event"]): Promise<Record<string, string>> {
    if (event === undefined) return {};
    const path = join(this.folder, "event.json");
    await Deno.writeTextFile(path, JSON.stringify(event.payload ?? {}));
    return { GITHUB_EVENT_NAME: event.name, GITHUB_EVENT_PATH: path };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
    await this.github.close();
  }
}

/** How a train is set up. */
export interface TrainOptions extends EmulatorOptions {
  /** Texts of policy files that differ from the shipped ones, or edits of the shipped text. */
  readonly policies?: Readonly<Record<string, string | ((shipped: string) => string)>>;
  /** Runs as a process; default: {@linkcode NAMED_PROGRAM}. */
  readonly program?: string;
}

/** Sets a world behind the emulator. */
export async function aTrain(builder: WorldBuilder, options: TrainOptions = {}): Promise<Train> {
  const { policies, program = NAMED_PROGRAM, ...emulator } = options;
  const folder = await Deno.makeTempDir({ prefix: "release-ops-e2e-" });
  return new Train(await startEmulator(builder.world, emulator), {
    folder,
    program,
    policies: policies === undefined ? null : await policyFolder(folder, policies),
  });
}

async function policyFolder(
  folder: string,
  changes: NonNullable<TrainOptions["policies"]>,
): Promise<string> {
  const path = join(folder, "policies");
  await Deno.mkdir(path);
  for (const { name, text } of await readPolicyFolder(null)) {
    const change = changes[name];
    const changed = typeof change === "function" ? change(text) : change ?? text;
    if (typeof change === "function" && changed === text) {
      throw new Error(`The edit of ${name} changes nothing`);
    }
    await Deno.writeTextFile(join(path, name), changed);
  }
  return path;
}

/** Text by name of every file below a folder. */
export async function filesOf(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const entries = await Array.fromAsync(Deno.readDir(folder));
  for (const { name, isDirectory } of entries.toSorted((a, b) => a.name < b.name ? -1 : 1)) {
    const path = join(folder, name);
    if (!isDirectory) found.set(name, await Deno.readTextFile(path));
    else for (const [below, text] of await filesOf(path)) found.set(`${name}/${below}`, text);
  }
  return found;
}

/** Names below a folder that exist; empty when the folder itself does not. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).toSorted();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
