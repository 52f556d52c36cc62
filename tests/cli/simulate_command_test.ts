import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import type { Exit } from "../../lib/cli/command.ts";
import { program } from "../../lib/cli/program.ts";

interface Said {
  exit: Exit;
  out: string;
  err: string;
}

/** Runs `simulate` on the embedded policies, at a fixed time unless told otherwise. */
async function simulate(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Said> {
  let [out, err] = ["", ""];
  const exit = await program(["simulate", ...args], {
    env: (name) => env[name],
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    now: () => Temporal.Instant.from("2026-01-08T08:15:00Z"),
    clock: () => 0,
    wait: () => Promise.resolve(),
    version: "0.0.0-test",
    steps: () => Promise.resolve([]),
  });
  return { exit, out, err };
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "release-ops-simulate-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The line of a task's gating without its spaces. */
function row(text: string, task: string, gating: string): string {
  const table = text.split("\n\n").find((part) => part.startsWith(task)) ?? "";
  const line = table.split("\n").find((part) => part.startsWith(gating)) ?? "";
  return line.replaceAll(/\s+/g, " ").trim();
}

Deno.test("simulate plays thirty days of the embedded policies from today on", async () => {
  const { exit, out, err } = await simulate([]);
  assertEquals([exit, err], [0, ""]);
  assertStringIncludes(out, "2026-01-08T00:00:00Z to 2026-02-07T00:00:00Z, ");
  assertStringIncludes(out, "catch-up 6 h");
  assertStringIncludes(row(out, "digest", "with catch-up"), "with catch-up 30 ");
  assertStringIncludes(row(out, "handoff", "with catch-up"), "with catch-up 60 ");
});

Deno.test("simulate takes the schedule from its flags", async () => {
  const { out } = await simulate(["--days=2", "--every=1h", "--delay=0..0m", "--drop=0"]);
  assertStringIncludes(out, ", 48 ticks,");
  assertEquals(row(out, "digest", "by occurrence"), "by occurrence 2 2 0 0 0 min 0 min");
  assertEquals(row(out, "digest", "elapsed time"), "elapsed time 2 1 0 1 0 min 0 min");
});

Deno.test("simulate gives the same answer for the same seed and another for another", async () => {
  const days = ["--days", "5"];
  const first = await simulate([...days, "--seed", "3"]);
  assertEquals((await simulate([...days, "--seed", "3"])).out, first.out);
  assert((await simulate([...days, "--seed", "4"])).out !== first.out);
});

Deno.test("simulate catches up as the flag says, else the environment", async () => {
  const late = ["--days=3", "--delay=2h..3h", "--drop=0", "--every=6h"];
  const hours = async (args: string[], env: Record<string, string>): Promise<string> =>
    /catch-up \S+ h/.exec((await simulate([...late, ...args], env)).out)?.[0] ?? "";
  assertEquals(await hours([], { CATCH_UP_HOURS: "2.5" }), "catch-up 2.5 h");
  assertEquals(await hours(["--catch-up-hours=1"], { CATCH_UP_HOURS: "2.5" }), "catch-up 1 h");
});

Deno.test("simulate plays real ticks over the days that they span", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "ticks.txt");
    await Deno.writeTextFile(path, "# exported\n2026-01-09T10:30:00Z\n\n2026-01-08T08:59:00Z\n");
    const { out } = await simulate(["--ticks", path]);
    assertStringIncludes(out, "2026-01-08T00:00:00Z to 2026-01-10T00:00:00Z, 2 ticks");
    assertEquals(row(out, "digest", "by occurrence"), "by occurrence 2 1 0 1 59 min 59 min");
    assertEquals(row(out, "digest", "with catch-up"), "with catch-up 2 1 1 0 59 min 2 h 30 min");
  });
});

Deno.test("simulate answers as JSON with every occurrence", async () => {
  const { out } = await simulate(["--json", "--days=1", "--drop=1"]);
  const found = JSON.parse(out);
  assertEquals([found.from, found.to, found.ticks], [
    "2026-01-08T00:00:00Z",
    "2026-01-09T00:00:00Z",
    0,
  ]);
  assertEquals(found.services.length, 6);
  assertEquals(found.services[0].occurrences[0].key, "digest@2026-01-08T08:00Z");
});

Deno.test("simulate lists every occurrence when verbose", async () => {
  const { out } = await simulate(["--verbose", "--days=1", "--drop=1"]);
  assertStringIncludes(out, "by occurrence: digest@2026-01-08T08:00Z missed, no tick came in time");
});

Deno.test("simulate draws a self-contained calendar into a file", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "new", "calendar.html");
    const { exit, err } = await simulate(["--days=3", "--html", path]);
    assertEquals([exit, err], [0, `The calendar is at ${path}\n`]);
    const page = await Deno.readTextFile(path);
    assertStringIncludes(page, "default-src &#39;none&#39;; style-src &#39;sha256-");
    assertStringIncludes(page, "January 2026");
    assertEquals(/<script|<link|src=|https?:/.exec(page), null);
  });
});

Deno.test({
  name: "simulate says where it may write when a file lies outside of what it was granted",
  permissions: { read: true, write: ["artifacts", "state"] },
  async fn(): Promise<void> {
    const { exit, err } = await simulate(["--days=1", "--html", "calendar.html"]);
    assertEquals(exit, 2);
    assertStringIncludes(err, "Choose one under artifacts/ or state/, or grant the folder");
  },
});

Deno.test("simulate writes through no symbolic link", async () => {
  await inFolder(async (folder) => {
    const target = join(folder, "precious");
    await Deno.writeTextFile(target, "precious");
    const path = join(folder, "calendar.html");
    await Deno.symlink(target, path);
    const { exit, out, err } = await simulate(["--days=1", "--html", path]);
    assertEquals([exit, out], [2, ""]);
    assertStringIncludes(err, "is a symbolic link");
    assertEquals(await Deno.readTextFile(target), "precious");
  });
});

const REFUSED: readonly (readonly [string, readonly string[], string])[] = [
  ["an interval without a unit", ["--every=60"], 'Cannot use --every: the value is "60"'],
  ["an interval of nothing", ["--every=0m"], "allowed is a time of 1m to 31d such as 60m"],
  ["an interval longer than a month", ["--every=32d"], "Cannot use --every"],
  ["a delay that is no range", ["--delay=45m"], "allowed is a range of 0 to 31d such as 0..45m"],
  ["a delay that runs backwards", ["--delay=45..0m"], "Cannot use --delay"],
  ["a share above one", ["--drop=1.5"], "Cannot use --drop"],
  ["a seed with a fraction", ["--seed=1.5"], "Cannot use --seed"],
  ["a start that is no time", ["--from=yesterday"], "Cannot use --from"],
  ["a period that ends before its start", ["--to=2026-01-07T00:00:00Z"], "the period ends at"],
  ["a period without end", ["--to=2030-01-01T00:00:00Z"], "allowed are at most 800"],
  ["the end of all time", ["--from=+275760-09-13T00:00:00Z"], "Cannot simulate"],
  ["two ends", ["--to=2026-02-01T00:00:00Z", "--days=3"], "Cannot use --to together with --days"],
  ["too many ticks", ["--every=1m"], "allowed are at most 20000"],
  [
    "real ticks and a model",
    ["--ticks=x", "--drop=0.5"],
    "Cannot use --ticks together with --drop",
  ],
  ["ticks that are not there", ["--ticks=/nowhere/ticks"], "Cannot read the ticks at"],
  ["ticks that are a folder", ["--ticks=/"], "it is not a file"],
  ["a file that cannot be written", ["--days=1", "--html=/proc/calendar.html"], "Cannot write"],
  ["a file that is a folder", ["--days=1", "--html=/tmp"], "Cannot write"],
  ["policies that are not there", ["--policies=/nowhere"], "Cannot read the policies"],
];
for (const [title, args, message] of REFUSED) {
  Deno.test(`simulate refuses ${title} with one clear message`, async () => {
    const { exit, out, err } = await simulate(args);
    assertEquals([exit, out], [2, ""]);
    assertStringIncludes(err, message);
    assert(!err.includes("a bug of ours"), err);
    assertEquals(err.trimEnd().split("\n").length, 2, err);
  });
}

Deno.test("simulate refuses ticks that are no times, and none at all", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "ticks.txt");
    await Deno.writeTextFile(path, "2026-01-08T08:59:00Z\nnoon\n");
    assertStringIncludes((await simulate(["--ticks", path])).err, 'line 2 is "noon"');
    await Deno.writeTextFile(path, "# nothing\n");
    assertStringIncludes((await simulate(["--ticks", path])).err, "the file has no time in it");
    const period = ["--from=2026-01-08T00:00:00Z", "--to=2026-01-09T00:00:00Z"];
    assertEquals((await simulate(["--ticks", path, ...period])).exit, 0);
  });
});
