/**
 * The helm/helm repository as of two instants of 2026, from its public git data: 261 tags, 49 branches
 * of which most are dead, two release trains at once, and an RC with 330 changed files.
 * @module
 */

import { type PathQuestions, reduceComparison } from "../../lib/candidates/comparisons.ts";
import type {
  CommitChecks,
  CommitFacts,
  Comparison,
  Observation,
} from "../../lib/observation/observation.ts";
import helm from "../data/helm.json" with { type: "json" };

/** When v4.2.0-rc.1 and v3.21.0-rc.1 were alive. */
export const HELM_MAY = "2026-05-06T12:00:00Z";

/** The repository's last commit. */
export const HELM_AUGUST = "2026-08-20T21:58:31Z";

/** A commit of the world. */
export interface WorldCommit {
  readonly sha: string;
  readonly committed_at: string;
  readonly headline: string;
  /** First parents are not in the data: a made-up id stands for each. */
  readonly parent: string;
}

/** A tag of the world. */
export interface WorldTag {
  readonly name: string;
  readonly sha: string;
  readonly created_at: string;
  readonly annotated: boolean;
}

/** Files changed between two commits. */
export interface WorldComparison {
  readonly base: string;
  readonly head: string;
  /** As many as changed; `files` holds the 300 that GitHub would list. */
  readonly total: number;
  readonly files: readonly string[];
}

/** The raw facts of one instant: what an API emulator would serve. */
export interface WorldFacts {
  readonly repository: string;
  readonly default_branch: string;
  readonly now: string;
  readonly commits: ReadonlyMap<string, WorldCommit>;
  /** Newest first. */
  readonly tags: readonly WorldTag[];
  /** Newest commit first. */
  readonly branches: readonly { readonly name: string; readonly sha: string }[];
  readonly comparisons: readonly WorldComparison[];
  /** The workflows that run on commits. */
  readonly workflows: readonly { readonly file: string; readonly name: string }[];
}

/** The raw facts as of an instant: only what existed then. */
export function helmFacts(now: string): WorldFacts {
  const tags = helm.tags.map(readTag).filter(({ created_at }) => created_at <= now);
  const commits = commitsUntil(now);
  const branches = helm.branches.flatMap(([name = "", sha = ""]) => {
    const head = commits.has(sha) ? sha : earlierHead(name, tags);
    return head === null ? [] : [{ name, sha: head }];
  });
  const date = (sha: string): string => commits.get(sha)?.committed_at ?? "";
  const sha_of = new Map(tags.map(({ name, sha }) => [name, sha]));
  return {
    repository: helm.repository,
    default_branch: helm.default_branch,
    now,
    commits,
    tags,
    branches: branches.sort((a, b) => date(a.sha) < date(b.sha) ? 1 : -1),
    comparisons: helm.comparisons.flatMap(({ base, head, total, files }) => {
      const [base_sha, head_sha] = [sha_of.get(base), sha_of.get(head)];
      if (base_sha === undefined || head_sha === undefined) return [];
      return [{ base: base_sha, head: head_sha, total, files }];
    }),
    workflows: helm.workflows.map(([file = "", name = ""]) => ({ file, name })),
  };
}

/** The observation of an instant, with every workflow green on every head and tag that could matter. */
export function helmObservation(
  now: string,
  questions: PathQuestions = { patterns: [], own_files: [] },
): Observation {
  const facts = helmFacts(now);
  const commitOf = (sha: string): CommitFacts => commitFacts(facts, sha);
  const heads = facts.branches.map(({ name, sha }) => ({ name, head: commitOf(sha) }));
  const main = heads.filter(({ name }) => name === facts.default_branch).map(({ head }) => head);
  const tags = facts.tags.map(({ name, sha, created_at }) => (
    { name, created_at, head: commitOf(sha) }
  ));
  const recent = [...heads, ...tags.slice(0, 20)].map(({ head }) => head);
  return {
    repository: {
      id: "R_helm",
      full_name: facts.repository,
      url: `https://github.com/${facts.repository}`,
      default_branch: facts.default_branch,
    },
    viewer: "release-bot",
    observed_at: now,
    complete: true,
    gaps: [],
    default_commits: main,
    branches: heads,
    tags,
    checks: Object.fromEntries(recent.map((commit) => [commit.sha, greenChecks(facts, commit)])),
    comparisons: comparisonsOf(facts, { heads: recent, questions }),
    issues: [],
    codeowners: null,
    state: { branch: facts.default_branch, head: main[0]?.sha ?? null, files: {} },
  };
}

/** An observation of an instant and the raw facts behind it. */
export function helmWorld(
  now: string,
  questions?: PathQuestions,
): { observation: Observation; facts: WorldFacts } {
  return { observation: helmObservation(now, questions), facts: helmFacts(now) };
}

function readTag(row: (string | boolean)[]): WorldTag {
  const [name, sha, created_at, annotated] = row;
  return {
    name: String(name),
    sha: String(sha),
    created_at: String(created_at),
    annotated: annotated === true,
  };
}

/** Every commit that the data names. Where it lacks a commit's date, the date of its first tag stands in. */
function commitsUntil(now: string): Map<string, WorldCommit> {
  const rows = [
    ...helm.tags.map(readTag).map(({ name, sha, created_at }) => [sha, created_at, name])
      .sort((a, b) => String(a[1]) < String(b[1]) ? 1 : -1),
    ...helm.branches.map(([, sha, committed_at, headline]) => [sha, committed_at, headline]),
    ...helm.commits,
  ];
  const commits = rows.map(([sha = "", committed_at = "", headline = ""]) => ({
    sha,
    committed_at,
    headline,
    parent: [...sha].reverse().join(""),
  }));
  return new Map(
    commits.filter(({ committed_at }) => committed_at <= now).map((commit) => [commit.sha, commit]),
  );
}

/** Where a branch pointed before its present head was committed: at the newest tag that was made from it. */
function earlierHead(branch: string, tags: readonly WorldTag[]): string | null {
  const tagged = PREFIX_OF_BRANCH[branch] ?? `v${/\d+\.\d+/.exec(branch)?.[0]}.`;
  return tags.find(({ name }) => name.startsWith(tagged))?.sha ?? null;
}

const PREFIX_OF_BRANCH: Readonly<Record<string, string>> = { "main": "v4.", "dev-v3": "v3." };

function commitFacts(facts: WorldFacts, sha: string): CommitFacts {
  const commit = facts.commits.get(sha);
  if (commit === undefined) throw new Error(`The world has no commit ${sha}`);
  return {
    id: `C_${sha.slice(0, 12)}`,
    sha,
    committed_at: commit.committed_at,
    headline: commit.headline,
    url: `https://github.com/${facts.repository}/commit/${sha}`,
    parent: commit.parent,
    changed_files: null,
  };
}

function comparisonsOf(
  facts: WorldFacts,
  { heads, questions }: { heads: readonly CommitFacts[]; questions: PathQuestions },
): Record<string, Comparison> {
  const known = facts.comparisons.map(({ total, files, ...pair }) =>
    reduceComparison(pair, { files, truncated: total > files.length, questions })
  );
  const own = heads.flatMap(({ sha, parent }): Comparison[] =>
    parent === null ? [] : [
      reduceComparison({ base: parent, head: sha }, {
        files: ["go.mod", "go.sum"],
        truncated: false,
        questions,
      }),
    ]
  );
  return Object.fromEntries([...own, ...known].map((one) => [`${one.base}...${one.head}`, one]));
}

/** Every workflow ran once, took ten minutes and passed. */
function greenChecks(facts: WorldFacts, commit: CommitFacts): CommitChecks {
  const after = (minutes: number): string =>
    new Date(Date.parse(commit.committed_at) + minutes * 60_000).toISOString().replace(
      ".000Z",
      "Z",
    );
  const suites = facts.workflows.map(({ file, name }, index) => {
    const id = Number.parseInt(commit.sha.slice(0, 8), 16) * 10 + index;
    const url = `https://github.com/${facts.repository}/actions/runs/${id}`;
    return {
      id: `CS_${id}`,
      app: "github-actions",
      status: "completed",
      conclusion: "success",
      created_at: after(1),
      updated_at: after(12),
      workflow_run: {
        id,
        run_number: 1,
        event: "push",
        url,
        created_at: after(1),
        workflow: name,
        file,
      },
      check_runs: [{
        id,
        name: `${name} / linux`,
        status: "completed",
        conclusion: "success",
        started_at: after(2),
        completed_at: after(12),
        url: `${url}/job/1`,
      }],
    };
  });
  return { suites, statuses: [] };
}
