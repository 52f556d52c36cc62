/**
 * The rules of the routing policy: compiled once per cycle, tried type by type, and inside a type in
 * the order of the policy. The first that matches wins.
 * @module
 */

import { globToRegExp } from "@std/path/posix";
import { RE2JS } from "re2js";
import { Failure } from "../failure.ts";
import { type RoutingPolicy, RULE_TYPES, type RuleType } from "./routing_policy.ts";
import { matchesWildcard } from "./wildcard.ts";

/** Why an issue went where it went. */
export interface RouteRule {
  /** `codeowners` and `default` decide only where no rule of the policy matches. */
  readonly type: RuleType | "codeowners" | "default";
  /** The pattern in the policy or in CODEOWNERS; null for the default. */
  readonly pattern: string | null;
  /** What it matched: a label, a path or words of the issue; null for the default. */
  readonly matched_text: string | null;
}

/** What rules may look at. */
export interface RoutingFacts {
  /** Names as GitHub spells them; matching ignores case. */
  readonly labels: readonly string[];
  /** Paths that title and body mention, relative to the root, in the order of mention. */
  readonly paths: readonly string[];
  /** Words people can read, blanks collapsed. */
  readonly text: string;
}

/** A pattern ready to be tried. */
export interface CompiledRule {
  /** The team that it leads to. */
  readonly team: string;
  /** Decides when its turn comes. */
  readonly type: RuleType;
  /** As it stands in the policy. */
  readonly pattern: string;
  /** What the pattern matches in the facts; null for nothing. */
  readonly find: (facts: RoutingFacts) => string | null;
}

/**
 * The patterns of all teams, in the order in which they are tried.
 * @throws {Failure} when a glob cannot be read
 */
export function compileRules(teams: RoutingPolicy["teams"]): CompiledRule[] {
  return RULE_TYPES.flatMap((type) =>
    Object.entries(teams).flatMap(([team, { rules }]) =>
      rules.filter((rule) => rule.type === type).flatMap(({ patterns }) =>
        patterns.filter((pattern) => pattern.trim() !== "")
          .map((pattern) => ({ team, type, pattern, find: FINDERS[type](pattern.trim(), team) }))
      )
    )
  );
}

/** The first rule that matches; null when none does. */
export function matchRules(
  facts: RoutingFacts,
  rules: readonly CompiledRule[],
): { readonly team: string; readonly rule: RouteRule } | null {
  for (const { team, type, pattern, find } of rules) {
    const matched_text = find(facts);
    if (matched_text !== null) return { team, rule: { type, pattern, matched_text } };
  }
  return null;
}

/** A rule in a few plain words: `keyword "database"`. */
export function ruleWords(rule: RouteRule): string {
  return rule.pattern === null ? "the default" : `${RULE_NAMES[rule.type]} "${rule.pattern}"`;
}

/** What a type of rule is called in a sentence. */
export const RULE_NAMES: Readonly<Record<RouteRule["type"], string>> = {
  label: "label",
  filepath: "path",
  keyword: "keyword",
  codeowners: "CODEOWNERS pattern",
  default: "default",
};

type Finder = CompiledRule["find"];

const FINDERS: Readonly<Record<RuleType, (pattern: string, team: string) => Finder>> = {
  label: labelFinder,
  filepath: pathFinder,
  keyword: keywordFinder,
};

/** The whole label, in any case (as GitHub compares them); `*` stands for anything: `area/*`. */
function labelFinder(pattern: string): Finder {
  const wanted = pattern.toLowerCase();
  return ({ labels }) =>
    labels.find((label) => {
      const name = label.toLowerCase();
      return name === wanted || (wanted.includes("*") && matchesWildcard(wanted, name));
    }) ?? null;
}

/**
 * A glob. As in CODEOWNERS, a pattern without a slash matches at any depth, and a folder stands for
 * everything below it. Matching takes linear time: paths are the world's text.
 */
function pathFinder(pattern: string, team: string): Finder {
  const globs = globsOf(pattern).map((glob) => compileGlob(glob, { pattern, team }));
  return ({ paths }) => paths.find((path) => globs.some((glob) => glob.matches(path))) ?? null;
}

function globsOf(pattern: string): string[] {
  const relative = pattern.replace(/^(\.?\/)+/, "");
  const folder = relative.replace(/\/+$/, "");
  const tied = relative !== pattern || folder.includes("/");
  const rooted = tied ? folder : `**/${folder}`;
  if (folder !== relative) return [`${rooted}/**`];
  return /[*?[{]/.test(folder) ? [rooted] : [rooted, `${rooted}/**`];
}

function compileGlob(glob: string, origin: { pattern: string; team: string }): RE2JS {
  try {
    return RE2JS.compile(globToRegExp(glob, { extended: false }).source);
  } catch (error) {
    throw new Failure(
      "bad-glob",
      `Cannot route by path: the pattern ${JSON.stringify(origin.pattern)} of the team ${
        JSON.stringify(origin.team)
      } is no glob.`,
      {
        remedy:
          "Correct the pattern in the routing policy: `src/api/**`, `*.sql`, `.github/workflows/`.",
        exit: 1,
        cause: error,
      },
    );
  }
}

/** Whole words in any case: no letter, digit or underscore on either side. Every character stands for itself. */
function keywordFinder(pattern: string): Finder {
  const words = RegExp.escape(pattern.normalize("NFC").replace(/\s+/g, " "));
  const expression = new RegExp(
    `(?<![\\p{L}\\p{M}\\p{N}_])${words}(?![\\p{L}\\p{M}\\p{N}_])`,
    "iu",
  );
  return ({ text }) => expression.exec(text)?.[0] ?? null;
}
