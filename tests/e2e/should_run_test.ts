import { join } from "@std/path";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { aTrain, type Ran } from "./harness.ts";
import { widgets } from "./worlds.ts";

async function ask(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  await using train = await aTrain(widgets());
  const ran = await train.run(["should-run", ...args], { env });
  assertEquals(ran.requests, [], "local files only");
  return ran;
}

const ANSWERS: [args: string, exit: 0 | 1 | 2, says: string][] = [
  [
    "--task digest --now 2026-01-08T08:15:00Z",
    0,
    "digest: run: now lies in the window 08:00-09:00",
  ],
  ["--task digest --now 2026-01-08T08:00:00Z", 0, "digest: run"],
  ["--task digest --now 2026-01-08T07:59:59Z", 1, "digest: skip"],
  ["--task digest --now 2026-01-08T08:59:59Z", 0, "digest: run"],
  ["--task digest --now 2026-01-08T09:00:00Z", 1, "digest: skip: outside its windows"],
  ["--task digest --now 2026-01-08T10:15:00+01:00", 1, "digest: skip"],
  ["--task digest --now 2026-01-08T09:15:00+01:00", 0, "digest: run"],
  ["--task handoff --now 2026-01-08T09:15:00Z", 0, "handoff: run"],
  ["--task handoff --now 2026-01-08T17:29:00Z", 0, "handoff: run"],
  ["--task handoff --now 2026-01-08T12:00:00Z", 1, "next opening 2026-01-08T17:00:00Z"],
  ["--task digest --now 2026-01-08T12:00:00Z --catch-up-hours 6", 0, "catching up the window"],
  ["--task digest --now 2026-01-08T12:00:00Z --catch-up-hours 0.5", 1, "outside its windows"],
  ["--task digest --now 2026-01-08T08:15:00Z --verbose", 0, "settles: digest@2026-01-08T08:00Z"],
  ["--task digset --now 2026-01-08T08:15:00Z", 2, 'the value is "digset", allowed is digest or'],
  ["--now 2026-01-08T08:15:00Z", 2, "allowed is digest or handoff"],
  ["--task digest --now 8am", 2, 'Cannot use --now: the value is "8am"'],
  ["--task digest --policy nowhere.yml", 2, "Cannot read the policy file nowhere.yml"],
  ["--task digest --policies nowhere", 2, "Cannot read the policies"],
  ["--task digest --stat x", 2, "Did you mean --state?"],
];

for (const [args, exit, says] of ANSWERS) {
  Deno.test(`should-run ${args} exits ${exit} with the reason`, async () => {
    const ran = await ask(args.split(" "));
    assertEquals(ran.exit, exit, ran.out + ran.err);
    assertStringIncludes(exit === 2 ? ran.err : ran.out, says);
    assertEquals(exit === 2, ran.out === "");
  });
}

Deno.test("should-run is forced by FORCE_RUN_DIGEST and FORCE_DIGEST alike, and by true alone", async () => {
  const args = ["--task", "digest", "--now", "2026-01-08T12:00:00Z"];
  assertEquals((await ask(args, { FORCE_RUN_DIGEST: "true" })).exit, 0);
  assertEquals((await ask(args, { FORCE_DIGEST: "True" })).exit, 0);
  assertEquals((await ask(args, { FORCE_DIGEST: "false" })).exit, 1);
  assertEquals((await ask(args, { FORCE_RUN_HANDOFF: "true" })).exit, 1);
});

Deno.test("should-run answers as JSON", async () => {
  const args = ["--task", "digest", "--now", "2026-01-08T08:15:00Z", "--json"];
  const verdict = JSON.parse((await ask(args)).out);
  assertEquals([verdict.run, verdict.occurrence.key], [true, "digest@2026-01-08T08:00Z"]);
});

Deno.test("should-run reads a state file, and takes a missing one for never ran", async () => {
  await using train = await aTrain(widgets());
  const state = join(train.folder, "digest_state.json");
  const args = [
    "should-run",
    "--task",
    "digest",
    "--now",
    "2026-01-08T08:15:00Z",
    "--state",
    state,
  ];
  assertEquals((await train.run(args)).exit, 0);
  await Deno.writeTextFile(state, '{"version": "1.0.0", "last_digest_at": "2026-01-08T08:02:00Z"}');
  const settled = await train.run(args);
  assertEquals(settled.exit, 1);
  assertStringIncludes(settled.out, "is settled already");
  await Deno.writeTextFile(state, '{"version": ');
  const damaged = await train.run(args);
  assertEquals(damaged.exit, 0);
  assertStringIncludes(damaged.out, "warning: ");
  const folder = await train.run([...args.slice(0, -1), train.folder]);
  assertEquals(folder.exit, 2);
  assertStringIncludes(folder.err, "Cannot read the state file");
});

Deno.test("should-run reads a policy file under any name, and refuses a broken one", async () => {
  await using train = await aTrain(widgets());
  const policy = join(train.folder, "RELEASE_OPS_DIGEST_POLICY.yml");
  const args = [
    "should-run",
    "--task",
    "digest",
    "--now",
    "2026-01-08T05:15:00Z",
    "--policy",
    policy,
  ];
  const window = (start: string): Promise<void> =>
    Deno.writeTextFile(
      policy,
      `version: "1.0.0"\nrun_window_utc: {start: "${start}", end: "06:00"}\ncadence_hours: 24\n`,
    );
  await window("05:00");
  assertEquals((await train.run(args)).exit, 0);
  await window("8am");
  const broken = await train.run(args);
  assertEquals(broken.exit, 2);
  assertStringIncludes(broken.err, "Cannot use the policy");
  assertStringIncludes(broken.err, "8am");
});
