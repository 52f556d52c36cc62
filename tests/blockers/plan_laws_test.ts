import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { nameKey, readFingerprint } from "../../lib/blockers/fingerprint.ts";
import { findMarkers } from "../../lib/report/marker.ts";
import { Train } from "./builders.ts";

const TAGS = ["main", "v4.2.0-rc.1", "release/4.2", "v4.1.3-rc.2"] as const;
const CHECKS = ["Unit Tests", "Lint", "Check 1", "Check 2", "Check 3", "Check 4", "a|b\n@team"];

/** Something that happens to a train. */
type Event = (train: Train) => unknown;

const tag = fc.constantFrom(...TAGS);
const check = fc.constantFrom(...CHECKS);
const minutes = fc.constantFrom(0, 1, 89, 90, 300);

const standing: fc.Arbitrary<Event> = fc
  .tuple(fc.constantFrom("failed", "queued", "running", "missing"), check, tag, minutes)
  .map(([state, name, on, since]) => (train) => train[state](name, { on, minutes: since }));

const met: fc.Arbitrary<Event> = fc.tuple(check, fc.option(tag)).map(([name, on]) => (train) =>
  train.met(name, on ?? undefined)
);

const allFail: fc.Arbitrary<Event> = tag.map((on) => (train) => train.manyFailed(6, { on }));

const time: fc.Arbitrary<Event> = fc.constantFrom(5, 60, 100, 3 * 1_440, 12 * 1_440)
  .map((later) => (train) => train.later(later));

const weather: fc.Arbitrary<Event> = fc.constantFrom<Event>(
  (train) => train.partly(),
  (train) => train.fully(),
  (train) => train.forgot(),
);

const opened: fc.Arbitrary<Event> = fc.tuple(
  fc.constantFrom("4.2: Unit Tests", "Lint and Check 1 on main", "4.1 burns", "Unit Tests"),
  minutes,
).map(([title, since]) => (train) => train.personOpened(title, { minutes: since }));

/** A person does something to one of the issues there are. */
const person: fc.Arbitrary<Event> = fc.tuple(
  fc.nat(),
  fc.constantFrom<(train: Train, number: number) => unknown>(
    (train, number) => train.closed(number),
    (train, number) => train.reopened(number),
    (train, number) => train.unlabelled(number, "release-blocker"),
    (train, number) => train.unlabelled(number, "P0"),
    (train, number) => train.deleted(number),
    (train, number) => train.forgot(number),
  ),
).map(([pick, act]) => (train) => {
  const issue = train.issues[pick % Math.max(1, train.issues.length)];
  if (issue !== undefined) act(train, issue.number);
});

const cycle: Event = (train) => train.cycle();

const event = fc.oneof(
  { weight: 5, arbitrary: standing },
  { weight: 2, arbitrary: met },
  { weight: 1, arbitrary: allFail },
  { weight: 3, arbitrary: time },
  { weight: 1, arbitrary: weather },
  { weight: 1, arbitrary: opened },
  { weight: 3, arbitrary: person },
  { weight: 5, arbitrary: fc.constant(cycle) },
);

/** A train with a past. */
const anyTrain: fc.Arbitrary<Train> = fc.tuple(
  fc.record({
    auto_close: fc.boolean(),
    green_cycles: fc.integer({ min: 1, max: 3 }),
    reopen_days: fc.constantFrom(0, 10),
    group_above: fc.constantFrom(2, 5),
    resolved_labels: fc.constantFrom<string[]>([], ["resolved"]),
    fingerprint_fields: fc.constantFrom(
      ["release_line", "blocking_workflow", "blocker_category"] as const,
      ["release_line", "blocking_workflow", "blocking_sha"] as const,
      ["blocking_job"] as const,
    ),
  }),
  fc.array(event, { minLength: 1, maxLength: 40 }),
).map(([policy, events]) => {
  const train = new Train().with(policy);
  TAGS.forEach((name) => train.candidate(name));
  events.forEach((happens) => happens(train));
  return train;
});

/** Lets cycles pass until nothing that was begun is left to finish: closing waits for green cycles. */
function settle(train: Train): void {
  for (let index = 0; index <= train.policy.green_cycles; index++) train.cycle();
}

Deno.test("planBlockers() plans no change at all for a world that did not change", () => {
  fc.assert(fc.property(anyTrain, (train) => {
    settle(train);
    const { decisions } = train.plan();
    assertEquals(decisions.filter(({ change }) => change !== null), []);
    const before = structuredClone(train.records);
    train.cycle();
    assertEquals(train.records, before, "and remembers nothing new");
  }));
});

Deno.test("planBlockers() has one open issue of ours per blocker, whatever happened before", () => {
  fc.assert(fc.property(anyTrain, (train) => {
    train.fully();
    settle(train);
    const names = train.issues
      .filter(({ state, viewer_did_author }) => state === "open" && viewer_did_author)
      .map(({ body }) => readFingerprint(findMarkers(body, "blocker")[0] ?? ""))
      .map((name) => `${nameKey(name)} ${name.sha}`);
    assertEquals(names.length, new Set(names).size, names.join("\n"));
  }));
});

Deno.test("planBlockers() answers for every reason exactly once", () => {
  fc.assert(fc.property(anyTrain, (train) => {
    const answered = train.fully().plan().decisions.flatMap(({ subject }) =>
      (subject?.reasons ?? []).map(({ line, check, sha }) => JSON.stringify([line, check, sha]))
    );
    assertEquals(answered.length, new Set(answered).size);
    const bySha = train.policy.fingerprint_fields.includes("blocking_sha");
    const there = train.dashboard.candidates.flatMap(({ line, commit_sha, unmet }) =>
      unmet.map(({ name }) => JSON.stringify([line, name, bySha ? commit_sha : null]))
    );
    assertEquals(new Set(answered), new Set(there));
  }));
});

Deno.test("planBlockers() raises, clears and closes nothing on half an observation", () => {
  fc.assert(fc.property(anyTrain, (train) => {
    const verdicts = train.partly().plan().decisions
      .filter(({ change }) => change !== null).map(({ verdict }) => verdict);
    assertEquals(verdicts.filter((verdict) => verdict !== "track"), []);
  }));
});

Deno.test("planBlockers() writes to people's issues with comments and labels only", () => {
  fc.assert(fc.property(anyTrain, (train) => {
    const theirs = new Set(
      train.issues.filter(({ viewer_did_author }) => !viewer_did_author).map(({ number }) =>
        number
      ),
    );
    for (const { change } of train.plan().decisions) {
      for (const action of change?.actions ?? []) {
        if (action.kind === "create_issue" || !theirs.has(action.issue)) continue;
        assert(["comment", "add_labels", "remove_label"].includes(action.kind), action.kind);
      }
    }
  }));
});
