import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  fingerprintOf,
  groupFingerprint,
  type Identity,
  nameKey,
  readFingerprint,
  sameBlocker,
} from "../../lib/blockers/fingerprint.ts";

const IDENTITY: Identity = {
  release_line: "4.2",
  blocking_workflow: "Unit Tests",
  blocking_job: "linux & mac",
  blocker_category: "failed",
  blocking_sha: "abc",
};

Deno.test("fingerprintOf() names the policy's fields in the policy's order", () => {
  assertEquals(
    fingerprintOf(IDENTITY, ["blocking_workflow", "release_line", "blocking_job"]),
    "blocking_workflow=Unit%20Tests&release_line=4.2&blocking_job=linux%20%26%20mac",
  );
});

Deno.test("fingerprintOf() puts line and check in front when the policy leaves them out", () => {
  assertEquals(
    fingerprintOf(IDENTITY, ["blocking_sha", "blocking_sha"]),
    "release_line=4.2&blocking_workflow=Unit%20Tests&blocking_sha=abc",
  );
});

Deno.test("readFingerprint() reads back any line, check and commit", () => {
  const any = fc.string({ unit: "binary" }).map((text) => text.toWellFormed());
  fc.assert(fc.property(any, any, any, (line, check, sha) => {
    const identity = {
      ...IDENTITY,
      release_line: line,
      blocking_workflow: check,
      blocking_sha: sha,
    };
    const fingerprint = fingerprintOf(identity, ["blocking_sha"]);
    assert(/^[\w%.!~*'()=&-]+$/.test(fingerprint), fingerprint);
    assertEquals(readFingerprint(fingerprint), { line, check, sha: sha || null, group: false });
    assertEquals(readFingerprint(groupFingerprint(line)), {
      line,
      check: null,
      sha: null,
      group: true,
    });
  }));
});

Deno.test("readFingerprint() finds nothing in text that is none, and never throws", () => {
  assertEquals(readFingerprint("=x&release_line"), {
    line: null,
    check: null,
    sha: null,
    group: false,
  });
  assertEquals(readFingerprint("release_line=%E0%A4%A").line, "%E0%A4%A");
});

Deno.test("sameBlocker() compares line, check, and commits where both are known", () => {
  const name = { line: "4.2", check: "Lint", sha: null };
  assertEquals(sameBlocker(name, { ...name }), true);
  assertEquals(sameBlocker(name, { ...name, line: "4.1" }), false);
  assertEquals(sameBlocker(name, { ...name, check: null }), false);
  assertEquals(sameBlocker(name, { ...name, sha: "a" }), true);
  assertEquals(sameBlocker({ ...name, sha: "b" }, { ...name, sha: "a" }), false);
  assertEquals(nameKey({ ...name, sha: "b" }), nameKey(name));
});
