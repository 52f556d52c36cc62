/**
 * The flags of a cycle: the workflow's inputs in kebab case, and where things are.
 * @module
 */

import type { Flag } from "./flags.ts";

/** The nine inputs of the workflow. */
export const INPUT_FLAGS: readonly Flag[] = [
  toggle("dry-run", {
    env: ["DRY_RUN"],
    default: false,
    help: "Plan everything, write nothing, save no state.",
  }),
  {
    name: "threshold-minutes",
    kind: "number",
    env: ["THRESHOLD_MINUTES"],
    default: 90,
    range: [0, 100_000],
    help: "Minutes that a reason must have held before a blocker issue is raised.",
  },
  toggle("enable-issue-writes", {
    env: ["ENABLE_ISSUE_WRITES"],
    default: true,
    help: "false is read-only mode: nothing at all is written to GitHub.",
  }),
  toggle("enable-routing", {
    env: ["ENABLE_ROUTING"],
    default: true,
    help: "Route blockers to teams.",
  }),
  toggle("enable-escalation", {
    env: ["ENABLE_ESCALATION"],
    default: true,
    help: "Escalate blockers by age.",
  }),
  toggle("enable-notify", {
    env: ["ENABLE_NOTIFY"],
    default: false,
    help: "Notifications; not built yet, so it warns that nothing is sent.",
  }),
  toggle("force-digest", {
    env: ["FORCE_DIGEST", "FORCE_RUN_DIGEST"],
    default: false,
    help: "Write the digest now, whatever its window says.",
  }),
  toggle("force-handoff", {
    env: ["FORCE_HANDOFF", "FORCE_RUN_HANDOFF"],
    default: false,
    help: "Write the handoff now, whatever its windows say.",
  }),
  toggle("verbose", { env: ["VERBOSE"], default: false, help: "Log in more detail." }),
];

/** Where policies are and what time it is: shared by several commands. */
export const COMMON_FLAGS: readonly Flag[] = [
  {
    name: "policies",
    kind: "text",
    env: ["POLICIES"],
    default: null,
    path: "folder",
    help: "Folder of the policies; default: policies/ where it exists, else the embedded ones.",
  },
  {
    name: "now",
    kind: "time",
    env: [],
    default: null,
    help: "Act as if it were this time (UTC); default: the clock.",
  },
];

/** A person's own templates, in front of the shipped ones. */
export const TEMPLATES_FLAG: Flag = {
  name: "templates",
  kind: "text",
  env: ["TEMPLATES"],
  default: null,
  path: "folder",
  help:
    "Folder of templates in place of the shipped ones of the same name; they run as code, so trust it.",
};

/** Where bundles are. */
export const OUT_FLAG: Flag = {
  name: "out",
  kind: "text",
  env: ["OUT"],
  default: "artifacts",
  path: "folder",
  help: "Folder that the bundles go into.",
};

/** Everything else that a cycle takes. */
export const CYCLE_FLAGS: readonly Flag[] = [
  ...INPUT_FLAGS,
  {
    name: "repo",
    kind: "text",
    env: ["GITHUB_REPOSITORY"],
    default: null,
    help: "Repository, owner/name.",
  },
  ...COMMON_FLAGS,
  TEMPLATES_FLAG,
  OUT_FLAG,
  {
    name: "state-dir",
    kind: "text",
    env: ["STATE_DIR"],
    default: null,
    path: "folder",
    help: "Keep the state in this folder instead of on a branch.",
  },
  toggle("commit-state", {
    env: ["COMMIT_STATE"],
    default: true,
    help: "Commit the state to its branch (step 9).",
  }),
  {
    name: "run-id",
    kind: "text",
    env: ["GITHUB_RUN_ID"],
    default: null,
    help: "Name of the cycle; default: its time.",
  },
  {
    name: "context",
    kind: "text",
    env: ["CONTEXT"],
    default: null,
    help: "What this shift leaves to the next one; drop takes away what earlier ones left.",
  },
  {
    name: "catch-up-hours",
    kind: "number",
    env: ["CATCH_UP_HOURS"],
    default: null,
    range: [0, 744],
    whole: false,
    help:
      "Hours in which a missed digest or handoff is caught up; default: as the policy says, else 0.",
  },
  {
    name: "retention-days",
    kind: "number",
    env: ["RETENTION_DAYS"],
    default: 30,
    range: [0, 3650],
    help: "Prune bundles older than so many days from --out; 0 keeps them all.",
  },
];

function toggle(name: string, rest: Omit<Flag, "name" | "kind">): Flag {
  return { name, kind: "boolean", ...rest };
}
