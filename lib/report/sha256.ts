/**
 * SHA-256, synchronous. The built-in is fetched when the first hash is taken, not when a module is
 * loaded: it brings Node's layer with it, which `should-run` and the help must not wait for.
 * @module
 */

import type * as Crypto from "node:crypto";

/** What is needed of the runtime's `process`. */
interface BuiltIns {
  readonly process: { getBuiltinModule(id: "node:crypto"): typeof Crypto };
}

/** SHA-256 of a text as UTF-8. */
export function sha256(text: string, encoding: "hex" | "base64"): string {
  const { process } = globalThis as unknown as BuiltIns;
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest(encoding);
}
