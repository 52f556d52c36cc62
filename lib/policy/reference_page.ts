/**
 * The page `docs/policies.md`: the reference of all policy keys as Markdown, laid out as the formatter
 * lays it out.
 * @module
 */

import { OLDER_NAMES, POLICY_NAMES, type PolicyName } from "./names.ts";
import { ANYTHING, code, type ReferenceKey, referenceKeys } from "./reference.ts";

/** What introduces each file; nothing about a key. */
const ABOUT: Readonly<Record<PolicyName, string>> = {
  required_checks:
    "Which checks must pass before a commit may ship, and which commits are looked at.",
  blockers:
    "When blockers become issues, are grouped, closed and reopened, and where the state is.",
  routing: "Which team a blocker goes to.",
  escalation: "After how long a blocker is escalated, and what happens when its reason is gone.",
  digest: "When the digest is written, what it shows and where it goes.",
  handoff: "When the on-call handoff is written, what it shows and where it goes.",
};

/** Of the formatter, which the page is held to. */
const LINE_WIDTH = 100;

const INTRODUCTION = `# Policies

What can a policy say, what does each key mean, and what holds when it is left out? This page is
written by \`deno task schemas\` from the schemas that the program itself checks policies with.

- Policies are read from \`policies/\`, or from the folder given with \`--policies\`. Where neither is
  there, the shipped ones hold. A policy without a file is the shipped one, except
  \`required_checks.yml\`: which checks are required is never guessed.
- A key that a file leaves out has the default below; blank is nothing. "Shipped" names what our own
  file says where that is something else.
- An unknown key is a warning with the nearest known one; a wrong type or an impossible value is an
  error, and no cycle runs with it. \`release-ops check\` names every problem at once.
- YAML anchors and aliases are refused, and so are files that are too large or too deep.
- Editors check a file against \`policies/schemas/\` by its first line.
- How long a reason must hold before an issue is raised is no policy: it is the input
  \`threshold_minutes\`.
`;

/** The whole page. It ends with a newline. */
export function policyReference(): string {
  return [INTRODUCTION, ...POLICY_NAMES.map(sectionOf)].join("\n");
}

function sectionOf(name: PolicyName): string {
  const older = OLDER_NAMES[name];
  const [idle, keys] = partition(referenceKeys(name), ({ values }) => values === ANYTHING);
  const rows = keys.map((key) => [
    code(key.path),
    key.values,
    key.fallback,
    plain(key.meaning),
  ]);
  return [
    `## ${name}.yml`,
    "",
    ABOUT[name],
    ...older === undefined ? [] : ["", `Older name of the file: \`${older}.yml\`.`],
    "",
    ...table(["key", "values", "default", "meaning"], rows),
    ...idle.length === 0 ? [] : ["", ...idleSentence(idle)],
    "",
  ].join("\n");
}

/** What is read without an effect, in one sentence: it is no key that anybody would look up. */
function idleSentence(idle: readonly ReferenceKey[]): string[] {
  const [about, older] = partition(idle, ({ meaning }) => meaning.startsWith("About the file"));
  const listed = (keys: readonly ReferenceKey[]): string =>
    keys.map(({ path }) => code(path)).join(", ");
  const parts = [
    ...about.length === 0 ? [] : [`${listed(about)}, which tell people about the file`],
    ...older.length === 0 ? [] : [`${listed(older)}, from older files`],
  ];
  return wrapped(`Accepted without an effect: ${parts.join("; ")}.`);
}

/** Lines as the formatter breaks them: each as long as it may be. */
function wrapped(text: string): string[] {
  return text.split(" ").reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    return last === undefined || last.length + 1 + word.length > LINE_WIDTH
      ? [...lines, word]
      : [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}

function partition<T>(items: readonly T[], holds: (item: T) => boolean): [T[], T[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
}

/** Words in which nothing is Markdown. */
function plain(words: string): string {
  return words.replaceAll(/[*|<]/g, "\\$&");
}

/** A table whose columns are padded as the formatter pads them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0))
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, at) => (cells[at] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}
