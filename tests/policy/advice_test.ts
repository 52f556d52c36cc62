import { assertEquals, assertStringIncludes } from "@std/assert";
import { lineOf, linesOf } from "./build.ts";

Deno.test("adviceOn() warns about a check that stands in two lists", () => {
  const text = "always_required:\n  - name: Lint\n  - name: Lint\ninformational:\n  - name: Lint\n";
  assertEquals(linesOf({ required_checks: text }), [
    'warning required_checks.yml:3 always_required[1].name is "Lint": ' +
    "the same check already stands in always_required: remove one of them",
    'warning required_checks.yml:5 informational[0].name is "Lint": ' +
    "the same check already stands in always_required: remove one of them",
  ]);
});

Deno.test("adviceOn() accepts one conditional check with several conditions, and jobs of one name", () => {
  const text = `conditional_required:
  - {name: Docs, when_paths_match: [a]}
  - {name: Docs, when_paths_match: [b]}
always_required:
  - {name: build, workflow: a.yml}
  - {name: build, workflow: b.yml}
`;
  assertEquals(linesOf({ required_checks: text }), []);
});

Deno.test("adviceOn() warns when the blockers that are raised are not routed", () => {
  const text = "trigger_labels: [needs-triage]\n";
  assertStringIncludes(
    lineOf({ routing: text }),
    "are not routed: add one of their labels, which are release-blocker",
  );
  assertEquals(linesOf({ routing: `${text}enabled: false\n` }), []);
  assertEquals(linesOf({ routing: text, escalation: "labels: {base: [needs-triage]}\n" }), []);
});

Deno.test("adviceOn() warns when a team's label makes every issue look routed", () => {
  assertStringIncludes(
    lineOf({ routing: "teams:\n  web:\n    labels: [team:web, release-blocker]\n" }),
    'warning routing.yml:3 teams.web.labels[1] is "release-blocker": it is a trigger label too',
  );
});

Deno.test("adviceOn() warns that GitHub cannot assign a team", () => {
  const text = "teams:\n  web:\n    labels: [team:web]\n    assignees:\n      - octocat\n" +
    "      - '@org/web'\ndefault:\n  assignees: ['org/on-call']\n";
  assertEquals(linesOf({ routing: text }).map((line) => line.split(": ")[0]), [
    'warning routing.yml:6 teams.web.assignees[1] is "@org/web"',
    'warning routing.yml:8 default.assignees[0] is "org/on-call"',
  ]);
});

Deno.test("adviceOn() warns when cadence.hours contradicts cadence_hours", () => {
  assertStringIncludes(
    lineOf({ digest: "cadence_hours: 24\ncadence: {hours: 12}\n" }),
    "warning digest.yml:2 cadence.hours is 12: it has no effect",
  );
  assertEquals(linesOf({ digest: "cadence_hours: 24\ncadence: {hours: 24}\n" }), []);
});

Deno.test("adviceOn() warns that shift changes alone decide nothing", () => {
  const shifts = 'schedule: {shift_changes: ["08:00"]}\n';
  assertStringIncludes(lineOf({ handoff: shifts }), "it names the shifts only");
  assertEquals(
    linesOf({ handoff: `${shifts}run_window_utc: {start: "07:30", end: "08:00"}\n` }),
    [],
  );
});

Deno.test("adviceOn() warns about state that an older file wants elsewhere", () => {
  assertEquals(
    linesOf({ digest: "state: {path: docs/releases/_state/digest_state.json}\n" }),
    [],
  );
  assertStringIncludes(
    lineOf({ digest: "state: {path: ops/digest.json}\n" }),
    "it has no effect, all state is in docs/releases/_state: set state.path in blockers.yml to move it",
  );
  assertEquals(
    linesOf({
      blockers: "state: {path: ops}\n",
      routing: "state: {path: ops/triage_state.json}\n",
      escalation: "state: {path: ops/blockers_state.json, storage: committed}\n",
    }),
    [],
  );
});
