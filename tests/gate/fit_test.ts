import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fitAction } from "../../lib/gate/fit.ts";
import type { IssueFacts } from "../../lib/observation/observation.ts";
import { BODY_LIMIT } from "../../lib/report/limits.ts";

function anIssue(labels: number, assignees: number): IssueFacts {
  const names = (count: number, word: string): string[] =>
    Array.from({ length: count }, (_, index) => `${word}${index}`);
  return {
    id: "I_1",
    number: 1,
    url: "https://github.com/acme/widgets/issues/1",
    title: "Trouble",
    body: "",
    state: "open",
    created_at: "2026-01-08T08:00:00Z",
    updated_at: "2026-01-08T08:00:00Z",
    closed_at: null,
    author: "maria",
    viewer_did_author: false,
    labels: names(labels, "l"),
    assignees: names(assignees, "p"),
  };
}

Deno.test("fitAction() leaves an action alone that GitHub takes", () => {
  const action = { kind: "add_labels", issue: 1, labels: ["a", "b"] } as const;
  assertEquals(fitAction(action, anIssue(3, 0)), { action, cut: null });
  assertEquals(fitAction(action, null), { action, cut: null });
});

Deno.test("fitAction() keeps as many labels as an issue takes, those that are there for free", () => {
  const labels = ["L0", "new", "newer"];
  assertEquals(fitAction({ kind: "add_labels", issue: 1, labels }, anIssue(99, 0)), {
    action: { kind: "add_labels", issue: 1, labels: ["L0", "new"] },
    cut: "newer left out: an issue takes at most 100 labels",
  });
  const full = fitAction({ kind: "add_labels", issue: 1, labels: ["new"] }, anIssue(100, 0));
  assertEquals(full.action, null);
});

Deno.test("fitAction() leaves out a label whose name is too long", () => {
  const labels = ["x".repeat(50), "x".repeat(51)];
  const { action, cut } = fitAction({ kind: "add_labels", issue: 1, labels }, anIssue(0, 0));
  assertEquals(action, { kind: "add_labels", issue: 1, labels: ["x".repeat(50)] });
  assertStringIncludes(cut ?? "", "50 characters in a label's name");
});

Deno.test("fitAction() keeps ten assignees", () => {
  const assignees = ["p1", "new", "newer"];
  assertEquals(fitAction({ kind: "add_assignees", issue: 1, assignees }, anIssue(0, 9)), {
    action: { kind: "add_assignees", issue: 1, assignees: ["p1", "new"] },
    cut: "newer left out: an issue takes at most 10 assignees",
  });
});

Deno.test("fitAction() cuts a comment so that its marker still fits", () => {
  const body = "word ".repeat(20_000);
  const { action } = fitAction({ kind: "comment", issue: 1, key: "k", body }, null);
  assert(action?.kind === "comment" && action.body.length < BODY_LIMIT - 4_000);
  assertStringIncludes(action.body, "The rest was cut");
});

Deno.test("fitAction() drops an edit that would cost people's text", () => {
  const { action, cut } = fitAction(
    { kind: "edit_issue", issue: 1, body: "x".repeat(BODY_LIMIT + 1) },
    anIssue(0, 0),
  );
  assertEquals(action, null);
  assertStringIncludes(cut ?? "", "people filled");
});
