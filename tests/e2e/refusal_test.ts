import { join } from "@std/path";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { testOfSource } from "./as_process.ts";
import { aTrain, type Given, namesIn, type Train } from "./harness.ts";
import { blocked } from "./worlds.ts";

interface Refusal {
  readonly title: string;
  readonly args?: (train: Train) => string[];
  readonly given?: (train: Train) => Given;
  /** The one line that says what is wrong, and the one that says what to do. */
  readonly says: string;
  readonly remedy: string;
  /** True when GitHub has to be asked before it is clear. */
  readonly asks?: true;
}

const REFUSALS: Refusal[] = [
  {
    title: "an unknown flag",
    args: () => ["--dry-rum"],
    says: "Cannot use --dry-rum: there is no such flag",
    remedy: "Did you mean --dry-run?",
  },
  {
    title: "a flag that nothing is near to",
    args: () => ["--frobnicate=7"],
    says: "Cannot use --frobnicate: there is no such flag",
    remedy: "Allowed: --",
  },
  {
    title: "a threshold that is no number",
    args: () => ["--threshold-minutes", "abc"],
    says: 'Cannot use --threshold-minutes: the value is "abc", allowed is a whole number from 0',
    remedy: "or leave it out for 90",
  },
  {
    title: "a negative threshold",
    args: () => ["--threshold-minutes", "-5"],
    says: 'Cannot use --threshold-minutes: the value is "-5", allowed is a whole number from 0',
    remedy: "or leave it out for 90",
  },
  {
    title: "a threshold in the environment that is no whole number",
    given: () => ({ env: { THRESHOLD_MINUTES: "1.5" } }),
    says: 'Cannot use THRESHOLD_MINUTES: the value is "1.5"',
    remedy: "or leave it out for 90",
  },
  {
    title: "a switch that is neither true nor false",
    given: () => ({ env: { DRY_RUN: "yes" } }),
    says: 'Cannot use DRY_RUN: the value is "yes", allowed is true or false',
    remedy: "Give true or false",
  },
  {
    title: "a flag without its value",
    args: () => ["--context", "--dry-run"],
    says: "Cannot use --context: it has no value",
    remedy: "--context VALUE",
  },
  {
    title: "a flag without its value at the end",
    args: () => ["--run-id"],
    says: "Cannot use --run-id: it has no value",
    remedy: "--run-id VALUE",
  },
  {
    title: "a time that is none",
    args: () => ["--now", "yesterday"],
    says: 'Cannot use --now: the value is "yesterday"',
    remedy: "2026-01-08T08:15:00Z",
  },
  {
    title: "a run id that is no folder name",
    args: () => ["--run-id", "../../etc"],
    says: 'Cannot use --run-id: the value is "../../etc"',
    remedy: "Leave it out",
  },
  {
    title: "an argument too many",
    args: () => ["acme/widgets"],
    says: 'Cannot use "acme/widgets"',
    remedy: "--help",
  },
  {
    title: "a policy folder that is not there",
    args: ({ folder }) => ["--policies", join(folder, "nowhere")],
    says: "Cannot read the policies",
    remedy: "Give --policies a folder",
  },
  {
    title: "no token",
    given: () => ({ env: { GITHUB_TOKEN: undefined } }),
    says: "Cannot reach GitHub: there is no token",
    remedy: "Set GITHUB_TOKEN or GH_TOKEN",
  },
  {
    title: "an empty token",
    given: () => ({ env: { GITHUB_TOKEN: "", GH_TOKEN: "" } }),
    says: "Cannot reach GitHub: there is no token",
    remedy: "Set GITHUB_TOKEN or GH_TOKEN",
  },
  {
    title: "a token beside a file with another",
    given: () => ({ env: { GITHUB_TOKEN_FILE: "/run/token" } }),
    says: "Cannot choose between identities: GITHUB_TOKEN and GITHUB_TOKEN_FILE are set",
    remedy: "Unset GITHUB_TOKEN, or the other.",
  },
  {
    title: "a repository that is not owner/name",
    args: () => ["--repo", "widgets"],
    says: 'Cannot use the repository "widgets": allowed is owner/name',
    remedy: "Give --repo owner/name",
  },
  {
    title: "no repository",
    given: () => ({ env: { GITHUB_REPOSITORY: undefined } }),
    says: 'Cannot use the repository "": allowed is owner/name',
    remedy: "or set GITHUB_REPOSITORY",
  },
  {
    title: "a repository that does not exist",
    args: () => ["--repo", "acme/gadgets"],
    says: "Cannot find the repository acme/gadgets",
    remedy: "Check the name",
    asks: true,
  },
  {
    title: "a token that GitHub refuses",
    given: () => ({ env: { GITHUB_TOKEN: "wrong" } }),
    says: "401",
    remedy: "GITHUB_TOKEN",
    asks: true,
  },
  {
    title: "an API address that is none",
    given: () => ({ env: { GITHUB_API_URL: "github.acme.example" } }),
    says: 'Cannot use GITHUB_API_URL: the value is "github.acme.example"',
    remedy: "Correct GITHUB_API_URL",
  },
  ...["ada:hunter2@", ""].map((user): Refusal => ({
    title: user === "" ? "an API address with a query" : "an API address with a password",
    given: (train) => ({
      env: {
        GITHUB_API_URL: user === ""
          ? `${train.github.url}?a=b`
          : train.github.url.replace("//", `//${user}`),
      },
    }),
    says: "Cannot use GITHUB_API_URL: it holds a user name, a password or a query",
    remedy: "Correct GITHUB_API_URL",
  })),
  ...[["of two lines", "abcdefgh\nijklmnop"], ["in other letters", "\u65e5\u672cabcdef"]].map((
    [what, token],
  ): Refusal => ({
    title: `a token ${what}`,
    given: () => ({ env: { GITHUB_TOKEN: token } }),
    says: "Cannot use GITHUB_TOKEN as a token: it holds more than one word",
    remedy: "Put the token there, and nothing else",
  })),
  {
    title: "a token of nothing but spaces",
    given: () => ({ env: { GITHUB_TOKEN: "  " } }),
    says: "Cannot use GITHUB_TOKEN as a token: it holds nothing",
    remedy: "Put the token there, and nothing else",
  },
  {
    title: "a write interval that is none",
    given: () => ({ env: { RELEASE_OPS_WRITE_INTERVAL_MS: "-1" } }),
    says: 'Cannot use RELEASE_OPS_WRITE_INTERVAL_MS: the value is "-1"',
    remedy: "Unset it for 1000",
  },
  {
    title: "an event file that cannot be read",
    given: ({ folder }) => ({ env: { GITHUB_EVENT_PATH: join(folder, "nowhere.json") } }),
    says: "Cannot read the event at GITHUB_EVENT_PATH",
    remedy: "Unset GITHUB_EVENT_PATH",
  },
];

for (const { title, args, given, says, remedy, asks } of REFUSALS) {
  Deno.test(`${title} is refused with one clear message, and nothing is written`, async () => {
    await using train = await aTrain(blocked());
    const ran = await train.cycle(args?.(train) ?? [], given?.(train) ?? {});
    assertEquals([ran.exit, ran.out, ran.writes], [2, "", []], ran.err);
    assertEquals(asks === true, ran.requests.length > 0);
    const lines = ran.err.trimEnd().split("\n");
    const told = lines.findIndex((line) => line.startsWith("release-ops: "));
    assertEquals(lines.filter((line) => line.startsWith("release-ops: ")).length, 1, ran.err);
    assertStringIncludes(lines[told] ?? "", says);
    assertStringIncludes(lines.slice(told + 1).join("\n"), remedy);
    assertEquals(ran.err.includes("    at "), false, "no stack");
    assertEquals(await namesIn(train.out), [], "the out folder was not created");
  });
}

const POLICIES: [title: string, file: string, text: string, says: string][] = [
  ["broken YAML", "routing.yml", 'version: "1.0.0"\nteams: {backend: [', "routing.yml"],
  [
    "an impossible window",
    "digest.yml",
    'version: "1.0.0"\nrun_window_utc: {start: "25:00", end: "26:00"}\ncadence_hours: 24\n',
    "digest.yml",
  ],
  [
    "a window that opens when it closes",
    "digest.yml",
    'version: "1.0.0"\nrun_window_utc: {start: "08:00", end: "08:00"}\ncadence_hours: 24\n',
    "digest.yml",
  ],
  [
    "a policy without a required check",
    "required_checks.yml",
    'version: "1.0.0"\nalways_required: []\n',
    "required_checks.yml",
  ],
  [
    "a threshold below the one before it",
    "escalation.yml",
    'version: "1.0.0"\nthresholds: {p0: {warn: 60, escalate: 30, page: 10}}\n',
    "escalation.yml",
  ],
];

for (const [title, file, text, says] of POLICIES) {
  Deno.test(`${title} in a policy is refused before any request`, async () => {
    await using train = await aTrain(blocked(), { policies: { [file]: text } });
    const ran = await train.cycle();
    assertEquals([ran.exit, ran.requests], [2, []]);
    assertStringIncludes(ran.err, "Cannot use the policies");
    assertStringIncludes(ran.err, says);
    assertStringIncludes(ran.err, "release-ops check");
    assertEquals(await namesIn(train.out), []);
    const check = await train.run(["check", "--policies", join(train.folder, "policies")]);
    assertEquals(check.exit, 2);
    assertStringIncludes(check.out, says);
  });
}

Deno.test("an unknown key of a policy is a warning that names the nearest, and the cycle runs", async () => {
  await using train = await aTrain(blocked(), {
    policies: { "blockers.yml": (text) => text.replace("group_above", "group_abov") },
  });
  const ran = await train.cycle();
  assertEquals(ran.exit, 0);
  assertStringIncludes(ran.err, "::warning::");
  assertStringIncludes(ran.err, "group_above");
});

Deno.test("an unknown command and an unknown step are refused with a suggestion", async () => {
  await using train = await aTrain(blocked());
  const command = await train.run(["rum"]);
  assertEquals([command.exit, command.requests], [2, []]);
  assertStringIncludes(command.err, 'Cannot run "rum": there is no such command');
  assertStringIncludes(command.err, 'Did you mean "run"?');
  const far = await train.run(["frobnicate"]);
  assertStringIncludes(far.err, "Allowed: run, step, should-run, explain, replay, check, ");
  const step = await train.run(["step", "digets", "--out", train.out]);
  assertEquals([step.exit, step.requests], [2, []]);
  assertStringIncludes(step.err, 'Cannot run the step "digets"');
  assertStringIncludes(step.err, "Did you mean digest?");
  const none = await train.run(["step"]);
  assertStringIncludes(
    none.err,
    "Cannot run a step: none is named, allowed is dashboard, blocker_issues",
  );
  assertEquals(await namesIn(train.out), []);
});

Deno.test("without a command the help is shown and the exit code is 2; --help and --version exit 0", async () => {
  await using train = await aTrain(blocked());
  const bare = await train.run([]);
  assertEquals(bare.exit, 2);
  for (const args of [["--help"], ["-h"], ["help"], ["help", "help"]]) {
    const help = await train.run(args);
    assertEquals([help.exit, help.out], [0, bare.out]);
  }
  for (const command of ["run", "step NAME", "should-run", "check", "demo"]) {
    assertStringIncludes(bare.out, `  ${command}`);
  }
  const run = await train.run(["run", "--help"]);
  assertEquals([run.exit, run.requests], [0, []]);
  for (const flag of ["--dry-run", "--threshold-minutes N", "THRESHOLD_MINUTES", "Default: 90"]) {
    assertStringIncludes(run.out, flag);
  }
  const version = await train.run(["--version"]);
  assertEquals(version.exit, 0);
  assertMatch(version.out, /^release-ops \d+\.\d+\.\d+\S*(?: \([0-9a-f]+(?:-dirty)?\))?\n$/);
});

Deno.test("check names every problem, and says so when there is none", async () => {
  await using train = await aTrain(blocked());
  const fine = await train.run(["check"]);
  assertEquals(fine.exit, 0);
  const json = await train.run(["check", "--json"]);
  assert(JSON.parse(json.out) !== null);
});

testOfSource("a bug of ours prints its stack and exits 1", async () => {
  await using train = await aTrain(blocked());
  const ran = await train.cycle([], {
    steps: () => {
      throw new Error("a step is missing");
    },
  });
  assertEquals(ran.exit, 1);
  assertStringIncludes(ran.err, "this is a bug of ours");
  assertStringIncludes(ran.err, "refusal_test.ts");
});
