/**
 * The emulator: GitHub's REST and GraphQL APIs over HTTP, for one world.
 *
 * ```ts
 * await using github = await startEmulator(aWorld("acme/widgets").commit("main").world);
 * await fetch(`${github.url}/repos/acme/widgets`, { headers: { authorization: "Bearer test-token" } });
 * github.requests; // [{ method: "GET", path: "/repos/acme/widgets", status: 200, write: false, … }]
 * ```
 *
 * Faults enter through `intercept`, which may answer before the effect, after it, with another view
 * of the world, or change what was answered:
 *
 * ```ts
 * github.intercept = async (call, perform) => {
 *   if (call.write) {
 *     await perform(); // the effect happens …
 *     return new Response("{}", { status: 502 }); // … and the client is told otherwise
 *   }
 *   if (call.operation === "Overview") return perform(worldOfYesterday); // a stale read
 *   return undefined; // everything else as usual
 * };
 * ```
 * @module
 */

import { appProblem, isAppPath, isTokenPath } from "./app.ts";
import { type GraphqlPlan, type GraphqlRequest, planGraphql, runGraphql } from "./graphql.ts";
import { rateHeaders, RateMeter, type RateResource } from "./rate.ts";
import { Refusal } from "./rest_answer.ts";
import { runRest } from "./rest.ts";
import type { World } from "./world.ts";

/** One request, as the log keeps it and `intercept` sees it. */
export interface Call {
  /** Counts from 1. */
  readonly index: number;
  readonly method: string;
  /** Path below the API root with its query, `/graphql` for GraphQL. */
  readonly path: string;
  /** Name of the GraphQL operation; null for REST and for documents without a name. */
  readonly operation: string | null;
  /**
   * True for every REST method other than GET, and for GraphQL mutations; not for the request for an
   * app's token, which changes nothing.
   */
  readonly write: boolean;
  /** Parsed body of a REST request; null when there is none. */
  readonly body: unknown;
  /** Variables of a GraphQL request. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** What it costs: 1 for REST, points by GitHub's formula for GraphQL. */
  readonly points: number;
  /** Bytes of its body. */
  readonly received: number;
  /** HTTP status that the client was sent; 0 until then. */
  status: number;
  /** True once the emulator itself handled it: false when `intercept` answered in its place. */
  performed: boolean;
}

/** Handles the request as GitHub would, on the world or on a given view of it. */
export type Perform = (view?: World) => Promise<Response>;

/** Answers in GitHub's place, or returns undefined to let the emulator answer. */
export type Intercept = (
  call: Call,
  perform: Perform,
) => Response | Promise<Response> | undefined | Promise<Response | undefined>;

/** How to start. */
export interface EmulatorOptions {
  /** Accepted tokens, `test-token` unless told. */
  readonly tokens?: readonly string[];
  /** Pages hold no more than this: makes small worlds page. Default 100. */
  readonly maxPageSize?: number;
  /** Default: any free port. */
  readonly port?: number;
  /** Points per hour. Default 5,000 each. */
  readonly limits?: { readonly core?: number; readonly graphql?: number };
  readonly intercept?: Intercept;
}

/** A running emulator. */
export interface Emulator extends AsyncDisposable {
  /** Root of the REST API, as on api.github.com; no slash at the end. */
  readonly url: string;
  readonly graphqlUrl: string;
  /** Root of the REST API as on GitHub Enterprise Server (`…/api/v3`). */
  readonly enterpriseUrl: string;
  readonly enterpriseGraphqlUrl: string;
  /** The live world: what a test changes here, the next request sees. Replace it to swap worlds. */
  world: World;
  readonly tokens: Set<string>;
  maxPageSize: number;
  intercept: Intercept | undefined;
  /** Every request since the start or the last {@linkcode Emulator.resetLog}. */
  readonly requests: readonly Call[];
  /** The requests that write. */
  writes(): Call[];
  /** The requests that read. */
  reads(): Call[];
  resetLog(): void;
  /** What the emulator could not do faithfully. {@linkcode Emulator.close} throws when there is any. */
  readonly defects: readonly string[];
  close(): Promise<void>;
}

/** Starts an emulator on 127.0.0.1. */
export function startEmulator(world: World, options: EmulatorOptions = {}): Promise<Emulator> {
  const hub = new Hub(world, options);
  const ready = Promise.withResolvers<Emulator>();
  hub.listen({ port: options.port ?? 0, onListen: () => ready.resolve(hub) });
  return ready.promise;
}

/** Ends a connection on purpose: no defect of the emulator. */
class ConnectionReset extends Error {
  override readonly name = "ConnectionReset";
}

/**
 * An answer whose connection breaks after the headers, before the body is complete. A plain `fetch`
 * rejects when it reads the body; Octokit swallows that and hands out status 200 with the data `""`.
 */
export function brokenConnection(): Response {
  const body = new ReadableStream({
    start(controller): void {
      controller.enqueue(new TextEncoder().encode('{"cut":'));
    },
    pull(controller): void {
      controller.error(new ConnectionReset());
    },
  });
  return new Response(body, { headers: { "content-type": "application/json; charset=utf-8" } });
}

class Hub implements Emulator {
  world: World;
  readonly tokens: Set<string>;
  maxPageSize: number;
  intercept: Intercept | undefined;
  requests: Call[] = [];
  defects: string[] = [];
  #count = 0;
  readonly #meter: RateMeter;
  #server: Deno.HttpServer<Deno.NetAddr> | undefined;

  constructor(world: World, options: EmulatorOptions) {
    this.world = world;
    this.tokens = new Set(options.tokens ?? ["test-token"]);
    this.maxPageSize = options.maxPageSize ?? 100;
    this.intercept = options.intercept;
    this.#meter = new RateMeter({
      core: options.limits?.core ?? 5000,
      graphql: options.limits?.graphql ?? 5000,
    });
  }

  listen(options: { port: number; onListen: () => void }): void {
    this.#server = Deno.serve(
      { ...options, hostname: "127.0.0.1", onError: (error) => this.#defect(error) },
      (request) => this.#handle(request),
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server?.addr.port}`;
  }

  get graphqlUrl(): string {
    return `${this.url}/graphql`;
  }

  get enterpriseUrl(): string {
    return `${this.url}/api/v3`;
  }

  get enterpriseGraphqlUrl(): string {
    return `${this.url}/api/graphql`;
  }

  writes(): Call[] {
    return this.requests.filter((call) => call.write);
  }

  reads(): Call[] {
    return this.requests.filter((call) => !call.write);
  }

  resetLog(): void {
    this.requests = [];
  }

  async close(): Promise<void> {
    await this.#server?.shutdown();
    this.#server = undefined;
    const defects = this.defects;
    this.defects = [];
    if (defects.length > 0) throw new Error(`The emulator failed:\n${defects.join("\n")}`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const text = await request.text();
    const root = url.pathname.startsWith("/api/v3") ? "/api/v3" : "";
    const isGraphql = url.pathname === "/graphql" || url.pathname === "/api/graphql";
    const path = isGraphql ? "/graphql" : url.pathname.slice(root.length) || "/";
    const parsed = parse(text);
    const graphql = isGraphql && isGraphqlRequest(parsed) ? parsed : undefined;
    const plan = graphql && planGraphql(graphql);
    const call: Call = {
      index: ++this.#count,
      method: request.method,
      path: path + url.search,
      operation: plan?.operation ?? null,
      write: isGraphql
        ? plan?.write ?? false
        : !["GET", "HEAD"].includes(request.method) && !isTokenPath(path),
      body: isGraphql ? null : parsed,
      variables: graphql?.variables ?? {},
      points: plan?.points ?? 1,
      received: new TextEncoder().encode(text).length,
      status: 0,
      performed: false,
    };
    this.requests.push(call);
    const token = /^(?:bearer|token)\s+(.+)$/i.exec(request.headers.get("authorization") ?? "");
    const perform: Perform = async (view = this.world) => {
      call.performed = true;
      try {
        if (isAppPath(path) && token?.[1]) {
          const problem = await appProblem(view, token[1]);
          if (problem !== null) return this.#respond(problem, "core");
        } else if (!token?.[1] || !this.tokens.has(token[1])) {
          return this.#unauthorised(token !== null);
        }
        if (isGraphql) {
          if (!graphql || !plan) return this.#refusal(400, "Problems parsing JSON");
          return await this.#graphql(graphql, { plan, view });
        }
        const rest = { method: request.method, url, path, text };
        return this.#rest(rest, { view, root: `${this.url}${root}` });
      } catch (error) {
        return this.#defect(error);
      }
    };
    const response = await this.intercept?.(call, perform) ?? await perform();
    call.status = response.status;
    return response;
  }

  #rest(
    request: Parameters<typeof runRest>[0],
    options: { view: World; root: string },
  ): Response {
    const { now } = this.world;
    // Asking for the budget is free.
    const points = request.path === "/rate_limit" ? 0 : 1;
    if (!this.#meter.take("core", { points, now })) {
      return this.#refusal(403, "API rate limit exceeded for installation ID 1.");
    }
    const answer = runRest(request, {
      realm: { world: options.view, root: options.root },
      maxPageSize: this.maxPageSize,
      budget: this.#meter.budget(now),
    });
    const { token } = answer.status === 201 && isTokenPath(request.path)
      ? answer.body as { token: string }
      : {};
    if (token !== undefined) this.tokens.add(token);
    return this.#respond(answer, "core");
  }

  async #graphql(
    request: GraphqlRequest,
    options: { plan: GraphqlPlan; view: World },
  ): Promise<Response> {
    const { plan, view } = options;
    if (!this.#meter.take("graphql", { points: plan.points, now: this.world.now })) {
      const message = "API rate limit exceeded for installation ID 1.";
      return this.#respond(
        { status: 200, body: { errors: [{ type: "RATE_LIMITED", message }] } },
        "graphql",
      );
    }
    const realm = { world: view, maxPageSize: this.maxPageSize };
    const body = await runGraphql(request, { plan, realm });
    for (const error of body.errors ?? []) {
      if ("type" in error && error.type === "NOT_MODELLED") {
        this.defects.push(JSON.stringify(error));
      }
    }
    return this.#respond({ status: 200, body }, "graphql");
  }

  #unauthorised(given: boolean): Response {
    return this.#refusal(401, given ? "Bad credentials" : "Requires authentication");
  }

  #refusal(status: number, message: string): Response {
    return this.#respond(new Refusal(status, message).answer, "core");
  }

  #defect(error: unknown): Response {
    if (error instanceof ConnectionReset) return new Response(null, { status: 500 });
    const message = error instanceof Error ? error.message : String(error);
    this.defects.push(message);
    return this.#refusal(500, message);
  }

  #respond(
    answer: { status: number; body: unknown; headers?: Readonly<Record<string, string>> },
    resource: RateResource,
  ): Response {
    const { now, viewer } = this.world;
    // An answer without a body is all that GitHub gives to a deletion.
    const respond = answer.status === 204
      ? (_none: unknown, init: ResponseInit): Response => new Response(null, init)
      : Response.json;
    return respond(answer.body, {
      status: answer.status,
      headers: {
        "content-type": "application/json; charset=utf-8",
        date: new Date(now).toUTCString(),
        "x-github-request-id": `EMU:${this.#count}`,
        ...rateHeaders(resource, this.#meter.budget(now)[resource]),
        ...viewer.scopes === undefined ? {} : { "x-oauth-scopes": viewer.scopes },
        ...answer.headers,
      },
    });
  }
}

function parse(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isGraphqlRequest(value: unknown): value is GraphqlRequest {
  return typeof value === "object" && value !== null && "query" in value &&
    typeof value.query === "string";
}
