import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  failingRuns,
  lastPassed,
  rememberedPasses,
  rememberedRuns,
} from "../../lib/blockers/check_history.ts";
import { reasonsOf } from "../../lib/blockers/reasons.ts";
import type { FailingRuns } from "../../lib/state/state.ts";
import { aTrain, RC, type Train } from "./builders.ts";

function runsOf(
  train: Train,
  known?: Record<string, FailingRuns>,
): Record<string, FailingRuns> | undefined {
  return rememberedRuns(reasonsOf(train.dashboard, ["release_line"]), known);
}

Deno.test("rememberedRuns() replaces the first failing run by an earlier one only, the latest by a later one", () => {
  const train = aTrain();
  const known = runsOf(train.failed("Lint", { minutes: 100 }));
  const ahead = runsOf(train.failed("Lint", { minutes: 10 }), known);
  assertEquals([ahead?.Lint?.first.at, ahead?.Lint?.latest.at], [train.ago(100), train.ago(10)]);
  const before = runsOf(train.failed("Lint", { minutes: 500 }), ahead);
  assertEquals([before?.Lint?.first.at, before?.Lint?.latest.at], [train.ago(500), train.ago(10)]);
});

Deno.test("rememberedRuns() remembers nothing while no run failed, and loses nothing while one is queued", () => {
  assertEquals(runsOf(aTrain().queued("Lint").missing("Unit Tests")), undefined);
  const train = aTrain().failed("Lint");
  const known = runsOf(train);
  assertEquals(runsOf(train.queued("Lint"), known), known);
});

Deno.test("rememberedRuns() changes nothing the second time, whatever it has seen", () => {
  const event = fc.record({
    check: fc.constantFrom("Lint", "constructor", "__proto__", "Unit Tests", "a|b\n@team"),
    minutes: fc.nat(900),
    on: fc.constantFrom(RC, "release/4.2"),
  });
  fc.assert(fc.property(fc.array(event), fc.array(event), (first, then) => {
    const train = aTrain().candidate("release/4.2");
    first.forEach(({ check, ...standing }) => train.failed(check, standing));
    const known = runsOf(train);
    then.forEach(({ check, ...standing }) => train.failed(check, standing));
    const once = runsOf(train, known);
    assertEquals(runsOf(train, once), once);
    assert(!Object.hasOwn(once ?? {}, "__proto__"), "a key that reading refuses");
    for (const { first, latest } of Object.values(once ?? {})) assert(first.at <= latest.at);
  }));
});

Deno.test("rememberedRuns() keeps the runs of ten checks, and of those that it has", () => {
  const train = aTrain().manyFailed(30);
  const known = runsOf(train) ?? {};
  assertEquals(Object.keys(known).length, 10);
  const later = runsOf(train.failed("Aardvark", { minutes: 900 }), known);
  assertEquals(Object.keys(later ?? {}).toSorted(), Object.keys(known).toSorted());
});

Deno.test("failingRuns() takes the page of the commit where a run has none", () => {
  const [reason] = reasonsOf(aTrain().failed("Lint").dashboard, ["release_line"]);
  assert(reason !== undefined);
  const [{ candidate, unmet }] = reason.evidence;
  const evidence = [{ candidate, unmet: { ...unmet, url: null } }];
  assertEquals(
    failingRuns({ check: "Lint", evidence }, undefined)?.first.url,
    candidate.commit_url,
  );
});

Deno.test("lastPassed() is the newest commit of the line, of those known and those seen", () => {
  const { dashboard } = aTrain().passing("Lint", RC).candidate("v4.1.0-rc.1")
    .passing("Lint", "v4.1.0-rc.1");
  const seen = dashboard.candidates[0]?.committed_at ?? "";
  const known = (at: string) => ({ "4.2/Lint": { tag: "known", commit_sha: "", url: "", at } });
  const of = (at: string): string | undefined =>
    lastPassed({ line: "4.2", check: "Lint" }, { dashboard, known: known(at) })?.tag;
  assertEquals(of("2026-01-08T11:59:59Z"), RC);
  assertEquals(of(seen), "known", "of two commits of the same time the known one stays");
  assertEquals(of("2026-01-08T12:00:01Z"), "known");
  assertEquals(of("2099-01-01T00:00:00Z"), RC, "a commit dated ahead is not the newest for years");
  assertEquals(lastPassed({ line: "4.2", check: "x" }, { dashboard, known: {} }), null);
});

Deno.test("rememberedPasses() forgets a line or a check that is no more, by a whole look alone", () => {
  const pass = { tag: "v", commit_sha: "", url: "", at: "2026-01-01T00:00:00Z" };
  const known = { "4.1/Lint": pass, "4.2/Gone": pass, "4.2/Lint": pass };
  const train = aTrain().failed("Lint");
  assertEquals(rememberedPasses(train.dashboard, known), { "4.2/Lint": pass });
  train.left_out = [{ name: "v4.1.0-rc.1", why: "no room", line: "4.1" }];
  assertEquals(Object.keys(rememberedPasses(train.dashboard, known)), ["4.2/Lint", "4.1/Lint"]);
  const partly = rememberedPasses(train.partly().dashboard, known);
  assertEquals(Object.keys(partly).toSorted(), Object.keys(known));
});

Deno.test("rememberedPasses() remembers 200 checks at most", () => {
  const train = aTrain();
  for (let index = 0; index < 400; index++) train.passing(`Check ${index}`, RC);
  const passes = rememberedPasses(train.dashboard, {});
  assertEquals(Object.keys(passes).length, 200);
  assertEquals(rememberedPasses(train.dashboard, passes), passes);
});
