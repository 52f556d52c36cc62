/**
 * What REST answers with: the world's things in GitHub's JSON shapes.
 * @module
 */

import { isBot, issueUrl, nodeId, numberFor, webUrl } from "./identity.ts";
import type { Compared } from "./git.ts";
import type { CommentRecord, CommitRecord, IssueRecord, LabelRecord, World } from "./world.ts";

/** What answers are made from: the world and the address the client uses for REST. */
export interface RestRealm {
  readonly world: World;
  /** For example `http://127.0.0.1:8000` or `…/api/v3`; no slash at the end. */
  readonly root: string;
}

/** Files that GitHub's comparison lists at most. */
export const COMPARE_FILES = 300;

function apiUrl(realm: RestRealm, path = ""): string {
  const { owner, name } = realm.world.repository;
  return `${realm.root}/repos/${owner}/${name}${path}`;
}

/** A user or bot; an account that is gone shows as `ghost`. */
export function userJson(realm: RestRealm, login: string | null): object {
  const name = login ?? "ghost";
  const url = `${realm.root}/users/${encodeURIComponent(name)}`;
  return {
    login: name,
    id: numberFor(name),
    node_id: nodeId("user", name),
    avatar_url: `https://avatars.githubusercontent.com/u/${numberFor(name)}?v=4`,
    gravatar_id: "",
    url,
    html_url: `https://github.com/${name.replace(/\[bot\]$/, "")}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: isBot(name) ? "Bot" : "User",
    site_admin: false,
  };
}

/** The answer to `GET /user`. */
export function viewerJson(realm: RestRealm): object {
  return {
    ...userJson(realm, realm.world.viewer.login),
    name: null,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: realm.world.now,
  };
}

const REPOSITORY_LINKS = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

/** The repository in full. */
export function repositoryJson(realm: RestRealm): object {
  const { world } = realm;
  const { owner, name, default_branch } = world.repository;
  const open = Object.values(world.issues).filter((issue) => issue.state === "open").length;
  const links = Object.entries(REPOSITORY_LINKS).map(([key, path]) => [key, apiUrl(realm, path)]);
  return {
    id: numberFor(`${owner}/${name}`),
    node_id: nodeId("repository", `${owner}/${name}`),
    name,
    full_name: `${owner}/${name}`,
    private: world.repository.private,
    owner: userJson(realm, owner),
    html_url: webUrl(world),
    description: null,
    fork: false,
    url: apiUrl(realm),
    ...Object.fromEntries(links),
    clone_url: webUrl(world, ".git"),
    git_url: `git://github.com/${owner}/${name}.git`,
    ssh_url: `git@github.com:${owner}/${name}.git`,
    svn_url: webUrl(world),
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    default_branch,
    has_issues: true,
    has_projects: true,
    has_wiki: true,
    has_downloads: true,
    has_pages: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    visibility: world.repository.private ? "private" : "public",
    forks: 0,
    forks_count: 0,
    network_count: 0,
    open_issues: open,
    open_issues_count: open,
    size: 0,
    stargazers_count: 0,
    subscribers_count: 0,
    watchers: 0,
    watchers_count: 0,
    created_at: "2020-01-01T00:00:00Z",
    pushed_at: world.now,
    updated_at: world.now,
    permissions: { admin: false, maintain: false, push: true, triage: true, pull: true },
  };
}

/** A label. */
export function labelJson(realm: RestRealm, label: LabelRecord): object {
  return {
    id: label.id,
    node_id: nodeId("label", label.name.toLowerCase()),
    url: apiUrl(realm, `/labels/${encodeURIComponent(label.name)}`),
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

/** The labels of an issue. */
export function issueLabelsJson(realm: RestRealm, issue: IssueRecord): object[] {
  return issue.labels.flatMap((name) => {
    const label = realm.world.labels[name.toLowerCase()];
    return label ? [labelJson(realm, label)] : [];
  });
}

/** An issue; a pull request looks the same but for its `pull_request` key. */
export function issueJson(realm: RestRealm, issue: IssueRecord): object {
  const { world } = realm;
  const url = apiUrl(realm, `/issues/${issue.number}`);
  const html = issueUrl(world, issue);
  const closedBy = issue.events.findLast((event) => event.event === "closed")?.by;
  const pull = apiUrl(realm, `/pulls/${issue.number}`);
  return {
    id: 2_000_000_000 + issue.number,
    node_id: nodeId(issue.kind, issue.number),
    url,
    repository_url: apiUrl(realm),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    number: issue.number,
    state: issue.state,
    state_reason: issue.state_reason,
    title: issue.title,
    body: issue.body === "" ? null : issue.body,
    user: userJson(realm, issue.author),
    labels: issueLabelsJson(realm, issue),
    assignee: issue.assignees[0] === undefined ? null : userJson(realm, issue.assignees[0]),
    assignees: issue.assignees.map((login) => userJson(realm, login)),
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: issue.comments.length,
    created_at: issue.created_at,
    updated_at: issue.updated_at,
    closed_at: issue.closed_at,
    closed_by: issue.state === "closed" && closedBy !== undefined
      ? userJson(realm, closedBy)
      : null,
    author_association: "NONE",
    ...(issue.kind === "pull"
      ? {
        draft: false,
        pull_request: {
          url: pull,
          html_url: html,
          diff_url: `${html}.diff`,
          patch_url: `${html}.patch`,
          merged_at: null,
        },
      }
      : {}),
  };
}

/** A comment on an issue. */
export function commentJson(
  realm: RestRealm,
  of: { issue: IssueRecord; comment: CommentRecord },
): object {
  const { issue, comment } = of;
  return {
    id: comment.id,
    node_id: nodeId("comment", comment.id),
    url: apiUrl(realm, `/issues/comments/${comment.id}`),
    html_url: `${issueUrl(realm.world, issue)}#issuecomment-${comment.id}`,
    issue_url: apiUrl(realm, `/issues/${issue.number}`),
    body: comment.body,
    user: userJson(realm, comment.author),
    created_at: comment.created_at,
    updated_at: comment.updated_at,
    author_association: "NONE",
  };
}

function commitJson(realm: RestRealm, commit: CommitRecord): object {
  const url = apiUrl(realm, `/commits/${commit.sha}`);
  const person = { name: commit.author, email: "noreply@github.com", date: commit.committed_at };
  return {
    url,
    sha: commit.sha,
    node_id: nodeId("commit", commit.sha),
    html_url: webUrl(realm.world, `/commit/${commit.sha}`),
    comments_url: `${url}/comments`,
    commit: {
      url: apiUrl(realm, `/git/commits/${commit.sha}`),
      author: person,
      committer: person,
      message: commit.message,
      tree: { sha: commit.sha, url: apiUrl(realm, `/git/trees/${commit.sha}`) },
      comment_count: 0,
    },
    author: userJson(realm, commit.author),
    committer: userJson(realm, commit.author),
    parents: commit.parents.map((sha) => ({
      sha,
      url: apiUrl(realm, `/commits/${sha}`),
      html_url: webUrl(realm.world, `/commit/${sha}`),
    })),
  };
}

/**
 * A comparison. The first page alone has files, at most 300 and without a word about the rest, as
 * GitHub's documentation says.
 */
export function comparisonJson(
  realm: RestRealm,
  of: { compared: Compared; range: string; commits: readonly CommitRecord[]; page: number },
): object {
  const { compared } = of;
  const ahead = compared.total_commits;
  const behind = compared.behind_by;
  const html = webUrl(realm.world, `/compare/${of.range}`);
  return {
    url: apiUrl(realm, `/compare/${of.range}`),
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitJson(realm, compared.base),
    merge_base_commit: commitJson(realm, compared.merge_base),
    status: ahead && behind ? "diverged" : ahead ? "ahead" : behind ? "behind" : "identical",
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: of.commits.map((commit) => commitJson(realm, commit)),
    ...(of.page === 1
      ? {
        files: compared.files.slice(0, COMPARE_FILES).map((filename) => ({
          sha: compared.head.sha,
          filename,
          status: "modified",
          additions: 1,
          deletions: 0,
          changes: 1,
          blob_url: webUrl(realm.world, `/blob/${compared.head.sha}/${encodeURI(filename)}`),
          raw_url: webUrl(realm.world, `/raw/${compared.head.sha}/${encodeURI(filename)}`),
          contents_url: apiUrl(realm, `/contents/${encodeURI(filename)}?ref=${compared.head.sha}`),
        })),
      }
      : {}),
  };
}
