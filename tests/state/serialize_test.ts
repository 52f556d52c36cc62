import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseState } from "../../lib/state/parse.ts";
import { canonical, serializeState, sizeOfState } from "../../lib/state/serialize.ts";
import type { State } from "../../lib/state/state.ts";
import { anyState, changed, NOW, record, stateWith } from "./states.ts";

const FILES = [
  "blockers_state.json",
  "digest_state.json",
  "handoff_state.json",
  "triage_state.json",
  "observation_state.json",
] as const;

Deno.test("serializeState() writes the five known files, two spaces, with a final newline", () => {
  const texts = serializeState(stateWith());
  assertEquals(Object.keys(texts), [...FILES]);
  assertEquals(
    texts["digest_state.json"],
    '{\n  "version": "1.0.0",\n  "last_digest_at": null,\n  "last_digest_hash": null,\n' +
      '  "last_comment_id": null\n}\n',
  );
});

Deno.test("serializeState() gives the same text when the fields come in another order", () => {
  fc.assert(fc.property(anyState, (state) => {
    assertEquals(serializeState(backwards(state) as State), serializeState(state));
  }));
});

Deno.test("sizeOfState() is the size of the files", () => {
  fc.assert(fc.property(anyState, (state) => {
    const all = Object.values(serializeState(state)).join("");
    assertEquals(sizeOfState(state), new TextEncoder().encode(all).length);
  }));
});

Deno.test("serializeState() puts known fields first, unknown ones after, records by number", () => {
  const state = stateWith(
    record(10, { fingerprint: "f" }),
    { ...record(9), aaa: 1 } as ReturnType<typeof record>,
  );
  const text = serializeState(changed(state, "blockers", { aa: 1, zz: 2 }))["blockers_state.json"];
  const parsed = JSON.parse(text);
  assertEquals(Object.keys(parsed), [
    "version",
    "last_updated",
    "blockers",
    "watched",
    "health_history",
    "candidate_states",
    "aa",
    "zz",
  ]);
  assertEquals(Object.keys(parsed.blockers), ["issue:9", "issue:10"]);
  assertEquals(Object.keys(parsed.blockers["issue:9"]), [
    "issue_number",
    "first_seen",
    "last_seen",
    "last_issue_update",
    "escalation_level",
    "severity",
    "aaa",
  ]);
});

Deno.test("serializeState() gives a fixed point when its text is parsed and written again", () => {
  fc.assert(fc.property(anyState, (state) => {
    const once = serializeState(state);
    const { state: read, damage } = parseState(once, { now: NOW });
    assertEquals(damage, []);
    assertEquals(serializeState(read), once);
    assertEquals(canonical(read), canonical(JSON.parse(JSON.stringify(state))));
  }));
});

Deno.test("serializeState() leaves out what belongs to issues that were only planned", () => {
  const fact = { title: "t", severity: "P0", level: "none" } as const;
  const seen = { title: "t", labels: [], createdAt: "2026-01-01T00:00:00Z", url: "" };
  let state = stateWith(record(-1), record(0), record(7));
  const processed = { last_processed_at: "2026-01-01T00:00:00Z" };
  state = changed(state, "triage", { processed_issues: { "-1": processed, "7": processed } });
  state = changed(state, "digest", {
    snapshot: {
      at: "2026-01-01T00:00:00Z",
      blockers: [{ number: -1, ...fact }, { number: 7, ...fact }],
      candidates: {},
    },
  });
  state = changed(state, "handoff", {
    last_blocker_snapshot: [{ number: -1, ...seen }, { number: 7, ...seen }],
  });
  const { state: read } = parseState(serializeState(state), { now: NOW });
  assertEquals(Object.keys(read.blockers.blockers), ["issue:7"]);
  assertEquals(Object.keys(read.triage.processed_issues), ["7"]);
  assertEquals(read.digest.snapshot?.blockers.map(({ number }) => number), [7]);
  assertEquals(read.handoff.last_blocker_snapshot.map(({ number }) => number), [7]);
});

Deno.test("serializeState() does not change the state it is given", () => {
  fc.assert(fc.property(anyState, (state) => {
    const before = JSON.stringify(state);
    serializeState(state);
    assert(JSON.stringify(state) === before);
  }));
});

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).toReversed().map(([key, item]) => [key, backwards(item)]),
  );
}
