import { assertEquals } from "@std/assert";
import {
  carriedLevel,
  escalationLabels,
  missingLabels,
  severityOf,
} from "../../lib/escalation/escalation_labels.ts";
import { POLICY } from "./builders.ts";

Deno.test("escalationLabels() gives the base labels and those of the level", () => {
  assertEquals(escalationLabels("page", "P0", POLICY), ["release-blocker", "escalation:page"]);
  assertEquals(escalationLabels("warn", "P1", POLICY), ["release-blocker", "escalation:warn"]);
  assertEquals(escalationLabels("none", "P0", POLICY), []);
});

Deno.test("escalationLabels() never doubles a label", () => {
  const labels = { ...POLICY.labels, p0_warn: ["Release-Blocker", "w", "W"] };
  assertEquals(escalationLabels("warn", "P0", { ...POLICY, labels }), ["release-blocker", "w"]);
});

Deno.test("carriedLevel() tells the highest level whose own labels are all there", () => {
  const level = (...labels: string[]) => carriedLevel(labels, "P0", POLICY);
  assertEquals(level("release-blocker", "P0"), "none");
  assertEquals(level("Escalation:Warn"), "warn");
  assertEquals(level("escalation:warn", "escalation:page"), "page");
});

Deno.test("carriedLevel() takes neither base labels, severities nor a lower level's labels for evidence", () => {
  const labels = {
    ...POLICY.labels,
    p0_warn: ["release-blocker", "P0"],
    p0_escalate: ["urgent"],
    p0_page: ["urgent", "paged", "P0"],
  };
  const level = (...present: string[]) => carriedLevel(present, "P0", { ...POLICY, labels });
  assertEquals(level("release-blocker", "P0"), "none");
  assertEquals(level("urgent"), "escalate");
  assertEquals(level("urgent", "paged"), "page");
});

Deno.test("missingLabels() leaves out what is there and what a person took away", () => {
  const there = { present: ["A"], applied: ["B"] };
  assertEquals(missingLabels(["a", "b", "c"], there), ["c"]);
});

Deno.test("severityOf() believes state, then the label, then takes P1", () => {
  assertEquals(severityOf(["P0"], "P1"), "P1");
  assertEquals(severityOf(["p0"], undefined), "P0");
  assertEquals(severityOf(["P1", "P0"], "urgent"), "P0");
  assertEquals(severityOf([], undefined), "P1");
});
