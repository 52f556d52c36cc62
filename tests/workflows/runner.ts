/**
 * Runs a workflow's script as GitHub's runner does: a fresh copy of the tree, the step's environment
 * with its expressions evaluated, the runner's variables and nothing else, bash with the runner's
 * options, and the emulator where GitHub would be.
 * @module
 */

import { dirname, join } from "@std/path";
import { copyTree } from "../dist/programs.ts";
import { filesOf } from "../e2e/harness.ts";
import { type Call, type Emulator, startEmulator } from "../emulator/server.ts";
import type { World } from "../emulator/world.ts";
import { outputsIn } from "../security/parsed.ts";
import { type Contexts, filledIn, holds, type Value } from "./expressions.ts";
import { ACTION, scriptOf, uses, type Workflow, workflow } from "./workflows.ts";

/** What started a run. */
export interface Started {
  /** `schedule`, `workflow_dispatch` or `push`. */
  readonly event: string;
  /** Of a dispatch, or given to the action. GitHub keeps booleans, and has everything else as text. */
  readonly inputs?: Readonly<Record<string, string | boolean>>;
  /** Without `repository`, which every payload has. */
  readonly payload?: { readonly [name: string]: Value };
}

/** A script that has ended. */
export interface Ran {
  readonly exit: number;
  readonly err: string;
  /** Requests that it sent to GitHub. */
  readonly requests: readonly Call[];
  /** What it wrote to GITHUB_OUTPUT. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What it wrote to GITHUB_STEP_SUMMARY. */
  readonly summary: string;
  /** Text by name of every file of the folder that the upload step names. */
  readonly uploaded: ReadonlyMap<string, string>;
  /** Name of the artifact. */
  readonly artifact: string;
  /** What its expressions were evaluated with. */
  readonly contexts: Contexts;
}

/** A file of the bundle that was uploaded, parsed; null when it is not there. */
// deno-lint-ignore no-explicit-any -- tests look into JSON without describing it again
export function jsonOf(ran: Ran, name: string): any {
  return JSON.parse(ran.uploaded.get(name) ?? "null");
}

/** A machine with a checkout of this project on it. */
export class Runner implements AsyncDisposable {
  readonly #folder: string;
  #runs = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where the tree is. */
  get checkout(): string {
    return join(this.#folder, "checkout");
  }

  /** Runs the script of a workflow of the tree in the checkout. */
  async workflow(file: string, world: World, started: Started): Promise<Ran> {
    await using github = await startEmulator(world);
    const path = join(this.#folder, "bin");
    // The one thing that GitHub would not do: the workflow grants api.github.com alone, so that the
    // emulator's address is granted on top, between `run` and the workflow's own flags.
    await Deno.mkdir(path, { recursive: true });
    const host = new URL(github.url).host;
    await Deno.writeTextFile(
      join(path, "deno"),
      `#!/bin/sh\ntest "$1" = run && shift && exec '${Deno.execPath()}' run --allow-net=${host} "$@"\n`,
      { mode: 0o755 },
    );
    return await this.#run(await workflow(file), { github, started, path, cwd: this.checkout });
  }

  /** Runs the script of the action for a repository whose checkout holds these files. */
  async action(
    world: World,
    started: Started & { readonly files: Readonly<Record<string, string>> },
  ): Promise<Ran> {
    await using github = await startEmulator(world);
    const cwd = await Deno.makeTempDir({ dir: this.#folder });
    for (const [name, text] of Object.entries(started.files)) {
      await Deno.mkdir(dirname(join(cwd, name)), { recursive: true });
      await Deno.writeTextFile(join(cwd, name), text);
    }
    const action = await workflow(ACTION);
    const defaults = Object.fromEntries(
      Object.entries(action.inputs ?? {}).map(([name, input]) => [name, String(input.default)]),
    );
    return await this.#run(action, {
      github,
      started: { ...started, inputs: { ...defaults, ...started.inputs } },
      path: dirname(Deno.execPath()),
      cwd,
      env: {
        GITHUB_ACTION_PATH: this.checkout,
        GITHUB_API_URL: github.enterpriseUrl,
        GITHUB_GRAPHQL_URL: github.enterpriseGraphqlUrl,
      },
    });
  }

  async #run(
    file: Workflow,
    { github, started, path, cwd, env = {} }: {
      github: Emulator;
      started: Started;
      path: string;
      cwd: string;
      env?: Readonly<Record<string, string>>;
    },
  ): Promise<Ran> {
    const run_id = String(7_000_000_000 + ++this.#runs);
    const temp = await Deno.makeTempDir({ dir: this.#folder });
    const at = (name: string): string => join(temp, name);
    const step = scriptOf(file);
    const event = { repository: { fork: false }, ...started.payload };
    const outer: Contexts = {
      github: { token: "test-token", run_id, event_name: started.event, event },
      inputs: {},
    };
    const inputs = Object.fromEntries(
      Object.entries(started.inputs ?? {}).map(([name, value]) => [
        name,
        typeof value === "string" ? filledIn(value, outer) : value,
      ]),
    );
    const contexts = { ...outer, inputs };
    const stepEnv = Object.entries(step.env ?? {}).map(([name, value]) => [
      name,
      filledIn(String(value), contexts),
    ]);
    await Deno.writeTextFile(at("event.json"), JSON.stringify(event));
    await Deno.writeTextFile(at("script.sh"), step.run);
    for (const name of ["output", "summary"]) await Deno.writeTextFile(at(name), "");
    const { code, stdout, stderr } = await new Deno.Command("bash", {
      args: [...shellOptions(step.shell), at("script.sh")],
      cwd,
      clearEnv: true,
      env: {
        ...ownEnv(path),
        CI: "true",
        GITHUB_ACTIONS: "true",
        GITHUB_API_URL: github.url,
        GITHUB_EVENT_NAME: started.event,
        GITHUB_EVENT_PATH: at("event.json"),
        GITHUB_GRAPHQL_URL: github.graphqlUrl,
        GITHUB_OUTPUT: at("output"),
        GITHUB_REPOSITORY: "acme/widgets",
        GITHUB_RUN_ID: run_id,
        GITHUB_SERVER_URL: "https://github.com",
        GITHUB_STEP_SUMMARY: at("summary"),
        RELEASE_OPS_WRITE_INTERVAL_MS: "0",
        ...env,
        ...Object.fromEntries(stepEnv),
      },
    }).output();
    const upload = uses(file, "actions/upload-artifact");
    const folder = join(cwd, filledIn(String(upload.with?.path), contexts));
    const uploads = holds(upload.if ?? "success()", contexts) && await exists(folder);
    const text = new TextDecoder();
    return {
      exit: code,
      err: text.decode(stdout) + text.decode(stderr),
      requests: [...github.requests],
      outputs: outputsIn(await Deno.readTextFile(at("output"))),
      summary: await Deno.readTextFile(at("summary")),
      uploaded: uploads ? await filesOf(folder) : new Map(),
      artifact: filledIn(String(upload.with?.name), contexts),
      contexts,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Sets a machine up. */
export async function aRunner(): Promise<Runner> {
  const folder = await Deno.makeTempDir({ prefix: "release-ops-runner-" });
  const runner = new Runner(folder);
  await Deno.mkdir(runner.checkout);
  await copyTree(runner.checkout);
  return runner;
}

/**
 * How the runner starts bash: as it is, or as `shell: bash`.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
function shellOptions(shell: string | undefined): string[] {
  if (shell === undefined) return ["-e"];
  if (shell === "bash") return ["--noprofile", "--norc", "-eo", "pipefail"];
  throw new Error(`No test knows the shell ${shell}`);
}

/** What a machine has of itself; DENO_DIR holds the packages, so that nothing is downloaded. */
function ownEnv(path: string): Record<string, string> {
  const kept = ["HOME", "DENO_DIR"].flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), PATH: `${path}:/usr/local/bin:/usr/bin:/bin` };
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
