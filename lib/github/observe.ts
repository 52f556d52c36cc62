/**
 * Observes a repository once: one overview, the checks of the candidates in batches of ten, a
 * comparison for each candidate whose one is not remembered, and further pages only where something
 * did not fit. What cannot be read becomes a gap, never an empty list that looks like an answer.
 * @module
 */

import { messageOf } from "../failure.ts";
import { comparisonKey } from "../candidates/base.ts";
import { pathQuestions, recallComparison, reduceComparison } from "../candidates/comparisons.ts";
import { selectCandidates } from "../candidates/select.ts";
import type { ChosenCandidate } from "../candidates/select.ts";
import type { Comparison, Gap, IssueFacts, Observation } from "../observation/observation.ts";
import { parseState } from "../state/parse.ts";
import type { State } from "../state/state.ts";
import { brokenAnswer, httpStatusOf } from "./answers.ts";
import { readChecks } from "./checks.ts";
import type { Client } from "./client.ts";
import type { ObservationRequest } from "./hub.ts";
import { issuesAt } from "./issue_lookups.ts";
import { readOverview } from "./overview.ts";
import type { Slug } from "./shapes.ts";

/** Issues by number in one query. */
const ISSUES_PER_QUERY = 100;

/**
 * Reads everything a cycle needs.
 * @throws {Failure} exit 2 when the repository does not exist or no cycle can be run for it
 * @throws {AnswerError} when the overview cannot be read
 */
export async function observe(
  client: Client,
  options: { slug: Slug; request: ObservationRequest },
): Promise<Observation> {
  const { slug, request } = options;
  const gaps: Gap[] = [];
  const overview = await readOverview(client, { slug, request, gaps });
  const { chosen } = selectCandidates(overview, { policy: request.candidates, now: request.now });
  const texts = request.local_state ?? overview.state.files;
  const { state } = parseState(texts, { now: request.now });
  const issues = [
    ...overview.issues,
    ...await unseenIssues(client, { slug, known: overview, gaps, state }),
  ];
  const checks = await readChecks(client, { chosen, gaps });
  const comparisons = await readComparisons(client, { slug, chosen, gaps, request, state });
  return { ...overview, issues, checks, comparisons, gaps, complete: gaps.length === 0 };
}

/**
 * Issues that state names and the lists lack: unlabelled, or left out by a list that lied. One that
 * was deleted or transferred is not there by number either, and that is an answer.
 */
async function unseenIssues(
  client: Client,
  { slug, known, gaps, state }: {
    slug: Slug;
    known: Pick<Observation, "issues">;
    gaps: Gap[];
    state: State;
  },
): Promise<IssueFacts[]> {
  const seen = new Set(known.issues.map(({ number }) => number));
  const numbers = Object.values(state.blockers.blockers)
    .filter((blocker) => blocker.closed_at === undefined)
    .map((blocker) => blocker.issue_number)
    .filter((number) => number > 0 && !seen.has(number));
  const found: IssueFacts[] = [];
  for (let at = 0; at < numbers.length; at += ISSUES_PER_QUERY) {
    const batch = numbers.slice(at, at + ISSUES_PER_QUERY);
    try {
      found.push(...await issuesAt(client, slug, batch));
    } catch (error) {
      const what = `issues ${batch.map((number) => `#${number}`).join(", ")}`;
      gaps.push({ what, why: messageOf(error) });
    }
  }
  return found;
}

/** What changed in each candidate: remembered, or asked. */
async function readComparisons(
  client: Client,
  options: {
    slug: Slug;
    chosen: readonly ChosenCandidate[];
    gaps: Gap[];
    request: ObservationRequest;
    state: State;
  },
): Promise<Record<string, Comparison>> {
  const { slug, chosen, gaps, request, state } = options;
  const questions = pathQuestions(request.candidates, request.own_files);
  const comparisons: Record<string, Comparison> = {};
  for (const { commit, base } of chosen) {
    if (base === null) continue;
    const pair = { base: base.sha, head: commit.sha };
    const key = comparisonKey(pair);
    if (comparisons[key] !== undefined) continue;
    try {
      comparisons[key] = recallComparison(state.observation, pair, questions) ??
        reduceComparison(pair, { ...await comparePaths(client, { slug, ...pair }), questions });
    } catch (error) {
      if (httpStatusOf(error) === 404) continue; // the base is gone: everything counts as changed
      gaps.push({ what: `changed files of ${commit.sha.slice(0, 7)}`, why: messageOf(error) });
    }
  }
  return comparisons;
}

/** GitHub's compare API lists no more files than this; one that was moved is one. */
const MOST_FILES_LISTED = 300;

/**
 * The files that changed between two commits; GitHub lists at most 300, all of them on the first page.
 * @throws {AnswerError} when GitHub does not say
 */
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
  if (!Array.isArray(data.files)) throw brokenAnswer("lacks the files of a comparison");
  return {
    // A file that was moved changed in both places.
    files: data.files.flatMap(({ filename, previous_filename }) =>
      previous_filename === undefined ? [filename] : [previous_filename, filename]
    ),
    truncated: data.files.length >= MOST_FILES_LISTED,
  };
}
