/**
 * The commands. What each needs is loaded when it runs, not before: `should-run`, `check` and the help
 * must not wait for Octokit or the renderers.
 * @module
 */

import type { Command } from "./command.ts";
import { COMMON_FLAGS, CYCLE_FLAGS, OUT_FLAG, TEMPLATES_FLAG } from "./cycle_flags.ts";
import type { Flag } from "./flags.ts";
import { SIMULATE_FLAGS } from "./simulate_flags.ts";

const JSON_FLAG: Flag = {
  name: "json",
  kind: "boolean",
  env: [],
  default: false,
  help: "Answer as JSON.",
};

const VERBOSE_FLAG: Flag = {
  name: "verbose",
  kind: "boolean",
  env: ["VERBOSE"],
  default: false,
  help: "Explain the answer.",
};

const CATCH_UP_FLAG: Flag = {
  name: "catch-up-hours",
  kind: "number",
  env: ["CATCH_UP_HOURS"],
  default: null,
  range: [0, 744],
  whole: false,
  help: "Hours in which a missed occurrence is caught up; default: as the policy says, else 0.",
};

const INIT_FLAGS: readonly Flag[] = [
  {
    name: "dir",
    kind: "text",
    env: [],
    default: null,
    path: "folder",
    help: "Top folder of the checkout; default: the current folder.",
  },
  {
    name: "action",
    kind: "text",
    env: [],
    default: null,
    help: "The composite action that the workflows use: owner/name@commit.",
  },
  {
    name: "yes",
    kind: "boolean",
    env: [],
    default: false,
    help: "Write without asking; existing files are left alone all the same.",
  },
];

/** What of a cycle's flags decides whether one can work. */
const DOCTOR_FLAGS: readonly Flag[] = CYCLE_FLAGS.filter(({ name }) =>
  [
    "repo",
    "policies",
    "enable-issue-writes",
    "enable-routing",
    "enable-escalation",
    "commit-state",
    "state-dir",
    "catch-up-hours",
  ].includes(name)
);

/** All commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: "run",
    operands: "",
    summary: "run one cycle",
    flags: CYCLE_FLAGS,
    run: async (flags, shell) => await (await import("./run.ts")).runCommand(flags, shell),
  },
  {
    name: "step",
    operands: "NAME",
    summary: "run a cycle with only this optional step on",
    flags: CYCLE_FLAGS,
    run: async (flags, shell) => await (await import("./run.ts")).stepCommand(flags, shell),
  },
  {
    name: "should-run",
    operands: "",
    summary: "tell whether a cadenced task is due (exit 0 run, 1 skip, 2 error)",
    flags: [
      {
        name: "task",
        kind: "text",
        env: [],
        default: null,
        values: ["digest", "handoff"],
        help: "Which task; it has to be named.",
      },
      {
        name: "policy",
        kind: "text",
        env: [],
        default: null,
        path: "file",
        help: "The task's policy file; default: from --policies.",
      },
      {
        name: "state",
        kind: "text",
        env: [],
        default: null,
        path: "file",
        help: "The task's state file; default: none, never ran.",
      },
      CATCH_UP_FLAG,
      ...COMMON_FLAGS,
      JSON_FLAG,
      VERBOSE_FLAG,
    ],
    run: async (flags, shell) =>
      await (await import("./should_run_command.ts")).shouldRunCommand(flags, shell),
  },
  {
    name: "explain",
    operands: "CANDIDATE",
    summary: "tell from a bundle why a candidate can ship or not",
    flags: [
      {
        name: "bundle",
        kind: "text",
        env: [],
        default: null,
        path: "folder",
        help: "Folder of the bundle; default: the latest in --out.",
      },
      { ...OUT_FLAG, help: "Folder of the bundles." },
      JSON_FLAG,
    ],
    run: async (flags, shell) =>
      await (await import("./explain_command.ts")).explainCommand(flags, shell),
  },
  {
    name: "replay",
    operands: "BUNDLE",
    summary: "run a cycle again from its bundle, without GitHub, and compare",
    flags: [
      {
        ...OUT_FLAG,
        env: [],
        default: "artifacts/replays",
        help: "Folder that the new bundle goes into.",
      },
      { ...TEMPLATES_FLAG, env: [], help: "The folder of templates that the cycle had." },
      { ...VERBOSE_FLAG, env: [], help: "Log in more detail." },
    ],
    run: async (flags, shell) =>
      await (await import("./replay_command.ts")).replayCommand(flags, shell),
  },
  {
    name: "check",
    operands: "",
    summary: "check the policies and name every problem at once",
    flags: [...COMMON_FLAGS.filter(({ name }) => name === "policies"), CATCH_UP_FLAG, JSON_FLAG],
    run: async (flags, shell) =>
      await (await import("./check_command.ts")).checkCommand(flags, shell),
  },
  {
    name: "simulate",
    operands: "",
    summary: "show what late and lost ticks do to the digest and the handoff",
    flags: [...SIMULATE_FLAGS, ...COMMON_FLAGS, TEMPLATES_FLAG, JSON_FLAG, VERBOSE_FLAG],
    run: async (flags, shell) =>
      await (await import("./simulate_command.ts")).simulateCommand(flags, shell),
  },
  {
    name: "init",
    operands: "",
    summary: "write the workflows and policies fitted to a checkout, after showing them",
    flags: INIT_FLAGS,
    run: async (flags, shell) =>
      await (await import("./init_command.ts")).initCommand(flags, shell),
  },
  {
    name: "doctor",
    operands: "",
    summary: "look whether cycles can work here (exit 0 all ok, 1 a warning, 2 something fails)",
    flags: [...DOCTOR_FLAGS, JSON_FLAG],
    run: async (flags, shell) =>
      await (await import("./doctor_command.ts")).doctorCommand(flags, shell),
  },
  {
    name: "demo",
    operands: "",
    summary: "run a cycle on the embedded sample: no token, no network",
    flags: [{ ...OUT_FLAG, env: [], help: "Folder that the bundle goes into." }, TEMPLATES_FLAG],
    run: async (flags, shell) => await (await import("./demo.ts")).demoCommand(flags, shell),
  },
  {
    name: "completions",
    operands: "SHELL",
    choices: ["bash", "zsh", "fish"],
    summary: "print what makes a shell complete commands, flags and values",
    flags: [],
    run: async (flags, shell) =>
      await (await import("./completions_command.ts")).completionsCommand(flags, shell),
  },
];
