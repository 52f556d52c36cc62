import { assertEquals } from "@std/assert";
import type { Action } from "../../lib/gate/action.ts";
import { applyAction } from "../../lib/gate/apply.ts";
import type { Performed } from "../../lib/github/hub.ts";
import type { IssueFacts } from "../../lib/observation/observation.ts";
import { anIssue, aWorld, CREATE } from "./builders.ts";

const now = "2026-01-08T12:00:00Z";

/** What an action makes of an issue. */
function after(
  action: Action,
  facts: Partial<IssueFacts> = {},
  performed: Performed = {},
): Partial<IssueFacts> {
  const before = anIssue(facts);
  const world = aWorld(before, anIssue({ number: 2 }));
  const { issues } = applyAction(world, action, { performed, now });
  assertEquals(issues[1], anIssue({ number: 2 }), "no other issue changes");
  const changed = Object.entries(issues[0] ?? {}).filter(([name, value]) =>
    JSON.stringify(value) !== JSON.stringify(before[name as keyof IssueFacts])
  );
  return Object.fromEntries(changed);
}

Deno.test("applyAction() creates an issue by us, as GitHub answered", () => {
  const created = { number: 9, id: "I_9", url: "https://g/9" };
  const action = { ...CREATE, labels: ["release-blocker", "P0", "p0"] };
  const world = applyAction(aWorld(), action, { performed: { created }, now });
  assertEquals(world.issues, [
    anIssue({
      ...created,
      title: "4.2 is blocked: Lint failed",
      created_at: now,
      updated_at: now,
      author: "release-bot",
      viewer_did_author: true,
      labels: ["release-blocker", "P0"],
    }),
  ]);
  assertEquals(applyAction(aWorld(), action, { performed: {}, now }), aWorld());
});

Deno.test("applyAction() edits what is given and leaves the rest", () => {
  const edit = { kind: "edit_issue", issue: 1 } as const;
  assertEquals(after({ ...edit, body: "New" }), { body: "New", updated_at: now });
  assertEquals(after({ ...edit, title: "New" }), { title: "New", updated_at: now });
});

Deno.test("applyAction() adds labels once, whatever their case", () => {
  const action = { kind: "add_labels", issue: 1, labels: ["Release-Blocker", "P0", "p0"] } as const;
  assertEquals(after(action), { labels: ["release-blocker", "P0"], updated_at: now });
});

Deno.test("applyAction() removes a label, whatever its case", () => {
  const action = { kind: "remove_label", issue: 1, label: "RELEASE-blocker" } as const;
  assertEquals(after(action), { labels: [], updated_at: now });
  assertEquals(after(action, { labels: [] }), { updated_at: now });
});

Deno.test("applyAction() adds assignees once, whatever their case", () => {
  const action = { kind: "add_assignees", issue: 1, assignees: ["Ada", "bob"] } as const;
  assertEquals(after(action, { assignees: ["ada"] }), {
    assignees: ["ada", "bob"],
    updated_at: now,
  });
});

Deno.test("applyAction() touches an issue by a comment, unless it was there already", () => {
  const action = { kind: "comment", issue: 1, key: "k", body: "b" } as const;
  assertEquals(after(action), { updated_at: now });
  assertEquals(after(action, {}, { already: true }), {});
});

Deno.test("applyAction() closes and reopens", () => {
  const close = { kind: "close_issue", issue: 1, state_reason: "completed" } as const;
  assertEquals(after(close), { state: "closed", closed_at: now, updated_at: now });
  const closed = { state: "closed", closed_at: "2026-01-01T00:00:00Z" } as const;
  assertEquals(after(close, closed), { updated_at: now }, "closed is closed");
  const reopen = { kind: "reopen_issue", issue: 1 } as const;
  assertEquals(after(reopen, closed), { state: "open", closed_at: null, updated_at: now });
});

Deno.test("applyAction() changes nothing for an issue that is not observed", () => {
  const action = { kind: "comment", issue: 7, key: "k", body: "b" } as const;
  assertEquals(applyAction(aWorld(anIssue()), action, { performed: {}, now }), aWorld(anIssue()));
});
