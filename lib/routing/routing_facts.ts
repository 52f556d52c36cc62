/**
 * The facts that routing rules look at. Of an issue that we raised only names count, those of the
 * checks and jobs that it tracks: the rest is our own wording, the same in every issue.
 * @module
 */

import { readFingerprint } from "../blockers/fingerprint.ts";
import { BLOCKER_MARKER, ownMarker } from "../blockers/recovery.ts";
import type { Dashboard } from "../candidates/dashboard.ts";
import type { IssueFacts } from "../observation/observation.ts";
import { findSections } from "../report/marker.ts";
import type { BlockerRecord } from "../state/state.ts";
import { pathsIn, visibleText } from "./mentions.ts";
import type { RoutingFacts } from "./rules.ts";

/** What rules may look at in one issue. */
export function routingFacts(
  issue: IssueFacts,
  context: { readonly record: BlockerRecord | undefined; readonly dashboard: Dashboard | null },
): RoutingFacts {
  const fingerprint = context.record?.fingerprint ??
    (issue.viewer_did_author ? ownMarker(issue.body, BLOCKER_MARKER) : null);
  const raised = fingerprint !== null && issue.viewer_did_author &&
    context.record?.adopted !== true;
  const written = withoutOurSections(issue.body);
  const names = fingerprint === null ? [] : trackedNames(fingerprint, context);
  const texts = [...raised ? [] : [issue.title], written].map(visibleText);
  return {
    labels: issue.labels,
    paths: pathsIn(written, issue.url.replace(/\/issues\/\d+$/, "")),
    text: [...texts, ...names.map(visibleText)].join(" \n"),
  };
}

/** Checks behind a fingerprint and, where the dashboard knows them, their failed jobs. */
function trackedNames(
  fingerprint: string,
  { record, dashboard }: { record: BlockerRecord | undefined; dashboard: Dashboard | null },
): string[] {
  const { line, check, group } = readFingerprint(fingerprint);
  const checks = new Set([...check === null || group ? [] : [check], ...record?.members ?? []]);
  const jobs = (dashboard?.candidates ?? [])
    .filter((candidate) => candidate.line === line)
    .flatMap(({ unmet }) => unmet)
    .filter(({ name }) => checks.has(name) || (group && record?.members === undefined))
    .flatMap((unmet) => [unmet.name, ...unmet.jobs.map((job) => job.name)]);
  return [...new Set([...checks, ...jobs])];
}

function withoutOurSections(body: string): string {
  return findSections(body).toReversed().reduce(
    (text, { start, end }) => `${text.slice(0, start)}${text.slice(end)}`,
    body,
  );
}
