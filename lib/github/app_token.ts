/**
 * The installation token of a GitHub App: for one repository, with no more permissions than the cycle
 * needs. It lives for an hour and a cycle for minutes, so it is never renewed.
 * @module
 */

import { Failure, messageOf } from "../failure.ts";
import { AnswerError, brokenAnswer } from "./answers.ts";
import type { Client } from "./client.ts";
import { remedyFor } from "./remedies.ts";
import type { Slug } from "./shapes.ts";

/** Permissions of a token, by GitHub's names for them. */
export type Permissions = Readonly<Record<string, "read" | "write">>;

/** Which token is asked for. */
export interface TokenRequest {
  /** Number or client id of the app, for messages. */
  readonly app_id: string;
  /** Null: looked up. */
  readonly installation_id: number | null;
  /** The one repository that the token is for. */
  readonly slug: Slug;
  /** What the token may do there. */
  readonly permissions: Permissions;
}

/** What a cycle needs; a cycle that writes nothing gets a token that cannot. */
export function permissionsFor(
  { issue_writes, commit_state }: { issue_writes: boolean; commit_state: boolean },
): Permissions {
  return {
    contents: commit_state ? "write" : "read",
    issues: issue_writes ? "write" : "read",
    checks: "read",
    statuses: "read",
    actions: "read",
  };
}

/**
 * Asks for the token.
 * @param client signed in as the app itself
 * @throws {Failure} exit 2 when GitHub does not give it, with what to do
 */
export async function installationToken(
  client: Client,
  request: TokenRequest,
): Promise<{ token: string; installation_id: number }> {
  const { slug, permissions } = request;
  const installation_id = request.installation_id ?? await installationOf(client, request);
  try {
    const { data } = await client.rest.apps.createInstallationAccessToken({
      installation_id,
      repositories: [slug.name],
      permissions,
      // A token more does no harm: asking for one is tried again like a read.
      request: { write: false },
    });
    if (!/^[\x21-\x7e]+$/.test(data.token ?? "")) throw brokenAnswer("lacks the token");
    return { token: data.token, installation_id };
  } catch (error) {
    throw cannotSignIn(error, { request, missing: `it has no installation ${installation_id}` });
  }
}

async function installationOf(client: Client, request: TokenRequest): Promise<number> {
  const { owner, name: repo } = request.slug;
  const missing = `it is not installed on ${owner}/${repo}`;
  try {
    const { data } = await client.rest.apps.getRepoInstallation({ owner, repo });
    if (!Number.isSafeInteger(data.id)) throw brokenAnswer("lacks the installation");
    if (data.suspended_at) throw suspended(request);
    return data.id;
  } catch (error) {
    throw cannotSignIn(error, { request, missing });
  }
}

/** What GitHub answers to an app, by its documentation and as it is worded. */
function cannotSignIn(
  error: unknown,
  { request, missing }: { request: TokenRequest; missing: string },
): unknown {
  if (!(error instanceof AnswerError)) return error;
  const why = messageOf(error);
  const { status } = error;
  if (status === 401 || /integration not found/i.test(why)) {
    return failure("app-refused", request, {
      why,
      remedy: "Check that RELEASE_OPS_APP_ID and the private key belong to the same app of this " +
        "server, that the key was not deleted there, and the clock of this machine.",
    });
  }
  if (status === 403 && /suspended/i.test(why)) return suspended(request);
  if (status === 404) {
    return failure("app-not-installed", request, {
      why: missing,
      remedy: request.installation_id === null
        ? "Install the app on that repository, or correct --repo."
        : "Correct RELEASE_OPS_APP_INSTALLATION_ID, or unset it: it is looked up then.",
    });
  }
  if (status === 422 || status === 403) {
    const wanted = Object.entries(request.permissions).map(([name, level]) => `${name}: ${level}`);
    return failure("app-permissions", request, {
      why,
      remedy: `Give the app the repository and the permissions ${wanted.join(", ")}; ` +
        "who installed it has to accept a change.",
    });
  }
  return failure("app-unreachable", request, { why, remedy: remedyFor(error, "metadata: read") });
}

function suspended(request: TokenRequest): Failure {
  const { owner, name } = request.slug;
  return failure("app-suspended", request, {
    why: `its installation on ${owner}/${name} is suspended`,
    remedy: `Unsuspend it in the settings of ${owner}, under installed GitHub Apps.`,
  });
}

function failure(
  code: string,
  { app_id }: TokenRequest,
  { why, remedy }: { why: string; remedy: string },
): Failure {
  return new Failure(code, `Cannot sign in as the GitHub App ${app_id}: ${why}`, { remedy });
}
