import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Finding } from "../../lib/doctor/finding.ts";
import type { WorldBuilder } from "../emulator/builders.ts";
import { aTrain, type Given, type Train, type TrainOptions } from "../e2e/harness.ts";
import { widgets } from "../e2e/worlds.ts";
import { STATE_FILES } from "../../lib/state/state.ts";

interface Diagnosis {
  readonly exit: number;
  readonly found: Readonly<Record<string, Finding>>;
}

/** Asks the doctor; it must not write. */
async function doctor(
  train: Train,
  args: readonly string[] = [],
  given: Given = {},
): Promise<Diagnosis> {
  const policies = await hasFolder(`${train.folder}/policies`)
    ? ["--policies", `${train.folder}/policies`]
    : [];
  const ran = await train.run(["doctor", "--json", ...policies, ...args], given);
  assertEquals(ran.writes, [], "the doctor writes nothing");
  const { exit, findings } = JSON.parse(ran.out) as { exit: number; findings: Finding[] };
  assertEquals(exit, ran.exit);
  return { exit, found: Object.fromEntries(findings.map((each) => [each.name, each])) };
}

async function hasFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
}

/** What the doctor says of a world at once. */
async function diagnosed(
  world: WorldBuilder,
  options: TrainOptions & { args?: readonly string[]; given?: Given } = {},
): Promise<Diagnosis> {
  await using train = await aTrain(world, options);
  return await doctor(train, options.args, options.given);
}

/** A person with a classic token. */
function person(world = widgets()): WorldBuilder {
  world.viewer("octocat").world.viewer.scopes = "repo, workflow";
  return world;
}

/** A finding's verdict and words; a missing finding is a failure of the test. */
function says(
  { found }: Diagnosis,
  name: string,
  expected: { verdict: string; words: string },
): void {
  const finding = found[name];
  assert(finding !== undefined, `nothing about ${name}, only ${Object.keys(found).join(", ")}`);
  assertStringIncludes(finding.what, expected.words);
  assertEquals(finding.verdict, expected.verdict, finding.what);
  assertEquals(finding.remedy === null, finding.verdict === "ok");
}

const CATCH_UP = ["--catch-up-hours", "6"];

Deno.test("doctor answers ok to everything, exit 0, after a cycle and with every label there", async () => {
  const world = person();
  for (const label of ["P0", "P1", "release-blocker", "needs-triage"]) world.labelExists(label);
  for (const name of ["warn", "escalate", "page"]) world.labelExists(`escalation:${name}`);
  for (const name of ["backend", "frontend", "platform", "docs"]) world.labelExists(`team:${name}`);
  for (const name of ["normal", "high", "urgent"]) world.labelExists(`priority:${name}`);
  await using train = await aTrain(world);
  await train.cycle();
  const { exit, found } = await doctor(train, CATCH_UP);
  assertEquals(Object.values(found).filter(({ verdict }) => verdict !== "ok"), []);
  assertEquals(Object.keys(found), [
    "token",
    "repository",
    "read permission",
    "issues permission",
    "contents permission",
    "policies",
    "labels",
    "required checks",
    "state branch",
    "last cycle",
    "clock",
    "rate limit",
  ]);
  assertEquals(exit, 0);
});

Deno.test("doctor ends with 0 for a workflow's token and labels still to come: nobody has to act", async () => {
  await using train = await aTrain(widgets());
  await train.cycle();
  const { exit, found } = await doctor(train, CATCH_UP);
  assertEquals(
    Object.values(found).filter(({ verdict }) => verdict !== "ok")
      .map(({ name, verdict }) => `${verdict} ${name}`),
    ["info issues permission", "info contents permission", "info labels"],
  );
  assertEquals(exit, 0);
});

Deno.test("doctor prints a plain line for each finding, the remedy below it, and a count", async () => {
  await using train = await aTrain(person());
  const { out, exit } = await train.run(["doctor", ...CATCH_UP]);
  assertEquals(exit, 1);
  const lines = out.trimEnd().split("\n");
  assertEquals(
    lines[0],
    "ok    token                The token in GITHUB_TOKEN: GitHub accepts it.",
  );
  assertStringIncludes(out, "warn  last cycle           No cycle has saved its state yet.\n");
  assertStringIncludes(out, "\n                           -> Run one: ");
  assertEquals(lines.at(-1), "10 ok, 1 info, 1 warn, 0 fail");
  // deno-lint-ignore no-control-regex -- a colour would be one
  assertEquals(/\x1b/.test(out), false);
});

Deno.test("doctor fails when there is no token, and asks GitHub nothing", async () => {
  await using train = await aTrain(widgets());
  const ran = await train.run(["doctor"], { env: { GITHUB_TOKEN: undefined } });
  assertEquals([ran.exit, ran.requests.length], [2, 0]);
  assertStringIncludes(ran.out, "fail  token     There is none.");
});

Deno.test("doctor fails when the token is refused", async () => {
  const given = { env: { GITHUB_TOKEN: "expired" } };
  const diagnosis = await diagnosed(widgets(), { given });
  says(diagnosis, "token", { verdict: "fail", words: "GitHub refuses it: GitHub answered 401" });
  assertEquals(diagnosis.exit, 2);
  assertEquals(Object.keys(diagnosis.found), ["token", "policies"]);
});

Deno.test("doctor warns when the token ends within a week", async () => {
  const ending = (at: string): TrainOptions => ({
    intercept: async (call, perform) => {
      if (call.path !== "/rate_limit") return undefined;
      const answer = await perform();
      answer.headers.set("github-authentication-token-expiration", at);
      return answer;
    },
  });
  const soon = await diagnosed(person(), ending("2026-01-15 10:15:00 UTC"));
  says(soon, "token", { verdict: "warn", words: "until 2026-01-15 10:15 UTC" });
  const later = await diagnosed(person(), ending("2026-01-15 10:16:00 UTC"));
  says(later, "token", { verdict: "ok", words: "until 2026-01-15 10:16 UTC" });
});

Deno.test("doctor fails when GitHub cannot be reached", async () => {
  const given = { env: { GITHUB_API_URL: "http://127.0.0.1:9" } };
  const diagnosis = await diagnosed(widgets(), { given });
  says(diagnosis, "token", { verdict: "fail", words: "the connection to GitHub failed" });
});

Deno.test("doctor fails when the repository is not found, archived or without issues", async () => {
  const missing = await diagnosed(person(), { args: ["--repo", "acme/gadgets"] });
  says(missing, "repository", { verdict: "fail", words: "acme/gadgets is not found" });
  const archived = person();
  archived.world.repository.archived = true;
  says(await diagnosed(archived), "repository", { verdict: "fail", words: "archived" });
  const silent = person();
  silent.world.repository.issues = false;
  says(await diagnosed(silent), "repository", { verdict: "fail", words: "issues switched off" });
  const reading = ["--enable-issue-writes=false"];
  says(await diagnosed(silent, { args: reading }), "repository", { verdict: "ok", words: "main" });
});

Deno.test("doctor says that writing cannot be told for an installation's and a fine-grained token", async () => {
  const words = "cannot be told for this kind of token";
  const bot = await diagnosed(widgets());
  says(bot, "issues permission", { verdict: "info", words });
  says(bot, "contents permission", { verdict: "info", words });
  const fine = await diagnosed(widgets().viewer("octocat"));
  says(fine, "issues permission", { verdict: "info", words: "fine-grained" });
});

Deno.test("doctor fails when the account's role or the token's scopes do not allow a step", async () => {
  const reader = person();
  reader.world.viewer.permission = "READ";
  says(await diagnosed(reader), "issues permission", { verdict: "fail", words: "role read" });
  const scoped = person();
  scoped.world.viewer.scopes = "read:org";
  says(await diagnosed(scoped), "contents permission", { verdict: "fail", words: "read:org" });
});

Deno.test("doctor asks for no permission that the enabled steps do not need", async () => {
  const reading = await diagnosed(widgets(), { args: ["--enable-issue-writes=false"] });
  assertEquals(Object.keys(reading.found).filter((name) => name.endsWith("permission")), [
    "read permission",
  ]);
  const local = await diagnosed(widgets(), { args: ["--commit-state=false"] });
  assertEquals(local.found["contents permission"], undefined);
  says(local, "state branch", { verdict: "ok", words: "not committed" });
  const calm = await diagnosed(widgets(), { args: ["--no-enable-routing"] });
  says(calm, "issues permission", { verdict: "info", words: "(for raising, escalation)" });
});

Deno.test("doctor fails when something a cycle reads may not be read", async () => {
  const diagnosis = await diagnosed(person(), {
    intercept: async (call, perform) => {
      if (call.operation !== "ChecksOfCommits") return undefined;
      await perform();
      const message = "Resource not accessible by integration";
      return Response.json({ data: { nodes: [] }, errors: [{ type: "FORBIDDEN", message }] });
    },
  });
  says(diagnosis, "read permission", { verdict: "fail", words: "not accessible by integration" });
});

Deno.test("doctor fails on policy errors and warns of policy warnings", async () => {
  const policies = { "digest.yml": "cadence_hours: 0\n" };
  const broken = await diagnosed(person(), { policies });
  says(broken, "policies", { verdict: "fail", words: "digest.yml" });
  says(await diagnosed(person()), "policies", {
    verdict: "warn",
    words: "one that comes 30 min late misses it",
  });
});

Deno.test("doctor tells of labels that do not exist yet, on every page of labels", async () => {
  const world = person();
  for (const name of ["zeta", "alpha", "Release-Blocker"]) world.labelExists(name);
  const diagnosis = await diagnosed(world, { maxPageSize: 2 });
  says(diagnosis, "labels", { verdict: "info", words: "13 of 14 do not exist yet: P0, P1" });
});

Deno.test("doctor warns of a required check that never ran, with the nearest that did", async () => {
  const policies = {
    "required_checks.yml": (shipped: string): string =>
      shipped.replace("name: Unit Tests", "name: Unit Test").replace("unit-tests.yml", "u.yml"),
  };
  const misspelt = await diagnosed(person(), { policies });
  says(misspelt, "required checks", {
    verdict: "warn",
    words: "Unit Test (did you mean Unit Tests?); what ran: Unit Tests, Integration Tests, Lint",
  });
});

Deno.test("doctor does not warn of conditional checks that had no reason to run", async () => {
  const words = "conditional ones that did not: Migration Tests, Docs Build";
  says(await diagnosed(person()), "required checks", { verdict: "ok", words });
});

Deno.test("doctor fails when the state branch is protected or does not exist", async () => {
  const protectedBranch = await diagnosed(person().protect("main"));
  says(protectedBranch, "state branch", { verdict: "fail", words: "reviews are required" });
  assertStringIncludes(protectedBranch.found["state branch"]?.remedy ?? "", "state.branch");
  const ruled = await diagnosed(person().protect("main", "ruleset"));
  says(ruled, "state branch", { verdict: "fail", words: "a ruleset requires a pull request" });
  const policies = {
    "blockers.yml": (shipped: string): string =>
      shipped.replace("\n  branch: null", "\n  branch: release-ops"),
  };
  const absent = await diagnosed(person().protect("main"), { policies });
  says(absent, "state branch", { verdict: "fail", words: "release-ops does not exist" });
  const there = person().protect("main").branch("release-ops");
  says(await diagnosed(there, { policies }), "state branch", { verdict: "ok", words: "exists" });
});

Deno.test("doctor says that protection cannot be told when the token may not see rules", async () => {
  const diagnosis = await diagnosed(person(), {
    intercept: async (call, perform) => {
      if (call.operation !== "Diagnosis") return undefined;
      const answer = await (await perform()).json();
      answer.data.repository.defaultBranchRef.rules = null;
      const path = ["repository", "defaultBranchRef", "rules"];
      return Response.json({ ...answer, errors: [{ type: "FORBIDDEN", path, message: "No." }] });
    },
  });
  says(diagnosis, "state branch", { verdict: "info", words: "cannot be told for this token" });
  says(diagnosis, "read permission", { verdict: "ok", words: "was read" });
});

Deno.test("doctor tells the age of the last saved state, and warns when it is silent", async () => {
  await using train = await aTrain(person());
  await train.cycle();
  train.later("2h");
  says(await doctor(train), "last cycle", { verdict: "ok", words: "2 h ago" });
  train.later("72h");
  says(await doctor(train), "last cycle", { verdict: "warn", words: "3 d 2 h ago" });
});

Deno.test("doctor warns of a damaged state file", async () => {
  for (const file of Object.values(STATE_FILES)) {
    const path = `docs/releases/_state/${file}`;
    const diagnosis = await diagnosed(person().file("main", { path, text: "{" }));
    says(diagnosis, "last cycle", { verdict: "warn", words: `${file} is damaged` });
  }
});

Deno.test("doctor warns when the clocks are more than a minute apart", async () => {
  const off = (seconds: number): TrainOptions => ({
    intercept: async (call, perform) => {
      if (call.path !== "/rate_limit") return undefined;
      const answer = await perform();
      const date = Date.parse(answer.headers.get("date") ?? "") - seconds * 1_000;
      answer.headers.set("date", new Date(date).toUTCString());
      return answer;
    },
  });
  says(await diagnosed(person(), off(60)), "clock", { verdict: "ok", words: "Within 60 s" });
  says(await diagnosed(person(), off(61)), "clock", { verdict: "warn", words: "61 s ahead of" });
  says(await diagnosed(person(), off(-90)), "clock", { verdict: "warn", words: "90 s behind" });
});

Deno.test("doctor warns when little is left of the rate limit, and accepts a server without one", async () => {
  const scarce = await diagnosed(person(), { limits: { core: 100 } });
  says(scarce, "rate limit", { verdict: "warn", words: "REST 100 of 100" });
  const free = await diagnosed(person(), {
    intercept: (call) =>
      call.path === "/rate_limit"
        ? Response.json({ message: "Rate limiting is not enabled." }, { status: 404 })
        : undefined,
  });
  says(free, "rate limit", { verdict: "ok", words: "sets none" });
});
