import { assertEquals, assertStringIncludes } from "@std/assert";
import { lineOf, linesOf, policiesOf } from "./build.ts";

Deno.test("escalation fills in every default", () => {
  assertEquals(policiesOf({ escalation: "" }).escalation, {
    thresholds: { p0: { warn: 60, escalate: 240, page: 480 }, p1: { warn: 240, escalate: 720 } },
    update_cadence: { min_minutes_between_updates: 60, force_update_on_escalation: true },
    labels: {
      base: ["release-blocker"],
      p0_warn: ["escalation:warn"],
      p0_escalate: ["escalation:escalate"],
      p0_page: ["escalation:page"],
      p1_warn: ["escalation:warn"],
      p1_escalate: ["escalation:escalate"],
    },
    notifications: { enabled: false, p0_escalate_notify: [], p0_page_notify: [] },
    fingerprint: {
      fields: ["release_line", "blocking_workflow", "blocking_job", "blocker_category"],
    },
    resolution: {
      auto_close: false,
      close_comment: "",
      resolved_labels: [],
    },
  });
});

Deno.test("escalation keeps the other defaults when one key of a group is given", () => {
  const { thresholds } = policiesOf({ escalation: "thresholds: {p0: {warn: 30}}\n" }).escalation;
  assertEquals(thresholds.p0, { warn: 30, escalate: 240, page: 480 });
});

Deno.test("escalation refuses thresholds that do not grow, also against a default", () => {
  assertEquals(
    lineOf({ escalation: "thresholds:\n  p0:\n    warn: 60\n    escalate: 60\n" }),
    "error escalation.yml:4 thresholds.p0.escalate is 60: " +
      "allowed is more than warn, which is 60 minutes, and escalate is 60",
  );
  assertStringIncludes(
    lineOf({ escalation: "thresholds: {p1: {warn: 800}}\n" }),
    "allowed is more than warn, which is 800 minutes, and escalate is 720",
  );
  assertEquals(
    linesOf({ escalation: "thresholds: {p0: {warn: 9, escalate: 8, page: 7}}\n" }).length,
    2,
  );
});

Deno.test("escalation refuses a threshold that is a text", () => {
  assertEquals(
    lineOf({ escalation: "# x\nthresholds:\n  p0:\n    warn: soon\n" }),
    'error escalation.yml:4 thresholds.p0.warn is "soon": ' +
      "allowed is a whole number of minutes from 1 to 129600, without quotes",
  );
  assertStringIncludes(lineOf({ escalation: "thresholds: {p0: {warn: '60'}}\n" }), 'is "60": ');
});

Deno.test("escalation refuses labels that GitHub would refuse", () => {
  const long = "x".repeat(51);
  for (const label of [`"${long}"`, '""', '" a"', '"a\\nb"', "7"]) {
    assertStringIncludes(
      lineOf({ escalation: `labels: {p0_warn: [${label}]}\n` }),
      "a text of 1 to 50 characters on one line",
    );
  }
  assertEquals(linesOf({ escalation: `labels: {p0_warn: ["${"x".repeat(50)}"]}\n` }), []);
});

Deno.test("escalation needs a base label and accepts levels without one", () => {
  assertStringIncludes(lineOf({ escalation: "labels: {base: []}\n" }), "at least one label");
  assertEquals(linesOf({ escalation: "labels: {p0_warn: []}\n" }), []);
});

Deno.test("escalation accepts known fingerprint fields only, each once", () => {
  const text = "fingerprint: {fields: [release_line, blocking_sha, release_line]}\n";
  assertEquals(policiesOf({ escalation: text }).escalation.fingerprint.fields, [
    "release_line",
    "blocking_sha",
  ]);
  assertStringIncludes(
    lineOf({ escalation: "fingerprint: {fields: [release_lines]}\n" }),
    'did you mean "release_line"?',
  );
  assertStringIncludes(lineOf({ escalation: "fingerprint: {fields: []}\n" }), "at least one field");
});

Deno.test("escalation keeps its switches", () => {
  const { notifications, resolution } = policiesOf({
    escalation: "notifications: {enabled: true, p0_page_notify: ['@org/on-call']}\n" +
      "resolution: {auto_close: true}\n",
  }).escalation;
  assertEquals([notifications.enabled, resolution.auto_close], [true, true]);
  assertEquals(notifications.p0_page_notify, ["@org/on-call"]);
});

Deno.test("escalation refuses a switch that is a text", () => {
  assertStringIncludes(
    lineOf({ escalation: "notifications: {enabled: 'yes'}\n" }),
    'notifications.enabled is "yes": allowed is true or false, without quotes',
  );
});
