/**
 * The REST API: routes, and the check of every request body and answer against GitHub's description.
 * @module
 */

import { createToken, getInstallation } from "./app.ts";
import { compare } from "./git.ts";
import { answerProblem, bodyProblem } from "./openapi.ts";
import {
  type Answer,
  linkHeaders,
  notFound,
  ok,
  pageRequest,
  Refusal,
  slice,
} from "./rest_answer.ts";
import { ISSUE_ROUTES } from "./rest_issues.ts";
import { comparisonJson, repositoryJson, type RestRealm, viewerJson } from "./rest_objects.ts";

/** One request as a route sees it. */
export interface RouteCall {
  readonly operation: string;
  readonly realm: RestRealm;
  readonly maxPageSize: number;
  readonly url: URL;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly budget: RateBudget;
}

/** What is left of the hourly budgets, for `GET /rate_limit`. */
export interface RateBudget {
  readonly core: RateWindow;
  readonly graphql: RateWindow;
}

/** One budget. `reset` is in seconds since 1970. */
export interface RateWindow {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly reset: number;
}

/** One operation of GitHub's description, and what answers it. */
export interface Route {
  /** `METHOD /path/{parameter}`, as the description writes it. */
  readonly operation: string;
  readonly run: (call: RouteCall) => Answer;
}

const ROUTES: readonly (Route & { method: string; pattern: URLPattern })[] = [
  { operation: "GET /rate_limit", run: rateLimit },
  { operation: "GET /user", run: getUser },
  { operation: "GET /repos/{owner}/{repo}", run: getRepository },
  { operation: "GET /repos/{owner}/{repo}/installation", run: getInstallation },
  { operation: "POST /app/installations/{installation_id}/access_tokens", run: createToken },
  { operation: "GET /repos/{owner}/{repo}/compare/{basehead}", run: getComparison },
  ...ISSUE_ROUTES,
].map((route) => {
  const [method = "", path = ""] = route.operation.split(" ");
  const pathname = path.replaceAll("{basehead}", ":basehead(.+)").replaceAll(/\{(\w+)\}/g, ":$1");
  return { ...route, method, pattern: new URLPattern({ pathname }) };
});

/** What a REST request is about. */
export interface RestRequest {
  readonly method: string;
  readonly url: URL;
  /** Path below the API root. */
  readonly path: string;
  /** Body as text; empty when there is none. */
  readonly text: string;
}

/** Answers a REST request. Throws when the answer breaks GitHub's description: the emulator is wrong. */
export function runRest(
  request: RestRequest,
  options: { realm: RestRealm; maxPageSize: number; budget: RateBudget },
): Answer {
  const route = ROUTES.find((each) =>
    each.method === request.method && each.pattern.test({ pathname: request.path })
  );
  if (!route) {
    if (!/^\/(repos|user|rate_limit)/.test(request.path)) return notFound().answer;
    throw new Error(`emulator: ${request.method} ${request.path} is not modelled`);
  }
  const groups = route.pattern.exec({ pathname: request.path })?.pathname.groups ?? {};
  const parameters = Object.fromEntries(
    Object.entries(groups).map(([key, value]) => [key, decodeURIComponent(value ?? "")]),
  );
  const answer = answerOf(route, { ...options, request, parameters });
  const problem = answerProblem(route.operation, answer);
  if (problem) throw new Error(`emulator: answer does not match GitHub's description: ${problem}`);
  return answer;
}

function answerOf(
  route: Route,
  options: {
    realm: RestRealm;
    maxPageSize: number;
    budget: RateBudget;
    request: RestRequest;
    parameters: Readonly<Record<string, string>>;
  },
): Answer {
  const { request, parameters, realm } = options;
  try {
    const { owner, name } = realm.world.repository;
    const asked = `${parameters.owner}/${parameters.repo}`.toLowerCase();
    if (parameters.owner !== undefined && asked !== `${owner}/${name}`.toLowerCase()) {
      throw notFound();
    }
    const body = bodyOf(request);
    const wrong = bodyProblem(route.operation, body);
    if (wrong) throw new Refusal(422, `Invalid request.\n\n${wrong}`);
    return route.run({ ...options, operation: route.operation, url: request.url, body });
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function bodyOf(request: RestRequest): unknown {
  if (request.text === "") return request.method === "GET" ? null : {};
  try {
    return JSON.parse(request.text);
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
}

function getRepository(call: RouteCall): Answer {
  return ok(repositoryJson(call.realm));
}

/** Installation tokens belong to no user. */
function getUser(call: RouteCall): Answer {
  if (call.realm.world.viewer.installation) {
    throw new Refusal(403, "Resource not accessible by integration");
  }
  return ok(viewerJson(call.realm));
}

/** Compares `base...head`. Commits are paged (250 on a page unless told), files are not. */
function getComparison(call: RouteCall): Answer {
  const range = call.parameters.basehead ?? "";
  const [base, head] = range.split("...");
  if (!base || !head) throw notFound();
  const compared = compare(call.realm.world, base, head);
  if (!compared) throw notFound();
  const explicit = call.url.searchParams.has("page") || call.url.searchParams.has("per_page");
  const at = explicit ? pageRequest(call.url, call) : { page: 1, size: 250 };
  const commits = slice(compared.commits, at);
  return {
    ...ok(comparisonJson(call.realm, { compared, range, commits, page: at.page })),
    headers: linkHeaders(call.url, { ...at, total: compared.total_commits }),
  };
}

function rateLimit(call: RouteCall): Answer {
  const { core, graphql } = call.budget;
  const search = { ...core, limit: 30, used: 0, remaining: 30 };
  return ok({ resources: { core, graphql, search }, rate: core });
}
