/**
 * What a client gets when something goes wrong: the answers of every kind of fault.
 * @module
 */

import type { CuttingProxy } from "./cutting_proxy.ts";
import { brokenConnection, type Call, type Emulator, type Perform } from "./server.ts";
import type { StaleKind } from "./stale_reads.ts";
import type { VirtualClock } from "./virtual_clock.ts";

/** Failures that an answer's status tells, before or after the effect. */
const STATUSES = {
  "500": 500,
  "502 page": 502,
  "503": 503,
  "504": 504,
} as const;

type StatusKind = keyof typeof STATUSES;

/**
 * What goes wrong. `before`: nothing is done; `after`: it is done, and the client is told otherwise.
 * `cut`: the connection ends without an answer. `cut body`: it ends inside the body, after the effect.
 * `truncated body`: half of the answer, after the effect. `timeout`: no answer until the client gives up.
 */
export type FaultKind =
  | `${StatusKind} before`
  | `${StatusKind} after`
  | "cut before"
  | "cut after"
  | "timeout before"
  | "timeout after"
  | "cut body"
  | "truncated body"
  | "empty body"
  | "empty object"
  | "401"
  | "403"
  | "403 secondary"
  | "404"
  | "410"
  | "422"
  | "429"
  | "partial data"
  | "RATE_LIMITED"
  | "RESOURCE_LIMITS_EXCEEDED"
  | "STALE_DATA"
  | `clock ${"+" | "-"}${number}${"m" | "h"}`
  | StaleKind;

/** What some faults need. */
export interface FaultOptions {
  /** Makes a timeout end at once; without it, it lasts until the emulator closes. */
  readonly clock?: VirtualClock;
  /** Cuts connections. */
  readonly proxy?: CuttingProxy;
  /** Words in the messages of error answers, for example a secret that must not be repeated. */
  readonly words?: string;
  /** Answers of people's kind in place of the fault's own: `Unable to create comment because issue is locked.` */
  readonly message?: string;
}

/** The answer of a fault, with or without the effect. */
export async function faultyAnswer(
  kind: Exclude<FaultKind, StaleKind>,
  { call, perform, github, options }: {
    call: Call;
    perform: Perform;
    github: Emulator;
    options: FaultOptions;
  },
): Promise<Response> {
  const [name = "", when] = kind.split(/ (before|after)$/);
  if (when === "after") await perform();
  const words = [options.message ?? "It went wrong", options.words].filter(Boolean).join(" ");
  const refusal = (status: number, headers: Record<string, string> = {}): Response =>
    Response.json({ message: words, documentation_url: "https://docs.github.com/rest" }, {
      status,
      headers: { date: new Date(github.world.now).toUTCString(), ...headers },
    });
  switch (name) {
    case "500":
    case "503":
    case "504":
      return refusal(STATUSES[name]);
    case "502 page":
      return new Response(`<html><body><h1>502</h1>${words}</body></html>`, {
        status: 502,
        headers: { "content-type": "text/html; charset=utf-8" },
      });
    case "cut":
      options.proxy?.cut();
      return new Response(null, { status: 500 });
    case "timeout":
      if (options.clock === undefined) await Promise.withResolvers<void>().promise;
      options.clock?.hang();
      return new Response(null, { status: 504 });
    case "cut body":
      await perform();
      return brokenConnection();
    case "truncated body": {
      const text = await (await perform()).text();
      return json(text.slice(0, Math.floor(text.length / 2)));
    }
    case "empty body":
      await perform();
      return json("");
    case "empty object":
      await perform();
      return json("{}");
    case "401":
    case "403":
    case "404":
    case "410":
    case "422":
      return refusal(Number(name));
    case "403 secondary":
      return refusal(403, { "retry-after": "7" });
    case "429":
      return refusal(429, { "retry-after": "7" });
    case "partial data": {
      const { data } = await (await perform()).json();
      return Response.json({
        data: withoutLists(data),
        errors: [{ type: "INTERNAL", message: words, path: [] }],
      });
    }
    case "RATE_LIMITED":
    case "RESOURCE_LIMITS_EXCEEDED":
      return Response.json({ data: null, errors: [{ type: name, message: words }] });
    case "STALE_DATA":
      return Response.json({
        data: { createCommitOnBranch: null },
        errors: [{
          type: name,
          message: 'Expected branch to point to "0" but it did not. Pull and try again.',
        }],
      });
    default:
      return await offTime(kind, { perform, call, now: github.world.now });
  }
}

/** `clock -3h`: the answer is right, its `date` is not. */
async function offTime(
  kind: string,
  { perform, call, now }: { perform: Perform; call: Call; now: string },
): Promise<Response> {
  const [, sign, count, unit] = /^clock ([+-])(\d+)([mh])$/.exec(kind) ?? [];
  if (sign === undefined) throw new Error(`Cannot plan "${kind}" for ${call.path}: no such fault`);
  const minutes = Number(`${sign}${count}`) * (unit === "h" ? 60 : 1);
  const answer = await perform();
  const headers = new Headers(answer.headers);
  headers.set("date", new Date(Date.parse(now) + minutes * 60_000).toUTCString());
  return new Response(answer.body, { status: answer.status, headers });
}

function json(text: string): Response {
  return new Response(text, { headers: { "content-type": "application/json; charset=utf-8" } });
}

/** Partial data as GitHub sends it: what took too long is null. */
function withoutLists(data: unknown): unknown {
  return JSON.parse(
    JSON.stringify(data ?? null),
    (_key, value) =>
      typeof value === "object" && value !== null && Array.isArray(value.nodes) ? null : value,
  );
}
