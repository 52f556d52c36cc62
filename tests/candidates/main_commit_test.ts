import { assertEquals } from "@std/assert";
import { isStateCommit, newestOwnCommit } from "../../lib/candidates/main_commit.ts";
import { commit } from "./builders.ts";

const STATE = "chore(release-ops): update state (run 7)";

Deno.test("isStateCommit() knows a state commit by headline and number of files", () => {
  assertEquals(isStateCommit(commit("a", { headline: STATE, changed_files: 5 })), true);
  assertEquals(isStateCommit(commit("a", { headline: STATE, changed_files: null })), true);
  assertEquals(isStateCommit(commit("a", { headline: STATE, changed_files: 6 })), false);
  assertEquals(isStateCommit(commit("a", { headline: "fix: update state" })), false);
});

Deno.test("newestOwnCommit() passes over state commits", () => {
  const work = commit("work");
  const first = commit("s1", { headline: STATE, parent: work.sha });
  const second = commit("s2", { headline: STATE, parent: first.sha });
  assertEquals(newestOwnCommit([second, first, work]), work);
  assertEquals(newestOwnCommit([work, first]), work);
});

Deno.test("newestOwnCommit() follows first parents when merged commits lie in between", () => {
  const work = commit("work");
  const merged = commit("merged from a topic branch");
  const state = commit("s1", { headline: STATE, parent: work.sha });
  assertEquals(newestOwnCommit([state, merged, work]), work);
});

Deno.test("newestOwnCommit() returns null when only state commits were read", () => {
  const first = commit("s1", { headline: STATE, parent: null });
  assertEquals(
    newestOwnCommit([commit("s2", { headline: STATE, parent: first.sha }), first]),
    null,
  );
  assertEquals(newestOwnCommit([commit("s2", { headline: STATE, parent: first.sha })]), null);
  assertEquals(newestOwnCommit([]), null);
});

Deno.test("newestOwnCommit() ends when a history contradicts itself", () => {
  const one = commit("s1", { headline: STATE, parent: commit("s2").sha });
  const two = commit("s2", { headline: STATE, parent: one.sha });
  assertEquals(newestOwnCommit([one, two]), null);
});
