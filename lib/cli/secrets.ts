/**
 * The secrets of this process: whatever is a secret is hidden here as soon as it is read, and from then
 * on kept out of everything that leaves the program.
 * @module
 */

import { type Mask, maskOf } from "../report/mask.ts";

/** What must not get out. */
export interface Secrets {
  /** Keeps a token, or each line of a key, out of every text from now on. */
  hide(secret: string | undefined): void;
  /** Takes out of a text all that is hidden so far. */
  readonly mask: Mask;
}

/** Nothing is hidden yet. */
export function createSecrets(): Secrets {
  const tokens = new Set<string>();
  const lines = new Set<string>();
  let maskTokens: Mask = (text) => text;
  return {
    hide: (secret = "") => {
      const parts = secret.trim().split(/\s*\n\s*/);
      if (parts.length === 1) {
        tokens.add(secret.trim());
        maskTokens = maskOf([...tokens]);
        return;
      }
      // A key is never sent anywhere, so it could only be quoted as it stands in its file.
      for (const line of parts) if (line.length >= 8 && !line.startsWith("-")) lines.add(line);
    },
    mask: (text) => {
      let masked = maskTokens(text);
      for (const line of lines) masked = masked.replaceAll(line, "***");
      return masked;
    },
  };
}
