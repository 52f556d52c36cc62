import { assertEquals, assertStringIncludes } from "@std/assert";
import { problemLine } from "../../lib/cli/check.ts";
import { EMBEDDED_POLICIES } from "../../lib/policy/embedded.ts";
import { loadPolicies } from "../../lib/policy/load.ts";
import { POLICY_NAMES, type PolicyName } from "../../lib/policy/names.ts";

function warnings(
  changes: Partial<Record<PolicyName, string>>,
  catch_up_hours: number | null = null,
): string[] {
  const texts = { ...EMBEDDED_POLICIES, ...changes };
  const files = POLICY_NAMES.map((name) => ({ name: `${name}.yml`, text: texts[name] }));
  return loadPolicies(files, { ticks: { tick_minutes: 60, catch_up_hours } }).problems
    .map(problemLine);
}

Deno.test("loadPolicies() warns of the shipped handoff's half hours, each on its line", () => {
  assertEquals(warnings({}).map((line) => line.split(" is {")[0]), [
    "warning handoff.yml:9 run_windows_utc[0]",
    "warning handoff.yml:11 run_windows_utc[1]",
  ]);
});

Deno.test("loadPolicies() says of a window at its key how late a tick misses it, and what to set", () => {
  assertEquals(
    warnings({})[0],
    'warning handoff.yml:9 run_windows_utc[0] is {"start":"09:00","end":"09:30"}: it is open for 30 min ' +
      "while ticks come every 1 h: one that comes 30 min late misses it, and GitHub's scheduler often " +
      "is. Set catch_up_hours (here, or CATCH_UP_HOURS where cycles run), or widen it.",
  );
});

Deno.test("loadPolicies() warns of nothing once missed windows are caught up", () => {
  assertEquals(warnings({}, 6), []);
  assertEquals(warnings({ handoff: `catch_up_hours: 6\n${EMBEDDED_POLICIES.handoff}` }), []);
});

Deno.test("loadPolicies() warns of windows that no tick can hit and hours that never pass", () => {
  const digest = 'run_windows_utc:\n  - {start: "08:10", end: "08:50"}\n' +
    '  - {start: "12:00", end: "13:00"}\ncadence_hours: 24\n';
  const found = warnings({ digest }).filter((line) => line.includes("digest.yml"));
  assertEquals(found.length, 2);
  assertStringIncludes(found[0] ?? "", "digest.yml:2 run_windows_utc[0]");
  assertStringIncludes(found[0] ?? "", "cannot be met: no tick falls into it");
  assertStringIncludes(found[1] ?? "", "cadence_hours 24 is longer than openings are apart");
});

Deno.test("loadPolicies() names a single window and default windows too", () => {
  const digest = 'run_window_utc: {start: "08:10", end: "08:50"}\n';
  assertStringIncludes(warnings({ digest })[0] ?? "", "warning digest.yml:1 run_window_utc is {");
  assertStringIncludes(
    warnings({ handoff: "" })[0] ?? "",
    "warning handoff.yml: the window 09:00-09:30 UTC is open for 30 min",
  );
});

Deno.test("loadPolicies() says nothing of it when no schedule is given", () => {
  const files = POLICY_NAMES.map((name) => ({
    name: `${name}.yml`,
    text: EMBEDDED_POLICIES[name],
  }));
  assertEquals(loadPolicies(files).problems, []);
});
