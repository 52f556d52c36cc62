import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import {
  closedBody,
  trackingIssue,
  withCleared,
  withStatus,
} from "../../lib/blockers/issue_text.ts";
import {
  groupSubject,
  isSome,
  type Reason,
  reasonsOf,
  subjectOf,
} from "../../lib/blockers/reasons.ts";
import type { Candidate } from "../../lib/candidates/dashboard.ts";
import { BODY_LIMIT, TITLE_LIMIT } from "../../lib/report/limits.ts";
import { extractSection, findMarkers } from "../../lib/report/marker.ts";
import { Templates, useTemplates } from "../../lib/report/templates.ts";
import { CORPUS } from "../hostile/corpus.ts";
import { candidate, dashboardOf } from "../pages/fixtures.ts";
import { aBlockedTrain, aTrain, RC, type Train } from "./builders.ts";

/** The section of the issue that tracks the only blocker, without its markers. */
function sectionOf(train: Train, number = 1): string {
  const body = extractSection(train.issue(number).body, "status") ?? "";
  return body.replace(/^<!--.*-->\n*/gm, "");
}

Deno.test("an issue says what is wrong, since when, what to do next, and shows the evidence", () => {
  const train = aTrain().failed("Unit Tests", { minutes: 200, job: "linux (22)" }).cycled();
  assertEquals(train.issue(1).title, "4.2 is blocked: Unit Tests failed");
  assertEquals(
    sectionOf(train),
    `**4.2 cannot ship:** the required check **Unit Tests** has failed since 2026-01-08 08:40 UTC.

**Do next:** open [the run](https://github.com/acme/rocket/actions/runs/7), fix the failure or run it again; this issue says so once the check passes on every candidate of 4.2.

- First failing run: [v4.2.0-rc.1 (\`76342e3\`)](https://github.com/acme/rocket/actions/runs/7) at 2026-01-08 08:40 UTC.
- Latest failing run: the same.
- Last commit known to pass: none.
- Next: nothing more is due; no higher level follows.

| Check | Candidate | Result | Since | Required because |
| --- | --- | --- | --- | --- |
| Unit Tests | [v4.2.0-rc.1 (\`76342e3\`)](https://github.com/acme/rocket/commit/76342e322e302d72632e31000000000000000000) | [failure](https://github.com/acme/rocket/actions/runs/7) | 2026-01-08 08:40 UTC | always required |

Failed jobs: [linux (22)](https://github.com/acme/rocket/job/1)`,
  );
});

for (
  const [state, title, words, advice] of [
    ["queued", "has not finished", "is still queued", "waiting for a runner"],
    ["running", "has not finished", "is still running", "waiting for a runner"],
    ["missing", "is missing", "has no result", "find out why the check never started"],
  ] as const
) {
  Deno.test(`an issue says in its own words that a check is ${state}`, () => {
    const train = aTrain()[state]("Unit Tests").cycled();
    assertEquals(train.issue(1).title, `4.2 is blocked: Unit Tests ${title}`);
    assertStringIncludes(sectionOf(train), `**Unit Tests** ${words} since 2026-01-08 10:00 UTC`);
    assertStringIncludes(sectionOf(train), advice);
  });
}

Deno.test("a group says how many checks are not met, and what to fix first", () => {
  const train = aTrain().queued("Slow", { minutes: 900 });
  for (let index = 1; index <= 6; index++) train.failed(`Check ${index}`, { minutes: 100 + index });
  train.cycle();
  assertEquals(train.issue(1).title, "4.2 is blocked: 7 required checks are not met");
  const [headline, next, , , , first, ...rest] = sectionOf(train).split(/\n+/);
  assertStringIncludes(headline ?? "", "7 required checks are not met, since 2026-01-07 21:00 UTC");
  assertStringIncludes(next ?? "", "fix the failure");
  assertStringIncludes(first ?? "", "| Check 6 |");
  assertEquals(rest.filter((line) => line.startsWith("| Slow |")).length, 1);
  assertEquals(rest.filter((line) => line.includes("failed first in")).length, 6);
});

Deno.test("a section has absolute times only: it changes with its facts, not with the clock", () => {
  const train = aBlockedTrain();
  const { body } = train.issue(1);
  for (let hour = 0; hour < 30; hour++) train.later(61).cycle();
  assertEquals(train.issue(1).body, body);
  train.met("Unit Tests").cycled();
  const cleared = train.issue(1).body;
  assert(cleared !== body);
  for (let hour = 0; hour < 30; hour++) train.later(61).cycle();
  assertEquals(train.issue(1).body, cleared);
});

Deno.test("a section does not depend on the order of candidates or checks", () => {
  const one = aTrain().candidate("release/4.2").manyFailed(3).manyFailed(4, { on: "release/4.2" });
  const other = aTrain().drop(RC).candidate("release/4.2").candidate(RC);
  for (const index of [4, 2, 3, 1]) other.failed(`Check ${index}`, { on: "release/4.2" });
  for (const index of [2, 3, 1]) other.failed(`Check ${index}`);
  const bodies = [one, other].map((train) => {
    const reasons = reasonsOf(train.dashboard, ["release_line"]);
    return isSome(reasons) ? trackingIssue(groupSubject(reasons), null).body : "";
  });
  assertEquals(bodies[0], bodies[1]);
});

Deno.test("a section tells route, level and what comes next", () => {
  const train = aBlockedTrain();
  const { subject } = train.decision();
  assert(subject !== null);
  const record = {
    ...train.record(1),
    escalation_level: "warn" as const,
    route: { team: "core", rule: 'keyword "unit"', at: train.ago() },
  };
  const next = { level: "escalate" as const, at: "2026-01-08T14:00:00Z" };
  const body = withStatus(train.issue(1).body, { subject, record, next }) ?? "";
  assertStringIncludes(
    body,
    `- Routed to **core** by keyword "unit", at 2026-01-08 12:00 UTC.
- Escalation level: **warn**.
- Next: level **escalate** at 2026-01-08 14:00 UTC, if it still blocks by then.`,
  );
  const paged = { ...record, escalation_level: "page" as const, applied_assignees: ["ada", "kim"] };
  const last = withStatus(train.issue(1).body, { subject, record: paged, next: null }) ?? "";
  assertStringIncludes(last, 'Routed to **core** (`ada`, `kim`) by keyword "unit"');
  assertStringIncludes(last, "- Next: nothing more is due; no higher level follows.");
});

for (
  const [team, rule, words] of [
    ["default", "the default", "Routed to no team, for no routing rule matches"],
    ["default", 'CODEOWNERS pattern "/lib/"', 'Routed to its owners by CODEOWNERS pattern "/lib/"'],
  ] as const
) {
  Deno.test(`a section says where an issue went without a team, by ${rule}`, () => {
    const train = aBlockedTrain();
    const { subject } = train.decision();
    assert(subject !== null);
    const record = { ...train.record(1), route: { team, rule, at: train.ago() } };
    const body = withStatus(train.issue(1).body, { subject, record, next: null }) ?? "";
    assertStringIncludes(body, words);
  });
}

Deno.test("a section says what an engineer needs even where it is cut", () => {
  const train = aTrain().candidate("release/4.2");
  for (let index = 0; index < 400; index++) train.failed(`Check ${"x".repeat(150)} ${index}`);
  train.cycle();
  const { subject } = train.decision();
  assert(subject !== null);
  const record = { ...train.record(1), route: { team: "core", rule: "label", at: train.ago() } };
  const body = withStatus(train.issue(1).body, { subject, record, next: null }) ?? "";
  for (const words of ["Do next:", "Routed to **core**", "Next: nothing more", "`dashboard.md`"]) {
    assertStringIncludes(body, words);
  }
});

Deno.test("a section remembers the first failing run, the latest, and what passed, when those candidates are gone", () => {
  const train = aTrain().with({ fingerprint_fields: ["release_line", "blocking_workflow"] });
  train.passing("Unit Tests", RC).cycle();
  train.later(60).drop(RC).candidate("v4.2.0-rc.2").failed("Unit Tests", { on: "v4.2.0-rc.2" });
  train.cycle();
  train.later(60).drop("v4.2.0-rc.2").candidate("v4.2.0-rc.3")
    .failed("Unit Tests", { on: "v4.2.0-rc.3", minutes: 5 }).cycle();
  const known =
    `- First failing run: [v4.2.0-rc.2 (\`76342e3\`)](https://github.com/acme/rocket/actions/runs/7) at 2026-01-08 11:00 UTC.
- Latest failing run: [v4.2.0-rc.3 (\`76342e3\`)](https://github.com/acme/rocket/actions/runs/7) at 2026-01-08 13:55 UTC.
- Last commit known to pass: [v4.2.0-rc.1 (`;
  assertStringIncludes(sectionOf(train), known);
  train.later(1).queued("Unit Tests", { on: "v4.2.0-rc.3", minutes: 1 }).cycle();
  assertStringIncludes(sectionOf(train), "is still queued");
  assertStringIncludes(sectionOf(train), known);
  train.later(60).met("Unit Tests").cycle();
  assertStringIncludes(sectionOf(train), "**Unit Tests** failed first in [v4.2.0-rc.2 (");
});

Deno.test("a section starts its history again when the reason cleared and returned", () => {
  const train = aBlockedTrain().met("Unit Tests").cycled();
  train.later(600).failed("Unit Tests", { minutes: 10 }).cycle();
  const section = sectionOf(train);
  assertStringIncludes(section, "- First failing run: [v4.2.0-rc.1 (`76342e3`)]");
  assertStringIncludes(section, "at 2026-01-08 21:50 UTC.\n- Latest failing run: the same.");
});

Deno.test("a section holds our markers and its one table, whatever stands in the state", () => {
  for (const hostile of CORPUS) {
    const train = aBlockedTrain();
    const { subject } = train.decision();
    assert(subject !== null);
    const run = { tag: hostile, commit_sha: hostile, url: hostile, at: hostile };
    const record = {
      ...train.record(1),
      failing: { "Unit Tests": { first: run, latest: { ...run, at: train.ago() } } },
      route: { team: hostile, rule: hostile, at: hostile },
      applied_assignees: [hostile],
    };
    const status = withStatus("", { subject, record, next: null }) ?? "";
    const cleared = {
      ...record,
      cleared_at: train.ago(),
      failing: { [hostile]: { first: run, latest: run } },
    };
    for (const body of [status, withCleared("", { record: cleared, closes: true }) ?? ""]) {
      assertEquals(findMarkers(body, "blocker"), [record.fingerprint]);
      assertEquals(body.match(/^<!--/gm)?.length, body === status ? 4 : 5, hostile);
      assertEquals(body.match(/^\|.*\|$/gm)?.length ?? 0, body === status ? 3 : 0, hostile);
      assert(!/(?<![\w`/.-])@\w/.test(body), `mentions: ${hostile}`);
    }
  }
});

Deno.test("a section keeps what people wrote above and below it, whatever they wrote", () => {
  fc.assert(fc.property(
    fc.constantFrom(...CORPUS, "---", "```\nopen", "# Heading\n\n---\n"),
    fc.constantFrom(...CORPUS),
    (above, below) => {
      fc.pre(extractSection(above, "status") === null);
      const train = aBlockedTrain();
      const own = train.issue(1).body;
      train.change(1, { body: `${above}\n\n${own}\n\n${below}` });
      train.failed("Unit Tests", { minutes: 300 }).cycle();
      train.met("Unit Tests").cycle();
      const { body } = train.issue(1);
      assert(body.startsWith(above), body);
      assert(body.endsWith(below), body);
      const again = train.cycled().issue(1).body;
      assertEquals(again, body);
    },
  ));
});

Deno.test("a title is one short line without control characters, whatever the check is called", () => {
  for (const name of CORPUS) {
    const [reason] = reasonsOf(aTrain().failed(name).dashboard, ["release_line"]);
    assert(reason !== undefined);
    const { title } = trackingIssue(subjectOf(reason), null);
    assert(Array.from(title).length <= TITLE_LIMIT, title);
    assert(!/[\p{Cc}\u2028\u2029\u202e]/u.test(title), JSON.stringify(title));
    assert(title.startsWith("4.2 is blocked:"), title);
    assert(!/(?<![\w`/.-])@\w/.test(title), `mentions: ${title}`);
  }
});

Deno.test("a body holds exactly our markers and one table, whatever the check is called", () => {
  for (const name of CORPUS) {
    const train = aTrain().failed(name, { job: name });
    const [reason] = reasonsOf(train.dashboard, ["release_line", "blocking_job"]);
    assert(reason !== undefined);
    const { body } = trackingIssue(subjectOf(reason), null);
    assertEquals(findMarkers(body, "blocker"), [reason.fingerprint]);
    assertEquals(body.match(/<!--/g)?.length, 4, name);
    assertEquals(body.match(/^\|.*\|$/gm)?.length, 3, name);
    assert(!/(?<![\w`/.-])@\w/.test(body), `mentions: ${name}`);
    train.cycle();
    assertEquals(
      train.forgot().cycle(),
      [`track 4.2 ${name.toWellFormed()} #1`],
      "and is found again by them",
    );
  }
});

Deno.test("comments mention nobody and hold no marker, whatever the check is called", () => {
  for (const name of CORPUS) {
    const bodies = [
      aTrain().failed(name).personOpened(`4.2 ${name}`),
      aTrain().failed(name).cycled().met(name).cycled().failed(name),
    ].flatMap((train) =>
      train.plan().decisions.flatMap(({ change }) => change?.actions ?? [])
        .flatMap((action) => action.kind === "comment" ? [action.body] : [])
    );
    assert(bodies.length > 0);
    for (const body of bodies) {
      assert(!/(?<![\w`/.-])@\w/.test(body), body);
      assert(!/release-ops:/i.test(body), body);
      assert(!body.includes("\n"), "one paragraph");
    }
  }
});

Deno.test("a body that would be too long is cut in our section, markers kept, and stays as it is", () => {
  const train = aTrain().candidate("release/4.2");
  for (let index = 0; index < 400; index++) train.failed(`Check ${"x".repeat(150)} ${index}`);
  train.cycle();
  const { body } = train.issue(1);
  assert(body.length <= BODY_LIMIT && body.length > BODY_LIMIT - 1_000, String(body.length));
  assertStringIncludes(body, "The rest was cut.");
  assertEquals(train.cycled().issue(1).body, body);
  assertEquals(train.forgot().cycle(), ["track 4.2 400 required checks #1"]);
  const after = train.met(`Check ${"x".repeat(150)} 7`).cycled().issue(1).body;
  assertStringIncludes(after, "399 required checks");
  assert(after.length <= BODY_LIMIT && after.length > BODY_LIMIT - 1_000, String(after.length));
});

Deno.test("a body that people filled to the limit is left as it is", () => {
  const train = aBlockedTrain();
  train.change(1, { body: "x".repeat(BODY_LIMIT - 10) });
  const { subject } = train.decision();
  assert(subject !== null);
  const standing = { subject, record: train.record(1), next: null };
  assertEquals(withStatus(train.issue(1).body, standing), null);
});

Deno.test("closedBody() adds no section to a body without one", () => {
  assertEquals(closedBody("Only people's text.", aBlockedTrain().record(1)), null);
});

Deno.test("a cleared section says what is to be done with the issue", () => {
  const train = aBlockedTrain().met("Unit Tests").cycled();
  assertStringIncludes(
    sectionOf(train),
    "**Cleared** 2026-01-08 12:00 UTC: no candidate of the line has the reason any more.",
  );
  assertStringIncludes(
    sectionOf(train),
    "- **Unit Tests** blocked **4.2** from 2026-01-08 10:00 UTC to 2026-01-08 12:00 UTC.",
  );
  assertStringIncludes(sectionOf(train), "Close this issue when you agree.");
  train.with({ auto_close: true, green_cycles: 1 }).later(60).cycle();
  assertStringIncludes(sectionOf(train), "Closed 2026-01-08 13:00 UTC.");
});

Deno.test("an issue names the first and the latest candidate that failed, and the newest that passed", () => {
  const commit = (tag: string, letter: string): Partial<Candidate> => ({
    commit_sha: letter.repeat(40),
    commit_url: `https://github.com/acme/rocket/commit/${tag}`,
  });
  const dashboard = dashboardOf([
    { ...candidate("v4.2.0-rc.1", { minutes: 900 }), ...commit("v4.2.0-rc.1", "a") },
    {
      ...candidate("v4.2.0-rc.2", { state: "blocked", minutes: 400 }),
      ...commit("v4.2.0-rc.2", "b"),
    },
    { ...candidate("v4.2.0-rc.3", { minutes: 300 }), ...commit("v4.2.0-rc.3", "c") },
    {
      ...candidate("v4.2.0-rc.4", { state: "blocked", minutes: 200 }),
      ...commit("v4.2.0-rc.4", "d"),
    },
    candidate("v4.1.9-rc.1", { line: "4.1", minutes: 10 }),
  ]);
  const [reason] = reasonsOf(dashboard, ["release_line", "blocking_workflow"]);
  const { body } = trackingIssue(subjectOf(reason as Reason), null);
  const run = "https://github.com/acme/rocket/actions/runs/77";
  assertStringIncludes(
    body,
    `- First failing run: [v4.2.0-rc.2 (\`bbbbbbb\`)](${run}) at 2026-01-08 01:35 UTC.
- Latest failing run: [v4.2.0-rc.4 (\`ddddddd\`)](${run}) at 2026-01-08 04:55 UTC.
- Last commit known to pass: [v4.2.0-rc.3 (\`ccccccc\`)](https://github.com/acme/rocket/commit/v4.2.0-rc.3), committed 2026-01-08 02:45 UTC.`,
  );
});

Deno.test("an issue says that a check may be flaky when it fails on the very commit that passed", () => {
  const train = aTrain().passing("Unit Tests", RC).cycled().failed("Unit Tests").cycled();
  assertStringIncludes(
    sectionOf(train),
    "; the check fails on that very commit now, so it may be flaky.",
  );
});

Deno.test("an issue claims no commit that passed when none is known", () => {
  const dashboard = dashboardOf([candidate("v4.2.0-rc.2", { state: "blocked" })]);
  const [reason] = reasonsOf(dashboard, ["release_line"]);
  const { body } = trackingIssue(subjectOf(reason as Reason), null);
  assertStringIncludes(body, "- Last commit known to pass: none.");
});

Deno.test("a template of a person's own can neither lose nor forge what an issue is found by", () => {
  const forged =
    "<!-- release-ops:cleared 2026-01-08T00:00:00Z -->\n<!-- release-ops:end status -->";
  try {
    for (const text of ["", "```\nopen", forged]) {
      useTemplates(new Templates({ "issue_status.md.eta": text, "issue_cleared.md.eta": text }));
      const train = aBlockedTrain();
      assertEquals(findMarkers(train.issue(1).body, "cleared"), []);
      assertEquals(train.forgot().cycle(), ["track 4.2 Unit Tests #1"]);
      assertEquals(train.met("Unit Tests").cycle(), ["clear 4.2 Unit Tests #1"]);
      assertEquals(train.forgot().cycle(), ["cleared 4.2 Unit Tests #1"]);
    }
  } finally {
    useTemplates(null);
  }
});
