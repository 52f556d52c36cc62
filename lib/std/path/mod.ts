/**
 * Paths as this machine writes them, each with the signature of `@std/path`: the standard library's own
 * two sets. The mirror's choice between them asks for Node's `process`, which brings Node's layer with
 * it: 30 ms of every start.
 * @module
 */

import * as posix from "@std/path/posix";
import * as windows from "@std/path/windows";

const isWindows = Deno.build.os === "windows";

/** The last part of a path. */
export const basename = isWindows ? windows.basename : posix.basename;
/** A path without its last part. */
export const dirname = isWindows ? windows.dirname : posix.dirname;
/** The path of a `file:` address. */
export const fromFileUrl = isWindows ? windows.fromFileUrl : posix.fromFileUrl;
/** Whether a path begins at a root. */
export const isAbsolute = isWindows ? windows.isAbsolute : posix.isAbsolute;
/** Paths, one below the other. */
export const join = isWindows ? windows.join : posix.join;
/** A path without `..` and `.`, as far as they can be resolved in it. */
export const normalize = isWindows ? windows.normalize : posix.normalize;
/** The way from one path to another. */
export const relative = isWindows ? windows.relative : posix.relative;
/** A path from the root. */
export const resolve = isWindows ? windows.resolve : posix.resolve;
