import { assertEquals, assertStringIncludes } from "@std/assert";
import { DIGEST_SECTIONS } from "../../lib/policy/digest_schema.ts";
import { lineOf, policiesOf } from "./build.ts";

Deno.test("digest fills in every default", () => {
  const { content, output, aging_buckets } = policiesOf({ digest: "" }).digest;
  assertEquals(content, {
    max_blockers: 50,
    max_items_per_section: 10,
    include_sections: [...DIGEST_SECTIONS],
    labels_to_include: ["release-blocker"],
    severity_order: ["P0", "P1"],
  });
  assertEquals(output, {
    issue_comment: { enabled: false, target_issue_number: null },
    pinned_file: { enabled: false, path: null },
  });
  assertEquals(aging_buckets.map(({ max_minutes }) => max_minutes), [60, 240, 720, 1440, null]);
});

Deno.test("digest shows the sections that are listed, in its own order", () => {
  const text = "content: {include_sections: [aging_summary, overview, overview]}\n";
  assertEquals(policiesOf({ digest: text }).digest.content.include_sections, [
    "overview",
    "aging_summary",
  ]);
  assertStringIncludes(
    lineOf({ digest: "content: {include_sections: [overveiw]}\n" }),
    'did you mean "overview"?',
  );
});

Deno.test("digest lets the older switches override the list of sections", () => {
  const text = "content: {include_sections: [overview, promotable_candidates], " +
    "include_promote_now: false, include_queue_snapshot: true}\n";
  assertEquals(policiesOf({ digest: text }).digest.content.include_sections, [
    "overview",
    "ci_queue",
  ]);
});

Deno.test("digest needs the issue to comment on and the file to pin when they are switched on", () => {
  assertEquals(
    lineOf({ digest: "output:\n  issue_comment:\n    enabled: true\n" }),
    "error digest.yml:2 output.issue_comment.target_issue_number is missing: " +
      "enabled is true, so the number of the tracking issue is needed: add it",
  );
  assertStringIncludes(
    lineOf({ digest: "output: {pinned_file: {enabled: true}}\n" }),
    "the path of the file is needed",
  );
  assertStringIncludes(
    lineOf({ digest: "output: {pinned_file: {enabled: true, path: ../x.md}}\n" }),
    "allowed is a path inside the repository",
  );
});

Deno.test("digest refuses ageing buckets that leave ages out", () => {
  const buckets = (...limits: string[]): string =>
    `aging_buckets:\n${limits.map((limit) => `  - {label: a, max_minutes: ${limit}}\n`).join("")}`;
  assertStringIncludes(lineOf({ digest: buckets("60", "240") }), "the last bucket is null");
  assertStringIncludes(
    lineOf({ digest: buckets("60", "60", "null") }),
    "error digest.yml:3 aging_buckets[1].max_minutes is 60: allowed is a number of minutes above 60",
  );
  assertStringIncludes(lineOf({ digest: buckets("60", "null", "null") }), "aging_buckets[1]");
  assertStringIncludes(lineOf({ digest: "aging_buckets: []\n" }), "at least one bucket");
});
