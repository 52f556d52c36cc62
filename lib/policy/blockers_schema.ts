/**
 * `blockers.yml`: when blocker issues are raised, grouped, closed and reopened, and where the state is.
 * @module
 */

import * as v from "valibot";
import { isBranchName } from "./text_rules.ts";
import { FILE_KEYS, key, section } from "./section.ts";
import { line, relativePath, whole } from "./values.ts";

/** Where the state files are when no policy says otherwise. */
export const DEFAULT_STATE_PATH = "docs/releases/_state";

const branchName = v.pipe(
  line(244),
  v.check(isBranchName, 'allowed is the name of a branch, such as "release-ops-state"'),
);

/**
 * Schema of `blockers.yml`.
 * @internal
 */
export const blockersSchema = section({
  green_cycles: v.optional(
    key(
      "With resolution.auto_close (escalation.yml): close an issue after its reason was gone for so " +
        "many complete cycles in a row.",
      whole("cycles", { min: 1, max: 1000 }),
    ),
    3,
  ),
  reopen_days: v.optional(
    key(
      "A blocker that returns within so many days reopens the issue that we closed; later it gets a " +
        "new issue that links the old one. 0: always a new issue; closed ones are remembered for 30 days.",
      whole("days", { min: 0, max: 30 }),
    ),
    10,
  ),
  group_above: v.optional(
    key(
      "More failures than this of one release line at once become one issue.",
      whole("failures", { min: 1, max: 1000 }),
    ),
    5,
  ),
  max_new_issues_per_cycle: v.optional(
    key(
      "At most so many new issues in one cycle; the rest is listed and raised in the next one.",
      whole("issues", { min: 1, max: 100 }),
    ),
    10,
  ),
  state: v.optional(
    key(
      "Where the orchestrator remembers things between cycles.",
      section({
        path: v.optional(
          key("Folder of the state files in the repository.", relativePath),
          DEFAULT_STATE_PATH,
        ),
        branch: v.optional(
          key(
            "Branch that carries the state files; null is the default branch. Name another one where " +
              "the default branch is protected.",
            v.nullable(branchName),
          ),
          null,
        ),
      }),
    ),
    {},
  ),
}, FILE_KEYS);

/**
 * What `blockers.yml` says, defaults filled in.
 * @internal
 */
export type BlockersPolicy = v.InferOutput<typeof blockersSchema>;
