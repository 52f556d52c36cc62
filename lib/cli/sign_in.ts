/**
 * Signing in: from an identity to the token that every request carries.
 * @module
 */

import { Failure, messageOf } from "../failure.ts";
import { appJwt, readPrivateKey } from "../github/app_key.ts";
import { installationToken, type Permissions } from "../github/app_token.ts";
import { type ClientOptions, createClient } from "../github/client.ts";
import type { Slug } from "../github/shapes.ts";
import type { Shell } from "./command.ts";
import type { Identity } from "./connection.ts";

/** Bytes that a file with a secret may have; an RSA key of 16,384 bits has 13,000 in PEM. */
const LARGEST_SECRET = 65_536;

/** What signing in needs to know. */
export interface SignInOptions {
  /** Reads the clock, and keeps the secrets. */
  readonly shell: Pick<Shell, "now" | "secrets">;
  /** Repository that an app's token is for. */
  readonly slug: Slug;
  /** How GitHub is reached; the app's own requests go the same way. */
  readonly connection: Omit<ClientOptions, "token">;
  /** What an app's token may do. */
  readonly permissions: Permissions;
}

/** Signed in. */
export interface SignedIn {
  /** Hidden already. */
  readonly token: string;
  /** Who that is, to begin a sentence with: `The token in GITHUB_TOKEN`. */
  readonly name: string;
  /** What the token may do; null where GitHub does not tell. */
  readonly granted: Permissions | null;
}

/**
 * Gets the token of an identity. Only for an app is GitHub asked.
 * @throws {Failure} exit 2 for a file that cannot be used, or an app that GitHub does not let in
 */
export async function signIn(identity: Identity, options: SignInOptions): Promise<SignedIn> {
  switch (identity.kind) {
    case "token":
      options.shell.secrets.hide(identity.token);
      return {
        token: usableToken(identity.token, identity.source),
        name: `The token in ${identity.source}`,
        granted: null,
      };
    case "token_file":
      return {
        token: await tokenIn(identity.path, options.shell),
        name: "The token in the file of GITHUB_TOKEN_FILE",
        granted: null,
      };
    case "app":
      return await signInApp(identity, options);
  }
}

async function signInApp(
  { app_id, key_file, installation_id }: Extract<Identity, { kind: "app" }>,
  { shell, slug, connection, permissions }: SignInOptions,
): Promise<SignedIn> {
  const { secrets } = shell;
  const pem = await secretIn(key_file, {
    name: "RELEASE_OPS_APP_PRIVATE_KEY_FILE",
    shell,
  });
  const key = await readPrivateKey(pem, key_file);
  // By the real clock: --now may say something else, and GitHub would not believe it.
  const jwt = await appJwt(app_id, { key, now: shell.now() });
  secrets.hide(jwt);
  const client = createClient({ ...connection, token: jwt });
  const found = await installationToken(client, { app_id, installation_id, slug, permissions });
  secrets.hide(found.token);
  return {
    token: found.token,
    name: `The token of the GitHub App ${app_id} (installation ${found.installation_id})`,
    granted: permissions,
  };
}

async function tokenIn(path: string, shell: SignInOptions["shell"]): Promise<string> {
  return usableToken(await secretIn(path, { name: "GITHUB_TOKEN_FILE", shell }), path);
}

/** What can stand in a header; anything else would fail at each request, in the words of the runtime. */
function usableToken(text: string, source: string): string {
  const token = text.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new Failure(
    "bad-token",
    `Cannot use ${source} as a token: it holds ${
      token === "" ? "nothing" : "more than one word, or other characters than a token has"
    }`,
    { remedy: "Put the token there, and nothing else." },
  );
}

async function secretIn(
  path: string,
  { name, shell }: { name: string; shell: SignInOptions["shell"] },
): Promise<string> {
  try {
    const text = await textOf(path);
    shell.secrets.hide(text);
    return text;
  } catch (error) {
    throw new Failure(
      "unreadable-file",
      `Cannot read the file of ${name} (${path}): ${messageOf(error)}`,
      { remedy: `Correct ${name}, or let the user that runs this read the file.` },
    );
  }
}

/**
 * The text of a small file. Read to a bound and not by its size: a device has none, and never ends.
 * @throws {Error} when it cannot be read, or is larger than a secret is
 */
async function textOf(path: string): Promise<string> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(LARGEST_SECRET + 1);
  let length = 0;
  for (let read: number | null = 0; read !== null && length < bytes.length; length += read ?? 0) {
    read = await file.read(bytes.subarray(length));
  }
  if (length > LARGEST_SECRET) throw new Error(`it has more than ${LARGEST_SECRET} bytes`);
  return new TextDecoder().decode(bytes.subarray(0, length));
}
