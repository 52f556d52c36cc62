/**
 * The CI results of the candidates' commits, ten commits to a query, with the pages that did not fit.
 * @module
 */

import { messageOf } from "../failure.ts";
import type {
  CheckRunFacts,
  CheckSuiteFacts,
  CommitChecks,
  Gap,
} from "../observation/observation.ts";
import { brokenAnswer, graphqlError, isUncertain } from "./answers.ts";
import type { Client } from "./client.ts";
import { pagesOf } from "./pages.ts";
import { CHECKS_OF_COMMITS, RUN_PAGE, SUITE_PAGE } from "./queries.ts";
import {
  checkRunOf,
  nodesOf,
  type Page,
  pageOf,
  record,
  statusOf,
  suiteOf,
  textOf,
} from "./shapes.ts";

/** Commits per checks query: more run into GitHub's ten seconds. */
const COMMITS_PER_QUERY = 10;

/** A commit by node id and by sha. */
export interface CommitName {
  /** GraphQL node id. */
  readonly id: string;
  /** Full commit id. */
  readonly sha: string;
}

/** Reads the checks of every chosen commit; each that could not be read is a gap. */
export async function readChecks(
  client: Client,
  { chosen, gaps }: { chosen: readonly { readonly commit: CommitName }[]; gaps: Gap[] },
): Promise<Record<string, CommitChecks>> {
  const commits = [...new Map(chosen.map(({ commit }) => [commit.id, commit])).values()];
  const checks = new Map<string, CommitChecks>();
  for (let at = 0; at < commits.length; at += COMMITS_PER_QUERY) {
    await readBatch(client, { batch: commits.slice(at, at + COMMITS_PER_QUERY), checks, gaps });
  }
  return Object.fromEntries(checks);
}

/** A batch that is too much for GitHub is halved, as long as the halves lead to something. */
async function readBatch(
  client: Client,
  { batch, checks, gaps }: {
    batch: readonly CommitName[];
    checks: Map<string, CommitChecks>;
    gaps: Gap[];
  },
): Promise<void> {
  try {
    const { data, errors } = await client.graphql(CHECKS_OF_COMMITS, {
      ids: batch.map(({ id }) => id),
    });
    if (errors[0] !== undefined) throw graphqlError(errors[0]);
    for (const node of nodesOf(data)) {
      const commit = batch.find(({ sha }) => sha === node.oid);
      if (commit !== undefined) checks.set(commit.sha, await checksOf(client, node, commit.id));
    }
    if (missing(batch, checks).length > 0) throw brokenAnswer("left the commit out");
  } catch (error) {
    const rest = missing(batch, checks);
    if (isUncertain(error) && error.trouble !== "broken" && batch.length > 1) {
      const half = Math.ceil(rest.length / 2);
      await readBatch(client, { batch: rest.slice(0, half), checks, gaps });
      const fruitless = missing(rest.slice(0, half), checks).length === half;
      if (!fruitless && half < rest.length) {
        await readBatch(client, { batch: rest.slice(half), checks, gaps });
        return;
      }
      rest.splice(0, half);
    }
    for (const { sha } of rest) {
      gaps.push({ what: `checks of ${sha.slice(0, 7)}`, why: messageOf(error) });
    }
  }
}

function missing(
  batch: readonly CommitName[],
  checks: ReadonlyMap<string, CommitChecks>,
): CommitName[] {
  return batch.filter(({ sha }) => !checks.has(sha));
}

/** The checks of one commit. */
async function checksOf(
  client: Client,
  commit: Record<string, unknown>,
  id: string,
): Promise<CommitChecks> {
  const suites = new Map<string, CheckSuiteFacts>();
  const more = pagesOf(
    pageOf(commit.checkSuites),
    (after) => nextPage(client, { query: SUITE_PAGE, id, after, field: "checkSuites" }),
  );
  for await (const page of more) {
    for (const node of page.nodes) {
      const suite = suiteOf(node, await runsOf(client, node));
      suites.set(suite.id, suite);
    }
  }
  const contexts = record(commit.status)?.contexts;
  const statuses = Array.isArray(contexts)
    ? contexts.map((context) => statusOf(record(context) ?? {}))
    : [];
  return { suites: [...suites.values()], statuses };
}

async function runsOf(client: Client, suite: Record<string, unknown>): Promise<CheckRunFacts[]> {
  const runs = new Map<string, CheckRunFacts>();
  const id = textOf(suite.id);
  const more = pagesOf(
    pageOf(suite.checkRuns),
    (after) => nextPage(client, { query: RUN_PAGE, id, after, field: "checkRuns" }),
  );
  for await (const page of more) {
    // The id alone would make one of all runs whose id GitHub leaves out.
    for (const run of page.nodes.map(checkRunOf)) runs.set(`${run.id} ${run.url} ${run.name}`, run);
  }
  return [...runs.values()];
}

async function nextPage(
  client: Client,
  { query, id, after, field }: { query: string; id: string; after: string; field: string },
): Promise<Page> {
  const { data, errors } = await client.graphql(query, { id, after });
  if (errors[0] !== undefined) throw graphqlError(errors[0]);
  return pageOf(record(record(data)?.node)?.[field]);
}
