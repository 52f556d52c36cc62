import { assertEquals } from "@std/assert";
import { refresh, trackedNow } from "../../lib/blockers/status.ts";
import { aBlockedTrain, aTrain } from "./builders.ts";

const OPTIONS = { min_minutes: 60, touched: false };

Deno.test("refresh() writes nothing when the body is as it should be, or cannot be written", () => {
  const train = aBlockedTrain();
  const issue = train.issue(1);
  const options = { ...OPTIONS, last_update: null, touched: true, now: train.now };
  assertEquals(refresh(issue, issue.body, options), null);
  assertEquals(refresh(issue, null, options), null);
});

Deno.test("refresh() waits min_minutes between two updates, unless the issue is touched anyway", () => {
  const train = aBlockedTrain();
  const write = (minutes: number, touched = false) =>
    refresh(train.issue(1), "new", {
      ...OPTIONS,
      touched,
      last_update: train.ago(minutes),
      now: train.now,
    });
  const edit = { kind: "edit_issue", issue: 1, body: "new" } as const;
  assertEquals([write(59), write(60), write(0, true)], [null, edit, edit]);
  const never = { ...OPTIONS, last_update: null, now: train.now };
  assertEquals(refresh(train.issue(1), "new", never), edit);
});

Deno.test("trackedNow() leaves out what could not be written, and what has no issue", () => {
  const train = aBlockedTrain().failed("Young", { minutes: 1 });
  const { decisions } = train.plan();
  const result = { created: null, comment_id: null, error: null };
  const tracked = (
    outcome: "done" | "failed" | "deferred",
  ) => [
    ...trackedNow(decisions.map((decision) => ({ decision, result: { ...result, outcome } })))
      .keys(),
  ];
  assertEquals([tracked("done"), tracked("failed"), tracked("deferred")], [[1], [], []]);
  assertEquals(
    trackedNow(aTrain().plan().decisions.map((decision) => ({ decision, result: null }))).size,
    0,
  );
});
