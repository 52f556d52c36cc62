/**
 * The version, here and nowhere else: the single file need not carry all of `deno.json` for it.
 * @module
 */

/** As `--version` and the bundles of cycles say it; by semantic versioning. */
export const VERSION = "0.1.0";
