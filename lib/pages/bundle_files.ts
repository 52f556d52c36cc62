/**
 * The files of a bundle and what each is for.
 * @module
 */

/** One file of the bundle. */
export interface BundleFile {
  /** Path inside the bundle. */
  readonly name: string;
  /** What a person finds in it, in one line. */
  readonly purpose: string;
}

/** Files that belong together. */
export interface FileGroup {
  /** Who the files are for. */
  readonly title: string;
  /** In the order in which to read them; never empty. */
  readonly files: readonly BundleFile[];
}

const GROUPS: readonly { title: string; files: Readonly<Record<string, string>> }[] = [
  {
    title: "For people",
    files: {
      "index.html": "Open this first: can we ship, what is blocked, whose it is, and every file",
      "release_ops_single_page.html": "Everything on one page, for the browser",
      "release_ops_single_page.md": "Everything on one page, as Markdown",
      "release_ops_digest.md": "The daily digest, or when the next one is due",
      "oncall_handoff.md": "The on-call handoff, or when the next one is due",
      "oncall_handoff_slack.txt": "The handoff as plain text for chat",
      "cycle_summary.md": "What this cycle did, in one page",
    },
  },
  {
    title: "Reports of the steps",
    files: {
      "dashboard.md": "Candidates, their checks, and what each waits for",
      "blocked_issues_report.md": "Blocker issues: raised, kept, cleared, and why",
      "routing_report.md": "Which blocker went to which team, and by which rule",
      "escalation_report.md": "Age and level of every open blocker, and what comes next",
    },
  },
  {
    title: "For scripts and debugging",
    files: {
      "dashboard.json": "The dashboard as data",
      "cycle.json": "Outcome of every step and action, with timings and versions: the authority",
      "cycle_info.txt": "Facts about the run, one per line",
      "inputs.json":
        "Options, policies, observation and every answer: what the cycle was decided from",
    },
  },
  {
    title: "State",
    files: {
      "state-before/": "state as the cycle found it",
      "state-snapshot/": "state as the cycle left it",
    },
  },
];

/** Files that every bundle holds in the end, whenever in the cycle a page is written. */
export const ALWAYS_FILES: readonly string[] = [
  "index.html",
  "release_ops_single_page.html",
  "release_ops_single_page.md",
  "cycle_info.txt",
  "cycle_summary.md",
  "cycle.json",
  "inputs.json",
];

const STATE_PURPOSES: Readonly<Record<string, string>> = {
  "blockers_state.json": "Blockers and health",
  "digest_state.json": "Digest",
  "handoff_state.json": "Handoff",
  "triage_state.json": "Routing",
  "observation_state.json": "Comparisons",
};

/** The files in the order in which people want them; only those that exist, and nothing left out. */
export function bundleFiles(names: readonly string[]): FileGroup[] {
  const left = new Set(names);
  const groups = GROUPS.map(({ title, files }) => ({
    title,
    files: Object.entries(files).flatMap(([name, purpose]) => {
      const found = name.endsWith("/")
        ? [...left].filter((path) => path.startsWith(name)).toSorted()
        : left.has(name)
        ? [name]
        : [];
      found.forEach((path) => left.delete(path));
      return found.map((path) => ({ name: path, purpose: purposeOf(path, purpose) }));
    }),
  }));
  const others = [...left].toSorted().map((name) => ({
    name,
    purpose: "Further file of this cycle",
  }));
  return [...groups, { title: "Other files", files: others }].filter(({ files }) =>
    files.length > 0
  );
}

function purposeOf(path: string, purpose: string): string {
  const [folder, file] = path.split("/");
  if (file === undefined || folder === undefined) return purpose;
  return `${STATE_PURPOSES[file] ?? "Kept aside"}: ${purpose}`;
}

/** A path as a relative address. */
export function relativeHref(path: string): string {
  return `./${path.toWellFormed().split("/").map(encodeURIComponent).join("/")}`;
}
