/**
 * Key pairs for a GitHub App, as GitHub hands them out and as other tools write them.
 * @module
 */

import { generateKeyPairSync } from "node:crypto";

/** One key pair. */
export interface AppKey {
  /** PEM in PKCS#1: `BEGIN RSA PRIVATE KEY`. */
  readonly pkcs1: string;
  /** The same key in PKCS#8: `BEGIN PRIVATE KEY`. */
  readonly pkcs8: string;
  /** PEM in PKCS#8, behind a pass phrase. */
  readonly encrypted: string;
  /** DER of the public key (SPKI), in Base64. */
  readonly public_key: string;
}

/** A new key pair. Node's implementation makes it and writes it, so that ours has something to agree with. */
export function anAppKey(): AppKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const cipher = { cipher: "aes-256-cbc", passphrase: "a pass phrase" };
  return {
    pkcs1: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    pkcs8: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    encrypted: privateKey.export({ type: "pkcs8", format: "pem", ...cipher }).toString(),
    public_key: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
  };
}
