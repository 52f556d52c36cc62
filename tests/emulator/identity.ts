/**
 * Node ids, links and logins: how GitHub names what the world holds.
 * @module
 */

import type { IssueRecord, World } from "./world.ts";

/** Kinds of things that have a node id. */
export type NodeKind =
  | "repository"
  | "commit"
  | "suite"
  | "run"
  | "issue"
  | "pull"
  | "label"
  | "ref"
  | "tag"
  | "user"
  | "comment";

const PREFIX: Record<NodeKind, string> = {
  repository: "R",
  commit: "C",
  suite: "CS",
  run: "CR",
  issue: "I",
  pull: "PR",
  label: "LA",
  ref: "REF",
  tag: "T",
  user: "U",
  comment: "IC",
};

/** The node id of a thing by its key: opaque, stable, safe in any text. */
export function nodeId(kind: NodeKind, key: string | number): string {
  const words = new TextEncoder().encode(String(key));
  return `${PREFIX[kind]}_${btoa(String.fromCharCode(...words)).replaceAll("=", "-")}`;
}

/** The kind and key inside a node id; undefined when it is none of ours. */
export function readNodeId(id: string): { kind: NodeKind; key: string } | undefined {
  const [prefix, encoded] = id.split("_");
  const kind = (Object.keys(PREFIX) as NodeKind[]).find((each) => PREFIX[each] === prefix);
  if (!kind || encoded === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(encoded.replaceAll("-", "=")), (c) => c.charCodeAt(0));
    return { kind, key: new TextDecoder().decode(bytes) };
  } catch {
    return undefined;
  }
}

/** Where the world's repository stands on the web, on github.com whatever serves the API. */
export function webUrl(world: World, path = ""): string {
  return `https://github.com/${world.repository.owner}/${world.repository.name}${path}`;
}

/** The page of an issue or pull request. */
export function issueUrl(world: World, issue: IssueRecord): string {
  return webUrl(world, `/${issue.kind === "pull" ? "pull" : "issues"}/${issue.number}`);
}

/** A bot's login ends in `[bot]` in REST and as the viewer, but not where GraphQL names an actor. */
export function actorLogin(login: string): string {
  return login.replace(/\[bot\]$/, "");
}

/** True for a login of a GitHub App. */
export function isBot(login: string): boolean {
  return login.endsWith("[bot]");
}

/** A number for a name: the same name gives the same number. */
export function numberFor(name: string): number {
  let hash = 7;
  for (const char of name) hash = (hash * 31 + char.charCodeAt(0)) % 90_000_000;
  return hash + 1_000_000;
}
