/**
 * The dashboard for people.
 * @module
 */

import type { Candidate, Dashboard } from "../candidates/dashboard.ts";
import { age, stamp } from "../report/age.ts";
import { link, list, type Markdown, md, table, text } from "../report/markdown.ts";
import { renderMarkdown } from "../report/templates.ts";
import { candidateLink, count, incompleteNote } from "./common.ts";

const STATE_WORDS = { success: "can ship", blocked: "blocked", pending: "pending" } as const;

/** `dashboard.md` */
export function dashboardReport(
  dashboard: Dashboard,
  repository: { full_name: string; url: string },
): string {
  const { candidates, summary, health } = dashboard;
  return renderMarkdown("dashboard", {
    verdict: verdictOf(dashboard),
    incomplete: incompleteNote(dashboard.gaps, dashboard.complete),
    next: nextOf(candidates),
    repository: link(repository.full_name, repository.url),
    at: stamp(dashboard.generated_at),
    counts:
      `${summary.total_candidates}: ${summary.promotable} can ship, ${summary.blocked} blocked, ${summary.pending} pending`,
    health: `${health.score} of 100`,
    candidates: candidates.map((candidate) => ({
      name: candidate.tag,
      lead: leadOf(candidate),
      unmet: unmetTable(candidate),
      flaky: candidate.flaky.length === 0 ? null : candidate.flaky.join(", "),
      checks: checksOf(candidate),
    })),
    table: table(
      ["Candidate", "Line", "State", "For", "Held up by"],
      candidates.map((candidate) => [
        candidateLink(candidate),
        candidate.line,
        STATE_WORDS[candidate.promotable_state],
        age(candidate.age_minutes),
        candidate.top_blocker ?? "",
      ]),
    ),
    left_out: dashboard.left_out.length === 0
      ? null
      : list(dashboard.left_out.map(({ name, why }) => md`${name}: ${why}`)),
  });
}

/** One sentence: can we ship? */
export function verdictOf({ summary, complete }: Dashboard): string {
  if (summary.total_candidates === 0) {
    return complete ? "There is no candidate to ship." : "Whether anything can ship is not known.";
  }
  const { promotable, blocked, pending, total_candidates: total } = summary;
  const rest = [
    ...blocked > 0 ? [`${blocked} blocked`] : [],
    ...pending > 0 ? [`${pending} pending`] : [],
  ].join(", ");
  const ship = promotable === 0
    ? "Nothing can ship"
    : `${promotable} of ${count(total, "candidate")} can ship`;
  return rest === "" ? `${ship}.` : `${ship}: ${rest}.`;
}

function nextOf(candidates: readonly Candidate[]): Markdown {
  const blocked = candidates.find(({ promotable_state }) => promotable_state === "blocked");
  if (blocked !== undefined) {
    const unmet = blocked.unmet[0];
    return md`look at ${unmet?.name ?? "the checks"} on ${candidateLink(blocked)}${
      unmet?.url ? md` (${link("run", unmet.url)})` : ""
    }; it blocks ${blocked.line} for ${age(blocked.age_minutes)}.`;
  }
  const ready = candidates.find(({ promotable_state }) => promotable_state === "success");
  if (ready !== undefined) return md`promote ${candidateLink(ready)} when you are ready.`;
  const pending = candidates[0];
  return pending === undefined
    ? md`nothing.`
    : md`wait for ${pending.unmet[0]?.name ?? "the checks"} on ${candidateLink(pending)}.`;
}

function leadOf(candidate: Candidate): Markdown {
  const { changed_files_count: changed, base } = candidate;
  const files = changed === null
    ? `changed files not known, so every path counts as changed${
      base === null ? ": there is nothing to compare with" : ` since ${base}`
    }`
    : `${candidate.changed_files_truncated ? "at least " : ""}${
      count(changed, "changed file")
    } since ${base === "first parent" ? "its first parent" : base ?? "the beginning"}`;
  return md`**${STATE_WORDS[candidate.promotable_state]}** for ${
    age(candidate.age_minutes)
  } (since ${stamp(candidate.since)}) · ${candidateLink(candidate)} · ${files}`;
}

function unmetTable(candidate: Candidate): Markdown | null {
  if (candidate.unmet.length === 0) return null;
  return table(
    ["Not met", "Why", "Since", "Required because"],
    candidate.unmet.map((unmet) => [
      text(unmet.name),
      unmet.url === null
        ? text(unmet.conclusion)
        : link(`${unmet.category}: ${unmet.conclusion}`, unmet.url),
      stamp(unmet.since),
      unmet.why_required,
    ]),
  );
}

function checksOf(candidate: Candidate): Markdown {
  return table(
    ["Check", "Required", "Status"],
    candidate.checks.map((check) => [
      text(check.name),
      check.required.replace("_", ", "),
      check.url === null
        ? text(check.conclusion ?? check.status)
        : link(check.conclusion ?? check.status, check.url),
    ]),
  );
}
