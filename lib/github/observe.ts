/**
 * Observes a repository once: one overview, the checks of the candidates in batches of ten, a
 * comparison per candidate, and further pages only where something did not fit. What cannot be read
 * becomes a gap, never an empty list that looks like an answer.
 * @module
 */

import { Failure, messageOf } from "../failure.ts";
import { selectCandidates } from "../candidates/select.ts";
import type { ChosenCandidate } from "../candidates/select.ts";
import type {
  CheckSuiteFacts,
  CommitChecks,
  Comparison,
  Gap,
  IssueFacts,
  Observation,
} from "../observation/observation.ts";
import { parseState } from "../state/parse.ts";
import { answerOf, type Client } from "./client.ts";
import type { ObservationRequest } from "./hub.ts";
import { pagesOf, readOverview } from "./overview.ts";
import { CHECKS_OF_COMMITS, issuesByNumber, RUN_PAGE, SUITE_PAGE } from "./queries.ts";
import {
  checkRunOf,
  issueOf,
  nodesOf,
  pageOf,
  record,
  type Slug,
  statusOf,
  suiteOf,
  textOf,
} from "./shapes.ts";

/** Commits per checks query: more run into GitHub's ten seconds. */
const COMMITS_PER_QUERY = 10;
/** GitHub lists at most this many files of a comparison. */
const COMPARE_FILES = 300;

/**
 * Reads everything a cycle needs.
 * @throws {Failure} exit 2 when the token is refused or the repository does not exist; any other
 * trouble with the overview is thrown as it is.
 */
export async function observe(
  client: Client,
  options: { slug: Slug; request: ObservationRequest },
): Promise<Observation> {
  const { slug, request } = options;
  const gaps: Gap[] = [];
  const overview = await readOverview(client, { slug, request, gaps });
  const { chosen } = selectCandidates(overview, { policy: request.candidates, now: request.now });
  const issues = [
    ...overview.issues,
    ...await unseenIssues(client, { slug, known: overview, gaps, request }),
  ];
  const checks = await readChecks(client, { chosen, gaps });
  const comparisons = await readComparisons(client, { slug, chosen, gaps });
  return { ...overview, issues, checks, comparisons, gaps, complete: gaps.length === 0 };
}

/** Issues that state names and the lists lack: unlabelled, or left out by a list that lied. */
async function unseenIssues(
  client: Client,
  options: {
    slug: Slug;
    known: Pick<Observation, "issues" | "state">;
    gaps: Gap[];
    request: ObservationRequest;
  },
): Promise<IssueFacts[]> {
  const { slug, known, gaps, request } = options;
  const seen = new Set(known.issues.map(({ number }) => number));
  const { state } = parseState(request.local_state ?? known.state.files, {
    now: request.now,
  });
  const numbers = Object.values(state.blockers.blockers)
    .filter((blocker) => blocker.closed_at === undefined && blocker.cleared_at === undefined)
    .map((blocker) => blocker.issue_number)
    .filter((number) => number > 0 && !seen.has(number));
  const found: IssueFacts[] = [];
  for (let at = 0; at < numbers.length; at += 100) {
    const batch = numbers.slice(at, at + 100);
    try {
      const { data, errors } = await client.graphql(issuesByNumber(batch), { ...slug });
      const repository = record(record(data)?.repository);
      for (const number of batch) {
        const issue = record(repository?.[`i${number}`]);
        if (issue !== null) found.push(issueOf(issue));
      }
      const other = errors.find(({ type }) => type !== "NOT_FOUND");
      if (other !== undefined) throw new Error(other.message);
    } catch (error) {
      gaps.push({
        what: `issues ${batch.map((number) => `#${number}`).join(", ")}`,
        why: messageOf(error),
      });
    }
  }
  return found;
}

async function readChecks(
  client: Client,
  { chosen, gaps }: { chosen: readonly ChosenCandidate[]; gaps: Gap[] },
): Promise<Record<string, CommitChecks>> {
  const commits = new Map(chosen.map(({ commit }) => [commit.id, commit.sha]));
  const ids = [...commits.keys()];
  const checks: Record<string, CommitChecks> = {};
  for (let at = 0; at < ids.length; at += COMMITS_PER_QUERY) {
    const batch = ids.slice(at, at + COMMITS_PER_QUERY);
    try {
      const { data, errors } = await client.graphql(CHECKS_OF_COMMITS, { ids: batch });
      if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("; "));
      for (const node of nodesOf({ nodes: record(data)?.nodes })) {
        const sha = textOf(node.oid);
        const id = batch.find((candidate) => commits.get(candidate) === sha);
        if (id !== undefined) checks[sha] = await checksOf(client, node, id);
      }
    } catch (error) {
      for (const id of batch) {
        const sha = commits.get(id) ?? "";
        if (checks[sha] === undefined) {
          gaps.push({ what: `checks of ${sha.slice(0, 7)}`, why: messageOf(error) });
        }
      }
    }
  }
  for (const sha of commits.values()) {
    if (
      checks[sha] === undefined && !gaps.some(({ what }) => what === `checks of ${sha.slice(0, 7)}`)
    ) {
      gaps.push({
        what: `checks of ${sha.slice(0, 7)}`,
        why: "GitHub's answer left the commit out",
      });
    }
  }
  return checks;
}

/** The checks of one commit, with the pages that did not fit. */
async function checksOf(
  client: Client,
  commit: Record<string, unknown>,
  id: string,
): Promise<CommitChecks> {
  const suites: CheckSuiteFacts[] = [];
  for await (
    const node of pagesOf(pageOf(commit.checkSuites), async (after) => {
      const { data, errors } = await client.graphql(SUITE_PAGE, { id, after });
      if (errors[0] !== undefined) throw new Error(errors[0].message);
      return pageOf(record(record(data)?.node)?.checkSuites);
    })
  ) {
    const runs = [];
    for await (
      const run of pagesOf(pageOf(node.checkRuns), async (after) => {
        const { data, errors } = await client.graphql(RUN_PAGE, { id: textOf(node.id), after });
        if (errors[0] !== undefined) throw new Error(errors[0].message);
        return pageOf(record(record(data)?.node)?.checkRuns);
      })
    ) runs.push(checkRunOf(run));
    suites.push(suiteOf(node, runs));
  }
  const contexts = record(commit.status)?.contexts;
  const statuses = Array.isArray(contexts)
    ? contexts.map((context) => statusOf(record(context) ?? {}))
    : [];
  return { suites, statuses };
}

async function readComparisons(
  client: Client,
  options: { slug: Slug; chosen: readonly ChosenCandidate[]; gaps: Gap[] },
): Promise<Record<string, Comparison>> {
  const { slug, chosen, gaps } = options;
  const comparisons: Record<string, Comparison> = {};
  for (const { commit, base } of chosen) {
    if (base === null) continue;
    const key = `${base.sha}...${commit.sha}`;
    if (comparisons[key] !== undefined) continue;
    try {
      const { files, truncated } = await comparePaths(client, {
        slug,
        base: base.sha,
        head: commit.sha,
      });
      comparisons[key] = { base: base.sha, head: commit.sha, files, truncated };
    } catch (error) {
      if (answerOf(error).status === 404) continue; // the base is gone: everything counts as changed
      gaps.push({ what: `changed files of ${commit.sha.slice(0, 7)}`, why: messageOf(error) });
    }
  }
  return comparisons;
}

/** The files that changed between two commits; GitHub lists at most 300, all of them on the first page. */
export async function comparePaths(
  client: Client,
  { slug, base, head }: { slug: Slug; base: string; head: string },
): Promise<{ files: string[]; truncated: boolean }> {
  const { data } = await client.rest.repos.compareCommitsWithBasehead({
    owner: slug.owner,
    repo: slug.name,
    basehead: `${base}...${head}`,
    per_page: 1,
  });
  if (data.files === undefined) {
    throw new Failure(
      "bad-answer",
      `GitHub's comparison of ${base}...${head} has no list of files`,
      {
        remedy: "Run again.",
        exit: 1,
      },
    );
  }
  return {
    files: data.files.map(({ filename }) => filename),
    truncated: data.files.length >= COMPARE_FILES,
  };
}
