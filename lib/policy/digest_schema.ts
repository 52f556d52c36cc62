/**
 * `digest.yml`: when the digest is written, what it shows and where it goes.
 * @module
 */

import * as v from "valibot";
import { cadenceEntries, normaliseCadence, oneNameForWindows } from "./cadence_schema.ts";
import { stateEntry } from "./state_entry.ts";
import { type Broken, FILE_KEYS, key, rule, section } from "./section.ts";
import {
  filledList,
  flag,
  label,
  line,
  list,
  minutes,
  oneOf,
  relativePath,
  whole,
} from "./values.ts";

/** Sections of the digest in the order in which they appear. */
export const DIGEST_SECTIONS = [
  "overview",
  "changes",
  "ci_queue",
  "promotable_candidates",
  "blocked_items",
  "queued_or_pending",
  "aging_summary",
  "recommended_actions",
] as const;

/** Name of a section of the digest. */
export type DigestSection = typeof DIGEST_SECTIONS[number];

const content = v.pipe(
  section({
    max_blockers: v.optional(
      key("At most so many blockers in all.", whole("blockers", { min: 1, max: 1000 })),
      50,
    ),
    max_items_per_section: v.optional(
      key(
        "At most so many entries in a section; what was cut is said.",
        whole("entries", { min: 1, max: 1000 }),
      ),
      10,
    ),
    include_sections: v.optional(
      key("Sections to show.", list(oneOf(...DIGEST_SECTIONS))),
      [...DIGEST_SECTIONS],
    ),
    labels_to_include: v.optional(
      key("Labels whose open issues are shown.", filledList(label, "label")),
      ["release-blocker"],
    ),
    severity_order: v.optional(
      key("Labels by which blockers are sorted, the worst first.", list(label)),
      ["P0", "P1"],
    ),
    include_promote_now: v.optional(
      key("Older switch for the section promotable_candidates; it overrides the list.", flag),
    ),
    include_queue_snapshot: v.optional(
      key("Older switch for the section ci_queue; it overrides the list.", flag),
    ),
  }, ["include_release_lines"]),
  v.transform(({ include_promote_now, include_queue_snapshot, ...found }) => {
    const switches: Partial<Record<DigestSection, boolean | undefined>> = {
      promotable_candidates: include_promote_now,
      ci_queue: include_queue_snapshot,
    };
    return {
      ...found,
      include_sections: DIGEST_SECTIONS.filter((name) =>
        switches[name] ?? found.include_sections.includes(name)
      ),
    };
  }),
);

const issueComment = v.pipe(
  section({
    enabled: v.optional(key("Switch for the comment.", flag), false),
    target_issue_number: v.optional(
      key(
        "Number of the tracking issue.",
        v.nullable(whole("the issue", { min: 1, max: 2_147_483_647 })),
      ),
      null,
    ),
  }),
  rule(({ enabled, target_issue_number }) =>
    !enabled || target_issue_number !== null ? [] : [{
      at: ["target_issue_number"],
      message: "enabled is true, so the number of the tracking issue is needed: add it",
    }]
  ),
);

const pinnedFile = v.pipe(
  section({
    enabled: v.optional(key("Switch for the file.", flag), false),
    path: v.optional(key("Where the file is.", v.nullable(relativePath)), null),
  }),
  rule(({ enabled, path }) =>
    !enabled || path !== null ? [] : [{
      at: ["path"],
      message: "enabled is true, so the path of the file is needed: add it",
    }]
  ),
);

/** Every blocker falls into exactly one bucket: limits grow, and only the last has none. */
function agingBuckets(found: readonly { max_minutes: number | null }[]): Broken[] {
  return found.flatMap(({ max_minutes }, index): Broken[] => {
    const last = index === found.length - 1;
    if (last) {
      return max_minutes === null ? [] : [{
        at: [index, "max_minutes"],
        message: "allowed in the last bucket is null, so that the oldest blockers are counted too",
      }];
    }
    const before = found[index - 1]?.max_minutes ?? 0;
    return max_minutes !== null && max_minutes > before ? [] : [{
      at: [index, "max_minutes"],
      message: `allowed is a number of minutes above ${before}, the limit of the bucket before`,
    }];
  });
}

const buckets = v.pipe(
  filledList(
    section({
      label: key("Name of the bucket.", line(50)),
      max_minutes: v.optional(
        key("Ages up to so many minutes; null in the last bucket.", v.nullable(minutes)),
        null,
      ),
    }),
    "bucket",
  ),
  rule((found) => agingBuckets(found)),
);

const HOUR = 60;

/**
 * Schema of `digest.yml`.
 * @internal
 */
export const digestSchema = v.pipe(
  section({
    ...cadenceEntries,
    content: v.optional(key("What the digest shows.", content), {}),
    output: v.optional(
      key(
        "Where the digest goes, besides the bundle.",
        section({
          issue_comment: v.optional(key("A comment on a tracking issue.", issueComment), {}),
          pinned_file: v.optional(key("A file in the repository.", pinnedFile), {}),
        }, ["artifact", "artifact_path"]),
      ),
      {},
    ),
    aging_buckets: v.optional(
      key("Groups of blockers by age, the youngest first.", buckets),
      [
        { label: "under 1 hour", max_minutes: HOUR },
        { label: "1 to 4 hours", max_minutes: 4 * HOUR },
        { label: "4 to 12 hours", max_minutes: 12 * HOUR },
        { label: "12 to 24 hours", max_minutes: 24 * HOUR },
        { label: "over 24 hours", max_minutes: null },
      ],
    ),
    state: stateEntry,
  }, FILE_KEYS),
  rule((found) => oneNameForWindows(found)),
  v.transform((found) => ({
    ...normaliseCadence(found, { windows: [{ start: "08:00", end: "09:00" }], hours: 24 }),
    force_on_escalation: found.cadence?.force_on_escalation ?? false,
    content: found.content,
    output: found.output,
    aging_buckets: found.aging_buckets,
  })),
);

/**
 * What `digest.yml` says, defaults filled in, the cadence in one shape.
 * @internal
 */
export type DigestPolicy = v.InferOutput<typeof digestSchema>;
