/**
 * Gathers what GitHub tells, in four requests or so; nothing is written.
 * @module
 */

import { AnswerError, graphqlError, type GraphqlProblem, httpStatusOf } from "../github/answers.ts";
import { readChecks } from "../github/checks.ts";
import type { Client } from "../github/client.ts";
import { PagedList, readOn } from "../github/pages.ts";
import { nodesOf, pageOf, record, type Slug, textOf } from "../github/shapes.ts";
import { stateOf, type StatePlace, stateVariables } from "../github/state_texts.ts";
import { messageOf } from "../failure.ts";
import type { Gap, StateTexts } from "../observation/observation.ts";
import type { BranchProtection, Budget, Examined, Facts, Greeting, Refused } from "./facts.ts";
import { DIAGNOSIS, LABEL_PAGE } from "./query.ts";

/** Where to look. */
export interface GatherOptions {
  /** The repository. */
  readonly slug: Slug;
  /** Where its state is. */
  readonly place: StatePlace;
  /** State kept in a local folder, which then counts; null without one. */
  readonly local_state: StateTexts | null;
  /** Our clock. */
  readonly now: () => Temporal.Instant;
}

/** What GitHub tells, or why it does not. Never throws for an answer of GitHub's. */
export async function gather(
  client: Client,
  options: GatherOptions,
): Promise<Pick<Facts, "greeting" | "examined" | "refused">> {
  let greeting: Greeting | null = null;
  try {
    greeting = await greet(client, options.now);
    return { greeting, examined: await examine(client, options), refused: null };
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    const refused = refusedFor(error, greeting);
    return { greeting: refused.kind === "token" ? null : greeting, examined: null, refused };
  }
}

function refusedFor(error: AnswerError, greeting: Greeting | null): Refused {
  const why = messageOf(error);
  if (error.status === 401) return { kind: "token", why };
  return { kind: greeting !== null && error.trouble === "missing" ? "repository" : "other", why };
}

/**
 * Asks for the rate limit, which costs nothing, and reads the headers. A server without limits answers
 * 404, by GitHub Enterprise Server's documentation.
 */
async function greet(client: Client, now: () => Temporal.Instant): Promise<Greeting> {
  const seen = (headers: Readonly<Record<string, unknown>>): Omit<Greeting, "budgets"> => ({
    server_time: instantOf(headers["date"]),
    our_time: now().toString({ smallestUnit: "second" }),
    scopes: typeof headers["x-oauth-scopes"] === "string"
      ? headers["x-oauth-scopes"].split(",").map((scope) => scope.trim()).filter(Boolean)
      : null,
    expires_at: instantOf(headers["github-authentication-token-expiration"]),
  });
  try {
    const { data, headers } = await client.rest.rateLimit.get();
    const { core, graphql } = data.resources;
    const budgets = [budgetOf("REST", core), ...graphql ? [budgetOf("GraphQL", graphql)] : []];
    return { ...seen(headers), budgets };
  } catch (error) {
    if (error instanceof AnswerError && httpStatusOf(error) === 404) {
      return { ...seen(error.headers), budgets: null };
    }
    throw error;
  }
}

function budgetOf(
  name: string,
  { limit, remaining, reset }: { limit: number; remaining: number; reset: number },
): Budget {
  const resets_at = Temporal.Instant.fromEpochMilliseconds(reset * 1_000).toString();
  return { name, limit, remaining, resets_at };
}

/** A time as headers have it: `Thu, 08 Jan 2026 08:15:00 GMT`, or a token's `2026-02-01 08:15:00 UTC`. */
function instantOf(header: unknown): string | null {
  const millis = typeof header === "string" ? Date.parse(header) : NaN;
  return Number.isNaN(millis)
    ? null
    : Temporal.Instant.fromEpochMilliseconds(millis).toString({ smallestUnit: "second" });
}

async function examine(client: Client, options: GatherOptions): Promise<Examined> {
  const { slug, place, local_state } = options;
  const { data, errors } = await client.graphql(DIAGNOSIS, { ...slug, ...stateVariables(place) });
  const repository = record(record(data)?.repository);
  if (repository === null) {
    throw errors[0] === undefined
      ? new AnswerError("broken", "GitHub's answer lacks the repository")
      : graphqlError(errors[0]);
  }
  // Rules that a token may not see are told apart: a cycle does not read them.
  const aboutRules = errors.filter(isAboutRules);
  const gaps: Gap[] = errors.filter((error) => !isAboutRules(error))
    .map(({ message, path }) => ({ what: path?.join(".") ?? "part of it", why: message }));
  const head = record(repository.defaultBranchRef);
  const default_branch = textOf(head?.name);
  const ref = place.state_branch === null ? head : record(repository.stateRef);
  const commits = nodesOf(record(head?.target)?.history)
    .map(({ id, oid }) => ({ commit: { id: textOf(id), sha: textOf(oid) } }));
  const checks = await readChecks(client, { chosen: commits, gaps });
  return {
    full_name: textOf(repository.nameWithOwner),
    default_branch,
    archived: repository.isArchived === true,
    issues_enabled: repository.hasIssuesEnabled !== false,
    viewer: textOf(record(record(data)?.viewer)?.login),
    permission: textOf(repository.viewerPermission) || null,
    labels: await labelsOf(client, { slug, first: repository.labels, gaps }),
    state_branch: { name: place.state_branch ?? default_branch, exists: ref !== null },
    protection: protectionOf(ref, aboutRules[0]?.message ?? null),
    state: local_state ?? stateOf(repository, { request: place, default_branch }).files,
    recent: commits.flatMap(({ commit }) => checks[commit.sha] ?? []),
    gaps,
  };
}

function isAboutRules({ path }: GraphqlProblem): boolean {
  return path?.some((part) => part === "rules" || part === "refUpdateRule") === true;
}

async function labelsOf(
  client: Client,
  { slug, first, gaps }: { slug: Slug; first: unknown; gaps: Gap[] },
): Promise<string[] | null> {
  const labels = new PagedList<string>("labels", {
    map: ({ name }) => textOf(name),
    key: (name) => name,
  });
  labels.take(() => pageOf(first));
  await readOn(new Map([["labels", labels]]), async (after) => {
    const variables = { ...slug, after: after.get("labels") };
    const { data, errors } = await client.graphql(LABEL_PAGE, variables);
    if (errors[0] !== undefined) throw graphqlError(errors[0]);
    return () => pageOf(record(record(data)?.repository)?.labels);
  });
  if (labels.gap === null) return labels.items;
  gaps.push(labels.gap);
  return null;
}

/** Rules that a commit by the API breaks; the others (signatures, deletion, …) it keeps. */
const HINDRANCES: Readonly<Record<string, string>> = {
  PULL_REQUEST: "a ruleset requires a pull request",
  UPDATE: "a ruleset restricts who may update it",
  REQUIRED_STATUS_CHECKS: "a ruleset requires status checks",
  REQUIRED_DEPLOYMENTS: "a ruleset requires deployments",
  WORKFLOWS: "a ruleset requires workflows",
  MERGE_QUEUE: "a ruleset requires the merge queue",
  LOCK_BRANCH: "a ruleset locks it",
};

function protectionOf(
  ref: Record<string, unknown> | null,
  untold: string | null,
): BranchProtection {
  const rule = record(ref?.refUpdateRule);
  const contexts = rule?.requiredStatusCheckContexts;
  const of_rule = rule === null ? [] : [
    ...rule.viewerCanPush === false ? ["this account may not push"] : [],
    ...Number(rule.requiredApprovingReviewCount ?? 0) > 0 ? ["reviews are required"] : [],
    ...Array.isArray(contexts) && contexts.length > 0 ? ["status checks are required"] : [],
  ];
  const of_rulesets = nodesOf(ref?.rules).flatMap(({ type }) => HINDRANCES[textOf(type)] ?? []);
  return { hindrances: [...of_rule, ...new Set(of_rulesets)], untold };
}
