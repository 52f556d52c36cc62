import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { problemLine } from "../../lib/cli/check.ts";
import { loadPolicies } from "../../lib/policy/load.ts";
import { POLICY_NAMES } from "../../lib/policy/names.ts";
import { linesOf, readingOf } from "./build.ts";

const CHECK = "always_required:\n  - name: Unit Tests\n";

function linesFor(...files: [string, string][]): string[] {
  return loadPolicies(files.map(([name, text]) => ({ name, text }))).problems.map(problemLine);
}

Deno.test("loadPolicies() falls back to the embedded policies where a folder has no file", () => {
  const reading = loadPolicies([
    { name: "required_checks.yml", text: CHECK, shown: "ci/required_checks.yml" },
  ]);
  assertEquals(reading.problems, []);
  assertEquals(reading.sources, {
    required_checks: "ci/required_checks.yml",
    blockers: "blockers.yml (embedded)",
    routing: "routing.yml (embedded)",
    escalation: "escalation.yml (embedded)",
    digest: "digest.yml (embedded)",
    handoff: "handoff.yml (embedded)",
  });
});

Deno.test("loadPolicies() never guesses the required checks", () => {
  const reading = loadPolicies([{ name: "digest.yml", text: "" }]);
  assertEquals(reading.policies, null);
  assertEquals(reading.problems.map(problemLine), [
    "error required_checks.yml: the file is missing from the folder, and which checks are required " +
    "is never guessed: add required_checks.yml, or REQUIRED_CHECKS_POLICY.yml",
  ]);
});

Deno.test("loadPolicies() tells all problems at once, by policy and line", () => {
  const lines = linesOf({
    required_checks: "always_required: 7\n",
    routing: "enabled: 1\ntriger_labels: [a]\n",
    escalation: "thresholds: {p0: {warn: x}}\nlabels: {base: 1}\nresolution:\n",
    digest: "a: *x\n",
    handoff: "- 1\n",
  });
  assertEquals(lines.map((line) => line.split(/(?<=:\d+)| is /)[0]), [
    "error required_checks.yml:1",
    "error routing.yml:1",
    "warning routing.yml:2",
    "error escalation.yml:1",
    "error escalation.yml:2",
    "error escalation.yml:3",
    "error digest.yml:1",
    "error handoff.yml: allowed",
  ]);
});

Deno.test("loadPolicies() gives no policies when there is an error, and all when there is none", () => {
  assertEquals(readingOf({ digest: "cadence_hours: 0\n" }).policies, null);
  const { policies } = readingOf({ digest: "cadence_hour: 1\n" });
  assert(policies !== null);
  assertEquals(Object.keys(policies), [...POLICY_NAMES]);
});

Deno.test("loadPolicies() warns about unknown keys at any depth, with the nearest known one", () => {
  assertEquals(
    linesOf({ escalation: "threshold: {}\nthresholds:\n  p0:\n    wran: 30\n" }),
    [
      'warning escalation.yml:1 threshold is {}: it has no effect, because the key is unknown: did you mean "thresholds"?',
      'warning escalation.yml:4 thresholds.p0.wran is 30: it has no effect, because the key is unknown: did you mean "warn"?',
    ],
  );
  const routing = "teams:\n  web:\n    labels: [team:web]\n    rules:\n" +
    "      - type: label\n        patterns: [a]\n        pattern: [b]\n";
  assertStringIncludes(
    linesOf({ routing }).join(),
    'routing.yml:7 teams.web.rules[0].pattern is ["b"]: it has no effect, because the key is ' +
      'unknown: did you mean "patterns"?',
  );
});

Deno.test("loadPolicies() lists the known keys when none is near", () => {
  assertStringIncludes(
    linesOf({ escalation: "thresholds: {p1: {zzzzzz: 1}}\n" }).join(),
    "because the key is unknown: known are warn, escalate",
  );
});

Deno.test("loadPolicies() refuses a list where a group of keys belongs", () => {
  assertEquals(linesOf({ escalation: "thresholds:\n  - p0\n" }), [
    'error escalation.yml:1 thresholds is ["p0"]: ' +
    "allowed is a group of keys, not a list: remove the dashes or brackets",
  ]);
  assertStringIncludes(linesOf({ routing: "teams: []\n" }).join(), "not a list");
  assertStringIncludes(linesOf({ digest: "[]\n" }).join(), "not a list");
});

Deno.test("loadPolicies() tells that a key has no value", () => {
  assertEquals(linesOf({ escalation: "# x\nthresholds:\n" }), [
    "error escalation.yml:2 thresholds is null: the key has no value; allowed is a group of keys, " +
    "indented below it; give it one, or remove the key",
  ]);
});

Deno.test("loadPolicies() cuts long values at 80 characters", () => {
  const [problem] = readingOf({ digest: `timezone: ${"x".repeat(500)}\n` }).problems;
  assertEquals(problem?.value.length, 80);
  assertEquals(problem?.path, "digest.timezone");
});

Deno.test("loadPolicies() reads .yaml files and the older names", () => {
  const reading = loadPolicies([
    { name: "REQUIRED_CHECKS_POLICY.yml", text: CHECK },
    { name: "TRIAGE_ROUTING_POLICY.yml", text: "enabled: false\n" },
    { name: "BLOCKER_ESCALATION_POLICY.yml", text: "resolution: {auto_close: true}\n" },
    { name: "RELEASE_OPS_DIGEST_POLICY.yaml", text: "cadence_hours: 12\n" },
    { name: "ONCALL_HANDOFF_POLICY.yml", text: "cadence_hours: 6\n" },
    { name: "blockers.yaml", text: "green_cycles: 9\n" },
  ]);
  assertEquals(reading.problems, []);
  const { routing, escalation, digest, handoff, blockers } = reading.policies ?? {};
  assertEquals(
    [
      routing?.enabled,
      escalation?.resolution.auto_close,
      digest?.cadence_hours,
      handoff?.cadence_hours,
      blockers?.green_cycles,
    ],
    [false, true, 12, 6, 9],
  );
});

Deno.test("loadPolicies() refuses two files for one policy, whatever their names", () => {
  const again = (own: string, other: string): string[] => [
    `error ${other}: ${own} is the same policy, and only one file can count: remove one of them`,
  ];
  const required: [string, string] = ["required_checks.yml", CHECK];
  assertEquals(
    linesFor(["ONCALL_HANDOFF_POLICY.yml", ""], ["handoff.yml", ""], required),
    again("handoff.yml", "ONCALL_HANDOFF_POLICY.yml"),
  );
  assertEquals(
    linesFor(["digest.yaml", ""], ["digest.yml", ""], required),
    again("digest.yaml", "digest.yml"),
  );
  assertEquals(
    linesFor(["REQUIRED_CHECKS_POLICY.yml", CHECK], required),
    again("required_checks.yml", "REQUIRED_CHECKS_POLICY.yml"),
  );
});

Deno.test("loadPolicies() warns about a file whose name is nearly that of a policy", () => {
  assertEquals(linesFor(["escalations.yml", ""], ["required_checks.yml", CHECK]), [
    "warning escalations.yml: it has no effect, because no policy has this name: " +
    "did you mean escalation.yml?",
  ]);
  assertEquals(linesFor(["README.yml", ""], ["required_checks.yml", CHECK]), []);
});

Deno.test("loadPolicies() refuses attacks in any policy with a problem, not an exception", () => {
  for (const name of POLICY_NAMES) {
    for (
      const text of [
        "__proto__: {polluted: 1}\n",
        "a: &a [*a]\n",
        `a: ${"[".repeat(1000)}\n`,
        "x".repeat(300 * 1024),
        "just a text\n",
        "\u0000\n",
        "a: !!js/regexp x\n",
      ]
    ) {
      assertEquals(readingOf({ [name]: text }).policies, null, `${name}: ${text.slice(0, 40)}`);
    }
  }
  assertEquals(({} as Record<string, unknown>)["polluted"], undefined);
});
