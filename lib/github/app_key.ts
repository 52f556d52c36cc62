/**
 * The private key of a GitHub App, and what it signs: the JSON web token with which the app says who it
 * is. WebCrypto does it. `@octokit/auth-app` would do it too, but brings Node's crypto module into the
 * single file, where every start pays for it, `should-run` included.
 * @module
 */

import { Failure } from "../failure.ts";

const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
/** GitHub's documentation: a minute into the past, against clocks that differ. */
const BACKDATED_SECONDS = 60;
/** GitHub takes at most ten minutes from its own now; one is left for a clock that is fast. */
const LIFETIME_SECONDS = 9 * 60;
/** DER of version 0 and of the algorithm rsaEncryption without parameters: RFC 5958 and RFC 8017. */
const PKCS8_HEAD = Uint8Array.fromHex("020100300d06092a864886f70d0101010500");

/**
 * Reads a private key in PEM: PKCS#1 (`BEGIN RSA PRIVATE KEY`), as GitHub hands them out, or PKCS#8.
 * @param source names where the text comes from, for the message; the text itself is never in it
 * @throws {Failure} `bad-key` for anything else
 */
export async function readPrivateKey(pem: string, source: string): Promise<CryptoKey> {
  const [, kind, body = ""] = /-----BEGIN (RSA |)PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END \1/
    .exec(pem) ?? [];
  try {
    const der = Uint8Array.fromBase64(body);
    const pkcs8 = kind === "" ? der : derOf(0x30, PKCS8_HEAD, derOf(0x04, der));
    return await crypto.subtle.importKey("pkcs8", pkcs8, ALGORITHM, false, ["sign"]);
  } catch {
    const found = /ENCRYPTED/.test(pem)
      ? "the key is encrypted"
      : kind === undefined
      ? "it holds no such key"
      : "the key is damaged";
    throw new Failure(
      "bad-key",
      `Cannot use ${source} as a private key: ${found}, allowed is an RSA key in PEM`,
      { remedy: "Use the file that GitHub gave when the key was made in the settings of the app." },
    );
  }
}

/**
 * The app's own token: RS256, issued a minute before `now`, valid for nine more.
 * @param app_id number or client id of the app
 */
export async function appJwt(
  app_id: string,
  { key, now }: { key: CryptoKey; now: Temporal.Instant },
): Promise<string> {
  const seconds = Math.floor(now.epochMilliseconds / 1_000);
  const claims = {
    iat: seconds - BACKDATED_SECONDS,
    exp: seconds + LIFETIME_SECONDS,
    iss: app_id,
  };
  const encoder = new TextEncoder();
  const text = [{ alg: "RS256", typ: "JWT" }, claims]
    .map((part) => base64url(encoder.encode(JSON.stringify(part)))).join(".");
  const signature = await crypto.subtle.sign(ALGORITHM.name, key, encoder.encode(text));
  return `${text}.${base64url(new Uint8Array(signature))}`;
}

function base64url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** One element of DER; contents of up to 65,535 bytes, which is more than any key has. */
function derOf(tag: number, ...contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = contents.reduce((sum, { length }) => sum + length, 0);
  const size = length < 0x80
    ? [length]
    : length < 0x100
    ? [0x81, length]
    : [0x82, length >> 8, length & 0xff];
  return new Uint8Array([tag, ...size, ...contents.flatMap((bytes) => [...bytes])]);
}
