import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { RequirementPolicy } from "../../lib/candidates/requirement_policy.ts";
import { type CandidateFacts, selectCandidates } from "../../lib/candidates/select.ts";
import type { BranchFacts, TagFacts } from "../../lib/observation/observation.ts";
import { branch, commit, daysAgo, NOW, policy, shaOf, tag } from "./builders.ts";

function facts(change: Partial<CandidateFacts> = {}): CandidateFacts {
  return {
    repository: { id: "R", full_name: "acme/rocket", url: "", default_branch: "trunk" },
    default_commits: [commit("trunk", { committed_at: daysAgo(300) })],
    branches: [],
    tags: [],
    ...change,
  };
}

function select(
  { tags = [], branches = [], ...options }:
    & { tags?: TagFacts[]; branches?: BranchFacts[] }
    & Partial<RequirementPolicy>,
): ReturnType<typeof selectCandidates> {
  return selectCandidates(facts({ tags, branches }), { policy: policy(options), now: NOW });
}

function names(selection: ReturnType<typeof selectCandidates>): string[] {
  return selection.chosen.map(({ name }) => name);
}

function whyNot(selection: ReturnType<typeof selectCandidates>, name: string): string | undefined {
  return selection.left_out.find((item) => item.name === name)?.why;
}

Deno.test("selectCandidates() takes the default branch, however old, as line main", () => {
  const { chosen, left_out } = select({});
  assertEquals(chosen.map(({ name, line, type }) => [name, line, type]), [[
    "trunk",
    "main",
    "main",
  ]]);
  assertEquals(chosen[0]?.base, { sha: shaOf("parent of trunk"), name: "first parent" });
  assertEquals(left_out, []);
});

Deno.test("selectCandidates() says why there is no default branch candidate", () => {
  const options = { policy: policy(), now: NOW };
  const empty = selectCandidates(facts({ default_commits: [] }), options);
  assertEquals(empty, {
    chosen: [],
    left_out: [{ name: "trunk", why: "the branch has no commit" }],
  });
  const headline = "chore(release-ops): update state";
  const ours = selectCandidates(facts({ default_commits: [commit("s", { headline })] }), options);
  assertEquals(ours.chosen, []);
  assert(whyNot(ours, "trunk")?.includes("state"));
});

Deno.test("selectCandidates() takes release branches by the policy's globs", () => {
  const branches = [
    "release/4.2",
    "release-4.1",
    "release/4/deep",
    "feature/x",
    "trunk",
    "prerelease-1.0",
  ].map((name) => branch(name));
  assertEquals(names(select({ branches })), ["trunk", "release-4.1", "release/4.2"]);
  const candidates = { active_days: 90, max: 30, release_branches: ["**"] };
  assertEquals(names(select({ branches, candidates })).length, 6);
  assertEquals(
    names(select({ branches, candidates: { ...candidates, release_branches: ["release.4.?"] } })),
    ["trunk"],
  );
});

Deno.test("selectCandidates() leaves out a branch without a commit for active_days", () => {
  const selection = select({
    branches: [branch("release/4.2", { age: 90 }), branch("release/4.1", { age: 91 })],
  });
  assertEquals(names(selection), ["trunk", "release/4.2"]);
  assertEquals(whyNot(selection, "release/4.1"), "no commit for 90 days");
});

Deno.test("selectCandidates() leaves out a branch when a release of its line is the same commit or newer", () => {
  const branches = [branch("release/4.2", { age: 5, on: "head" })];
  const same = select({ branches, tags: [tag("v4.2.0", { age: 5, on: "head", made: 1 })] });
  assertEquals([names(same), whyNot(same, "release/4.2")], [["trunk"], "released as v4.2.0"]);
  const newer = select({ branches, tags: [tag("v4.2.1", { age: 4 })] });
  assertEquals([names(newer), whyNot(newer, "release/4.2")], [["trunk"], "v4.2.1 is newer"]);
});

Deno.test("selectCandidates() keeps a branch whose head a release that was tagged later does not hold", () => {
  // Releases are tagged days after their RC, on the same commit: a backport that landed in between is not in them.
  const branches = [branch("release/4.2", { age: 5 })];
  const tagged_later = select({ branches, tags: [tag("v4.2.1", { age: 8, made: 1 })] });
  assertEquals(names(tagged_later), ["trunk", "release/4.2"]);
});

Deno.test("selectCandidates() keeps a branch whose head is newer than the releases of its line", () => {
  const branches = [branch("release/4.2", { age: 5 })];
  const kept = ["trunk", "release/4.2"];
  assertEquals(names(select({ branches, tags: [tag("v4.2.0", { age: 6 })] })), kept);
  assertEquals(
    names(select({ branches, tags: [tag("v4.3.0", { age: 1 })] })),
    kept,
    "another line",
  );
  assertEquals(
    names(select({ branches, tags: [tag("v4.2.0-beta.1", { age: 1 })] })),
    kept,
    "no release",
  );
});

Deno.test("selectCandidates() takes a branch without a version for its own line", () => {
  const branches = [branch("release/next")];
  const selection = select({ branches, tags: [tag("v9.0.0", { age: 0 })] });
  assertEquals(selection.chosen.map(({ line, type }) => [line, type])[1], [
    "release/next",
    "branch",
  ]);
  assertEquals(names(select({ branches, tags: [tag("v9.0.0", { on: "release/next" })] })), [
    "trunk",
  ]);
});

Deno.test("selectCandidates() takes the newest RC of each line by semver, not by date", () => {
  const selection = select({
    tags: [
      tag("v4.2.0-rc.9", { age: 1 }),
      tag("v4.2.0-rc10", { age: 7 }),
      tag("4.1.3-RC.1", { age: 3 }),
      tag("v4.1.0-rc.4", { age: 2 }),
    ],
  });
  assertEquals(names(selection), ["trunk", "4.1.3-RC.1", "v4.2.0-rc10"]);
  assertEquals(whyNot(selection, "v4.2.0-rc.9"), "v4.2.0-rc10 is newer");
  assertEquals(whyNot(selection, "v4.1.0-rc.4"), "4.1.3-RC.1 is newer");
});

Deno.test("selectCandidates() leaves out an RC once its version or a higher one of the line is released", () => {
  const rc = tag("v4.2.1-rc.1");
  for (const name of ["v4.2.1", "4.2.2"]) {
    const selection = select({ tags: [rc, tag(name, { age: 60 })] });
    assertEquals([names(selection), whyNot(selection, rc.name)], [
      ["trunk"],
      `${name} is released`,
    ]);
  }
  for (const name of ["v4.2.0", "v4.3.0", "v4.2.2-beta.1"]) {
    assertEquals(names(select({ tags: [rc, tag(name)] })), ["trunk", rc.name], name);
  }
});

Deno.test("selectCandidates() leaves out an RC whose commit is older than active_days", () => {
  const selection = select({ tags: [tag("v4.2.0-rc.1", { age: 91, made: 1 })] });
  assertEquals([names(selection), whyNot(selection, "v4.2.0-rc.1")], [
    ["trunk"],
    "no commit for 90 days",
  ]);
});

Deno.test("selectCandidates() lists a branch head and an RC on one commit of a line once, as the RC", () => {
  const selection = select({
    branches: [branch("release/4.2", { on: "head" })],
    tags: [tag("v4.2.0-rc.1", { on: "head" })],
  });
  assertEquals(names(selection), ["trunk", "v4.2.0-rc.1"]);
  assertEquals(whyNot(selection, "release/4.2"), "same commit as v4.2.0-rc.1");
});

Deno.test("selectCandidates() keeps candidates of different lines on one commit", () => {
  const selection = select({ branches: [branch("release/4.2", { on: "trunk" })] });
  assertEquals(names(selection), ["trunk", "release/4.2"]);
});

Deno.test("selectCandidates() takes at most max, the default branch and the newest first, and says what is left out", () => {
  const branches = [3, 1, 2].map((age) => branch(`release/4.${age}`, { age }));
  const selection = select({
    branches,
    candidates: { active_days: 90, max: 2, release_branches: ["release/*"] },
  });
  assertEquals(names(selection), ["trunk", "release/4.1"]);
  assertEquals(selection.left_out.map(({ name }) => name), ["release/4.2", "release/4.3"]);
  assert(whyNot(selection, "release/4.2")?.includes("more than 2 candidates"));
});

Deno.test("selectCandidates() counts what is dead for one reason when there are more than ten", () => {
  const dead = (count: number): BranchFacts[] =>
    Array.from({ length: count }, (_, minor) => branch(`release-1.${minor}`, { age: 200 }));
  assertEquals(select({ branches: dead(10) }).left_out.length, 10);
  assertEquals(select({ branches: dead(11) }).left_out, [{
    name: "11 release branches",
    why: "no commit for 90 days",
  }]);
  const tags = dead(11).map((_, minor) => [tag(`v1.${minor}.0`), tag(`v1.${minor}.0-rc.1`)]).flat();
  assertEquals(select({ tags }).left_out, [{ name: "11 release candidates", why: "released" }]);
});

Deno.test("selectCandidates() compares an RC with the previous RC of its version, else the newest release below", () => {
  const base = (...others: TagFacts[]): string | undefined =>
    select({ tags: [tag("v4.2.0-rc.10"), ...others] }).chosen[1]?.base?.name;
  const releases = [
    tag("v4.1.4", { age: 9 }),
    tag("v4.1.10", { age: 10 }),
    tag("v3.21.5", { age: 2 }),
    tag("v4.3.0-beta.1"),
  ];
  assertEquals(base(tag("v4.2.0-rc9"), tag("v4.2.0-rc.8"), ...releases), "v4.2.0-rc9");
  assertEquals(base(tag("v4.1.11-rc.1"), ...releases), "v4.1.10");
  assertEquals(base(tag("v4.2.0-beta.3")), undefined);
});

Deno.test("selectCandidates() compares with no tag on the candidate's own commit", () => {
  const tags = [
    tag("v4.2.0-rc.2", { on: "same" }),
    tag("v4.2.0-rc.1", { on: "same" }),
    tag("v4.1.4"),
  ];
  assertEquals(select({ tags }).chosen[1]?.base?.name, "v4.1.4");
});

Deno.test("selectCandidates() compares a branch with its first parent, or with the latest release if the policy says so", () => {
  const branches = [branch("release/4.2"), branch("release/next")];
  const tags = [tag("v4.2.0", { age: 9 }), tag("v4.2.1", { age: 8 }), tag("v5.0.0", { age: 7 })];
  const bases = (branch_base: "first_parent" | "latest_ga"): (string | undefined)[] =>
    select({ branches, tags, branch_base }).chosen.map(({ base }) => base?.name);
  assertEquals(bases("first_parent"), ["first parent", "first parent", "first parent"]);
  assertEquals(bases("latest_ga"), ["v5.0.0", "v4.2.1", "v5.0.0"]);
  assertEquals(select({ branches, branch_base: "latest_ga" }).chosen.map(({ base }) => base), [
    null,
    null,
    null,
  ]);
});

Deno.test("selectCandidates() has no base when the head is a root commit", () => {
  const root = facts({ default_commits: [commit("root", { parent: null })] });
  assertEquals(selectCandidates(root, { policy: policy(), now: NOW }).chosen[0]?.base, null);
});

Deno.test("selectCandidates() does not depend on the order of branches and tags", () => {
  const tags = [
    "v4.2.0-rc.1",
    "4.2.0-rc1",
    "v4.2.0-rc.2",
    "4.2.0-rc2",
    "v4.1.0",
    "4.1.0",
    "v4.1.1-rc.1",
    "v3.0.0-rc.1",
  ].map((name) => tag(name));
  const branches = ["release/4.2", "release-4.2", "release/4.1", "release/next"].map((name) =>
    branch(name)
  );
  const expected = select({ tags, branches });
  const shuffled = <T>(items: T[]): fc.Arbitrary<T[]> =>
    fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length });
  fc.assert(
    fc.property(
      shuffled(tags),
      shuffled(branches),
      (some_tags, some_branches) =>
        assertEquals(select({ tags: some_tags, branches: some_branches }), expected),
    ),
  );
});
