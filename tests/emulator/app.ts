/**
 * A GitHub App as GitHub sees it: the check of the token that it signs, its installation, and the tokens
 * that it is given.
 * @module
 */

import { type Answer, notFound, ok, Refusal } from "./rest_answer.ts";
import { repositoryJson, type RestRealm, userJson } from "./rest_objects.ts";
import type { RouteCall } from "./rest.ts";
import type { AppRecord, World } from "./world.ts";

/** Paths that only an app itself may ask, with its own token. */
const APP_PATHS =
  /^\/(?:repos\/[^/]+\/[^/]+\/installation|app\/installations\/[^/]+\/access_tokens)$/;
/** Handing out a token changes nothing in the repository. */
const TOKEN_PATH = /^\/app\/installations\/[^/]+\/access_tokens$/;
/** GitHub takes no token of an app that lives longer, in seconds. */
const LONGEST_LIFE = 600;

/** True for what an app asks with its own token. */
export function isAppPath(path: string): boolean {
  return APP_PATHS.test(path.split("?")[0] ?? "");
}

/** True for the request for an installation token. */
export function isTokenPath(path: string): boolean {
  return TOKEN_PATH.test(path.split("?")[0] ?? "");
}

/** Why GitHub would not believe an app's token, as an answer; null when it would. */
export async function appProblem(world: World, jwt: string): Promise<Answer | null> {
  const refused = (message: string): Answer => new Refusal(401, message).answer;
  const [head, claims, signature, ...more] = jwt.split(".");
  if (!head || !claims || !signature || more.length > 0) {
    return refused("A JSON web token could not be decoded");
  }
  const { iss, iat, exp } = decoded(claims);
  const { app } = world;
  if (!app || (String(iss) !== String(app.id) && iss !== app.client_id)) {
    return notFound("Integration not found").answer;
  }
  if (
    decoded(head).alg !== "RS256" || !await verified(app, { text: `${head}.${claims}`, signature })
  ) {
    return refused("A JSON web token could not be decoded");
  }
  const now = Date.parse(world.now) / 1_000;
  if (!Number.isInteger(exp) || Number(exp) <= now) {
    return refused(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at " +
        "which the assertion expires",
    );
  }
  if (Number(exp) > now + LONGEST_LIFE) {
    return refused("'Expiration time' claim ('exp') is too far in the future");
  }
  if (!Number.isInteger(iat) || Number(iat) > now) {
    return refused(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was " +
        "issued",
    );
  }
  return null;
}

function decoded(part: string): Record<string, unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(bytesOf(part)));
  } catch {
    return {};
  }
}

function bytesOf(part: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(part, { alphabet: "base64url" });
}

async function verified(
  app: AppRecord,
  { text, signature }: { text: string; signature: string },
): Promise<boolean> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const spki = Uint8Array.fromBase64(app.public_key);
  const key = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
  const words = new TextEncoder().encode(text);
  return await crypto.subtle.verify(algorithm.name, key, bytesOf(signature), words);
}

/** `GET /repos/{owner}/{repo}/installation` */
export function getInstallation({ realm }: RouteCall): Answer {
  const { app } = realm.world;
  if (!app?.installation) throw notFound();
  return ok(installationJson(realm, app, app.installation));
}

/** `POST /app/installations/{installation_id}/access_tokens` */
export function createToken({ realm, parameters, body }: RouteCall): Answer {
  const { world } = realm;
  const installation = world.app?.installation;
  if (!installation || String(installation.id) !== parameters.installation_id) throw notFound();
  if (installation.suspended_at !== null) {
    throw new Refusal(403, "This installation has been suspended");
  }
  const { repositories = [], permissions = installation.permissions } = body as {
    repositories?: string[];
    permissions?: Record<string, string>;
  };
  if (repositories.some((name) => name !== world.repository.name)) {
    throw new Refusal(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent " +
        "installation.",
    );
  }
  if (Object.entries(permissions).some(([name, level]) => !allows(installation, name, level))) {
    throw new Refusal(422, "The permissions requested are not granted to this installation.");
  }
  return ok({
    token: `ghs_${installation.id}_${"emulated0token1".repeat(3)}`,
    expires_at: new Date(Date.parse(world.now) + 3_600_000).toISOString().replace(".000Z", "Z"),
    permissions: { ...permissions, metadata: "read" },
    repository_selection: "selected",
    ...repositories.length === 0 ? {} : { repositories: [repositoryJson(realm)] },
  }, 201);
}

function allows(
  { permissions }: NonNullable<AppRecord["installation"]>,
  name: string,
  level: string,
): boolean {
  return permissions[name] === "write" || permissions[name] === level;
}

function installationJson(
  realm: RestRealm,
  app: AppRecord,
  { id, suspended_at, permissions }: NonNullable<AppRecord["installation"]>,
): object {
  const { owner } = realm.world.repository;
  const account = userJson(realm, owner) as { id: number };
  return {
    id,
    client_id: app.client_id,
    account,
    repository_selection: "selected",
    access_tokens_url: `${realm.root}/app/installations/${id}/access_tokens`,
    repositories_url: `${realm.root}/installation/repositories`,
    html_url: `https://github.com/organizations/${owner}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: "Organization",
    permissions: { ...permissions, metadata: "read" },
    events: [],
    created_at: "2025-01-01T00:00:00Z",
    updated_at: "2025-01-01T00:00:00Z",
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: suspended_at === null ? null : userJson(realm, owner),
    suspended_at,
  };
}
