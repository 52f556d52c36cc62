import { assertEquals, assertNotEquals } from "@std/assert";
import { broken, RULES } from "./rules.ts";
import {
  ACTION,
  ALL,
  GENERATED,
  GENERATED_STEP,
  ORCHESTRATOR,
  RELEASE,
  STEP,
  textOf,
  workflow,
} from "./workflows.ts";

/** Edits, each of which breaks exactly the rule of its name. */
const BREACHES: Readonly<
  Record<keyof typeof RULES, readonly (readonly [string, string, string])[]>
> = {
  "no expression in a script": [
    [STEP, 'step "$STEP"', 'step "${{ inputs.step }}"'],
    [ACTION, '"${STEP:-run}"', '"${{ inputs.step }}"'],
    [
      ACTION,
      "        deno run",
      "        : ${{ github.event.head_commit.message }}\n        deno run",
    ],
  ],
  "actions by commit, with their version": [
    [
      ORCHESTRATOR,
      "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8",
      "actions/checkout@v5",
    ],
    [ACTION, " # v4.6.2", ""],
    [GENERATED, "@0123456789abcdef0123456789abcdef01234567", "@main"],
    [GENERATED_STEP, "@0123456789abcdef0123456789abcdef01234567", "@main"],
  ],
  "no permission but a job's own": [
    [ORCHESTRATOR, "permissions: {}\n", ""],
    [ORCHESTRATOR, "permissions: {}", "permissions: write-all"],
  ],
  "each job names its permissions": [
    [RELEASE, "    permissions:\n      contents: read\n", ""],
    [RELEASE, "    permissions:\n      contents: read\n", "    permissions: write-all\n"],
  ],
  "each job ends in time": [[GENERATED, "    timeout-minutes: 20\n", ""]],
  "checkouts keep no token": [
    [GENERATED, "persist-credentials: false", "persist-credentials: true"],
    [RELEASE, "        with:\n          persist-credentials: false\n", ""],
  ],
  "no cache under a token that writes": [
    [ORCHESTRATOR, "          deno-version", "          cache: true\n          deno-version"],
    [ACTION, "        deno-version", "        cache-hash: any\n        deno-version"],
  ],
  "runs wait for each other": [[STEP, "cancel-in-progress: false", "cancel: false"]],
};

for (const file of ALL) {
  Deno.test(`${file} keeps every rule`, async () => {
    assertEquals(broken(await textOf(file)), {});
  });
}

for (const rule of Object.keys(RULES)) {
  Deno.test(`the rule "${rule}" refuses what breaks it`, async () => {
    const breaches = BREACHES[rule] ?? [];
    assertNotEquals(breaches.length, 0);
    for (const [file, before, after] of breaches) {
      const text = await textOf(file);
      const edited = text.replace(before, () => after);
      assertNotEquals(edited, text, before);
      assertEquals(Object.keys(broken(edited)), [rule], after);
    }
  });
}

Deno.test("cycles wait for each other, none is cancelled, and no tick takes another's place", async () => {
  for (const file of [ORCHESTRATOR, STEP, GENERATED, GENERATED_STEP]) {
    assertEquals((await workflow(file)).concurrency, {
      group: "release-ops-orchestrator",
      "cancel-in-progress": false,
      queue: "max",
    }, file);
  }
});

Deno.test("the tick is hourly, and a push to the default branch starts a cycle too", async () => {
  for (const file of [ORCHESTRATOR, GENERATED]) {
    const { on } = await workflow(file);
    assertEquals(on?.schedule, [{ cron: "0 * * * *" }], file);
    // No paths are filtered: the program's own loop guard says why it stops, a filter says nothing.
    assertEquals(on?.push, { branches: ["main"] }, file);
  }
});

Deno.test("whoever runs a cycle may do what the README's table says, and nothing else", async () => {
  for (const file of [ORCHESTRATOR, STEP, GENERATED, GENERATED_STEP]) {
    for (const { permissions } of Object.values((await workflow(file)).jobs ?? {})) {
      assertEquals(permissions, {
        actions: "read",
        checks: "read",
        contents: "write",
        issues: "write",
        statuses: "read",
      }, file);
    }
  }
});
