/**
 * The permissions of a build, as flags of the runtime. They come from the one list in deno.json, the
 * set that `deno run -P` uses, so that the source, the single file and the binary may do the same.
 * @module
 */

import config from "../deno.json" with { type: "json" };

/** What a build differs in from the set in deno.json. */
export interface PermissionOptions {
  /** Host, with its port if it has one, in place of GitHub's. */
  readonly api_host?: string;
  /** Folders that may be written beside those of deno.json. */
  readonly write?: readonly string[];
}

/** A kind of permission in deno.json. */
type Grant = boolean | readonly string[] | {
  readonly allow?: boolean | readonly string[];
  readonly deny?: boolean;
  readonly ignore?: boolean;
};

/**
 * Flags of `deno run` and `deno compile`: never a prompt, and a variable that is not named is undefined.
 * Code of other hosts is never loaded: Deno would take it from a handful of them without being asked.
 */
export function permissionFlags({ api_host, write = [] }: PermissionOptions = {}): string[] {
  const set = config.permissions.default;
  const grants: Record<string, Grant> = {
    ...set,
    net: api_host === undefined ? set.net : [api_host],
    write: [...set.write, ...write],
  };
  return [
    "--no-prompt",
    "--no-remote",
    ...Object.entries(grants).flatMap(([kind, grant]) => flagsOf(kind, grant)),
  ];
}

function flagsOf(kind: string, grant: Grant): string[] {
  if (grant === false) return [];
  if (grant === true) return [`--allow-${kind}`];
  if (Array.isArray(grant)) return grant.length === 0 ? [] : [`--allow-${kind}=${grant.join(",")}`];
  const { allow = false, deny, ignore } = grant as Exclude<Grant, boolean | readonly string[]>;
  return [
    ...flagsOf(kind, allow),
    ...(deny === true ? [`--deny-${kind}`] : []),
    ...(ignore === true ? [`--ignore-${kind}`] : []),
  ];
}
