/**
 * What every command that asks GitHub reads first: which repository, with which token, at which address.
 * @module
 */

import { Failure } from "../failure.ts";
import type { Slug } from "../github/shapes.ts";
import type { ReadEnv } from "./flags.ts";

/**
 * `owner/name`, taken apart.
 * @throws {Failure} `bad-repository` for anything else
 */
export function slugOf(repository: string | null): Slug {
  const found = /^([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([A-Za-z0-9._-]{1,100})$/.exec(repository ?? "");
  const [, owner, name] = found ?? [];
  if (owner !== undefined && name !== undefined && name !== "." && name !== "..") {
    return { owner, name };
  }
  throw new Failure(
    "bad-repository",
    `Cannot use the repository ${JSON.stringify(repository ?? "")}: allowed is owner/name`,
    { remedy: "Give --repo owner/name, or set GITHUB_REPOSITORY." },
  );
}

/**
 * The token, from `GITHUB_TOKEN` before `GH_TOKEN`.
 * @throws {Failure} `no-token` when there is none
 */
export function tokenOf(env: ReadEnv): string {
  const token = env("GITHUB_TOKEN") || env("GH_TOKEN");
  if (token !== undefined && token !== "") return token;
  throw new Failure("no-token", "Cannot reach GitHub: there is no token", {
    remedy: "Set GITHUB_TOKEN or GH_TOKEN; to see what a cycle does without one, run the demo.",
  });
}

/**
 * Where the APIs are: GitHub.com, or the server that the environment names.
 * @throws {Failure} `bad-url` for what is no http(s) address
 */
export function apiOf(env: ReadEnv): { api_url: string; graphql_url: string } {
  const api_url = urlOf("GITHUB_API_URL", env("GITHUB_API_URL") || "https://api.github.com");
  const derived = api_url.endsWith("/api/v3")
    ? api_url.replace(/v3$/, "graphql")
    : `${api_url}/graphql`;
  return {
    api_url,
    graphql_url: urlOf("GITHUB_GRAPHQL_URL", env("GITHUB_GRAPHQL_URL") || derived),
  };
}

function urlOf(name: string, value: string): string {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) {
    return value.replace(/\/+$/, "");
  }
  throw new Failure(
    "bad-url",
    `Cannot use ${name}: the value is ${JSON.stringify(value)}, allowed is an http(s) address`,
    {
      remedy: `Correct ${name}, or unset it.`,
    },
  );
}
