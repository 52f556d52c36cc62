import { assertEquals } from "@std/assert";
import type { Action } from "../../lib/gate/action.ts";
import { applyAction } from "../../lib/gate/apply.ts";
import { fitAction } from "../../lib/gate/fit.ts";
import type { Observation } from "../../lib/observation/observation.ts";
import { aStage, NOW, QUICK, widgets } from "../github/hub.ts";

/** One action after the other: each starts from the world that the ones before have made. */
const ACTIONS: readonly Action[] = [
  {
    kind: "create_issue",
    fingerprint: "release_line=4.3&blocking_workflow=Lint",
    title: "4.3 is blocked: Lint failed",
    body: "A body\n\nof two paragraphs",
    labels: ["release-blocker", "P1"],
  },
  { kind: "edit_issue", issue: 2, body: "Another body" },
  { kind: "edit_issue", issue: 2, title: "Another title" },
  { kind: "add_labels", issue: 2, labels: ["P0", "escalation:warn"] },
  { kind: "add_labels", issue: 2, labels: ["p0", "Release-Blocker", "escalation:page"] },
  { kind: "remove_label", issue: 2, label: "P0" },
  { kind: "remove_label", issue: 2, label: "never there" },
  { kind: "remove_label", issue: 2, label: "ESCALATION:PAGE" },
  { kind: "add_assignees", issue: 2, assignees: ["alice"] },
  { kind: "add_assignees", issue: 2, assignees: ["Alice", "bob"] },
  { kind: "comment", issue: 2, key: "hello", body: "Hello" },
  { kind: "comment", issue: 1, key: "known", body: "It is there already" },
  { kind: "close_issue", issue: 2, state_reason: "completed" },
  { kind: "reopen_issue", issue: 4 },
  { kind: "close_issue", issue: 4, state_reason: "not_planned" },
  { kind: "close_issue", issue: 4, state_reason: "not_planned" },
];

Deno.test("applyAction() does to the observation what GitHub does to the repository", async () => {
  await using stage = await aStage();
  const { hub } = stage.play(widgets().world);
  let expected = await hub.observe(QUICK);
  for (const wanted of ACTIONS) {
    const issue = "issue" in wanted
      ? expected.issues.find(({ number }) => number === wanted.issue) ?? null
      : null;
    const { action } = fitAction(wanted, issue);
    if (action === null) throw new Error(`${wanted.kind} does not fit`);
    const performed = await hub.perform(action);
    expected = applyAction(expected, action, { performed, now: NOW });
    const observed = await hub.observe(QUICK);
    assertEquals(shown(observed), shown(expected), JSON.stringify(action));
    expected = observed;
  }
});

/** Issues by number, without the order in which GitHub lists them. */
function shown({ issues }: Observation): unknown {
  return issues.toSorted((a, b) => a.number - b.number)
    .map((issue) => ({ ...issue, labels: issue.labels.toSorted() }));
}
