import { join } from "@std/path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { outputsOf, reportToWorkflow } from "../../lib/cli/outputs.ts";
import { createLog } from "../../lib/cli/log.ts";
import type { CycleRecord } from "../../lib/cycle/cycle.ts";
import type { CycleEnd } from "../../lib/cycle/run_cycle.ts";
import { SUMMARY_BYTES } from "../../lib/report/workflow_log.ts";
import { aTrain } from "../e2e/harness.ts";
import { blocked } from "../e2e/worlds.ts";
import { outputsIn } from "../security/parsed.ts";

Deno.test("outputs name counts, state and paths that exist", async () => {
  await using train = await aTrain(blocked());
  const output = join(train.folder, "output");
  const ran = await train.cycle([], { env: { GITHUB_OUTPUT: output } });
  const found = outputsIn(await Deno.readTextFile(output));
  const { bundle, index, single_page, dashboard, ...values } = found;
  for (const path of [bundle, index, single_page, dashboard]) {
    assert((await Deno.stat(path ?? "")).size > 0, path);
  }
  const { summary } = ran.json("dashboard.json");
  assertEquals(values, {
    should_run: "true",
    complete: "true",
    exit_code: "0",
    candidates: String(summary.total_candidates),
    promotable: String(summary.promotable),
    blocked: String(summary.blocked),
    pending: String(summary.pending),
    open_blockers: "1",
    actions: String(ran.record.actions.length),
    state: "committed",
  });
});

Deno.test("the job summary leads with the verdict of each line", async () => {
  await using train = await aTrain(blocked());
  const summary = join(train.folder, "summary");
  await train.cycle([], { env: { GITHUB_STEP_SUMMARY: summary } });
  const lines = (await Deno.readTextFile(summary)).split("\n").filter((line) => line !== "");
  assert(/^# \d+ lines?: .*\b1 blocked/.test(lines[0] ?? ""), lines[0]);
  assertStringIncludes(lines[2] ?? "", "| Line | Verdict | For | Because of | Owner |");
  assertStringIncludes(lines[4] ?? "", "**Blocked**");
});

Deno.test("what the job summary says of the bundle's files leads to the run's artifacts", async () => {
  await using train = await aTrain(blocked());
  const summary = join(train.folder, "summary");
  const told = async (env: Record<string, string | undefined>): Promise<string> => {
    await Deno.writeTextFile(summary, "");
    const ran = await train.cycle([], { env: { GITHUB_STEP_SUMMARY: summary, ...env } });
    assertStringIncludes(ran.file("cycle_summary.md"), "[index.html](./index.html)");
    return await Deno.readTextFile(summary);
  };
  const text = await told({ GITHUB_SERVER_URL: "https://github.example", GITHUB_RUN_ID: "77" });
  const { owner, name } = train.github.world.repository;
  const run = `https://github.example/${owner}/${name}/actions/runs/77#artifacts`;
  assertStringIncludes(text, `Open [index.html](${run}) first`);
  assertEquals(text.includes("](./"), false);
  const elsewhere = await told({ GITHUB_RUN_ID: undefined });
  assertEquals(elsewhere.includes("](./"), false);
  assertStringIncludes(elsewhere, "Open index.html first");
});

Deno.test("a green cycle writes no annotation", async () => {
  await using train = await aTrain(blocked());
  const ran = await train.cycle([], { env: { GITHUB_ACTIONS: "true" } });
  assertEquals(ran.exit, 0);
  assertEquals(ran.err.match(/^::(?:warning|error|notice).*$/gm) ?? [], []);
});

Deno.test("a summary of several megabytes is cut under 1 MiB and says so", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "summary");
    const end: CycleEnd = {
      exit: 0,
      bundle: "artifacts/b",
      summary: `# Verdict\n\n${"| a | ü |\n".repeat(400_000)}`,
      cycle: null,
      record: {
        run_url: "https://github.com/acme/widgets/actions/runs/7",
        guarded: "by the message",
        complete: false,
        actions: [],
        state: { commit: null, damage: [] },
      } as unknown as CycleRecord,
    };
    let err = "";
    const log = createLog((text) => void (err += text), { verbose: false, kind: "actions" });
    const env = (name: string): string | undefined =>
      name === "GITHUB_STEP_SUMMARY" ? path : undefined;
    await reportToWorkflow(end, { env, log, mask: (text) => text });
    const { size } = await Deno.stat(path);
    assert(size < SUMMARY_BYTES && size > SUMMARY_BYTES / 2, String(size));
    const text = await Deno.readTextFile(path);
    assert(text.startsWith("# Verdict\n"));
    assertStringIncludes(text.slice(-300), "The rest was cut; ");
    assertEquals(err, "");
    const { should_run, index, single_page } = outputsOf(end);
    assertEquals([should_run, index, single_page], ["false", "artifacts/b/index.html", ""]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
