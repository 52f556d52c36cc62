/**
 * SHA-256, synchronous, which the web's own is not. Node's would bring Node's layer with it: 45 ms and 6 MB
 * of every cycle.
 * @module
 */

import { sha256 as digestOf } from "@noble/hashes/sha2";

/**
 * SHA-256 of a text as UTF-8. The digits are written here: `toHex` of the engine in Deno 2.4 gets some
 * wrong, and a binary may be built on it.
 */
export function sha256(text: string, encoding: "hex" | "base64"): string {
  const digest = digestOf(new TextEncoder().encode(text));
  return encoding === "base64"
    ? btoa(String.fromCharCode(...digest))
    : Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
