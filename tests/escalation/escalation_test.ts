import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { decideEscalation, type EscalationDecision } from "../../lib/escalation/escalation.ts";
import { recordAfterEscalation } from "../../lib/escalation/escalation_memory.ts";
import type { BlockerRecord, Level } from "../../lib/state/state.ts";
import { anIssue, aRecord, escalateAt, POLICY, START } from "./builders.ts";

/** Level before, level, and whether it fires. */
function levels(decision: EscalationDecision): [Level, Level, boolean] {
  return [decision.level_before, decision.level, decision.fires];
}

/** The body of the comment, and the labels added. */
function writes(
  decision: EscalationDecision,
): { comment: string; key: string; labels: readonly string[] } {
  const actions = decision.change?.actions ?? [];
  const comment = actions.find((it) => it.kind === "comment");
  return {
    comment: comment?.body ?? "",
    key: comment?.key ?? "",
    labels: actions.flatMap((it) => it.kind === "add_labels" ? it.labels : []),
  };
}

Deno.test("decideEscalation() fires in the first minute of a threshold and not before", () => {
  assertEquals(levels(escalateAt(59.99)), ["none", "none", false]);
  assertEquals(levels(escalateAt(60)), ["none", "warn", true]);
  assertEquals(escalateAt(59).change, null);
});

Deno.test("decideEscalation() fires only the highest level reached, once", () => {
  const first = escalateAt(500);
  assertEquals(levels(first), ["none", "page", true]);
  assertEquals(first.change?.actions.map((it) => it.kind), ["comment", "add_labels"]);
  assertEquals(writes(first).labels, ["escalation:page"]);
  const second = escalateAt(560, { record: { escalation_level: "page" } });
  assertEquals([...levels(second), second.change], ["page", "page", false, null]);
});

Deno.test("decideEscalation() counts from the state's first_seen, else from when the issue was opened", () => {
  assertEquals(escalateAt(10, { record: { first_seen: "2026-01-08T07:00:00Z" } }).age_minutes, 70);
  assertEquals(escalateAt(70).age_minutes, 70);
  assertEquals(escalateAt(70, { record: { first_seen: "2026-01-08T09:00:00Z" } }).age_minutes, 10);
});

Deno.test("decideEscalation() does not believe a first_seen that lies ahead or is no time", () => {
  for (const first_seen of ["2030-01-01T00:00:00Z", "yesterday", ""]) {
    assertEquals(escalateAt(70, { record: { first_seen } }).age_minutes, 70);
  }
  const nowhere = escalateAt(70, { record: { first_seen: "" }, issue: { created_at: "" } });
  assertEquals([nowhere.age_minutes, nowhere.first_seen], [0, "2026-01-08T09:10:00Z"]);
});

Deno.test("decideEscalation() takes the severity from state, then the label, then P1", () => {
  assertEquals(escalateAt(300, { record: { severity: "P1" } }).level, "warn");
  assertEquals(escalateAt(300, { issue: { labels: ["release-blocker", "p0"] } }).level, "escalate");
  assertEquals(escalateAt(300, { issue: { labels: ["release-blocker"] } }).severity, "P1");
});

Deno.test("decideEscalation() never lowers a level", () => {
  const decision = escalateAt(10, { record: { escalation_level: "escalate" } });
  assertEquals(levels(decision), ["escalate", "escalate", false]);
  assertEquals(decision.next, { level: "page", at: "2026-01-08T16:00:00Z" });
  const milder = escalateAt(300, { record: { escalation_level: "page", severity: "P1" } });
  assertEquals([...levels(milder), milder.next], ["page", "page", false, null]);
});

Deno.test("decideEscalation() leaves a blocker alone whose reason is gone", () => {
  const decision = escalateAt(9_000, { record: { cleared_at: "2026-01-08T09:00:00Z" } });
  assertEquals([...levels(decision), decision.next, decision.change], [
    "none",
    "none",
    false,
    null,
    null,
  ]);
});

Deno.test("decideEscalation() passes over closed issues", () => {
  const issues = [anIssue({ state: "closed" })];
  assertEquals(decideEscalation({ issues, records: {}, policy: POLICY, now: START }), []);
});

Deno.test("decideEscalation() recovers the level from the labels when state lost it", () => {
  const labels = ["release-blocker", "P0", "escalation:warn", "Escalation:Escalate"];
  for (const record of [undefined, {}, { applied_labels: labels }]) {
    const decision = escalateAt(300, {
      issue: { labels },
      ...record === undefined ? {} : { record },
    });
    assertEquals([...levels(decision), decision.change], ["escalate", "escalate", false, null]);
  }
  assertEquals(levels(escalateAt(480, { issue: { labels } })), ["escalate", "page", true]);
});

Deno.test("decideEscalation() starts again, old labels or not, when the blocker cleared and returned", () => {
  const labels = ["release-blocker", "P0", "escalation:warn"];
  const record = {
    returned_at: "2026-01-08T08:00:00Z",
    applied_labels: [...labels, "escalation:page"],
  };
  assertEquals(levels(escalateAt(10, { issue: { labels }, record })), ["none", "none", false]);
  const warned = escalateAt(60, { issue: { labels }, record });
  assertEquals([...levels(warned), writes(warned).labels], ["none", "warn", true, []]);
  assertEquals(writes(escalateAt(480, { issue: { labels }, record })).labels, ["escalation:page"]);
});

Deno.test("decideEscalation() adds only labels that are missing and that nobody took away", () => {
  const issue = { labels: ["P0", "Escalation:Page"] };
  assertEquals(writes(escalateAt(480, { issue, record: { escalation_level: "warn" } })).labels, [
    "release-blocker",
  ]);
  const record = aRecord({ escalation_level: "warn", applied_labels: ["Release-Blocker"] });
  assertEquals(escalateAt(480, { issue, record }).change?.actions.map((it) => it.kind), [
    "comment",
  ]);
});

Deno.test("decideEscalation() names the comment by issue, level and first seen", () => {
  const decision = escalateAt(240);
  const { key, comment } = writes(decision);
  assertEquals(key, "escalated/7/escalate/2026-01-08T08:00:00Z");
  assertEquals(
    comment,
    "**Escalation level: escalate.** This P0 blocker has been open since 2026-01-08 08:00 UTC (4 h), " +
      "past the limit of 4 h.\n\nNext level: **page** at 2026-01-08 16:00 UTC.",
  );
});

Deno.test("decideEscalation() says of the highest level that no higher one follows", () => {
  assertEquals(writes(escalateAt(480)).comment.endsWith("\n\nNo higher level follows."), true);
});

Deno.test("decideEscalation() warns by label alone when the warning was due when we raised the issue", () => {
  const ours = { viewer_did_author: true, created_at: "2026-01-08T09:30:00Z" };
  const kinds = (...args: Parameters<typeof escalateAt>): string[] | undefined =>
    escalateAt(...args).change?.actions.map(({ kind }) => kind);
  for (const minutes of [90, 150]) {
    assertEquals(
      kinds(minutes, { issue: ours, record: {} }),
      ["add_labels"],
      "whenever it is said",
    );
  }
  assertEquals(kinds(240, { issue: ours, record: {} }), ["comment", "add_labels"], "escalate");
  const early = { ...ours, created_at: "2026-01-08T08:59:59Z" };
  assertEquals(kinds(90, { issue: early, record: {} }), ["comment", "add_labels"], "not yet due");
  const theirs = { ...ours, viewer_did_author: false };
  for (const [issue, record] of [[theirs, {}], [ours, { adopted: true }]] as const) {
    assertEquals(kinds(90, { issue, record }), ["comment", "add_labels"], "raised by a person");
  }
});

Deno.test("decideEscalation() fires with nothing to write when the labels of a warning are there already", () => {
  const issue = {
    viewer_did_author: true,
    created_at: "2026-01-08T09:30:00Z",
    labels: ["release-blocker", "P0", "other"],
  };
  const policy = { ...POLICY, labels: { ...POLICY.labels, p0_warn: ["P0"] } };
  const decision = escalateAt(90, { issue, record: { returned_at: issue.created_at }, policy });
  assertEquals([...levels(decision), decision.change], ["none", "warn", true, null]);
});

Deno.test("decideEscalation() comments on the warning when a check that was only late has failed since", () => {
  const issue = { viewer_did_author: true, created_at: "2026-01-08T09:30:00Z" };
  const run = (at: string) => ({ tag: "v4.2.0-rc.1", commit_sha: "a", url: "u", at });
  const failedAt = (at: string) => ({ ci: { first: run(at), latest: run(at) } });
  const said = (at: string): boolean | undefined =>
    escalateAt(120, { issue, record: { failing: failedAt(at) } }).change?.actions.some(
      ({ kind }) => kind === "comment",
    );
  assertEquals([said("2026-01-08T09:30:00Z"), said("2026-01-08T09:31:00Z")], [false, true]);
});

Deno.test("decideEscalation() warns by label alone when the warning was due when the blocker came back", () => {
  const back = { returned_at: "2026-01-08T09:00:00Z" };
  assertEquals(escalateAt(60, { record: back }).change?.actions.map(({ kind }) => kind), [
    "add_labels",
  ]);
  const early = { returned_at: "2026-01-08T08:10:00Z" };
  assertEquals(escalateAt(60, { record: early }).change?.actions[0]?.kind, "comment");
});

Deno.test("decideEscalation() mentions nobody unless the policy's notifications are on", () => {
  assertEquals(writes(escalateAt(480)).comment.includes("@"), false);
  const policy = { ...POLICY, notifications: { ...POLICY.notifications, enabled: true } };
  assertStringIncludes(writes(escalateAt(480, { policy })).comment, "\n\ncc @ada @acme/oncall");
  assertStringIncludes(writes(escalateAt(240, { policy })).comment, "\n\ncc @acme/release");
  assertEquals(writes(escalateAt(60, { policy })).comment.includes("@"), false);
  const p1 = escalateAt(720, { policy, record: { severity: "P1" } });
  assertEquals([p1.level, writes(p1).comment.includes("@")], ["escalate", false]);
});

Deno.test("decideEscalation() decides oldest first", () => {
  const issues = [
    anIssue({ number: 9, created_at: "2026-01-08T08:30:00Z" }),
    anIssue({ number: 8, created_at: "2026-01-08T08:30:00Z" }),
    anIssue({ number: 7 }),
  ];
  const records = { "issue:9": aRecord({ first_seen: "2026-01-07T00:00:00Z" }) };
  const decisions = decideEscalation({
    issues,
    records,
    policy: POLICY,
    now: START.add({ hours: 1 }),
  });
  assertEquals(decisions.map(({ issue }) => issue.number), [9, 7, 8]);
});

Deno.test("decideEscalation() fires no level twice and rises only, over any history of ticks", () => {
  const tick = fc.record({
    minutes: fc.integer({ min: 0, max: 400 }),
    written: fc.boolean(),
    state_lost: fc.boolean(),
  });
  const history = fc.array(tick, { maxLength: 30 });
  fc.assert(
    fc.property(history, fc.constantFrom("P0" as const, "P1" as const), (ticks, severity) => {
      let now = START;
      let labels: readonly string[] = ["release-blocker", severity];
      let record: BlockerRecord | undefined;
      const posted: string[] = [];
      for (const { minutes, written, state_lost } of ticks) {
        now = now.add({ minutes });
        const records: Record<string, BlockerRecord> = record === undefined
          ? {}
          : { "issue:7": record };
        const [decision] = decideEscalation({
          issues: [anIssue({ labels })],
          records,
          policy: POLICY,
          now,
        });
        if (decision === undefined || (decision.fires && !written)) continue; // the write failed: state stays
        if (decision.fires) posted.push(decision.level);
        labels = [...labels, ...writes(decision).labels];
        record = state_lost
          ? undefined
          : recordAfterEscalation(decision, { record, policy: POLICY, now });
      }
      const order = ["warn", "escalate", "page"];
      assertEquals(posted, order.filter((level) => posted.includes(level)));
      assertEquals(severity === "P1" && posted.includes("page"), false);
    }),
  );
});

Deno.test("recordAfterEscalation() remembers level and labels, those that were there already too", () => {
  const now = START.add({ minutes: 60 });
  const issue = { labels: ["release-blocker", "P0", "escalation:warn"] };
  const record = aRecord({
    returned_at: "2026-01-08T08:00:00Z",
    route: { team: "a", rule: "b", at: "c" },
  });
  const after = recordAfterEscalation(escalateAt(60, { issue, record }), {
    record,
    policy: POLICY,
    now,
  });
  assertEquals(after, {
    ...record,
    escalation_level: "warn",
    last_issue_update: "2026-01-08T09:00:00Z",
    applied_labels: ["release-blocker", "escalation:warn"],
  });
});

Deno.test("recordAfterEscalation() gives a person's issue a record, and changes nothing without reason", () => {
  const options = { policy: POLICY, now: START.add({ minutes: 10 }) };
  const made = recordAfterEscalation(escalateAt(10), { ...options, record: undefined });
  assertEquals(made, {
    issue_number: 7,
    first_seen: "2026-01-08T08:00:00Z",
    last_seen: "2026-01-08T08:10:00Z",
    last_issue_update: null,
    escalation_level: "none",
    severity: "P0",
    adopted: true,
  });
  const record = aRecord({ first_seen: "2026-01-08T08:00:00.000Z" });
  assertEquals(recordAfterEscalation(escalateAt(10, { record }), { ...options, record }), record);
});

Deno.test("decideEscalation() fires nothing for a blocker whose reason a partial observation did not show", () => {
  const unseen = escalateAt(500, { unseen: new Set([7]), record: { escalation_level: "warn" } });
  assertEquals([unseen.level, unseen.fires, unseen.change], ["warn", false, null]);
  const seen = escalateAt(500, { unseen: new Set([8]), record: { escalation_level: "warn" } });
  assertEquals([seen.level, seen.fires], ["page", true]);
});
