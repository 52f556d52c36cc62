/**
 * What to do next, in words: for reports, and for chat.
 * @module
 */

import { type Need, needs, type NextStep } from "../pages/next_steps.ts";
import { numbersOf } from "../pages/headline.ts";
import type { PageBlocker, Train } from "../pages/page_facts.ts";
import { age } from "../report/age.ts";
import { link, type Markdown, md, raw, text } from "../report/markdown.ts";
import { slackLink, slackText } from "../report/slack.ts";
import { candidateLink } from "./common.ts";

/** A step as Markdown without its full stop. */
export function stepWords(step: NextStep): Markdown {
  switch (step.kind) {
    case "reread":
      return md`find out why GitHub could not be read in full, and run the cycle again`;
    case "fix": {
      const [before, after] = toDo(step.need);
      return md`${before} ${subjectOf(step.need)}${raw(after)}, open for ${
        age(step.need.age_minutes)
      }, ${ownerWords(step.need.owner)}${hint(step.need)}`;
    }
    case "promote":
      return md`promote ${candidateLink(step.candidate)}${caution(step)}`;
    case "wait":
      return md`wait for ${step.candidate.unmet[0]?.name ?? "the checks"} on ${
        candidateLink(step.candidate)
      }`;
    case "flaky":
      return md`look into ${step.candidate.flaky.join(", ")}: failed, then passed on ${
        candidateLink(step.candidate)
      }`;
  }
}

/** A step as text for chat, in which nothing notifies anybody. */
export function stepChat(step: NextStep): string {
  switch (step.kind) {
    case "reread":
      return "find out why GitHub could not be read in full, and run the cycle again";
    case "fix": {
      const { blocker, line, what, owner } = step.need;
      const subject = blocker === null || blocker.number === null
        ? slackText(`${what ?? "the checks"} on ${line ?? "no line"} (no issue yet)`)
        : slackLink(blocker.title, blocker.url);
      const [before, after] = toDo(step.need);
      return `${before} ${subject}${after}, ${slackText(ownerWords(owner))}${
        slackText(hint(step.need))
      }`;
    }
    case "promote": {
      const { tag, commit_url } = step.candidate;
      return `promote ${slackLink(tag, commit_url)}${slackText(caution(step))}`;
    }
    case "wait":
      return `wait for ${slackText(step.candidate.unmet[0]?.name ?? "the checks")} on ${
        slackLink(step.candidate.tag, step.candidate.commit_url)
      }`;
    case "flaky":
      return `look into ${slackText(step.candidate.flaky.join(", "))} on ${
        slackLink(step.candidate.tag, step.candidate.commit_url)
      }`;
  }
}

/** As on the dashboard, which links the run; null for what no check is behind. */
export function lookWords(step: NextStep): Markdown | null {
  if (step.kind !== "fix" || step.need.evidence === null) return null;
  const { evidence: { candidate, unmet }, age_minutes, owner } = step.need;
  const run = unmet.url === null ? raw("") : md` (${link("run", unmet.url)})`;
  const { line } = candidate;
  const kept = unmet.category === "failed" ? md`blocked ${line}` : md`kept ${line} waiting`;
  return md`look at ${unmet.name} on ${candidateLink(candidate)}${run}; it has ${kept} for ${
    age(age_minutes)
  }, ${ownerWords(owner)}`;
}

/** The most urgent blocker that has an issue and that a report is about; undefined when none is. */
export function worstOf(
  train: Train,
  isMeant: (blocker: PageBlocker) => boolean,
): (Need & { readonly blocker: PageBlocker }) | undefined {
  return needs(train).find((need): need is Need & { blocker: PageBlocker } =>
    need.blocker !== null && isMeant(need.blocker)
  );
}

/** `owner platform`, `no owner yet` */
export function ownerWords(owner: string | null): string {
  return owner === null ? "no owner yet" : `owner ${owner}`;
}

/** What to do about a need, around its subject: only what failed is to be fixed. */
function toDo({ what, evidence }: Need): readonly [before: string, after: string] {
  const category = evidence?.unmet.name === what ? evidence?.unmet.category : undefined;
  if (category === undefined || category === "failed") return ["fix", ""];
  return ["find out why", category === "missing" ? " never started" : " has not finished"];
}

/** `#4 (Changelog is missing)`, `Unit Tests on 4.2 (#101)` */
function subjectOf({ blocker, what, line }: Need): Markdown {
  const issue = blocker === null || blocker.number === null
    ? text("no issue yet")
    : link(raw(`\\#${blocker.number}`), blocker.url);
  if (what === null && blocker !== null) return md`${issue} (${blocker.title})`;
  return md`${what ?? "the checks"} on ${line ?? "no line"} (${issue})`;
}

function hint({ alone, line }: Need): string {
  if (line === null) {
    return "; it names no single line, so nobody can tell what it holds: put a version in its title";
  }
  return alone ? `; it alone holds ${line}` : "";
}

function caution({ first, candidate }: Extract<NextStep, { kind: "promote" }>): string {
  return first.length === 0
    ? ""
    : `, once it is clear that ${numbersOf(first)} ${
      first.length > 1 ? "do" : "does"
    } not concern ${candidate.line}: ${first.length > 1 ? "they name" : "it names"} no single line`;
}
