/**
 * The manual: what `--help` says of a command beyond its table of flags. Loaded for that alone.
 * @module
 */

/** A name, and what it is. */
export type Entry = readonly [name: string, meaning: string];

/** What there is to say of one command. */
export interface Manual {
  /** Paragraphs. */
  readonly description: readonly string[];
  /** Arguments of a call that works, without the program's name, and what it does. */
  readonly examples: readonly Entry[];
  /** How the process ends. */
  readonly exits: readonly Entry[];
  /** Variables beside those that stand for a flag. */
  readonly environment: readonly Entry[];
  /** What is read or written. */
  readonly files: readonly Entry[];
}

/** How most commands end. */
const DONE: readonly Entry[] = [
  ["0", "Done."],
  ["1", "Done, but a step or an action failed, or GitHub could not be read in full."],
  ["2", "Refused before anything was written: bad arguments, bad policy, no access."],
];

const REFUSED: Entry = ["2", "Refused: bad arguments, or a file that cannot be used."];

/** As whom GitHub is asked, and where it is. */
const GITHUB: readonly Entry[] = [
  ["GITHUB_TOKEN", "Token for GitHub."],
  ["GH_TOKEN", "The same, where GITHUB_TOKEN is not set."],
  ["GITHUB_TOKEN_FILE", "File that holds the token, instead."],
  ["RELEASE_OPS_APP_ID", "Number or client id of a GitHub App, instead of a token."],
  ["RELEASE_OPS_APP_PRIVATE_KEY_FILE", "PEM file of the app's private key."],
  ["RELEASE_OPS_APP_INSTALLATION_ID", "Its installation; default: looked up."],
  ["GITHUB_API_URL", "Root of the REST API; default: https://api.github.com."],
  ["GITHUB_GRAPHQL_URL", "Address of the GraphQL API; default: the one beside it."],
];

/** How a log is written. */
const LOG: readonly Entry[] = [
  ["GITHUB_ACTIONS", "true: the log is for GitHub's runner, with groups and annotations."],
  ["JOURNAL_STREAM", "Set by systemd: the log is for its journal, with priorities."],
];

const CYCLE: readonly Entry[] = [
  ...GITHUB,
  ["RELEASE_OPS_WRITE_INTERVAL_MS", "Milliseconds between two writes; default: 1000."],
  ["GITHUB_SERVER_URL", "For links to the run; default: https://github.com."],
  ["GITHUB_EVENT_NAME", "What started the workflow, for the loop guard."],
  ["GITHUB_EVENT_PATH", "File with that event."],
  ["GITHUB_STEP_SUMMARY", "File that the summary is appended to."],
  ["GITHUB_OUTPUT", "File that the outputs are appended to."],
  ...LOG,
];

const POLICY_FILES: Entry = [
  "policies/",
  "The policies, where the folder exists; without it the embedded ones hold.",
];

const CYCLE_FILES: readonly Entry[] = [
  POLICY_FILES,
  ["artifacts/release-ops-cycle-ID/", "The bundle of a cycle; open its index.html."],
  ["docs/releases/_state/", "The state, in the repository; with --state-dir there."],
  ["DIR/.lock", "Keeps two cycles on one --state-dir apart."],
];

/** The manual by name of command. */
export const MANUAL: Readonly<Record<string, Manual>> = {
  run: {
    description: [
      "Observes the repository once, decides what can ship and what blocks it, raises, routes and " +
      "escalates blockers as issues, writes the digest and the handoff when they are due, and " +
      "leaves one bundle. The path of its first page goes to stdout, the log to stderr.",
      "An unchanged world causes no write. With --dry-run everything is planned and nothing " +
      "written.",
    ],
    examples: [
      ["run --repo acme/widgets --dry-run", "Plan a cycle and write nothing."],
      [
        "run --repo acme/widgets --out artifacts --state-dir state",
        "A cycle of an ops host, which keeps the state itself.",
      ],
    ],
    exits: DONE,
    environment: CYCLE,
    files: CYCLE_FILES,
  },
  step: {
    description: [
      "A cycle in which the other optional steps are switched off: the same observation, gate, " +
      "bundle and state. NAME is that of a step, such as digest or blocker_issues; a wrong one is " +
      "answered with the list.",
    ],
    examples: [
      ["step digest --repo acme/widgets --force-digest", "Write the digest now."],
    ],
    exits: DONE,
    environment: CYCLE,
    files: CYCLE_FILES,
  },
  "should-run": {
    description: [
      "Answers from local files alone, in milliseconds, for scripts that want to know before they " +
      "start anything.",
    ],
    examples: [
      [
        "should-run --task digest --now 2026-01-08T08:15:00Z --verbose",
        "Whether the digest would be due then, and why.",
      ],
      [
        "should-run --task handoff --state state/handoff_state.json",
        "Whether the handoff is due now.",
      ],
    ],
    exits: [["0", "Run."], ["1", "Skip."], REFUSED],
    environment: [
      ["FORCE_DIGEST", "true: the digest is due; FORCE_RUN_DIGEST means the same."],
      ["FORCE_HANDOFF", "true: the handoff is due; FORCE_RUN_HANDOFF means the same."],
    ],
    files: [POLICY_FILES],
  },
  explain: {
    description: [
      "Every check that the policy names, why it is asked for, the results that count and which of " +
      "them decides, and the open blocker issues of the line: from what a cycle saw, without GitHub. " +
      "CANDIDATE is a tag, a branch, a line or a commit. What is no candidate is told why.",
    ],
    examples: [["explain v4.2.0-rc.1", "From the latest bundle in artifacts."]],
    exits: [["0", "Explained."], REFUSED],
    environment: [],
    files: [["artifacts/release-ops-cycle-ID/inputs.json", "What the cycle saw."]],
  },
  replay: {
    description: [
      "Runs the cycle of a bundle again, on what it saw and what its writes came to, as the bundle " +
      "recorded them: nothing is asked and nothing is sent. Then it names the files that differ. With " +
      "the same version there are none; with another they show what it would have done differently.",
    ],
    examples: [[
      "replay artifacts/release-ops-cycle-demo",
      "Run the demo's cycle again, into artifacts/replays.",
    ]],
    exits: [["0", "Every file is the same."], ["1", "Some differ."], REFUSED],
    environment: [],
    files: [["artifacts/release-ops-cycle-ID/inputs.json", "What the cycle saw, asked and got."]],
  },
  check: {
    description: [
      "Names file, line, value and what is allowed for every problem of the policies, and warns " +
      "of what is legal and will disappoint.",
    ],
    examples: [["check --policies policies", "Check the policies of a checkout."]],
    exits: [["0", "The policies can be used."], ["2", "They cannot."]],
    environment: [],
    files: [POLICY_FILES],
  },
  simulate: {
    description: [
      "Plays a schedule whose ticks come late or not at all, or the ticks of a file, against the " +
      "policies, and counts which digests and handoffs would have been delivered. The same seed " +
      "gives the same answer.",
    ],
    examples: [
      [
        "simulate --delay 0..45m --html artifacts/calendar.html",
        "A month of a bad scheduler, drawn as a calendar.",
      ],
      ["simulate --ticks ticks.txt --json", "The ticks of a real month, as JSON."],
    ],
    exits: [["0", "Shown."], REFUSED],
    environment: [],
    files: [POLICY_FILES],
  },
  init: {
    description: [
      "Looks at workflows, tags and branches of a checkout, shows the workflows and the policies " +
      "that fit, and writes them when told to. What exists is never overwritten.",
    ],
    examples: [
      ["init --dir . --action OWNER/NAME@COMMIT", "Show what would be written, then ask."],
    ],
    exits: [["0", "Written, or there was nothing to write, or the answer was no."], REFUSED],
    environment: [],
    files: [[".github/workflows/", "Gets the hourly workflow, and one that runs a single step."], [
      "policies/",
      "Gets the policies.",
    ]],
  },
  doctor: {
    description: [
      "Looks at the identity, its permissions, the repository, labels, policies, state branch and " +
      "clock, and says of each how it stands and what to do. Reads only.",
    ],
    examples: [["doctor --repo acme/widgets", "Whether cycles can work there."]],
    exits: [
      ["0", "All is well, as far as GitHub tells."],
      ["1", "Something wants to be looked at."],
      ["2", "A cycle would fail."],
    ],
    environment: [...GITHUB, ...LOG],
    files: [POLICY_FILES],
  },
  demo: {
    description: [
      "A whole cycle on a recorded release week of a made-up repository: the quickest way to see " +
      "a bundle.",
    ],
    examples: [["demo --out artifacts", "Leave the bundle in artifacts."]],
    exits: [["0", "Done."], REFUSED],
    environment: [],
    files: [["artifacts/release-ops-cycle-demo/", "The bundle; open its index.html."]],
  },
  completions: {
    description: [
      "Commands, flags, their values, steps, tasks and paths. The script is printed; put it where " +
      "the shell looks for such.",
    ],
    examples: [
      ["completions bash", "For /etc/bash_completion.d/release-ops, or source it."],
      ["completions zsh", "For a file _release-ops in a folder of fpath."],
      ["completions fish", "For ~/.config/fish/completions/release-ops.fish."],
    ],
    exits: [["0", "Printed."], REFUSED],
    environment: [],
    files: [],
  },
};
