/**
 * Globs over branch names, as GitHub's branch filters read them.
 * @module
 */

import { compilePattern, type Pattern } from "../policy/pattern.ts";

/** Compiles a glob: `*` and `?` stop at `/`, `**` does not; everything else stands for itself. */
export function compileBranchGlob(glob: string): Pattern {
  const body = glob.replace(
    /\*\*|\*|\?|[\\^$.|+()[\]{}]/g,
    (part) => WILDCARDS[part] ?? `\\${part}`,
  );
  return compilePattern(`^(?:${body})$`);
}

const WILDCARDS: Readonly<Record<string, string>> = { "**": ".*", "*": "[^/]*", "?": "[^/]" };
