import { assertEquals } from "@std/assert";
import { BLOCKER_MARKER, STATUS_SECTION } from "../../lib/blockers/recovery.ts";
import { marker, section } from "../../lib/report/marker.ts";
import { routingFacts } from "../../lib/routing/routing_facts.ts";
import { anIssue } from "./builders.ts";

const MARKER = marker(BLOCKER_MARKER, "release_line=4.2&blocking_workflow=Database%20Tests");

function textOf(body: string): string {
  const issue = anIssue({ title: "Ship it", body, viewer_did_author: true });
  return routingFacts(issue, { record: undefined, dashboard: null }).text.trim();
}

Deno.test("routingFacts() takes the check from the marker of our own section", () => {
  assertEquals(textOf(section(STATUS_SECTION, MARKER)), "Database Tests");
});

Deno.test("routingFacts() ignores a marker that somebody pasted outside of our section", () => {
  assertEquals(textOf(MARKER), "Ship it");
});
