/**
 * Judges the policies against themselves and against the repository: their problems, their labels, and
 * required checks that nobody ever saw.
 * @module
 */

import { lacking, unique } from "../blockers/labels.ts";
import type { CheckEntry } from "../candidates/requirement_policy.ts";
import { matchesEntry, resultsOf } from "../candidates/results.ts";
import { nearest } from "../cli/nearest.ts";
import { problemLine } from "../cli/check.ts";
import type { Policies } from "../policy/policies.ts";
import { count } from "../report/count.ts";
import type { Facts } from "./facts.ts";
import { fail, type Finding, info, ok, warn } from "./finding.ts";

/** Names shown in one sentence. */
const MAX_SHOWN = 8;

/** Can the policies be used? */
export function policiesFinding({ policies: { problems } }: Facts): Finding {
  const name = "policies";
  const errors = problems.filter(({ severity }) => severity === "error");
  const [first] = errors.length > 0 ? errors : problems;
  if (first === undefined) return ok(name, "They have no problems.");
  const warnings = problems.length - errors.length;
  const what = `${count(errors.length, "error")}, ${count(warnings, "warning")}; the first: ${
    problemLine(first)
  }`;
  const remedy = "release-ops check shows every problem on a line of its own.";
  return errors.length > 0 ? fail(name, what, remedy) : warn(name, what, remedy);
}

/** Do the labels exist that policies use? */
export function labelsFinding({ policies: { policies }, examined, wanted }: Facts): Finding | null {
  if (policies === null || examined === null || examined.labels === null) return null;
  if (!wanted.issue_writes) return null;
  const used = labelsOf(policies, wanted);
  const missing = lacking(examined.labels, used);
  if (missing.length === 0) return ok("labels", `All ${used.length} that policies use exist.`);
  return info(
    "labels",
    `${missing.length} of ${used.length} do not exist yet: ${listed(missing)}.`,
    "Each is created when it is first used; create them yourself to choose their colours.",
  );
}

function labelsOf(
  { escalation, routing }: Policies,
  wanted: Facts["wanted"],
): string[] {
  const { labels, resolution } = escalation;
  return unique([
    ...labels.base,
    "P0",
    "P1",
    ...resolution.resolved_labels,
    ...wanted.escalation
      ? [
        ...labels.p0_warn,
        ...labels.p0_escalate,
        ...labels.p0_page,
        ...labels.p1_warn,
        ...labels.p1_escalate,
      ]
      : [],
    ...wanted.routing && routing.enabled
      ? [
        ...Object.values(routing.teams).flatMap((team) => team.labels),
        ...routing.default.labels,
        ...routing.post_routing_actions.auto_priority.enabled
          ? routing.post_routing_actions.auto_priority.rules.map(({ priority }) => priority)
          : [],
      ]
      : [],
  ]);
}

/** Did every required check run on any of the default branch's newest commits? */
export function checksFinding({ policies: { policies }, examined }: Facts): Finding | null {
  if (policies === null || examined === null || examined.default_branch === "") return null;
  const name = "required checks";
  const { always_required, conditional_required } = policies.required_checks;
  const results = examined.recent.flatMap(resultsOf);
  const commits = examined.recent.length;
  if (commits === 0) {
    return warn(
      name,
      "No recent commit's checks could be read.",
      "See what the read permission says, then run the doctor again.",
    );
  }
  const ran = unique(results.flatMap(({ names }) => names.slice(0, 1)));
  const names = unique(results.flatMap((result) => result.names));
  const unseen = (entries: readonly CheckEntry[]): readonly CheckEntry[] =>
    entries.filter((entry) => !results.some((result) => matchesEntry(result, entry)));
  // A conditional check may rightly not have run for weeks; one that is misspelt shows by its neighbour.
  const [misspelt, quiet] = partition(
    unseen(conditional_required),
    (entry) => nearestName(entry, names) !== null,
  );
  const wrong = [...unseen(always_required), ...misspelt];
  const where = `the newest ${commits} commits of ${examined.default_branch}`;
  if (wrong.length === 0) {
    const rest = quiet.length === 0
      ? ""
      : ` (conditional ones that did not: ${listed(quiet.map(({ name }) => name))})`;
    return ok(name, `They ran on ${where}${rest}.`);
  }
  const told = wrong.map((entry) => {
    const near = nearNames(entry, { ran, names });
    return near.length === 0 ? entry.name : `${entry.name} (did you mean ${near.join(" or ")}?)`;
  });
  const seen = ran.length === 0 ? "no check ran at all" : `what ran: ${listed(ran)}`;
  return warn(
    name,
    `Never ran on ${where}: ${told.join(", ")}; ${seen}.`,
    "Correct the names in required_checks.yml: a check that never runs keeps every candidate pending.",
  );
}

function partition<Item>(
  items: readonly Item[],
  test: (item: Item) => boolean,
): [yes: Item[], no: Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function nearestName(
  { name, workflow }: CheckEntry,
  names: readonly string[],
): string | null {
  return nearest(name, names) ?? nearest(workflow ?? "", names);
}

/** What somebody may have meant: the nearest spelling, else names that share a whole word. */
function nearNames(
  entry: CheckEntry,
  { ran, names }: { ran: readonly string[]; names: readonly string[] },
): string[] {
  const near = nearestName(entry, names);
  if (near !== null) return [near];
  const words = wordsOf(entry.name);
  return ran.filter((other) => wordsOf(other).some((word) => words.includes(word))).slice(0, 3);
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
}

function listed(names: readonly string[]): string {
  const more = names.length - MAX_SHOWN;
  return names.slice(0, MAX_SHOWN).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
