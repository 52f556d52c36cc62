/**
 * `required_checks.yml`: which checks a candidate must pass.
 * @module
 */

import * as v from "valibot";
import { patternError } from "./pattern.ts";
import { FILE_KEYS, key, rule, section } from "./section.ts";
import { filledList, line, list, oneOf, whole } from "./values.ts";

const pattern = v.pipe(
  line(1000),
  v.check(
    (source) => patternError(source) === null,
    ({ input }) =>
      `allowed is a regular expression in RE2 syntax (no look-around, no back-references): ${
        patternError(input)
      }`,
  ),
);

const patterns = filledList(
  pattern,
  "pattern (a check that is always required belongs into always_required)",
);

const checkEntries = {
  name: key(
    "Name of the check: of a workflow, a check run or a commit status, as GitHub shows it.",
    line(),
  ),
  workflow: v.optional(
    key(
      "File name of the workflow, for example ci.yml: matched in addition to the name.",
      v.nullable(v.pipe(line(), v.transform(fileName))),
    ),
    null,
  ),
  rationale: v.optional(
    key("Why this check is required, shown where it blocks.", v.nullable(line(1000))),
    null,
  ),
};

const check = section(checkEntries, ["description", "owner", "notes"]);

const WHEN =
  "Regular expressions (RE2) over the paths of the files changed since the base; one match is enough.";

const conditionalCheck = v.pipe(
  section({
    ...checkEntries,
    when_paths_match: v.optional(key(WHEN, patterns)),
    required_when_paths_match: v.optional(key("Older name of when_paths_match.", patterns)),
  }, ["description", "owner", "notes"]),
  rule((found) => {
    const { when_paths_match, required_when_paths_match } = found;
    if (when_paths_match !== undefined && required_when_paths_match !== undefined) {
      return [{
        at: ["required_when_paths_match"],
        message: "allowed is one of when_paths_match and its older name: remove this one",
      }];
    }
    if (when_paths_match === undefined && required_when_paths_match === undefined) {
      return [{
        at: ["when_paths_match"],
        message: "a conditional check needs it: add a list of regular expressions",
      }];
    }
    return [];
  }),
  v.transform(({ required_when_paths_match, when_paths_match, ...found }) => ({
    ...found,
    when_paths_match: when_paths_match ?? required_when_paths_match ?? [],
  })),
);

const verdict = oneOf("block", "pass");

/**
 * Schema of `required_checks.yml`.
 * @internal
 */
export const requiredChecksSchema = v.pipe(
  section({
    always_required: v.optional(
      key("Checks that every candidate must pass.", list(check)),
      [],
    ),
    conditional_required: v.optional(
      key(
        "Checks that a candidate must pass when files on certain paths changed.",
        list(conditionalCheck),
      ),
      [],
    ),
    informational: v.optional(
      key("Checks that are shown and never block.", list(check)),
      [],
    ),
    on_skipped: v.optional(
      key("What a required check means whose conclusion is skipped.", verdict),
      "block",
    ),
    on_neutral: v.optional(
      key("What a required check means whose conclusion is neutral.", verdict),
      "block",
    ),
    branch_base: v.optional(
      key(
        "What the head of a branch is compared with to find the changed files: its first parent, or " +
          "the newest GA release of its line (then a conditional check stays required until the release).",
        oneOf("first_parent", "latest_ga"),
      ),
      "first_parent",
    ),
    candidates: v.optional(
      key(
        "Which commits are candidates for a release.",
        section({
          active_days: v.optional(
            key(
              "A release branch or release candidate without a commit for so many days is dead.",
              whole("days", { min: 1, max: 3650 }),
            ),
            90,
          ),
          max: v.optional(
            key(
              "At most so many candidates; the report says what was left out.",
              whole("candidates", { min: 1, max: 200 }),
            ),
            30,
          ),
          release_branches: v.optional(
            key(
              "Names of release branches, as in GitHub's branch filters: * stops at /, ** does not.",
              list(line(244)),
            ),
            ["release/*", "release-*"],
          ),
        }),
      ),
      {},
    ),
  }, [...FILE_KEYS, "branch_protection", "base_selection", "evaluation_rules"]),
  rule(({ always_required, conditional_required }) =>
    always_required.length + conditional_required.length > 0 ? [] : [{
      at: [],
      message: "no check is required, so nothing could ever be said to be safe to ship: " +
        "add at least one entry to always_required or conditional_required",
    }]
  ),
);

/**
 * What `required_checks.yml` says, defaults filled in.
 * @internal
 */
export type RequiredChecksPolicy = v.InferOutput<typeof requiredChecksSchema>;

/** Older files name a workflow by its path; GitHub's answers are compared by file name. */
function fileName(workflow: string): string {
  return workflow.replace(/^(?:\.\/)?\.github\/workflows\//, "");
}
