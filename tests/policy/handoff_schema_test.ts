import { assertEquals, assertStringIncludes } from "@std/assert";
import { HANDOFF_SECTIONS } from "../../lib/policy/handoff_schema.ts";
import { lineOf, policiesOf } from "./build.ts";

Deno.test("handoff fills in every default", () => {
  const { schedule, content, output, priority_labels, status_indicators } =
    policiesOf({ handoff: "" }).handoff;
  assertEquals({ schedule, content, output, priority_labels, status_indicators }, {
    schedule: { shift_changes: [] },
    content: {
      max_blockers: 5,
      max_recent_events: 10,
      max_pending_actions: 5,
      include_sections: [...HANDOFF_SECTIONS],
      recent_events_hours: 8,
      include_previous_context: true,
    },
    output: { slack_format: { enabled: true }, slack_webhook: { enabled: false } },
    priority_labels: ["P0", "P1"],
    status_indicators: {
      healthy: ":white_check_mark:",
      warning: ":warning:",
      critical: ":rotating_light:",
      unknown: ":grey_question:",
    },
  });
});

Deno.test("handoff sorts shift changes and refuses what is no time", () => {
  const text = 'run_window_utc: {start: "07:30", end: "08:00"}\n' +
    'schedule: {shift_changes: ["16:00", "00:00", "08:00", "08:00"]}\n';
  assertEquals(policiesOf({ handoff: text }).handoff.schedule.shift_changes, [
    "00:00",
    "08:00",
    "16:00",
  ]);
  assertStringIncludes(lineOf({ handoff: "schedule: {shift_changes: [noon]}\n" }), '"HH:MM"');
});

Deno.test("handoff keeps its switches", () => {
  const text = "output: {slack_format: {enabled: false}, slack_webhook: {enabled: true}}\n";
  assertEquals(policiesOf({ handoff: text }).handoff.output, {
    slack_format: { enabled: false },
    slack_webhook: { enabled: true },
  });
});

Deno.test("handoff shows known sections only", () => {
  assertStringIncludes(
    lineOf({ handoff: "content: {include_sections: [sumary]}\n" }),
    'did you mean "summary"?',
  );
});
