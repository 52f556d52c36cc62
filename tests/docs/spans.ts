/**
 * Judges the code spans of a page: what looks like a name of ours must be one.
 * @module
 */

import type { Names } from "./names.ts";
import { type Page, ROOT } from "./pages.ts";

/** Variables that are read by others than the program. */
const OTHER_VARIABLES: readonly string[] = ["DENORT_BIN", "CREDENTIALS_DIRECTORY", "NO_COLOR"];

/** Names in a page's code spans that nothing has, in words. */
export async function unknownNames(page: Page, names: Names): Promise<string[]> {
  const found: string[] = [];
  for (const span of new Set(page.spans)) {
    const why = await whyUnknown(span, { page, names });
    if (why !== null) found.push(`${page.path}: ${span}: ${why}`);
  }
  return found;
}

async function whyUnknown(
  span: string,
  { page, names }: { page: Page; names: Names },
): Promise<string | null> {
  if (/\bNAME\b/.test(span)) return null; // stands for something
  if (/^--[a-z]/.test(span)) return flagProblem(span, names);
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?:=\S*)?$/.test(span)) {
    const name = span.split("=")[0] ?? "";
    return names.variables.has(name) || OTHER_VARIABLES.includes(name) ? null : "no such variable";
  }
  if (
    /^[\w./-]+\.(?:md|json|txt|html|yml|yaml|ts|js|css|sh|png|env|service|timer|eta)$/.test(span)
  ) {
    return await fileProblem(span, { page, names });
  }
  if (/^[\w.-]+(?:\/[\w.-]+)*\/$/.test(span)) return await fileProblem(span, { page, names });
  if (/^[a-z]+(?:_[a-z0-9]+)+(?:: \S+)?$/.test(span)) {
    return names.words.has(span.split(":")[0] ?? "") ? null : "no such key, field or name";
  }
  if (/^[a-z_]+(?:\[\])?(?:\.[A-Za-z_*[\]]+)+(?:: \S+)?$/.test(span)) {
    return names.paths.has(span.split(":")[0] ?? "") ? null : "no such key or field";
  }
  return null;
}

function flagProblem(span: string, { flags }: Names): string | null {
  const name = /^--[a-z-]+/.exec(span)?.[0] ?? "";
  // Permissions and settings of the runtime.
  if (/^--(?:allow|deny)-|^--(?:config|frozen|no-prompt|no-check|readme)$/.test(name)) return null;
  return flags.has(name) ? null : "no such flag";
}

/** Folders that only a run or a build makes, and what a bundle holds. */
const MADE =
  /^(?:artifacts|dist|coverage|state|state-before|state-snapshot|release-ops-cycle-[\w<>]+)\//;
/** The older system: its names are what the tables of migration are about. */
const OLDER = /^(?:docs\/ci|scripts\/release)\/[\w.]+$/;
/** Folders of a repository that a cycle is run for. */
const THEIRS: readonly string[] = ["docs/releases/_state/", "/etc/", "/var/"];

async function fileProblem(
  span: string,
  { page, names }: { page: Page; names: Names },
): Promise<string | null> {
  const last = span.split("/").at(-1) ?? "";
  if (names.files.has(last) && (span === last || OLDER.test(span) || MADE.test(span))) return null;
  if (MADE.test(span) || THEIRS.some((folder) => span.startsWith(folder))) return null;
  if (OLDER.test(span)) return page.path === "docs/README.md" ? null : "a name of the older system";
  for (const path of [span, page.path.replace(/[^/]*$/, span)]) {
    if (await Deno.stat(ROOT + path).then(() => true, () => false)) return null;
  }
  return "no such file";
}
