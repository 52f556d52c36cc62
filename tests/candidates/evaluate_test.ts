import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { watchKey } from "../../lib/candidates/evaluate.ts";
import type { CheckSuiteFacts } from "../../lib/observation/observation.ts";
import {
  appSuite,
  checkRun,
  chosen,
  comparison,
  evaluate,
  minutesAgo,
  NOW,
  policy,
  SHA,
  status,
  workflowSuite,
} from "./builders.ts";

const GO = {
  name: "E2E",
  workflow: "e2e.yml",
  rationale: null,
  when_paths_match: ["^pkg/", "\\.go$"],
};

function stand(
  change: { status?: string; conclusion?: string | null },
): [string, string | undefined] {
  const candidate = evaluate([workflowSuite(change)]);
  return [candidate.promotable_state, candidate.unmet[0]?.category];
}

Deno.test("evaluateCandidate() finds a candidate promotable when every required check passed", () => {
  const candidate = evaluate([workflowSuite()]);
  assertEquals(candidate.promotable_state, "success");
  assertEquals([candidate.top_blocker, candidate.unmet, candidate.flaky], [null, [], []]);
  assertEquals(candidate.checks, [{
    name: "CI",
    required: "always",
    status: "success",
    conclusion: "success",
    url: "https://github.com/acme/rocket/actions/runs/ci.yml-push-1",
  }]);
  assertEquals([candidate.tag, candidate.line, candidate.candidate_type], [
    "v4.2.0-rc.1",
    "4.2",
    "rc",
  ]);
  assertEquals([candidate.base, candidate.commit_sha, candidate.generated_at], [
    "v4.1.4",
    SHA,
    "2026-01-08T12:00:00Z",
  ]);
});

Deno.test("evaluateCandidate() blocks when a required check failed, however it failed", () => {
  const failures = [
    "failure",
    "timed_out",
    "cancelled",
    "startup_failure",
    "action_required",
    "stale",
    "a word of tomorrow",
  ];
  for (const conclusion of failures) {
    assertEquals(stand({ conclusion }), ["blocked", "failed"], conclusion);
  }
});

Deno.test("evaluateCandidate() lets skipped and neutral block or pass as the policy says", () => {
  for (const conclusion of ["skipped", "neutral"]) {
    assertEquals(stand({ conclusion }), ["blocked", "failed"]);
    const pass = policy({ on_skipped: "pass", on_neutral: "pass" });
    const lenient = evaluate([workflowSuite({ conclusion })], { policy: pass });
    assertEquals([lenient.promotable_state, lenient.checks[0]?.conclusion], [
      "success",
      conclusion,
    ]);
    assertEquals(lenient.checks[0]?.status, conclusion === "skipped" ? "skipped" : "success");
  }
  const mixed = policy({ on_skipped: "pass" });
  assertEquals(
    evaluate([workflowSuite({ conclusion: "neutral" })], { policy: mixed }).promotable_state,
    "blocked",
  );
});

Deno.test("evaluateCandidate() is pending while a required check is on its way, each stage named apart", () => {
  const stages = {
    queued: "queued",
    requested: "queued",
    pending: "queued",
    waiting: "waiting",
    in_progress: "running",
  };
  for (const [stage, category] of Object.entries(stages)) {
    assertEquals(stand({ status: stage, conclusion: null }), ["pending", category], stage);
  }
  for (const state of ["pending", "expected"]) {
    assertEquals(
      evaluate([], { statuses: [status("CI", { state })] }).unmet[0]?.category,
      "queued",
    );
  }
  const missing = evaluate([]);
  assertEquals([missing.promotable_state, missing.unmet[0]?.category], ["pending", "missing"]);
  assertEquals([missing.checks[0]?.status, missing.checks[0]?.conclusion, missing.checks[0]?.url], [
    "pending",
    "missing",
    null,
  ]);
  assertEquals(missing.top_blocker, "CI is missing");
});

Deno.test("evaluateCandidate() takes a status for what it says", () => {
  const state = (state: string): string =>
    evaluate([], { statuses: [status("CI", { state })] }).promotable_state;
  assertEquals([state("success"), state("failure"), state("error")], [
    "success",
    "blocked",
    "blocked",
  ]);
});

Deno.test("evaluateCandidate() lets blocked outrank pending, and names everything unmet", () => {
  const required = ["running", "failing", "absent", "fine"].map((name) => ({ name }));
  const candidate = evaluate([appSuite("ci", {
    check_runs: [
      checkRun("running", { status: "in_progress", conclusion: null, completed_at: null }),
      checkRun("failing", { conclusion: "timed_out" }),
      checkRun("fine"),
    ],
  })], { policy: policy({ always_required: required }) });
  assertEquals(candidate.promotable_state, "blocked");
  assertEquals(candidate.top_blocker, "failing failed (timed_out)");
  assertEquals(candidate.unmet.map(({ name }) => name), ["failing", "absent", "running"]);
  assertEquals(candidate.checks.map(({ name }) => name), ["running", "failing", "absent", "fine"]);
});

Deno.test("evaluateCandidate() takes the worst of all results that an entry means", () => {
  const failed = workflowSuite({ event: "push", conclusion: "failure" });
  const running = workflowSuite({ event: "schedule", status: "in_progress", conclusion: null });
  const passed = workflowSuite({ event: "pull_request" });
  assertEquals(evaluate([passed, running, failed]).promotable_state, "blocked");
  assertEquals(evaluate([passed, running]).promotable_state, "pending");
});

Deno.test("evaluateCandidate() requires a conditional check when a changed path matches", () => {
  const options = {
    policy: policy({ conditional_required: [GO] }),
    comparison: comparison("README.md", "cmd/main.go"),
  };
  const candidate = evaluate([workflowSuite()], options);
  assertEquals(candidate.promotable_state, "pending");
  assertEquals(
    candidate.unmet[0]?.why_required,
    "cmd/main.go changed since v4.1.4 and matches \\.go$",
  );
  assertEquals(candidate.changed_files_count, 2);
  const failed = evaluate([
    workflowSuite(),
    workflowSuite({ workflow: "E2E", file: "e2e.yml", conclusion: "failure" }),
  ], options);
  assertEquals(failed.promotable_state, "blocked");
});

Deno.test("evaluateCandidate() lists a conditional check that is not required as conditional_skipped", () => {
  const failed = workflowSuite({ workflow: "E2E", file: "e2e.yml", conclusion: "failure" });
  const candidate = evaluate([workflowSuite(), failed], {
    policy: policy({ conditional_required: [GO] }),
  });
  assertEquals(candidate.promotable_state, "success");
  assertEquals(candidate.checks[1], {
    name: "E2E",
    required: "conditional_skipped",
    status: "skipped",
    conclusion: null,
    url: null,
  });
});

Deno.test("evaluateCandidate() keeps a candidate without changed files", () => {
  const candidate = evaluate([workflowSuite()], {
    policy: policy({ conditional_required: [GO] }),
    comparison: comparison(),
  });
  assertEquals([candidate.promotable_state, candidate.changed_files_count], ["success", 0]);
});

Deno.test("evaluateCandidate() requires every conditional check when what changed is not known in full, and says so", () => {
  const strict = policy({ conditional_required: [GO] });
  const files = Array.from({ length: 300 }, (_, index) => `docs/${index}.md`);
  const cases = {
    "listed only 300": evaluate([], {
      policy: strict,
      comparison: { ...comparison(...files), truncated: true },
    }),
    "listed only 1 ": evaluate([], {
      policy: strict,
      comparison: { ...comparison("a.md"), truncated: true },
    }),
    "could not be read": evaluate([], { policy: strict, comparison: null }),
    "is not known": evaluate([], {
      policy: strict,
      comparison: { ...comparison("docs/a.md"), matches: { "^pkg/": null } },
    }),
    "no commit to compare with": evaluate([], {
      policy: strict,
      candidate: chosen({ base: null }),
    }),
    "names no paths": evaluate([], {
      policy: policy({ conditional_required: [{ ...GO, when_paths_match: [] }] }),
    }),
  };
  for (const [words, candidate] of Object.entries(cases)) {
    const e2e = candidate.unmet.find(({ name }) => name === "E2E");
    assertStringIncludes(e2e?.why_required ?? "", words);
  }
  // 150 files that were moved are 300 paths, and nothing is missing.
  const moved = evaluate([], { policy: strict, comparison: comparison(...files) });
  assertEquals([moved.changed_files_truncated, moved.changed_files_count], [false, 300]);
  assertEquals(moved.checks[1]?.required, "conditional_skipped");
  assertEquals(cases["could not be read"].changed_files_count, null);
  assertEquals(cases["no commit to compare with"].base_sha, null);
});

Deno.test("evaluateCandidate() never lets an informational check decide", () => {
  const informed = policy({
    informational: [{ name: "Coverage" }, { name: "Absent" }, { name: "Skipped" }],
  });
  const runs = [
    checkRun("Coverage", { conclusion: "failure" }),
    checkRun("Skipped", { conclusion: "skipped" }),
  ];
  const candidate = evaluate([workflowSuite(), appSuite("cov", { check_runs: runs })], {
    policy: informed,
  });
  assertEquals([candidate.promotable_state, candidate.unmet], ["success", []]);
  assertEquals(
    candidate.checks.slice(1).map((
      { required, status, conclusion },
    ) => [required, status, conclusion]),
    [
      ["informational", "failure", "failure"],
      ["informational", "pending", "missing"],
      ["informational", "skipped", "skipped"],
    ],
  );
});

Deno.test("evaluateCandidate() counts a check that the policy names twice once, by its strongest requirement", () => {
  const twice = policy({
    always_required: [{ name: "CI" }],
    conditional_required: [{ name: "CI", when_paths_match: ["."] }, {
      ...GO,
      when_paths_match: ["^x$"],
    }, { ...GO, when_paths_match: ["README"] }],
    informational: [{ name: "CI" }],
  });
  assertEquals(
    evaluate([], { policy: twice }).checks.map(({ name, required }) => [name, required]),
    [
      ["CI", "always"],
      ["E2E", "conditional"],
    ],
  );
});

Deno.test("evaluateCandidate() is never promotable when no check is required of it", () => {
  const candidate = evaluate([workflowSuite()], {
    policy: policy({ always_required: [], conditional_required: [GO] }),
  });
  assertEquals([candidate.promotable_state, candidate.unmet], ["pending", []]);
  assertStringIncludes(candidate.top_blocker ?? "", "no check is required");
});

Deno.test("evaluateCandidate() is pending, without any reason for a blocker, when its checks could not be read", () => {
  const candidate = evaluate([], { checks: null });
  assertEquals([candidate.promotable_state, candidate.top_blocker], [
    "pending",
    "checks could not be read",
  ]);
  assertEquals(candidate.unmet, []);
  assertEquals([candidate.checks[0]?.status, candidate.checks[0]?.conclusion], ["pending", null]);
});

Deno.test("evaluateCandidate() gives the failed jobs, the rationale and the url of an unmet requirement", () => {
  const rationale = "it broke\n twice";
  const job = checkRun("unit", {
    conclusion: "failure",
    url: "https://github.com/acme/rocket/runs/7",
  });
  const suite = workflowSuite({ conclusion: "failure", check_runs: [job, checkRun("lint")] });
  const [unmet] =
    evaluate([suite], { policy: policy({ always_required: [{ name: "CI", rationale }] }) }).unmet;
  assertEquals(unmet, {
    name: "CI",
    category: "failed",
    conclusion: "failure",
    url: "https://github.com/acme/rocket/actions/runs/ci.yml-push-1",
    since: minutesAgo(40),
    jobs: [{ name: "unit", url: "https://github.com/acme/rocket/runs/7" }],
    why_required: "required of every candidate: it broke twice",
  });
});

Deno.test("evaluateCandidate() dates a missing check by the latest of commit, tag and first observed", () => {
  const key = watchKey({ line: "4.2", check: "CI", sha: SHA });
  assertEquals(key, `4.2/CI@${SHA}`);
  const since = (first_observed: string, created = 120): string | undefined =>
    evaluate([], {
      watched: { [key]: { first_observed } },
      candidate: chosen({ created_at: minutesAgo(created) }),
    }).unmet[0]?.since;
  assertEquals(since(minutesAgo(100)), minutesAgo(100));
  assertEquals(since(minutesAgo(500)), minutesAgo(120), "not before the commit");
  assertEquals(since(minutesAgo(500), 110), minutesAgo(110), "not before the tag");
  const now = NOW.toString();
  assertEquals(evaluate([]).unmet[0]?.since, now, "never observed before");
  assertEquals(
    [since("2126-01-01T00:00:00Z"), since("nonsense")],
    [now, now],
    "a corrupt time is none",
  );
});

Deno.test("evaluateCandidate() says since when it is in its state", () => {
  const blocked = evaluate([
    workflowSuite({
      conclusion: "failure",
      check_runs: [checkRun("unit", { completed_at: minutesAgo(35) })],
    }),
  ], {
    policy: policy({ always_required: [{ name: "CI" }, { name: "absent" }] }),
  });
  assertEquals([blocked.since, blocked.age_minutes], [minutesAgo(35), 35]);
  const pending = evaluate([workflowSuite({ status: "queued", conclusion: null })]);
  assertEquals([pending.since, pending.age_minutes], [minutesAgo(60), 60]);
  const promotable = evaluate([
    workflowSuite({ check_runs: [checkRun("unit", { completed_at: minutesAgo(20) })] }),
  ]);
  assertEquals([promotable.since, promotable.age_minutes], [minutesAgo(20), 20]);
  const tagged_later = evaluate([workflowSuite()], {
    candidate: chosen({ created_at: minutesAgo(5) }),
  });
  assertEquals(tagged_later.age_minutes, 5);
});

Deno.test("evaluateCandidate() names flaky checks by their policy entry", () => {
  const suites = [
    workflowSuite({ number: 1, conclusion: "failure" }),
    workflowSuite({ number: 2 }),
  ];
  const candidate = evaluate(suites);
  assertEquals([candidate.promotable_state, candidate.flaky], ["success", ["CI"]]);
});

const RESULTS = [
  "success",
  "failure",
  "cancelled",
  "skipped",
  "neutral",
  "queued",
  "in_progress",
  "waiting",
];
const suites_of_any = fc.array(
  fc.record({
    file: fc.constantFrom("a.yml", "b.yml", "c.yml"),
    event: fc.constantFrom("push", "schedule"),
    number: fc.integer({ min: 1, max: 4 }),
    result: fc.constantFrom(...RESULTS),
    jobs: fc.array(fc.constantFrom("a.yml", "unit"), { maxLength: 3 }),
  }),
  { maxLength: 8 },
).map((records) =>
  records.map(({ result, jobs, ...rest }, index): CheckSuiteFacts => {
    const done = RESULTS.indexOf(result) < 5;
    const state = { status: done ? "completed" : result, conclusion: done ? result : null };
    const check_runs = jobs.map((name, job) =>
      checkRun(name, { id: index * 10 + job, url: `${index}/${job}`, ...state })
    );
    return workflowSuite({ ...rest, workflow: rest.file, ...state, id: `CS_${index}`, check_runs });
  })
);
const ANY = {
  policy: policy({
    always_required: [{ name: "a.yml" }, { name: "b.yml" }],
    conditional_required: [{ name: "unit", when_paths_match: ["README"] }],
  }),
};

Deno.test("evaluateCandidate() does not depend on the order of what it is given", () => {
  fc.assert(fc.property(suites_of_any, (suites) => {
    const reversed = suites.toReversed().map((suite) => ({
      ...suite,
      check_runs: suite.check_runs.toReversed(),
    }));
    assertEquals(evaluate(reversed, ANY), evaluate(suites, ANY));
  }));
});

Deno.test("evaluateCandidate() is blocked exactly when something failed, promotable exactly when nothing is unmet", () => {
  fc.assert(fc.property(suites_of_any, (suites) => {
    const { promotable_state, unmet, top_blocker } = evaluate(suites, ANY);
    const failed = unmet.some(({ category }) => category === "failed");
    assertEquals(promotable_state, failed ? "blocked" : unmet.length > 0 ? "pending" : "success");
    assertEquals(top_blocker === null, promotable_state === "success");
  }));
});

Deno.test("evaluateCandidate() never gets worse by one more passing check", () => {
  const rank = { blocked: 0, pending: 1, success: 2 };
  fc.assert(
    fc.property(suites_of_any, fc.constantFrom("a.yml", "b.yml", "c.yml"), (suites, file) => {
      const before = evaluate(suites, ANY).promotable_state;
      const more = [
        ...suites,
        workflowSuite({ file, workflow: file, event: "workflow_dispatch", number: 99 }),
      ];
      assert(rank[evaluate(more, ANY).promotable_state] >= rank[before]);
    }),
  );
});

Deno.test("evaluateCandidate() never promotes by a check that is gone, nor by checks that were not read", () => {
  fc.assert(fc.property(suites_of_any, fc.constantFrom("a.yml", "b.yml"), (suites, file) => {
    const left = suites.filter((suite) => suite.workflow_run?.file !== file)
      .map((suite) => ({
        ...suite,
        check_runs: suite.check_runs.filter(({ name }) => name !== file),
      }));
    assert(evaluate(left, ANY).promotable_state !== "success");
    assert(evaluate(suites, { ...ANY, checks: null }).promotable_state !== "success");
  }));
});

Deno.test("evaluateCandidate() requires no less when less is known of what changed", () => {
  const paths = fc.array(fc.constantFrom("README.md", "pkg/a.go", "docs/b.md"), { maxLength: 4 });
  const strict = policy({ conditional_required: [GO] });
  const required = (files: string[], truncated: boolean): number =>
    evaluate([], { policy: strict, comparison: { ...comparison(...files), truncated } }).unmet
      .length;
  fc.assert(fc.property(paths, (files) => required(files, true) >= required(files, false)));
});
