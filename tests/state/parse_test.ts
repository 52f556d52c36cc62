import { assert, assertEquals, assertMatch } from "@std/assert";
import { emptyState } from "../../lib/state/defaults.ts";
import { MAX_FILE_LENGTH, parseState } from "../../lib/state/parse.ts";
import { serializeState } from "../../lib/state/serialize.ts";
import type { BlockerRecord, State } from "../../lib/state/state.ts";
import { NOW, record } from "./states.ts";

const B = "blockers_state.json";
const D = "digest_state.json";
const H = "handoff_state.json";
const T = "triage_state.json";

/** Blockers file with a sound record 1 next to a damaged record 2. */
function beside(damaged: unknown, key = "issue:2"): string {
  return JSON.stringify({ version: "1.0.0", blockers: { "issue:1": record(1), [key]: damaged } });
}

/** Blockers file whose record 2 has one field replaced. */
function bent(changes: Record<string, unknown>): string {
  return beside({ ...record(2), ...changes });
}

const second = (state: State): BlockerRecord | undefined => state.blockers.blockers["issue:2"];
const kept = (name: keyof BlockerRecord, value: unknown) => (state: State): void =>
  assertEquals(second(state)?.[name], value as never);
const RUN = { tag: "v4.2.0-rc.1", commit_sha: "a1", url: "u", at: "2026-01-08T08:00:00Z" };
const dropped = (state: State): void => assertEquals(second(state), undefined);
const fresh = (part: keyof State) => (state: State): void =>
  assertEquals(state[part], emptyState()[part]);

interface Case {
  readonly when: string;
  readonly file: string;
  readonly text: string;
  readonly why: RegExp;
  readonly then: (state: State) => void;
  readonly scope?: "file" | "part";
}

function whole(when: string, text: string, why: RegExp): Case {
  return { when, file: B, text, why, then: fresh("blockers"), scope: "file" };
}

function record2(
  when: string,
  changes: Record<string, unknown>,
  why: RegExp,
  then: (state: State) => void,
): Case {
  return { when, file: B, text: bent(changes), why, then };
}

function digest(when: string, fields: object, why: RegExp, then: (state: State) => void): Case {
  return { when, file: D, text: JSON.stringify({ version: 1, ...fields }), why, then };
}

function handoff(when: string, fields: object, why: RegExp, then: (state: State) => void): Case {
  return { when, file: H, text: JSON.stringify({ version: 1, ...fields }), why, then };
}

function triage(when: string, fields: object, why: RegExp, then: (state: State) => void): Case {
  return { when, file: T, text: JSON.stringify({ version: 1, ...fields }), why, then };
}

const nested = `{"version":1,"x":${"[".repeat(5000)}${"]".repeat(5000)}}`;
const goodJson = JSON.stringify({ version: "1.0.0", blockers: { "issue:1": record(1) } });
const ahead = "2027-05-01T00:00:00Z";
const now = "2026-02-01T12:00:00Z";
const point = { at: "2026-01-01T00:00:00Z", score: 90, open_blockers: 1, p0: 0, failed_checks: 1 };
const seen = { number: 3, title: "t", labels: [], createdAt: "2026-01-01T00:00:00Z", url: "u" };

const cases: Case[] = [
  whole("the file is empty", "", /the file is empty: the defaults stand/),
  whole("the file is blank", " \n\t\n", /the file is empty/),
  whole("the file is a byte order mark", "\uFEFF", /the file is empty/),
  whole("the file is truncated", goodJson.slice(0, -9), /the file is not JSON/),
  whole("the file is HTML", "<!doctype html><p>502</p>", /the file is not JSON/),
  whole("the file is YAML", "version: 1\nblockers: {}\n", /the file is not JSON/),
  whole("the file has a trailing comma", '{"version": 1,}', /the file is not JSON/),
  whole("the file holds NUL bytes", "\0\0\0\0", /the file is not JSON/),
  whole("two files ran together", goodJson + goodJson, /the file is not JSON/),
  whole(
    "a merge left conflict markers",
    `<<<<<<< HEAD\n${goodJson}\n=======\n${goodJson}\n>>>>>>> theirs\n`,
    /conflict markers/,
  ),
  whole("the file is an array", "[]", /holds \[\], not an object/),
  whole("the file is null", "null", /holds null, not an object/),
  whole("the file is a number", "42", /holds 42, not an object/),
  whole("the file is a text", '"state"', /holds "state", not an object/),
  whole("the version is a flag", '{"version": true}', /version is true/),
  whole("the version is null", '{"version": null}', /version is null/),
  whole("the version is a list", '{"version": [1]}', /version is \[1\]/),
  whole("the version is a word", '{"version": "latest"}', /version is "latest"/),
  whole("the version is negative", '{"version": -1}', /version is -1/),
  whole("the version is a fraction", '{"version": 1.5}', /version is 1.5/),
  whole("the version is newer", '{"version": 2}', /newer than 1\.0\.0/),
  whole("the version is newer as text", '{"version": "2.0.0"}', /newer than 1\.0\.0/),
  whole(
    "the file is huge",
    `{"x":"${"a".repeat(MAX_FILE_LENGTH)}"}`,
    /characters, at most 1048576/,
  ),
  whole("the file is nested too deeply", nested, /nested more than 32 levels/),

  record2(
    "issue_number contradicts its key",
    { issue_number: 3 },
    /but its key is "issue:2"/,
    dropped,
  ),
  record2(
    "issue_number is text",
    { issue_number: "2" },
    /2 is taken from/,
    kept("issue_number", 2),
  ),
  record2("issue_number is null", { issue_number: null }, /is null: 2/, kept("issue_number", 2)),
  record2("issue_number is a fraction", { issue_number: 2.5 }, /2.5: 2/, kept("issue_number", 2)),
  {
    when: "a record is null",
    file: B,
    text: beside(null),
    why: /"issue:2" is null, allowed is an object/,
    then: dropped,
  },
  { when: "a record is text", file: B, text: beside("x"), why: /"issue:2" is "x"/, then: dropped },
  {
    when: "a record is a list",
    file: B,
    text: beside([]),
    why: /"issue:2" is \[\]/,
    then: dropped,
  },
  {
    when: "a record is empty",
    file: B,
    text: beside({}),
    why: /"issue:2": first_seen is undefined and no other time/,
    then: dropped,
  },
  {
    when: "a key names no issue",
    file: B,
    text: beside(record(2), "issue:two"),
    why: /"issue:two" is not a name that is known here/,
    then: dropped,
  },
  {
    when: "a key has a number below 1",
    file: B,
    text: beside(record(0), "issue:0"),
    why: /"issue:0" is not a name/,
    then: dropped,
  },
  {
    when: "a key is __proto__",
    file: B,
    text: `{"version":1,"blockers":{"issue:1":${
      JSON.stringify(record(1))
    },"__proto__":{"severity":"P0"}}}`,
    why: /"__proto__" is not a name that we accept/,
    then: (state) => {
      assertEquals(Object.getPrototypeOf(state.blockers.blockers), Object.prototype);
      assertEquals(Object.keys(state.blockers.blockers), ["issue:1"]);
    },
  },
  {
    when: "an unknown value hides a __proto__ key",
    file: B,
    text: `{"version":1,"blockers":{"issue:1":${
      JSON.stringify(record(1))
    }},"x":[{"__proto__":{"polluted":1},"ok":2}]}`,
    why: /"__proto__"/,
    then: (state) => assertEquals(state.blockers.x, [{ ok: 2 }]),
  },
  record2(
    "first_seen lies in the future",
    { first_seen: ahead },
    /first_seen .* lies in the future: 2026-01-08T12:00:00Z stands/,
    kept("first_seen", "2026-01-08T12:00:00Z"),
  ),
  record2(
    "first_seen and last_seen lie in the future",
    { first_seen: ahead, last_seen: ahead },
    /lies in the future: 2026-02-01T12:00:00Z stands/,
    kept("first_seen", now),
  ),
  record2(
    "first_seen is no time",
    { first_seen: "yesterday" },
    /"yesterday" is no time/,
    kept("first_seen", "2026-01-08T12:00:00Z"),
  ),
  record2(
    "first_seen is null",
    { first_seen: null },
    /first_seen null is no time/,
    kept("first_seen", "2026-01-08T12:00:00Z"),
  ),
  record2(
    "first_seen is a number",
    { first_seen: 1767859200 },
    /is no time/,
    kept("first_seen", "2026-01-08T12:00:00Z"),
  ),
  record2(
    "first_seen is an impossible date",
    { first_seen: "2026-13-40T00:00:00Z" },
    /is no time/,
    kept("first_seen", "2026-01-08T12:00:00Z"),
  ),
  record2(
    "first_seen is unusable and the route is the earliest other time",
    { first_seen: "", route: { team: "core", rule: "default", at: "2026-01-08T09:00:00Z" } },
    /2026-01-08T09:00:00Z stands/,
    kept("first_seen", "2026-01-08T09:00:00Z"),
  ),
  record2(
    "last_seen is no time",
    { last_seen: "" },
    /last_seen is ""/,
    kept("last_seen", "2026-01-08T08:00:00Z"),
  ),
  record2(
    "last_seen lies in the future",
    { last_seen: ahead },
    /last_seen: .* future/,
    kept("last_seen", now),
  ),
  record2(
    "last_issue_update is a number",
    { last_issue_update: 5 },
    /last_issue_update is 5/,
    kept("last_issue_update", null),
  ),
  record2(
    "last_issue_update lies in the future",
    { last_issue_update: ahead },
    /future: now stands/,
    kept("last_issue_update", now),
  ),
  record2(
    "escalation_level is unknown",
    { escalation_level: "panic" },
    /none, warn, escalate or page/,
    kept("escalation_level", "none"),
  ),
  record2(
    "escalation_level is a number",
    { escalation_level: 2 },
    /escalation_level is 2/,
    kept("escalation_level", "none"),
  ),
  record2(
    "severity is unknown",
    { severity: "P7" },
    /"P7", allowed is P0 or P1/,
    kept("severity", "P0"),
  ),
  record2(
    "fingerprint is a number",
    { fingerprint: 7 },
    /fingerprint is 7/,
    kept("fingerprint", undefined),
  ),
  record2(
    "a failing run lacks its tag",
    {
      failing: {
        ci: { first: RUN, latest: { ...RUN, tag: 7 } },
        lint: { first: RUN, latest: RUN },
      },
    },
    /failing\.ci\.latest\.tag is 7, allowed is text/,
    kept("failing", { lint: { first: RUN, latest: RUN } }),
  ),
  record2(
    "failing is text",
    { failing: "ci" },
    /failing is "ci", allowed is an object/,
    kept("failing", undefined),
  ),
  record2(
    "members is text",
    { members: "ci" },
    /members is "ci", allowed is a list/,
    kept("members", undefined),
  ),
  record2(
    "applied_labels holds a number",
    { applied_labels: ["P0", 3] },
    /applied_labels\.1 is 3/,
    kept("applied_labels", ["P0"]),
  ),
  record2(
    "applied_assignees is an object",
    { applied_assignees: {} },
    /allowed is a list/,
    kept("applied_assignees", undefined),
  ),
  record2(
    "adopted is text",
    { adopted: "yes" },
    /allowed is true or false/,
    kept("adopted", undefined),
  ),
  record2(
    "route lacks its team",
    { route: { rule: "r", at: now } },
    /route\.team is missing/,
    kept("route", undefined),
  ),
  record2(
    "green_cycles is negative",
    { green_cycles: -1 },
    /whole number from 0/,
    kept("green_cycles", undefined),
  ),
  record2(
    "cleared_at lies in the future",
    { cleared_at: ahead },
    /cleared_at: /,
    kept("cleared_at", now),
  ),
  record2(
    "closed_at is no time",
    { closed_at: "soon" },
    /closed_at is "soon"/,
    kept("closed_at", undefined),
  ),
  record2(
    "dismissed_at lies in the future",
    { dismissed_at: ahead },
    /dismissed_at: /,
    kept("dismissed_at", now),
  ),
  {
    when: "blockers is a list",
    file: B,
    text: '{"version":1,"blockers":[]}',
    why: /^blockers is \[\], allowed is an object/,
    then: (state) => assertEquals(state.blockers.blockers, {}),
  },
  {
    when: "a watched check has no time",
    file: B,
    text: JSON.stringify({
      version: 1,
      watched: { "main/ci@a": {}, "main/ci@b": { first_observed: now } },
    }),
    why: /watched\."main\/ci@a"\.first_observed is missing/,
    then: (state) => assertEquals(Object.keys(state.blockers.watched), ["main/ci@b"]),
  },
  {
    when: "a watched check was first observed in the future",
    file: B,
    text: JSON.stringify({ version: 1, watched: { a: { first_observed: ahead } } }),
    why: /lies in the future/,
    then: (state) => assertEquals(state.blockers.watched.a?.first_observed, now),
  },
  {
    when: "a point of the health history is damaged",
    file: B,
    text: JSON.stringify({ version: 1, health_history: [{ ...point, score: "high" }, point] }),
    why: /health_history\.0\.score is "high"/,
    then: (state) => assertEquals(state.blockers.health_history, [point]),
  },
  {
    when: "last_updated is no time",
    file: B,
    text: '{"version":1,"last_updated":"never"}',
    why: /last_updated is "never"/,
    then: (state) => assertEquals(state.blockers.last_updated, null),
  },

  digest(
    "last_digest_at is no time",
    { last_digest_at: "08:00" },
    /last_digest_at is "08:00"/,
    (state) => assertEquals(state.digest.last_digest_at, null),
  ),
  digest(
    "last_digest_hash is a number",
    { last_digest_hash: 1 },
    /allowed is text or null/,
    (state) => assertEquals(state.digest.last_digest_hash, null),
  ),
  digest(
    "last_comment_id is digits in quotes",
    { last_comment_id: "99" },
    /is read as a number/,
    (state) => assertEquals(state.digest.last_comment_id, 99),
  ),
  digest(
    "last_comment_id is a word",
    { last_comment_id: "x" },
    /a whole number or null/,
    (state) => assertEquals(state.digest.last_comment_id, null),
  ),
  {
    when: "last_comment_id is beyond every number",
    file: D,
    text: '{"version":1,"last_comment_id":1e999}',
    why: /last_comment_id is null, allowed/,
    then: (state) => assertEquals(state.digest.last_comment_id, null),
  },
  digest(
    "last_occurrence is a list",
    { last_occurrence: [] },
    /last_occurrence is \[\]/,
    (state) => assertEquals(state.digest.last_occurrence, undefined),
  ),
  digest(
    "the snapshot has no time",
    { snapshot: { blockers: [] } },
    /snapshot\.at is missing/,
    (state) => assertEquals(state.digest.snapshot, undefined),
  ),
  digest(
    "one blocker of the snapshot is damaged",
    {
      snapshot: {
        at: now,
        blockers: [null, { number: 4, title: "t", severity: "P0", level: "none" }],
      },
    },
    /snapshot\.blockers\.0 is null/,
    (state) => assertEquals(state.digest.snapshot?.blockers.map(({ number }) => number), [4]),
  ),
  digest(
    "a candidate of the snapshot has no text",
    { snapshot: { at: now, candidates: { main: 1, rc: "blocked" } } },
    /candidates\.main is 1/,
    (state) => assertEquals(state.digest.snapshot?.candidates, { rc: "blocked" }),
  ),

  handoff(
    "last_handoff_at is a list",
    { last_handoff_at: [] },
    /last_handoff_at is \[\]/,
    (state) => assertEquals(state.handoff.last_handoff_at, null),
  ),
  handoff(
    "last_handoff_shift is a number",
    { last_handoff_shift: 1 },
    /last_handoff_shift is 1/,
    (state) => assertEquals(state.handoff.last_handoff_shift, null),
  ),
  handoff(
    "previous_context is an object",
    { previous_context: {} },
    /previous_context is \{\}/,
    (state) => assertEquals(state.handoff.previous_context, null),
  ),
  handoff(
    "the snapshot is an object",
    { last_blocker_snapshot: {} },
    /allowed is a list/,
    (state) => assertEquals(state.handoff.last_blocker_snapshot, []),
  ),
  handoff(
    "one blocker of the snapshot has no number",
    { last_blocker_snapshot: [{ ...seen, number: null }, seen] },
    /last_blocker_snapshot\.0\.number is null/,
    (state) => assertEquals(state.handoff.last_blocker_snapshot, [seen]),
  ),
  handoff(
    "the labels of a blocker are null",
    { last_blocker_snapshot: [{ ...seen, labels: null }] },
    /labels is null/,
    (state) => assertEquals(state.handoff.last_blocker_snapshot[0]?.labels, []),
  ),

  triage(
    "processed_issues is null",
    { processed_issues: null },
    /processed_issues is null/,
    (state) => assertEquals(state.triage.processed_issues, {}),
  ),
  triage(
    "a processed issue is a time only",
    { processed_issues: { "4": now, "5": { last_processed_at: now } } },
    /processed_issues\.4 is "2026/,
    (state) => assertEquals(Object.keys(state.triage.processed_issues), ["5"]),
  ),
  triage(
    "a processed issue lies in the future",
    { processed_issues: { "4": { last_processed_at: ahead } } },
    /future: now stands/,
    (state) => assertEquals(state.triage.processed_issues["4"]?.last_processed_at, now),
  ),
  triage(
    "a key of processed_issues is a word",
    { processed_issues: { four: { last_processed_at: now } } },
    /processed_issues\.four is not a name/,
    (state) => assertEquals(state.triage.processed_issues, {}),
  ),
  triage(
    "routing_stats is a list",
    { routing_stats: [] },
    /routing_stats is \[\]/,
    (state) => assertEquals(state.triage.routing_stats, { total_routed: 0, by_team: {} }),
  ),
  triage(
    "total_routed is negative",
    { routing_stats: { total_routed: -4, by_team: { a: 1 } } },
    /total_routed is -4/,
    (state) => assertEquals(state.triage.routing_stats, { total_routed: 0, by_team: { a: 1 } }),
  ),
  triage(
    "the count of a team is null",
    { routing_stats: { total_routed: 4, by_team: { a: null, b: 4 } } },
    /by_team\.a is null/,
    (state) => assertEquals(state.triage.routing_stats, { total_routed: 4, by_team: { b: 4 } }),
  ),
];

for (const { when, file, text, why, then, scope } of cases) {
  Deno.test(`parseState() reports and recovers when ${when}`, () => {
    const { state, damage } = parseState({ [file]: text }, { now: NOW });
    assert(damage.length > 0, "damage is reported");
    assertMatch(damage.map((item) => item.why).join("\n"), new RegExp(why, "m"));
    for (const item of damage) {
      assertEquals(item.file, file);
      assertEquals(item.kept_text, text);
      assertEquals(item.scope, scope ?? "part");
    }
    then(state);
    if (scope === undefined && file === B && text.includes('"issue:1"')) {
      assertEquals(state.blockers.blockers["issue:1"], record(1), "the sound record is untouched");
    }
    // What was mended is sound: it reads back without damage.
    assertEquals(parseState(serializeState(state), { now: NOW }), { state, damage: [] });
  });
}

Deno.test("parseState() has at least sixty damage cases", () => {
  assert(cases.length >= 60, String(cases.length));
});

Deno.test("parseState() starts afresh without damage when no file exists", () => {
  const none = { [B]: null, [D]: null, [H]: null, [T]: null };
  assertEquals(parseState(none, { now: NOW }), { state: emptyState(), damage: [] });
  assertEquals(parseState({}, { now: NOW }), { state: emptyState(), damage: [] });
});

Deno.test("parseState() keeps the other files when one is lost", () => {
  const { state, damage } = parseState({ [B]: goodJson, [D]: "{" }, { now: NOW });
  assertEquals(state.blockers.blockers, { "issue:1": record(1) });
  assertEquals(damage.map(({ file, scope }) => [file, scope]), [[D, "file"]]);
});

Deno.test("parseState() finds no damage when other scripts wrote only the known fields", () => {
  const texts = {
    [B]: JSON.stringify({
      version: "1.0.0",
      last_updated: "2026-01-08T12:00:00Z",
      blockers: { "issue:123": record(123, { last_issue_update: "2026-01-08T12:00:00Z" }) },
    }),
    [D]: JSON.stringify({
      version: "1.0.0",
      last_digest_at: "2026-01-08T08:07:00Z",
      last_digest_hash: "ab12",
      last_comment_id: null,
    }),
    [H]: JSON.stringify({
      version: "1.0.0",
      last_handoff_at: "2026-01-08T23:30:00Z",
      last_handoff_shift: "americas",
      previous_context: null,
      last_blocker_snapshot: [seen],
    }),
    [T]: JSON.stringify({
      version: "1.0.0",
      last_run_at: "2026-01-08T12:00:00Z",
      processed_issues: { "456": { last_processed_at: "2026-01-08T12:00:00Z" } },
      routing_stats: { total_routed: 1, by_team: { core: 1 } },
    }),
  };
  const { state, damage } = parseState(texts, { now: NOW });
  assertEquals(damage, []);
  assertEquals(state.blockers.version, "1.0.0");
  assertEquals(state.blockers.blockers["issue:123"]?.escalation_level, "warn");
  assertEquals(state.triage.processed_issues["456"]?.last_processed_at, "2026-01-08T12:00:00Z");
});

for (const version of [0, 1, "0.9", "1", "1.0.0", "1.4.2"]) {
  Deno.test(`parseState() accepts and keeps the version when it is ${JSON.stringify(version)}`, () => {
    const { state, damage } = parseState({ [D]: JSON.stringify({ version }) }, { now: NOW });
    assertEquals([state.digest.version, damage], [version, []]);
  });
}

Deno.test("parseState() accepts a file when it has no version", () => {
  const { state, damage } = parseState({ [D]: '{"last_digest_hash":"a"}' }, { now: NOW });
  assertEquals([state.digest.version, state.digest.last_digest_hash, damage], ["1.0.0", "a", []]);
});

Deno.test("parseState() reads a file when an editor put a byte order mark in front", () => {
  const { state, damage } = parseState({ [B]: `\uFEFF${goodJson}` }, { now: NOW });
  assertEquals([Object.keys(state.blockers.blockers), damage], [["issue:1"], []]);
});

Deno.test("parseState() leaves a time alone when it is less than a day ahead", () => {
  const { state, damage } = parseState({ [B]: bent({ first_seen: "2026-02-02T11:00:00Z" }) }, {
    now: NOW,
  });
  assertEquals([second(state)?.first_seen, damage], ["2026-02-02T11:00:00Z", []]);
});

Deno.test("parseState() leaves a future delivery to the cadence, which knows its length", () => {
  const text = JSON.stringify({ version: 1, last_digest_at: ahead });
  const { state, damage } = parseState({ [D]: text }, { now: NOW });
  assertEquals([state.digest.last_digest_at, damage], [ahead, []]);
});

Deno.test("parseState() spells a time in UTC when it has another offset", () => {
  const { state, damage } = parseState({ [B]: bent({ first_seen: "2026-01-08T09:00:00+01:00" }) }, {
    now: NOW,
  });
  assertEquals([second(state)?.first_seen, damage], ["2026-01-08T08:00:00Z", []]);
});

Deno.test("parseState() keeps unknown fields everywhere", () => {
  const text = JSON.stringify({
    version: 1,
    blockers: { "issue:2": { ...record(2), owner: { team: "x" } } },
    watched: { a: { first_observed: now, by: 1 } },
    extra: [1, null],
  });
  const { state, damage } = parseState({ [B]: text }, { now: NOW });
  assertEquals(damage, []);
  assertEquals(state.blockers.extra, [1, null]);
  assertEquals({ ...second(state) }, { ...record(2), owner: { team: "x" } });
  assertEquals({ ...state.blockers.watched.a }, { first_observed: now, by: 1 });
});

Deno.test("parseState() bounds its reports when everything is damaged", () => {
  const blockers = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`bad:${index}`, 1]),
  );
  const { damage } = parseState({ [B]: JSON.stringify({ version: 1, blockers }) }, { now: NOW });
  assertEquals(damage.length, 21);
  assertEquals(damage.at(-1)?.why, "480 more places are damaged");
});

Deno.test("parseState() takes no text from the prototype when a file is named like a method", () => {
  const texts = Object.create({ [B]: "{" });
  assertEquals(parseState(texts, { now: NOW }).damage, []);
});

Deno.test("parseState() takes a commit dated ahead of our clock as it is: nobody can mend it", () => {
  const ahead = { ...RUN, at: "2027-01-01T00:00:00Z" };
  const text = JSON.stringify({ version: "1.0.0", last_passed: { "4.2/ci": ahead } });
  const { state, damage } = parseState({ [B]: text }, { now: NOW });
  assertEquals([damage, state.blockers.last_passed], [[], { "4.2/ci": ahead }]);
});

Deno.test("parseState() reads the same texts once, and again for another now", () => {
  const texts = { "blockers_state.json": '{"version":"1.0","blockers":{}}' };
  const now = Temporal.Instant.from("2026-01-08T08:15:00Z");
  const first = parseState(texts, { now });
  assertEquals(parseState(texts, { now }) === first, true);
  assertEquals(parseState({ ...texts }, { now }) === first, false);
  assertEquals(parseState(texts, { now: now.add({ hours: 1 }) }) === first, false);
});
