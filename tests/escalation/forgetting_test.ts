import { assertEquals } from "@std/assert";
import { recordAfterEscalation } from "../../lib/escalation/escalation_memory.ts";
import { lossOf } from "../../lib/escalation/forgetting.ts";
import type { BlockerRecord } from "../../lib/state/state.ts";
import { anIssue, aRecord, escalateAt, POLICY, START } from "./builders.ts";

/** What a cycle remembers of a person's issue that it sees for the first time. */
function seen(labels: string[]): BlockerRecord {
  const decision = escalateAt(10, { issue: { labels } });
  return recordAfterEscalation(decision, { record: undefined, policy: POLICY, now: START });
}

Deno.test("lossOf() is nothing for the record that is made of every issue seen first", () => {
  for (const labels of [["release-blocker", "P0"], ["release-blocker"], ["p0"]]) {
    assertEquals(lossOf(seen(labels), anIssue({ labels })), 0);
  }
});

const more: [string, Partial<BlockerRecord>][] = [
  ["it began before the issue", { first_seen: "2026-01-08T07:59:59Z" }],
  ["it has a level", { escalation_level: "warn" }],
  ["we wrote to the issue", { last_issue_update: "2026-01-08T08:00:00Z" }],
  ["we labelled the issue", { applied_labels: ["escalation:warn"] }],
  ["it is a P1 with the label of a P0", { severity: "P1" }],
  ["it was routed", { route: { team: "core", rule: "label", at: "2026-01-08T08:00:00Z" } }],
  ["it cleared", { cleared_at: "2026-01-08T08:00:00Z" }],
];
for (const [why, changes] of more) {
  Deno.test(`lossOf() is something when ${why}`, () => {
    assertEquals(lossOf({ ...seen(["P0"]), ...changes }, anIssue({ labels: ["P0"] })), 1);
  });
}

Deno.test("lossOf() is something when another script keeps a field in the record", () => {
  const record = { ...seen(["P0"]), note: "ask Ada" } as BlockerRecord;
  assertEquals(lossOf(record, anIssue({ labels: ["P0"] })), 1);
});

Deno.test("lossOf() is more for a blocker that tracks a check, and most where no issue is open", () => {
  const ours = aRecord({ fingerprint: "release_line=4.2" });
  assertEquals(lossOf(ours, anIssue()), 2);
  assertEquals(lossOf(ours, anIssue({ state: "closed" })), 3);
  assertEquals(lossOf(ours, undefined), 3);
});

Deno.test("lossOf() is most when a person took the label of every blocker off: no list shows the issue", () => {
  const ours = aRecord({ fingerprint: "release_line=4.2", applied_labels: ["release-blocker"] });
  const { base } = POLICY.labels;
  assertEquals(lossOf(ours, anIssue({ labels: ["P0"] }), { base }), 3);
  assertEquals(lossOf(ours, anIssue({ labels: ["Release-Blocker", "P0"] }), { base }), 2);
});
