/**
 * `handoff.yml`: when the on-call handoff is written, what it shows and where it goes.
 * @module
 */

import * as v from "valibot";
import { cadenceEntries, normaliseCadence, oneNameForWindows } from "./cadence_schema.ts";
import { stateEntry } from "./state_entry.ts";
import { FILE_KEYS, key, rule, section } from "./section.ts";
import { flag, hours, label, line, list, oneOf, timeOfDay, whole } from "./values.ts";

/** Sections of the handoff in the order in which they appear. */
export const HANDOFF_SECTIONS = [
  "summary",
  "active_blockers",
  "escalation_status",
  "recent_events",
  "release_status",
  "pending_actions",
  "links",
] as const;

/** Name of a section of the handoff. */
export type HandoffSection = typeof HANDOFF_SECTIONS[number];

const schedule = section({
  shift_changes: v.optional(
    key(
      "When one shift ends and the next begins, HH:MM: names the shifts; the windows alone decide when " +
        "a handoff is written.",
      v.pipe(list(timeOfDay), v.transform((times) => [...new Set(times)].toSorted())),
    ),
    [],
  ),
}, ["lead_time_minutes"]);

const content = v.pipe(
  section({
    max_blockers: v.optional(
      key("At most so many blockers.", whole("blockers", { min: 1, max: 1000 })),
      5,
    ),
    max_recent_events: v.optional(
      key("At most so many events.", whole("events", { min: 1, max: 1000 })),
      10,
    ),
    max_pending_actions: v.optional(
      key("At most so many recommended actions.", whole("actions", { min: 1, max: 1000 })),
      5,
    ),
    include_sections: v.optional(
      key("Sections to show.", list(oneOf(...HANDOFF_SECTIONS))),
      [...HANDOFF_SECTIONS],
    ),
    recent_events_hours: v.optional(
      key(
        "How far back the first handoff looks; later ones begin at the handoff before.",
        hours({ above: 0, to: 24 * 31 }),
      ),
      8,
    ),
    include_previous_context: v.optional(
      key("Carry over the context that the previous shift left.", flag),
      true,
    ),
  }),
  v.transform((found) => ({
    ...found,
    include_sections: HANDOFF_SECTIONS.filter((name) => found.include_sections.includes(name)),
  })),
);

const output = section({
  slack_format: v.optional(
    key(
      "A plain text for chat beside the report.",
      section({
        enabled: v.optional(key("Switch for the plain text.", flag), true),
      }, ["artifact_path"]),
    ),
    {},
  ),
  slack_webhook: v.optional(
    key(
      "Post the plain text to a webhook. Not built yet: a cycle warns that nothing is sent.",
      section({
        enabled: v.optional(key("Switch for the webhook.", flag), false),
      }, ["channel_id"]),
    ),
    {},
  ),
}, ["artifact", "artifact_path"]);

const indicators = section({
  healthy: v.optional(key("Nothing is in the way.", line(50)), ":white_check_mark:"),
  warning: v.optional(key("Something needs attention.", line(50)), ":warning:"),
  critical: v.optional(key("Something is blocked.", line(50)), ":rotating_light:"),
  unknown: v.optional(key("The facts are incomplete.", line(50)), ":grey_question:"),
});

/**
 * Schema of `handoff.yml`.
 * @internal
 */
export const handoffSchema = v.pipe(
  section({
    ...cadenceEntries,
    schedule: v.optional(key("Names of the shifts.", schedule), {}),
    content: v.optional(key("What the handoff shows.", content), {}),
    output: v.optional(key("Where the handoff goes, besides the bundle.", output), {}),
    priority_labels: v.optional(
      key("Labels by which blockers are sorted, the most urgent first.", list(label)),
      ["P0", "P1"],
    ),
    status_indicators: v.optional(key("Signs in the text for chat.", indicators), {}),
    state: stateEntry,
  }, FILE_KEYS),
  rule((found) => oneNameForWindows(found)),
  v.transform((found) => ({
    ...normaliseCadence(found, {
      windows: [{ start: "09:00", end: "09:30" }, { start: "17:00", end: "17:30" }],
      hours: 8,
    }),
    schedule: found.schedule,
    content: found.content,
    output: found.output,
    priority_labels: found.priority_labels,
    status_indicators: found.status_indicators,
  })),
);

/**
 * What `handoff.yml` says, defaults filled in, the cadence in one shape.
 * @internal
 */
export type HandoffPolicy = v.InferOutput<typeof handoffSchema>;
