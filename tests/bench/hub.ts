/**
 * The emulator as a process of its own, so that what it costs is not measured as ours. It is told what
 * to serve by lines of JSON on stdin and answers each with one line on stdout.
 * @module
 */

import { TextLineStream } from "./lines.ts";
import { type Emulator, startEmulator } from "../emulator/server.ts";
import { githubSchema } from "../emulator/graphql.ts";
import { emptyWorld, type World } from "../emulator/world.ts";
import type { Asked } from "./requests.ts";
import { settledWorlds, type Worlds } from "./settled.ts";
import type { CycleKind, Size } from "./worlds.ts";

/** What the hub can be told. */
export type Order =
  /** Builds a repository and lets cycles run on it until they write nothing more. */
  | { readonly do: "prepare"; readonly size: Size; readonly policies: string }
  /** Serves a fresh copy of the repository, as it is before such a cycle. */
  | { readonly do: "serve"; readonly cycle: CycleKind }
  /** What was asked since. */
  | { readonly do: "count" };

/** What the hub answers. */
export interface Answer {
  /** Root of its REST API. */
  readonly url: string;
  /** Time of the world that is served. */
  readonly now: string;
  /** Requests since the last order to serve. */
  readonly requests: readonly Asked[];
  /** Bytes of the state files on the branch. */
  readonly state_bytes: number;
}

const STATE_FOLDER = "docs/releases/_state/";

/** The emulator with what it measures of itself. */
class MeasuredHub {
  readonly #github: Emulator;
  #asked: Asked[] = [];
  #worlds: Worlds | undefined;

  constructor(github: Emulator) {
    this.#github = github;
    github.intercept = async (call, perform) => {
      const started = performance.now();
      const response = await perform();
      const body = await response.arrayBuffer();
      this.#asked.push({
        method: call.method,
        path: call.path,
        operation: call.operation,
        write: call.write,
        points: call.points,
        received: call.received,
        sent: body.byteLength,
        handled_ms: performance.now() - started,
      });
      return new Response(response.status === 204 ? null : body, response);
    };
  }

  async obey(order: Order): Promise<Answer> {
    if (order.do === "prepare") this.#worlds = await settledWorlds(this.#github, order);
    if (order.do === "serve") {
      if (this.#worlds === undefined) throw new Error("Cannot serve: nothing was prepared");
      this.#github.world = structuredClone(this.#worlds[order.cycle]);
      this.#asked = [];
    }
    const { url, world } = this.#github;
    return { url, now: world.now, requests: this.#asked, state_bytes: stateBytes(world) };
  }
}

function stateBytes({ branches, repository }: World): number {
  const files = branches[repository.default_branch]?.files ?? {};
  const encoder = new TextEncoder();
  return Object.entries(files).reduce(
    (sum, [path, text]) => path.startsWith(STATE_FOLDER) ? sum + encoder.encode(text).length : sum,
    0,
  );
}

if (import.meta.main) {
  githubSchema(); // built now, not at the first request that is measured
  const limits = { core: 1e9, graphql: 1e9 };
  const github = await startEmulator(emptyWorld("acme/widgets"), { limits });
  const hub = new MeasuredHub(github);
  const encoder = new TextEncoder();
  const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) {
    const answer = await hub.obey(JSON.parse(line) as Order);
    await Deno.stdout.write(encoder.encode(`${JSON.stringify(answer)}\n`));
  }
  await github.close();
}
