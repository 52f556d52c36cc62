import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { emptyState } from "../../lib/state/defaults.ts";
import { mergeState } from "../../lib/state/merge.ts";
import { parseState } from "../../lib/state/parse.ts";
import { canonical, serializeState } from "../../lib/state/serialize.ts";
import type { BlockerRecord, KnownComparison, State } from "../../lib/state/state.ts";
import { anyState, changed, knownState, NOW, record, stateWith } from "./states.ts";

const [EARLY, MIDDLE, LATE] = [
  "2026-01-05T00:00:00Z",
  "2026-01-06T00:00:00Z",
  "2026-01-07T00:00:00Z",
] as const;

const PAIR = `${"b".repeat(40)}...${"a".repeat(40)}`;

function same(actual: State, expected: State): void {
  assert(canonical(actual) === canonical(expected), `${canonical(actual)}\n${canonical(expected)}`);
}

/** The merge of one blocker record that both sides changed. */
function mergedRecord(
  base: Partial<BlockerRecord>,
  ours: Partial<BlockerRecord>,
  theirs: Partial<BlockerRecord>,
): BlockerRecord | undefined {
  const [b, o, t] = [base, ours, theirs].map((changes) => stateWith(record(1, changes))) as [
    State,
    State,
    State,
  ];
  return mergeState({ base: b, ours: o, theirs: t }).blockers.blockers["issue:1"];
}

Deno.test("mergeState() gives the changed side when the other changed nothing", () => {
  fc.assert(fc.property(anyState, anyState, (base, changedSide) => {
    same(mergeState({ base, ours: changedSide, theirs: base }), changedSide);
    same(mergeState({ base, ours: base, theirs: changedSide }), changedSide);
  }));
});

Deno.test("mergeState() changes nothing when both sides are equal", () => {
  fc.assert(fc.property(anyState, anyState, (base, both) => {
    same(mergeState({ base, ours: both, theirs: structuredClone(both) }), both);
  }));
});

Deno.test("mergeState() does not depend on who is who for known fields", () => {
  fc.assert(
    fc.property(knownState, knownState, knownState, (base, left, right) => {
      same(
        mergeState({ base, ours: left, theirs: right }),
        mergeState({ base, ours: right, theirs: left }),
      );
    }),
    { numRuns: 100 },
  );
});

Deno.test("mergeState() settles when what it made is merged again", () => {
  fc.assert(fc.property(anyState, anyState, anyState, (base, ours, theirs) => {
    const merged = mergeState({ base, ours, theirs });
    same(mergeState({ base: theirs, ours: merged, theirs }), merged);
  }));
});

Deno.test("mergeState() never loses a record that either side added", () => {
  fc.assert(fc.property(anyState, anyState, anyState, (base, ours, theirs) => {
    const { blockers } = mergeState({ base, ours, theirs }).blockers;
    for (const side of [ours, theirs]) {
      for (const key of Object.keys(side.blockers.blockers)) {
        if (!Object.hasOwn(base.blockers.blockers, key)) assert(Object.hasOwn(blockers, key), key);
      }
    }
  }));
});

Deno.test("mergeState() makes nothing that reads as damage", () => {
  fc.assert(fc.property(anyState, anyState, anyState, (base, ours, theirs) => {
    const texts = serializeState(mergeState({ base, ours, theirs }));
    assertEquals(parseState(texts, { now: NOW }).damage, []);
  }));
});

Deno.test("mergeState() keeps the counts of both sides", () => {
  fc.assert(fc.property(fc.nat(50), fc.nat(9), fc.nat(9), (start, left, right) => {
    const stats = (total_routed: number, core: number, run: string | null): State =>
      changed(emptyState(), "triage", {
        last_run_at: run,
        routing_stats: { total_routed, by_team: { core, docs: 1 } },
      });
    const merged = mergeState({
      base: stats(start, start, null),
      ours: stats(start + left, start + left, EARLY),
      theirs: stats(start + right, start + right, LATE),
    });
    assertEquals(merged.triage.routing_stats, {
      total_routed: start + left + right,
      by_team: { core: start + left + right, docs: 1 },
    });
    assertEquals(merged.triage.last_run_at, LATE);
  }));
});

Deno.test("mergeState() counts a team called constructor from zero", () => {
  const stats = (constructor: number, run: string): State =>
    changed(emptyState(), "triage", {
      last_run_at: run,
      routing_stats: { total_routed: 0, by_team: { constructor } as Record<string, number> },
    });
  const merged = mergeState({ base: emptyState(), ours: stats(2, EARLY), theirs: stats(3, LATE) });
  assertEquals(Object.entries(merged.triage.routing_stats.by_team), [["constructor", 5]]);
});

Deno.test("mergeState() keeps both records when each side raised one", () => {
  const merged = mergeState({
    base: stateWith(),
    ours: stateWith(record(1)),
    theirs: stateWith(record(2)),
  });
  assertEquals(Object.keys(merged.blockers.blockers).toSorted(), ["issue:1", "issue:2"]);
});

Deno.test("mergeState() keeps a record away when one side removed it and the other only saw it", () => {
  const base = stateWith(record(1));
  const seen = stateWith(record(1, { last_seen: LATE }));
  assertEquals(mergeState({ base, ours: stateWith(), theirs: seen }).blockers.blockers, {});
  assertEquals(mergeState({ base, ours: seen, theirs: stateWith() }).blockers.blockers, {});
});

Deno.test("mergeState() keeps a record when one side removed it and the other changed it", () => {
  const base = stateWith(record(1));
  const risen = stateWith(record(1, { escalation_level: "page" }));
  for (const [ours, theirs] of [[stateWith(), risen], [risen, stateWith()]] as const) {
    const { blockers } = mergeState({ base, ours, theirs }).blockers;
    assertEquals(blockers["issue:1"]?.escalation_level, "page");
  }
});

Deno.test("mergeState() takes the earliest first_seen and the latest other times", () => {
  const merged = mergedRecord(
    { first_seen: LATE },
    { first_seen: EARLY, last_seen: MIDDLE, last_issue_update: LATE },
    { first_seen: MIDDLE, last_seen: LATE, last_issue_update: MIDDLE },
  );
  assertEquals(merged?.first_seen, EARLY);
  assertEquals(merged?.last_seen, LATE);
  assertEquals(merged?.last_issue_update, LATE);
});

Deno.test("mergeState() takes the highest level when both sides changed it", () => {
  const level = (a: BlockerRecord["escalation_level"], b: typeof a): unknown =>
    mergedRecord({ escalation_level: "none" }, { escalation_level: a }, { escalation_level: b })
      ?.escalation_level;
  assertEquals(level("warn", "page"), "page");
  assertEquals(level("page", "escalate"), "page");
});

Deno.test("mergeState() lets one side lower the level when the other left it alone", () => {
  const merged = mergedRecord(
    { escalation_level: "page" },
    { escalation_level: "none" },
    { escalation_level: "page", last_seen: LATE },
  );
  assertEquals(merged?.escalation_level, "none");
});

Deno.test("mergeState() joins the labels, assignees and members that both sides added", () => {
  const merged = mergedRecord(
    { applied_labels: ["P0"] },
    { applied_labels: ["P0", "warn"], applied_assignees: ["ann"], members: ["ci"] },
    { applied_labels: ["P0", "core"], applied_assignees: ["bob"], members: ["lint"] },
  );
  assertEquals(merged?.applied_labels, ["P0", "core", "warn"]);
  assertEquals(merged?.applied_assignees, ["ann", "bob"]);
  assertEquals(merged?.members, ["ci", "lint"]);
});

Deno.test("mergeState() takes a route as a whole, the later one", () => {
  const ours = { team: "zoo", rule: "default", at: EARLY };
  const theirs = { team: "core", rule: "label", at: LATE };
  assertEquals(mergedRecord({}, { route: ours }, { route: theirs })?.route, theirs);
});

Deno.test("mergeState() takes the earlier first failing run and the later latest one, each as a whole", () => {
  const run = (tag: string, at: string) => ({ tag, commit_sha: tag, url: tag, at });
  const side = (first: string, latest: string): Partial<BlockerRecord> => ({
    failing: { ci: { first: run(first, first), latest: run(latest, latest) } },
  });
  const sides = [side(EARLY, MIDDLE), side(MIDDLE, LATE)] as const;
  const wanted = { ci: { first: run(EARLY, EARLY), latest: run(LATE, LATE) } };
  assertEquals(mergedRecord({}, ...sides)?.failing, wanted);
  assertEquals(mergedRecord({}, sides[1], sides[0])?.failing, wanted);
});

Deno.test("mergeState() takes the later commit that passed", () => {
  const side = (at: string): State =>
    changed(emptyState(), "blockers", {
      last_passed: { "main/ci": { tag: at, commit_sha: at, url: at, at } },
    });
  for (const [ours, theirs] of [[EARLY, LATE], [LATE, EARLY]] as const) {
    const merged = mergeState({ base: emptyState(), ours: side(ours), theirs: side(theirs) });
    assertEquals(merged.blockers.last_passed?.["main/ci"]?.tag, LATE);
  }
});

Deno.test("mergeState() believes that a reason holds when one side says that it is back", () => {
  const merged = mergedRecord(
    { cleared_at: EARLY, green_cycles: 1 },
    {},
    { cleared_at: EARLY, green_cycles: 2 },
  );
  assertEquals([merged?.cleared_at, merged?.green_cycles], [undefined, undefined]);
});

Deno.test("mergeState() takes the later clearing with its own count", () => {
  const merged = mergedRecord(
    {},
    { cleared_at: EARLY, green_cycles: 3 },
    { cleared_at: LATE, green_cycles: 1 },
  );
  assertEquals([merged?.cleared_at, merged?.green_cycles], [LATE, 1]);
});

Deno.test("mergeState() takes the digest of the later occurrence as a whole", () => {
  const side = (day: string, at: string, hash: string): State =>
    changed(emptyState(), "digest", {
      last_occurrence: `digest@2026-01-${day}T08:00Z`,
      last_digest_at: at,
      last_digest_hash: hash,
      last_comment_id: Number(day),
    });
  // Catching up: the older occurrence was delivered later by the clock.
  const [older, newer] = [side("05", LATE, "z"), side("06", MIDDLE, "a")];
  const base = emptyState();
  assertEquals(mergeState({ base, ours: older, theirs: newer }).digest, newer.digest);
  assertEquals(mergeState({ base, ours: newer, theirs: older }).digest, newer.digest);
});

Deno.test("mergeState() takes the later handoff with its context and snapshot", () => {
  const side = (at: string, context: string): State =>
    changed(emptyState(), "handoff", {
      last_occurrence: `handoff@${at}`,
      last_handoff_at: at,
      previous_context: context,
    });
  const merged = mergeState({
    base: emptyState(),
    ours: side(LATE, "a"),
    theirs: side(EARLY, "z"),
  });
  assertEquals(merged.handoff, side(LATE, "a").handoff);
});

Deno.test("mergeState() joins the health histories, sorted, at most 100 points", () => {
  const point = (minute: number): State["blockers"]["health_history"][number] => ({
    at: Temporal.Instant.from(EARLY).add({ minutes: minute }).toString(),
    score: 90,
    open_blockers: 1,
    p0: 0,
    failed_checks: 0,
  });
  const history = (minutes: number[]): State =>
    changed(emptyState(), "blockers", { health_history: minutes.map(point) });
  const old = Array.from({ length: 100 }, (_, index) => index);
  const { health_history } = mergeState({
    base: history(old),
    ours: history([...old.slice(1), 103]),
    theirs: history([...old.slice(1), 101]),
  }).blockers;
  assertEquals(health_history.length, 100);
  assertEquals(health_history.slice(-2), [point(101), point(103)]);
  assertEquals(health_history[0], point(2));
});

Deno.test("mergeState() takes the later time of a processed issue", () => {
  const side = (last_processed_at: string): State =>
    changed(emptyState(), "triage", { processed_issues: { "4": { last_processed_at } } });
  const merged = mergeState({ base: side(EARLY), ours: side(LATE), theirs: side(MIDDLE) });
  assertEquals(merged.triage.processed_issues, { "4": { last_processed_at: LATE } });
});

Deno.test("mergeState() takes an unknown field from whoever changed it, theirs when both did", () => {
  const side = (note: unknown): State => changed(emptyState(), "digest", { note });
  const note = (b: unknown, o: unknown, t: unknown): unknown =>
    mergeState({ base: side(b), ours: side(o), theirs: side(t) }).digest.note;
  assertEquals(note("a", "b", "a"), "b");
  assertEquals(note("a", "a", "c"), "c");
  assertEquals(note("a", "b", "c"), "c");
  assertEquals(note({ x: 1 }, { x: 1 }, undefined), undefined);
});

Deno.test("mergeState() takes the earliest first observation of a watched check", () => {
  const side = (first_observed: string): State =>
    changed(emptyState(), "blockers", { watched: { "main/ci@a": { first_observed } } });
  const merged = mergeState({ base: emptyState(), ours: side(LATE), theirs: side(EARLY) });
  assertEquals(merged.blockers.watched, { "main/ci@a": { first_observed: EARLY } });
});

/** The merge of what two cycles that raced know of one pair of commits. */
function mergedComparison(ours: KnownComparison, theirs: KnownComparison): KnownComparison {
  const knowing = (known: KnownComparison): State =>
    changed(emptyState(), "observation", { comparisons: { [PAIR]: known } });
  const { observation } = mergeState({
    base: emptyState(),
    ours: knowing(ours),
    theirs: knowing(theirs),
  });
  return observation.comparisons[PAIR] as KnownComparison;
}

Deno.test("mergeState() never takes a comparison from both sides: the one that saw more files counts", () => {
  const cut = { changed_files: 1, truncated: false, matches: { "^db/": null, "^a": "a" } };
  const whole = { changed_files: 10, truncated: false, matches: { "^db/": "db/1.sql" } };
  assertEquals(mergedComparison(whole, cut), whole);
  assertEquals(mergedComparison(cut, whole), whole);
  const none = { ...whole, matches: { "^db/": null } };
  assertEquals(mergedComparison(none, whole), whole, "a file that was seen is there");
  assertEquals(mergedComparison(whole, none), whole);
});
