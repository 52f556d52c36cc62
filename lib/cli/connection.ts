/**
 * What every command that asks GitHub reads first: which repository, as whom, at which address.
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

/** Who we are to GitHub, before anything was read or asked. */
export type Identity =
  | {
    readonly kind: "token";
    /** The variable that it came from, for words. */
    readonly source: string;
    /** As it is. */
    readonly token: string;
  }
  | {
    readonly kind: "token_file";
    /** File that holds the token and nothing else. */
    readonly path: string;
  }
  | {
    readonly kind: "app";
    /** Number or client id. */
    readonly app_id: string;
    /** PEM file of the app's private key. */
    readonly key_file: string;
    /** Null: looked up by the repository. */
    readonly installation_id: number | null;
  };

/** The variables of a GitHub App. */
const APP = {
  id: "RELEASE_OPS_APP_ID",
  key: "RELEASE_OPS_APP_PRIVATE_KEY_FILE",
  installation: "RELEASE_OPS_APP_INSTALLATION_ID",
};

/**
 * The identity that the environment gives: a token (`GITHUB_TOKEN` before `GH_TOKEN`), a file with one
 * (`GITHUB_TOKEN_FILE`), or a GitHub App. Two of them are an error: what one account has written, the
 * other does not know as its own, so a guess could raise every blocker twice.
 * @throws {Failure} exit 2 when there is none, more than one, or half of one
 */
export function identityOf(env: ReadEnv): Identity {
  const token = ["GITHUB_TOKEN", "GH_TOKEN"].find((name) => env(name));
  const file = env("GITHUB_TOKEN_FILE") || null;
  const app = Object.values(APP).find((name) => env(name));
  const found = [token, file === null ? undefined : "GITHUB_TOKEN_FILE", app]
    .filter((name) => name !== undefined);
  if (found.length > 1) {
    throw new Failure(
      "two-identities",
      `Cannot choose between identities: ${found.join(" and ")} are set, allowed is one`,
      { remedy: `Unset ${found.slice(0, -1).join(" and ")}, or the other.` },
    );
  }
  if (app !== undefined) return appOf(env);
  if (file !== null) return { kind: "token_file", path: file };
  if (token !== undefined) return { kind: "token", source: token, token: env(token) ?? "" };
  throw new Failure("no-token", "Cannot reach GitHub: there is no token", {
    remedy:
      `Set GITHUB_TOKEN or GH_TOKEN, GITHUB_TOKEN_FILE, or ${APP.id} with ${APP.key}; to see what ` +
      "a cycle does without one, run the demo.",
  });
}

function appOf(env: ReadEnv): Identity {
  const [app_id, key_file] = [env(APP.id), env(APP.key)];
  for (const [name, value] of [[APP.id, app_id], [APP.key, key_file]] as const) {
    if (value) continue;
    const given = Object.values(APP).filter((other) => env(other));
    throw new Failure(
      "incomplete-app",
      `Cannot sign in as a GitHub App: ${given.join(" and ")} is set, but ${name} is not`,
      { remedy: `Set ${name} as well, or unset ${given.join(" and ")}.` },
    );
  }
  const installation = env(APP.installation) || null;
  return {
    kind: "app",
    app_id: checked(APP.id, app_id ?? "", {
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
      allowed: "the app's number or client id",
    }),
    key_file: key_file ?? "",
    installation_id: installation === null ? null : Number(
      checked(APP.installation, installation, { pattern: /^\d{1,15}$/, allowed: "a number" }),
    ),
  };
}

function checked(
  name: string,
  value: string,
  { pattern, allowed }: { pattern: RegExp; allowed: string },
): string {
  if (pattern.test(value)) return value;
  throw new Failure(
    "bad-value",
    `Cannot use ${name}: the value is ${JSON.stringify(value.slice(0, 80))}, allowed is ${allowed}`,
    { remedy: "It stands in the settings of the app, or of its installation." },
  );
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
  const url = URL.parse(value);
  if (url !== null && (url.username || url.password || /[?#]/.test(value))) {
    throw new Failure(
      "bad-url",
      // Not quoted: there may be a password in it.
      `Cannot use ${name}: it holds a user name, a password or a query, allowed is a bare address`,
      { remedy: `Correct ${name}; the token alone says who asks.` },
    );
  }
  if (url !== null && /^https?:$/.test(url.protocol)) return value.replace(/\/+$/, "");
  throw new Failure(
    "bad-url",
    `Cannot use ${name}: the value is ${JSON.stringify(value)}, allowed is an http(s) address`,
    {
      remedy: `Correct ${name}, or unset it.`,
    },
  );
}
