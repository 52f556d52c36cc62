import { assert, assertEquals, assertNotMatch, assertStringIncludes } from "@std/assert";
import { dirname, join } from "@std/path";
import { parse } from "@std/yaml";
import type { Shell } from "../../lib/cli/command.ts";
import { program } from "../../lib/cli/program.ts";
import { readPolicies } from "../../lib/cli/policies.ts";
import { filesOf } from "../e2e/harness.ts";
import { HELM_MAY, helmFacts } from "../worlds/helm.ts";

const ACTION = "acme/release-ops@0123456789abcdef0123456789abcdef01234567";
const SHA = "0".repeat(40);
const HEAD = { ".git/HEAD": "ref: refs/heads/main\n" };
const CI = { ".github/workflows/ci.yml": "name: CI\non: push\n" };

/** A checkout with these files, removed afterwards. */
class Checkout implements AsyncDisposable {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  async init(
    args: readonly string[] = ["--yes", "--action", ACTION],
    shell: Partial<Shell> = {},
  ): Promise<{ exit: number; out: string; err: string }> {
    let [out, err] = ["", ""];
    const exit = await program(["init", "--dir", this.dir, ...args], {
      env: () => undefined,
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      now: () => Temporal.Instant.from(HELM_MAY),
      clock: () => 0,
      wait: () => Promise.resolve(),
      version: "0.0.0-test",
      steps: () => Promise.resolve([]),
      ...shell,
    });
    return { exit, out, err };
  }

  async read(path: string): Promise<string> {
    return await Deno.readTextFile(join(this.dir, path));
  }

  // deno-lint-ignore no-explicit-any -- tests look into YAML without describing it again
  async yaml(path: string): Promise<any> {
    return parse(await this.read(path));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.dir, { recursive: true });
  }
}

async function aCheckout(files: Readonly<Record<string, string>>): Promise<Checkout> {
  const dir = await Deno.makeTempDir({ prefix: "release-ops-init-" });
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(dirname(join(dir, path)), { recursive: true });
    await Deno.writeTextFile(join(dir, path), text);
  }
  return new Checkout(dir);
}

/** helm/helm as a checkout: its real branches, tags and workflows' names. */
function helm(): Record<string, string> {
  const facts = helmFacts(HELM_MAY);
  const refs = [
    ...facts.branches.map(({ name, sha }) => `${sha} refs/remotes/origin/${name}`),
    ...facts.tags.map(({ name, sha }) => `${sha} refs/tags/${name}`),
  ];
  return {
    ".git/HEAD": "ref: refs/heads/work\n",
    ".git/refs/remotes/origin/HEAD": `ref: refs/remotes/origin/${facts.default_branch}\n`,
    ".git/packed-refs": `# pack-refs with: peeled\n${refs.join("\n")}\n^${SHA}\n`,
    ...Object.fromEntries(facts.workflows.map(({ file, name }) => [
      `.github/workflows/${file}`,
      `name: ${
        JSON.stringify(name)
      }\non:\n  push:\n    branches: [main, "release-**"]\n  pull_request:\n`,
    ])),
  };
}

Deno.test("init writes policies that pass check for helm, and a second run changes nothing", async () => {
  await using checkout = await aCheckout(helm());
  const first = await checkout.init();
  assertEquals(first.exit, 0, first.err);
  assertStringIncludes(first.out, "release branches are release-*.");
  const { policies, problems } = await readPolicies(join(checkout.dir, "policies"));
  assertEquals(problems, []);
  assertEquals(policies?.required_checks.candidates.release_branches, ["release-*"]);
  assertEquals(
    policies?.required_checks.always_required.map(({ name, workflow }) => `${name} ${workflow}`),
    helmFacts(HELM_MAY).workflows.map(({ name, file }) => `${name} ${file}`),
  );
  const before = await filesOf(checkout.dir);
  const second = await checkout.init(["--yes"]);
  assertEquals(second.exit, 0);
  assertStringIncludes(second.out, "Nothing is left to write.");
  assertEquals(await filesOf(checkout.dir), before);
});

Deno.test("init writes a workflow for the default branch that uses the action", async () => {
  await using checkout = await aCheckout({ ...CI, ".git/HEAD": "ref: refs/heads/trunk\n" });
  await checkout.init();
  const workflow = await checkout.yaml(".github/workflows/release-ops-orchestrator.yml");
  assertEquals(workflow.on.push.branches, ["trunk"]);
  assertEquals(workflow.jobs.cycle.steps.at(-1).uses, ACTION);
});

Deno.test("init writes a workflow that runs one step by hand, beside the hourly one", async () => {
  await using checkout = await aCheckout({ ...HEAD, ...CI });
  await checkout.init();
  const { on, jobs } = await checkout.yaml(".github/workflows/release-ops-step.yml");
  assertEquals(Object.keys(on), ["workflow_dispatch"]);
  assertEquals(jobs.step.steps.at(-1).uses, ACTION);
});

Deno.test("init writes the step workflow where the hourly one exists, and never over one", async () => {
  const hourly = ".github/workflows/release-ops-orchestrator.yml";
  const step = ".github/workflows/release-ops-step.yml";
  await using older = await aCheckout({ ...HEAD, ...CI, [hourly]: "# mine\n" });
  await older.init();
  assertEquals(await older.read(hourly), "# mine\n");
  assertStringIncludes(await older.read(step), "name: Release Ops Step");
  await using theirs = await aCheckout({ ...HEAD, ...CI, [step]: "# mine\n" });
  await theirs.init();
  assertEquals(await theirs.read(step), "# mine\n");
  assertStringIncludes(await theirs.read(hourly), "name: Release Ops Orchestrator");
});

Deno.test("init writes policies that say how long missed windows are caught up, so that check is content", async () => {
  await using checkout = await aCheckout({ ...HEAD, ...CI });
  await checkout.init();
  for (const name of ["digest", "handoff"]) {
    assertEquals((await checkout.yaml(`policies/${name}.yml`)).catch_up_hours, 6, name);
  }
  let out = "";
  const exit = await program(["check", "--policies", join(checkout.dir, "policies")], {
    env: () => undefined,
    out: (text) => void (out += text),
    err: () => {},
    now: () => Temporal.Instant.from(HELM_MAY),
    clock: () => 0,
    wait: () => Promise.resolve(),
    version: "0.0.0-test",
    steps: () => Promise.resolve([]),
  });
  assertEquals(exit, 0);
  assert(out.startsWith("0 errors, 0 warnings in "), out);
});

Deno.test("init needs to know the action, at a commit, before it writes a workflow", async () => {
  await using checkout = await aCheckout({ ...HEAD, ...CI });
  const movable = ["acme/release-ops@v1", "acme/release-ops@main", "acme/release-ops@0123456"];
  for (const given of [[], ...movable.map((action) => ["--action", action])]) {
    const { exit, err } = await checkout.init(["--yes", ...given]);
    assertEquals(exit, 2, given[1]);
    assertStringIncludes(err, "allowed is owner/name@commit");
  }
});

Deno.test("init requires what runs on every push, shows what runs for some, and leaves out the rest", async () => {
  await using checkout = await aCheckout({
    ...HEAD,
    ...CI,
    ".github/workflows/docs.yml": 'on: { push: { paths: ["docs/**"] } }\n',
    ".github/workflows/pr.yml": "name: PR\non: [pull_request]\n",
    ".github/workflows/publish.yml": 'name: Publish\non: { push: { tags: ["v*"] } }\n',
    ".github/workflows/nightly.yml": "name: Nightly\non: { schedule: [{ cron: 0 0 * * * }] }\n",
    ".github/workflows/release-ops-step.yml": "name: Own\non: push\n",
    ".github/workflows/oncall-handoff.yml": "name: Older\non: push\n",
    ".github/workflows/broken.yml": "on: [\n",
  });
  await checkout.init();
  const policy = await checkout.yaml("policies/required_checks.yml");
  // deno-lint-ignore no-explicit-any -- see above
  const names = (entries: any[]): string[] => entries.map(({ name }) => name);
  assertEquals(names(policy.always_required), ["CI"]);
  assertEquals(policy.conditional_required, []);
  assertEquals(names(policy.informational), [".github/workflows/docs.yml", "PR", "Publish"]);
});

Deno.test("init refuses when nothing could be required", async () => {
  await using checkout = await aCheckout(HEAD);
  const { exit, err } = await checkout.init();
  assertEquals(exit, 2);
  assertStringIncludes(err, "no workflow runs on push or pull_request");
});

Deno.test("init finds release branches among loose and packed refs, and keeps the usual globs without any", async () => {
  const loose = { ".git/refs/heads/stable/1.2": SHA, ".git/refs/heads/fix/3.1-crash": SHA };
  await using checkout = await aCheckout({
    ...HEAD,
    ...CI,
    ...loose,
    ".git/packed-refs": `${SHA} refs/heads/v2.0.x\n`,
  });
  await checkout.init();
  const { candidates } = await checkout.yaml("policies/required_checks.yml");
  assertEquals(candidates.release_branches, ["stable/*", "v*.x"]);
  await using plain = await aCheckout({ ...HEAD, ...CI });
  await plain.init();
  const usual = (await plain.yaml("policies/required_checks.yml")).candidates.release_branches;
  assertEquals(usual, ["release/*", "release-*"]);
});

Deno.test("init routes to the teams of CODEOWNERS by the paths they own", async () => {
  const CODEOWNERS = "* @acme/everyone\n/src/api/ @acme/backend @octocat\n*.css @acme/web\n";
  await using checkout = await aCheckout({ ...HEAD, ...CI, ".github/CODEOWNERS": CODEOWNERS });
  await checkout.init();
  const { teams } = await checkout.yaml("policies/routing.yml");
  assertEquals(Object.keys(teams), ["everyone", "backend", "web"]);
  assertEquals(teams.everyone.rules, []);
  assertEquals(teams.backend.labels, ["team:backend"]);
  assertEquals(teams.backend.rules, [{ type: "filepath", patterns: ["src/api/**"] }]);
  assertEquals(teams.web.rules, [{ type: "filepath", patterns: ["**/*.css"] }]);
  const { problems } = await readPolicies(join(checkout.dir, "policies"));
  assertEquals(problems, []);
});

Deno.test("init never overwrites what is there, under its own or its older name, and lists it", async () => {
  await using checkout = await aCheckout({
    ...HEAD,
    ...CI,
    "policies/digest.yaml": "# mine\n",
    "policies/ONCALL_HANDOFF_POLICY.yml": "# mine too\n",
    ".github/workflows/release-ops-orchestrator.yml": "# and mine\n",
  });
  const { out } = await checkout.init();
  assertStringIncludes(out, "Left alone, because it exists: policies/digest.yaml\n");
  const files = await filesOf(checkout.dir);
  assertEquals(files.get("policies/digest.yaml"), "# mine\n");
  assertEquals(files.get(".github/workflows/release-ops-orchestrator.yml"), "# and mine\n");
  for (const name of ["digest.yml", "handoff.yml"]) assert(!files.has(`policies/${name}`), name);
});

Deno.test("init takes older policies over and tells the three phases of migrating", async () => {
  await using checkout = await aCheckout({
    ...HEAD,
    ...CI,
    ".github/workflows/oncall-handoff.yml": "on: { schedule: [] }\n",
    "docs/ci/RELEASE_OPS_DIGEST_POLICY.yml":
      'run_window_utc: { start: "05:00", end: "07:00" }\ncadence_hours: 24\n',
    "docs/ci/BLOCKER_ESCALATION_POLICY.yml": "thresholds: soon\n",
  });
  const { out } = await checkout.init();
  assertEquals((await checkout.yaml("policies/digest.yml")).run_window_utc.start, "05:00");
  assertEquals((await checkout.yaml("policies/escalation.yml")).thresholds.p0.warn, 60);
  assertStringIncludes(out, "docs/ci/BLOCKER_ESCALATION_POLICY.yml has errors");
  for (const phase of ["1. Let", "2. Remove the schedules of oncall-handoff.yml", "3. Remove"]) {
    assertStringIncludes(out, `\n${phase}`);
  }
  assertEquals((await readPolicies(join(checkout.dir, "policies"))).problems, []);
});

Deno.test("init says nothing of migrating where nothing is older", async () => {
  await using checkout = await aCheckout({ ...HEAD, ...CI });
  assertNotMatch((await checkout.init()).out, /phases/);
});

Deno.test("init shows a diff, and writes only when told to", async () => {
  await using checkout = await aCheckout({ ...HEAD, ...CI });
  const before = await filesOf(checkout.dir);
  const given = ["--action", ACTION];
  const alone = await checkout.init(given);
  assertEquals(alone.exit, 2);
  assertStringIncludes(alone.err, "Give --yes");
  assertStringIncludes(alone.out, "--- /dev/null\n+++ policies/blockers.yml\n@@ -0,0 +1,");
  assertStringIncludes(alone.out, '\n+  - name: "CI"\n');
  const declined = await checkout.init(given, { confirm: () => false });
  assertEquals([declined.exit, declined.err], [0, "Nothing was written.\n"]);
  assertEquals(await filesOf(checkout.dir), before);
  const asked: string[] = [];
  await checkout.init(given, { confirm: (question) => asked.push(question) > 0 });
  assertEquals(asked, ["Write these 8 files?"]);
  assertEquals((await filesOf(checkout.dir)).size, before.size + 8);
});

Deno.test("init does not follow a planted link, and refuses a folder that is no repository", async () => {
  await using checkout = await aCheckout({ ...HEAD, ...CI });
  await using elsewhere = await aCheckout({});
  await Deno.symlink(elsewhere.dir, join(checkout.dir, "policies"));
  assertEquals((await checkout.init()).exit, 1);
  assertEquals(await filesOf(elsewhere.dir), new Map());
  const { exit, err } = await elsewhere.init();
  assertEquals(exit, 2);
  assertStringIncludes(err, "holds no git repository");
});

Deno.test("init reads the refs of a worktree from the repository that it belongs to", async () => {
  await using checkout = await aCheckout({
    ...CI,
    "main/.git/refs/heads/release/4.2": SHA,
    "main/.git/worktrees/w/HEAD": "ref: refs/heads/main\n",
    "main/.git/HEAD": "ref: refs/heads/main\n",
    "main/.git/worktrees/w/commondir": "../..\n",
    ".git": "gitdir: main/.git/worktrees/w\n",
  });
  assertStringIncludes((await checkout.init()).out, "release branches are release/*.");
});
