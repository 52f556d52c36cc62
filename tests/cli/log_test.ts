import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createLog, logKindOf } from "../../lib/cli/log.ts";
import { aTrain } from "../e2e/harness.ts";
import { blocked } from "../e2e/worlds.ts";

const STREAM = { JOURNAL_STREAM: "8:12345" };

function kind(env: Record<string, string>, watched?: boolean): string {
  return logKindOf({ env: (name) => env[name], watched });
}

Deno.test("logKindOf() knows a workflow, a journal, and a terminal that inherited the journal's variable", () => {
  assertEquals(kind({}), "plain");
  assertEquals(kind({ GITHUB_ACTIONS: "true" }), "actions");
  assertEquals(kind(STREAM), "journal");
  assertEquals(kind(STREAM, false), "journal");
  assertEquals(kind(STREAM, true), "plain");
  assertEquals(
    kind({ ...STREAM, GITHUB_ACTIONS: "true" }),
    "actions",
    "a runner that systemd started",
  );
});

Deno.test("createLog() writes priorities for a journal, groups as lines, details when asked", () => {
  let err = "";
  for (const verbose of [false, true]) {
    const log = createLog((text) => void (err += text), { verbose, kind: "journal" });
    log.group("Step 1");
    log.info("::warning::not a command");
    log.warn("one\ntwo");
    log.detail("why");
    log.endGroup();
  }
  const quiet = "<6>Step 1\n<6>::warning::not a command\n<4>one\\ntwo\n";
  assertEquals(err, `${quiet}${quiet}<7>why\n`);
});

Deno.test("every line of a cycle's log has a priority in the journal, and no time", async () => {
  const builder = blocked();
  const title = "4.2 is blocked: Lint\n<0>forged \x1b[31m\n::error::forged";
  builder.issue({ title, body: title, labels: ["release-blocker"] });
  await using train = await aTrain(builder);
  const ran = await train.cycle(["--verbose", "--force-digest"], { env: STREAM });
  assertEquals(ran.exit, 0, ran.err);
  const lines = ran.err.trimEnd().split("\n");
  assert(lines.length > 20);
  for (const line of lines) assertMatch(line, /^<[467]>\S/);
  assertStringIncludes(ran.err, "<6>Step 9: Commit state\n");
  assert(!ran.err.includes("\x1b"));
  assertEquals(ran.err.match(/^\S*\d\d:\d\d:\d\d/gm), null);
});

Deno.test("a refusal and a bug are errors in the journal", async () => {
  await using train = await aTrain(blocked());
  const refused = await train.cycle(["--dry-rum"], { env: STREAM });
  assertEquals(
    refused.err,
    "<3>release-ops: Cannot use --dry-rum: there is no such flag\n<3>Did you mean --dry-run?\n",
  );
  const steps = (): never => {
    throw new Error("a step\nis missing");
  };
  const bug = await train.cycle([], { env: STREAM, steps });
  for (const line of bug.err.trimEnd().split("\n").slice(-3)) assertMatch(line, /^<3>\S/);
});
