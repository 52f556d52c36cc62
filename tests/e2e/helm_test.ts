import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { HELM_AUGUST, HELM_MAY } from "../worlds/helm.ts";
import { aTrain, type Train } from "./harness.ts";
import { helm } from "./worlds.ts";

const REQUIRED = `version: "1.0.0"
always_required:
  - name: build-test
    workflow: build-test.yml
conditional_required:
  - name: govulncheck
    workflow: govulncheck.yml
    when_paths_match: ["^go\\\\.(mod|sum)$"]
  - name: Windows tests
    when_paths_match: ["_windows\\\\.go$"]
`;

function helmTrain(now: string): Promise<Train> {
  return aTrain(helm(now), { policies: { "required_checks.yml": REQUIRED } });
}

const env = { GITHUB_REPOSITORY: "helm/helm" };

Deno.test("helm in May 2026: two living candidates, and the list of 250 tags is not read to its end", async () => {
  await using train = await helmTrain(HELM_MAY);
  const ran = await train.cycle([], { env });
  assertEquals(ran.board, {
    "main": "success",
    "v3.21.0-rc.1": "success",
    "v4.2.0-rc.1": "pending",
  });
  assert(Object.keys(train.github.world.tags).length > 240);
  const pages = ran.requests.filter(({ operation }) => operation === "FurtherPages").length;
  assert(pages < 2, `${pages} further pages of tags`);
  assert(ran.json("inputs.json").observation.tags.length <= 100 * (pages + 1));
  assertEquals(ran.exit, 0);
});

Deno.test("helm in May 2026: a candidate with 330 changed files needs every conditional check", async () => {
  await using train = await helmTrain(HELM_MAY);
  const ran = await train.cycle([], { env });
  const candidate = ran.json("dashboard.json").candidates.find(({ tag }: { tag: string }) =>
    tag === "v4.2.0-rc.1"
  );
  assertEquals([candidate.changed_files_count, candidate.changed_files_truncated], [300, true]);
  assertEquals(candidate.top_blocker, "Windows tests is missing");
  assertStringIncludes(ran.file("dashboard.md"), "at least 300 changed files since v4.1.4");
});

Deno.test("helm in August 2026: main and the one branch that is ahead of its release", async () => {
  await using train = await helmTrain(HELM_AUGUST);
  const ran = await train.cycle([], { env });
  assertEquals(Object.keys(ran.board), ["main", "release-3.21"]);
  const pages = ran.requests.filter(({ operation }) => operation === "FurtherPages").length;
  assert(pages < 2, `${pages} further pages of tags`);
  assertStringIncludes(ran.file("dashboard.md"), "release-4.2: released as v4.2.4");
  train.later("10m");
  assertEquals((await train.cycle([], { env })).writes, []);
});
