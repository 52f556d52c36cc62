/**
 * `escalation.yml`: after how long a blocker is escalated, by which labels, and how it is resolved.
 * @module
 */

import * as v from "valibot";
import { stateEntry } from "./state_entry.ts";
import { type Broken, FILE_KEYS, key, rule, section } from "./section.ts";
import { filledList, flag, label, line, list, minutes, oneOf, prose, whole } from "./values.ts";

/** Thresholds of one severity must grow, else a level would never be reached. */
function growing(levels: Readonly<Record<string, number>>): Broken[] {
  const names = Object.keys(levels);
  return names.flatMap((name, index) => {
    const before = names[index - 1];
    if (before === undefined || (levels[name] ?? 0) > (levels[before] ?? 0)) return [];
    return [{
      at: [name],
      message: `allowed is more than ${before}, which is ${levels[before]} minutes, ` +
        `and ${name} is ${levels[name]}`,
    }];
  });
}

const thresholds = section({
  p0: v.optional(
    key(
      "Age in minutes at which a P0 (blocked) reaches each level.",
      v.pipe(
        section({
          warn: v.optional(key("Age for the level warn.", minutes), 60),
          escalate: v.optional(key("Age for the level escalate.", minutes), 240),
          page: v.optional(key("Age for the level page.", minutes), 480),
        }),
        rule(({ warn, escalate, page }) => growing({ warn, escalate, page })),
      ),
    ),
    {},
  ),
  p1: v.optional(
    key(
      "Age in minutes at which a P1 (pending too long) reaches each level.",
      v.pipe(
        section({
          warn: v.optional(key("Age for the level warn.", minutes), 240),
          escalate: v.optional(key("Age for the level escalate.", minutes), 720),
        }),
        rule(({ warn, escalate }) => growing({ warn, escalate })),
      ),
    ),
    {},
  ),
});

const labels = section({
  base: v.optional(
    key("Labels of every blocker issue; issues with them are watched.", filledList(label, "label")),
    ["release-blocker"],
  ),
  p0_warn: v.optional(key("Labels added at P0 warn.", list(label)), ["escalation:warn"]),
  p0_escalate: v.optional(key("Labels added at P0 escalate.", list(label)), [
    "escalation:escalate",
  ]),
  p0_page: v.optional(key("Labels added at P0 page.", list(label)), ["escalation:page"]),
  p1_warn: v.optional(key("Labels added at P1 warn.", list(label)), ["escalation:warn"]),
  p1_escalate: v.optional(key("Labels added at P1 escalate.", list(label)), [
    "escalation:escalate",
  ]),
});

const FINGERPRINT_FIELDS = [
  "release_line",
  "blocking_workflow",
  "blocking_job",
  "blocker_category",
  "blocking_sha",
] as const;

const notified = list(line());

/**
 * Schema of `escalation.yml`.
 * @internal
 */
export const escalationSchema = section({
  thresholds: v.optional(key("When a blocker reaches which level.", thresholds), {}),
  update_cadence: v.optional(
    key(
      "How often the status section of an issue is refreshed.",
      section({
        min_minutes_between_updates: v.optional(
          key(
            "At least so many minutes between two refreshes of one issue.",
            whole("minutes", { min: 0, max: 129_600 }),
          ),
          60,
        ),
        force_update_on_escalation: v.optional(
          key("Refresh at once when the level changes.", flag),
          true,
        ),
      }),
    ),
    {},
  ),
  labels: v.optional(key("Labels added at each level.", labels), {}),
  notifications: v.optional(
    key(
      "Whom to notify, for example @octocat or @org/team.",
      section({
        enabled: v.optional(key("Switch for notifications.", flag), false),
        p0_escalate_notify: v.optional(key("At P0 escalate.", notified), []),
        p0_page_notify: v.optional(key("At P0 page.", notified), []),
      }),
    ),
    {},
  ),
  fingerprint: v.optional(
    key(
      "What makes two blockers the same one.",
      section({
        fields: v.optional(
          key(
            "Fields of the fingerprint. With blocking_sha every new commit that fails the same way " +
              "gets an issue of its own.",
            v.pipe(
              filledList(oneOf(...FINGERPRINT_FIELDS), "field"),
              v.transform((fields) => [...new Set(fields)]),
            ),
          ),
          ["release_line", "blocking_workflow", "blocking_job", "blocker_category"],
        ),
      }),
    ),
    {},
  ),
  resolution: v.optional(
    key(
      "What happens when the reason is gone.",
      section({
        auto_close: v.optional(
          key("Close the issue after green_cycles (blockers.yml) complete cycles.", flag),
          false,
        ),
        close_comment: v.optional(
          key(
            "Markdown at the end of the comment that says, once, that the reason is gone.",
            prose(),
          ),
          "",
        ),
        resolved_labels: v.optional(key("Labels added then.", list(label)), []),
      }),
    ),
    {},
  ),
  state: stateEntry,
}, [...FILE_KEYS, "project"]);

/**
 * What `escalation.yml` says, defaults filled in.
 * @internal
 */
export type EscalationPolicy = v.InferOutput<typeof escalationSchema>;
