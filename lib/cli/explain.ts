/**
 * What `explain` says of a candidate, from what a cycle was decided from.
 * @module
 */

import { readFingerprint } from "../blockers/fingerprint.ts";
import { carries } from "../blockers/labels.ts";
import { lineNamer } from "../blockers/naming.ts";
import { recordKey } from "../blockers/ownership.ts";
import type { Inputs } from "../bundle/inputs.ts";
import { evidenceFor } from "../candidates/build.ts";
import type { LeftOut } from "../candidates/dashboard.ts";
import { explainCandidate, type Explained } from "../candidates/explain.ts";
import { type ChosenCandidate, selectCandidates } from "../candidates/select.ts";
import { Failure } from "../failure.ts";
import type { Gap, IssueFacts } from "../observation/observation.ts";
import { age } from "../report/age.ts";
import { clean } from "../report/clean.ts";
import { count } from "../report/count.ts";
import { parseState } from "../state/parse.ts";
import { nearest } from "./nearest.ts";

/** An issue as people know it. */
export type NamedIssue = Pick<IssueFacts, "number" | "title" | "url">;

/** Candidates of one name, line or commit, or why there is none. */
export interface Explanation {
  /** The instant of the cycle. */
  readonly observed_at: string;
  /** Each with the open blocker issues of its line. */
  readonly candidates: readonly (Explained & { readonly issues: readonly NamedIssue[] })[];
  /** Open blocker issues that name no single line: they may be about any. */
  readonly unplaced: readonly NamedIssue[];
  /** Where nothing of the name is a candidate: what might have been one. */
  readonly left_out: readonly LeftOut[];
  /** What GitHub did not show; nothing may be concluded from what is absent then. */
  readonly gaps: readonly Gap[];
}

/**
 * Explains what is asked for.
 * @param wanted a tag, a branch, a line, or a commit by seven of its digits or more
 * @throws {Failure} `no-candidate` when the cycle knew nothing of that name
 */
export function explain(inputs: Inputs, wanted: string): Explanation {
  const { observation, policies } = inputs;
  const now = Temporal.Instant.from(inputs.now);
  const { state } = parseState(inputs.request.local_state ?? observation.state.files, { now });
  const options = {
    policy: policies.required_checks,
    state: state.blockers,
    now,
    generator_version: inputs.version,
  };
  const { chosen, left_out } = selectCandidates(observation, options);
  const name = wanted.toLowerCase();
  const found = chosen.filter((candidate) => isNamed(candidate, name));
  const left = left_out.filter((item) => item.name.toLowerCase() === name);
  if (found.length + left.length === 0) {
    if (observation.default_commits.length === 0 && !observation.complete) throw blind(inputs.now);
    throw noCandidate(wanted, { chosen, left_out });
  }

  const namer = lineNamer(chosen.map(({ name, line }) => ({ tag: name, line })));
  const lineOf = (issue: IssueFacts): string | null => {
    const known = state.blockers.blockers[recordKey(issue.number)]?.fingerprint;
    return (known === undefined ? null : readFingerprint(known).line) ?? namer(issue);
  };
  const { base } = policies.escalation.labels;
  const issues = observation.issues.filter((issue) =>
    issue.state === "open" && issue.labels.some((label) => carries(base, label))
  );
  const on = (line: string | null): NamedIssue[] =>
    issues.filter((issue) => lineOf(issue) === line)
      .map(({ number, title, url }) => ({ number, title, url }));
  return {
    observed_at: inputs.now,
    candidates: found.map((candidate) => ({
      ...explainCandidate(candidate, evidenceFor(candidate, { observation, options })),
      issues: on(candidate.line),
    })),
    unplaced: found.length === 0 ? [] : on(null),
    left_out: found.length === 0 ? left : [],
    gaps: observation.gaps,
  };
}

/** Seven digits name a commit, as everywhere. */
function isNamed({ name, line, commit }: ChosenCandidate, wanted: string): boolean {
  return [name, line].some((known) => known.toLowerCase() === wanted) ||
    /^[0-9a-f]{7,}$/.test(wanted) && commit.sha.startsWith(wanted);
}

function blind(now: string): Failure {
  return new Failure(
    "no-candidate",
    `Cannot explain: the cycle of ${clean(now)} could not read GitHub, so it knew no candidate`,
    { remedy: "Name the bundle of another cycle with --bundle." },
  );
}

function noCandidate(
  wanted: string,
  { chosen, left_out }: {
    chosen: readonly ChosenCandidate[];
    left_out: readonly LeftOut[];
  },
): Failure {
  const names = [...new Set([...chosen, ...left_out].map(({ name }) => name))];
  const near = nearest(wanted, names);
  return new Failure(
    "no-candidate",
    `Cannot explain ${
      JSON.stringify(wanted)
    }: the cycle knew no tag, branch, line or commit of that name`,
    {
      remedy: near === null
        ? `It knew ${clean(chosen.slice(0, 10).map(({ name }) => name).join(", ")) || "none"}.`
        : `Did you mean ${clean(near)}?`,
    },
  );
}

/** The explanation for people, without a final newline. */
export function explanationText(
  { observed_at, candidates, unplaced, left_out, gaps }: Explanation,
): string {
  const parts = [
    ...candidates.map(candidateText),
    ...left_out.map(({ name, why }) => `${clean(name)} is no candidate: ${clean(why)}.`),
    ...unplaced.length === 0
      ? []
      : [["Open blocker issues that name no single line:", ...unplaced.map(issueLine)].join("\n")],
    [
      `As GitHub showed it at ${observed_at}${gaps.length === 0 ? "." : ", though not in full:"}`,
      ...gaps.map(({ what, why }) => `  ${clean(what)}: ${clean(why)}`),
    ].join("\n"),
  ];
  return parts.join("\n\n");
}

function candidateText(
  { candidate, checks, issues }: Explanation["candidates"][number],
): string {
  const { promotable_state, top_blocker, line, base, changed_files_count: changed } = candidate;
  const verdict = promotable_state !== "success"
    ? `is ${promotable_state}: ${clean(top_blocker ?? "nobody knows why")}`
    : issues.length > 0
    ? "passed its checks, and is held by open blocker issues"
    : "can ship";
  const files = changed === null
    ? ""
    : candidate.changed_files_truncated
    ? `, at least ${changed} changed files`
    : `, ${count(changed, "changed file")}`;
  return [
    `${clean(candidate.tag)} (line ${clean(line)}, commit ${
      clean(candidate.commit_sha.slice(0, 7))
    }) ${verdict}.`,
    `Since ${candidate.since}, ${age(candidate.age_minutes)}. ` +
    (base === null ? "Compared with nothing" : `Compared with ${clean(base)}`) + `${files}.`,
    "",
    ...checks.flatMap(({ name, status, required, why, results }) => [
      `${clean(name)}: ${
        required === "conditional_skipped"
          ? "not asked for"
          : results.length === 0
          ? "missing"
          : status
      }`,
      `  ${clean(why)}`,
      ...results.map(({ conclusion, since, url, decides }) =>
        `  ${decides ? "*" : "-"} ${clean(conclusion)} since ${clean(since)}${
          url === null ? "" : ` ${clean(url)}`
        }`
      ),
    ]),
    ...issues.length === 0
      ? []
      : ["", "Open blocker issues of its line:", ...issues.map(issueLine)],
  ].join("\n");
}

function issueLine({ number, title, url }: NamedIssue): string {
  return `  #${number} ${clean(title)} ${clean(url)}`;
}
