import { assertEquals } from "@std/assert";
import type { Dashboard } from "../../lib/candidates/dashboard.ts";
import { marker, section } from "../../lib/report/marker.ts";
import { aPolicy, aRecord, aTeam, routeOne } from "./builders.ts";

const FINGERPRINT = "release_line=4.2&blocking_workflow=Unit%20Tests&blocker_category=failed";
const BODY = section(
  "status",
  `${
    marker("blocker", FINGERPRINT)
  }\n**4.2 cannot ship:** the release workflow failed in \`src/a.ts\`.`,
);
const OURS = {
  title: "4.2 is blocked: Unit Tests failed",
  body: BODY,
  viewer_did_author: true,
};

/** Where an issue of ours goes when one team is asked for by a keyword or a path. */
function teamFor(
  pattern: string,
  input: Parameters<typeof routeOne>[1] & { body?: string } = {},
): string | null {
  const rules = [
    { type: "keyword", patterns: [pattern] },
    { type: "filepath", patterns: [pattern] },
  ] as const;
  const { body, ...rest } = input;
  return routeOne({ ...OURS, body: body ?? BODY }, {
    policy: aPolicy({ teams: { found: aTeam("found", { rules }) } }),
    ...rest,
  }).team;
}

/** A dashboard on which the check has failed jobs. */
const DASHBOARD = {
  candidates: [
    { line: "4.2", unmet: [{ name: "Unit Tests", jobs: [{ name: "payments (linux)" }] }] },
    { line: "4.1", unmet: [{ name: "Unit Tests", jobs: [{ name: "search" }] }] },
    { line: "4.2", unmet: [{ name: "Docs", jobs: [{ name: "spelling" }] }] },
  ],
} as unknown as Dashboard;

Deno.test("decideRouting() takes our own wording for no keyword and no path", () => {
  for (const word of ["release", "workflow", "blocked", "failed", "src/**", "4.2"]) {
    assertEquals(teamFor(word), null, word);
  }
});

Deno.test("decideRouting() counts the checks and failed jobs that our issue tracks", () => {
  assertEquals(teamFor("unit tests"), "found");
  assertEquals(teamFor("payments", { dashboard: DASHBOARD }), "found");
  assertEquals(teamFor("search", { dashboard: DASHBOARD }), null);
  assertEquals(teamFor("spelling", { dashboard: DASHBOARD }), null);
});

Deno.test("decideRouting() counts the members of a group", () => {
  const record = aRecord({ fingerprint: "release_line=4.2&group=all", members: ["Docs"] });
  const records = { "issue:7": record };
  assertEquals(teamFor("docs", { records }), "found");
  assertEquals(teamFor("spelling", { records, dashboard: DASHBOARD }), "found");
  assertEquals(teamFor("payments", { records, dashboard: DASHBOARD }), null);
});

Deno.test("decideRouting() counts what people wrote around our section", () => {
  assertEquals(teamFor("gateway", { body: `the gateway\n${BODY}\n` }), "found");
  assertEquals(teamFor("infra/**", { body: `${BODY}\n\nsee infra/main.tf` }), "found");
});

Deno.test("decideRouting() reads the title of a person's issue that we adopted", () => {
  const records = { "issue:7": aRecord({ adopted: true, fingerprint: FINGERPRINT }) };
  assertEquals(teamFor("blocked", { records }), "found");
});
