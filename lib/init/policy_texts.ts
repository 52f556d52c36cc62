/**
 * The policies fitted to a repository: the shipped texts, comments and all, with its own checks,
 * branches and teams in place of the examples.
 * @module
 */

import { lineOfBranch } from "../candidates/versions.ts";
import { EMBEDDED_POLICIES } from "../policy/embedded.ts";
import { type OwnersRule, parseCodeowners } from "../routing/codeowners.ts";
import { type Repository, type Triggers, triggersOf } from "./repository.ts";

/** Workflows that the orchestrator replaces, and its own: none of them judges a commit. */
export const SUPERSEDED: readonly string[] = [
  "release-train-dashboard.yml",
  "release-blocker-escalation.yml",
  "release-ops-digest.yml",
  "oncall-handoff.yml",
  "auto-triage-blockers.yml",
];
const OWN = /^release-ops-(?:orchestrator|step)\.ya?ml$/;

/** A check that is proposed. */
interface Proposal extends Triggers {
  readonly file: string;
}

/**
 * `required_checks.yml`: workflows that report on every pushed commit are required, others that run for
 * changes are shown; null when no workflow runs for changes at all, for then nothing can be required.
 */
export function requiredChecksText(repository: Repository): string | null {
  const found = proposals(repository);
  const pushed = found.filter(({ every_push }) => every_push);
  const required = pushed.length > 0 ? pushed : found;
  if (required.length === 0) return null;
  const shown = found.filter((proposal) => !required.includes(proposal));
  const entry = ({ name, file }: Proposal): string =>
    `  - name: ${JSON.stringify(name)}\n    workflow: ${JSON.stringify(file)}\n`;
  return [
    ["always_required", `always_required:\n${required.map(entry).join("")}`],
    ["conditional_required", "conditional_required: []\n"],
    [
      "informational",
      shown.length === 0 ? "informational: []\n" : `informational:\n${shown.map(entry).join("")}`,
    ],
    [
      "  release_branches",
      `  release_branches:\n${
        releaseBranches(repository.branches).map((glob) => `    - ${JSON.stringify(glob)}\n`)
          .join("")
      }`,
    ],
  ].reduce(
    (text, [key = "", block = ""]) => replaced(text, key, block),
    shipped("required_checks"),
  );
}

function proposals({ workflows }: Repository): Proposal[] {
  return workflows.flatMap((workflow) => {
    if (OWN.test(workflow.file) || SUPERSEDED.includes(workflow.file)) return [];
    const triggers = triggersOf(workflow);
    return triggers?.changes === true ? [{ ...triggers, file: workflow.file }] : [];
  });
}

/** Words that release branches begin with, before their version. */
const PREFIX = /^(?:(?:release|releases|rel|stable|maint|maintenance|support)[/_-])?v?$/i;

/** Globs for the release branches that are there; the shipped ones when there are none. */
export function releaseBranches(branches: readonly string[]): string[] {
  const globs = branches.flatMap((name) => {
    if (lineOfBranch(name) === name) return [];
    const prefix = /^[^0-9]*/.exec(name)?.[0] ?? "";
    if (!PREFIX.test(prefix)) return [];
    const word = prefix.replace(/v$/i, "");
    if (word !== "") return [`${word}*`];
    return name.endsWith(".x") ? [`${prefix}*.x`] : [];
  });
  return globs.length === 0 ? ["release/*", "release-*"] : [...new Set(globs)].toSorted();
}

/** `routing.yml`: the teams of CODEOWNERS with the paths they own; without any, nobody by name. */
export function routingText({ codeowners }: Repository): string {
  const teams = new Map<string, string[]>();
  for (const { pattern, owners } of parseCodeowners(codeowners ?? "")) {
    for (const owner of owners) {
      const team = /^@[A-Za-z0-9-]+\/([A-Za-z0-9][A-Za-z0-9._-]{0,40})$/.exec(owner)?.[1];
      if (team === undefined) continue;
      teams.set(team, [...teams.get(team) ?? [], ...globsOf(pattern)]);
    }
  }
  const block = [...teams].map(([team, globs]) => {
    const patterns = [...new Set(globs)].map((glob) => JSON.stringify(glob)).join(", ");
    const rules = patterns === ""
      ? "    rules: []\n"
      : `    rules:\n      - type: filepath\n        patterns: [${patterns}]\n`;
    return `  ${JSON.stringify(team)}:\n    assignees: []\n    labels:\n      - ${
      JSON.stringify(`team:${team}`)
    }\n${rules}`;
  }).join("");
  const text = block === "" ? "teams: {}\n" : `teams:\n${block}`;
  return replaced(shipped("routing"), "teams", text);
}

/** A CODEOWNERS pattern as globs over whole paths; none for one that owns everything. */
function globsOf(pattern: OwnersRule["pattern"]): string[] {
  const bare = pattern.replace(/^\//, "").replace(/\/$/, "");
  if (/^\*{0,2}(?:\/\*{1,2})?$/.test(bare)) return [];
  const anchored = pattern.slice(0, -1).includes("/");
  const glob = anchored ? bare : `**/${bare}`;
  if (pattern.endsWith("/")) return [`${glob}/**`];
  return /[*.][^/]*$/.test(bare) ? [glob] : [glob, `${glob}/**`];
}

/** Hours that the action sets by default: said in the policy too, `check` and `should-run` know of them. */
const CATCH_UP_HOURS = 6;

/** `digest.yml` or `handoff.yml`, catching up as the action does. */
export function caughtUp(name: "digest" | "handoff"): string {
  return shipped(name).replace(/^cadence_hours: .*\n/m, (line) =>
    `${line}
# A ${name} that was missed is caught up for so many hours; the workflow says the same.
catch_up_hours: ${CATCH_UP_HOURS}
`);
}

/** A policy that needs no fitting, without the line that names a schema beside it. */
export function shipped(name: keyof typeof EMBEDDED_POLICIES): string {
  return EMBEDDED_POLICIES[name].replace(/^# yaml-language-server:.*\n#\n/, "");
}

/** The text with the block of a key replaced: its line and all deeper or blank-free lines below it. */
function replaced(text: string, key: string, block: string): string {
  const indent = /^ */.exec(key)?.[0].length ?? 0;
  const pattern = new RegExp(`^${key}:.*\\n(?: {${indent + 1},}.*\\n)*`, "m");
  return text.replace(pattern, () => block);
}
