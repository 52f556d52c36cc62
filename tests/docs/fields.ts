/**
 * The fields of JSON files: as the tables of a page name them, and as files have them. In a path `[]`
 * stands for each entry of a list, `*` for any key, `**` for everything below.
 * @module
 */

import { type Page, spansOf } from "./pages.ts";

/** Paths by the heading that their table stands under. */
export function documentedFields({ tables }: Pick<Page, "tables">): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { under, head, rows } of tables) {
    if (head[0] !== "field") continue;
    const paths = rows.flatMap(([first = ""]) => spansOf(first));
    found.set(under, [...found.get(under) ?? [], ...paths]);
  }
  return found;
}

/** Every path of a value, groups and lists included. Keys are quoted where they would be taken for a path. */
export function pathsOf(value: unknown, prefix: readonly string[] = []): string[][] {
  if (Array.isArray(value)) {
    return unique([
      [...prefix, "[]"],
      ...value.flatMap((it) => pathsOf(it, [...prefix, "[]"])),
    ]);
  }
  if (typeof value !== "object" || value === null) return [];
  return unique(
    Object.entries(value).flatMap(([key, inner]) => {
      const path = [...prefix, key];
      return [path, ...pathsOf(inner, path)];
    }),
  );
}

/** Paths that no documented one covers, and documented ones that no path is covered by. */
export function compare(
  documented: readonly string[],
  actual: readonly (readonly string[])[],
): { undocumented: string[]; unknown: string[] } {
  const patterns = documented.map((path) => ({ path, parts: partsOf(path) }));
  // A documented `a.b` documents the group `a` too.
  const undocumented = actual.filter((path) => !patterns.some(({ parts }) => covers(parts, path)));
  const unknown = patterns.filter(({ parts }) => !actual.some((path) => matches(parts, path)));
  return {
    undocumented: [...new Set(undocumented.map((path) => path.join(".").replaceAll(".[]", "[]")))],
    unknown: unknown.map(({ path }) => path),
  };
}

/** `a.b[].*` as `a`, `b`, `[]`, `*`. */
function partsOf(path: string): string[] {
  return path.replaceAll("[]", ".[]").split(".");
}

function covers(parts: readonly string[], path: readonly string[]): boolean {
  if (path.length <= parts.length) return path.every((part, at) => fits(parts[at], part));
  // The list behind a documented one is documented with it; so is what lies below `**`.
  return parts.at(-1) === "**" &&
    parts.slice(0, -1).every((part, at) => fits(part, path[at] ?? ""));
}

function matches(parts: readonly string[], path: readonly string[]): boolean {
  return parts.length === path.length && parts.every((part, at) => fits(part, path[at] ?? ""));
}

function fits(pattern: string | undefined, part: string): boolean {
  return pattern === part || ((pattern === "*" || pattern === "**") && part !== "[]");
}

function unique(paths: readonly string[][]): string[][] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}
