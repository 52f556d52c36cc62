/**
 * Hostile text through whole cycles: every string of the corpus in every field of the world that somebody
 * else can write, into every sink. The oracle is a control: the same world with plain words. What a
 * cycle makes of both must have the same elements, markers, lines and outputs.
 * @module
 */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { clean } from "../../lib/report/clean.ts";
import { aTrain, type Ran, type Train } from "../e2e/harness.ts";
import { CORPUS } from "../hostile/corpus.ts";
import {
  FIELDS,
  hostileErrors,
  letters,
  poisonedAnswers,
  TRACKING_ISSUE,
  worldOf,
} from "./hostile_world.ts";
import {
  addressesOf,
  elementsOf,
  liveCounts,
  logProblems,
  markdownAddresses,
  markdownElements,
  markersOf,
  outputsIn,
  slackActs,
} from "./parsed.ts";

/** Strings per world. */
const SIZE = 28;

/** Everything that the cycles of a world wrote anywhere, by the name of the sink. */
type Written = ReadonlyMap<string, string>;

const POLICIES = {
  "blockers.yml": (text: string) =>
    text.replace(/max_new_issues_per_cycle: \d+/, "max_new_issues_per_cycle: 100"),
  "escalation.yml": (text: string) => text.replace("warn: 60", "warn: 130"),
  "digest.yml": (text: string) =>
    text.replace("enabled: false", "enabled: true")
      .replace("target_issue_number: null", `target_issue_number: ${TRACKING_ISSUE}`),
  "routing.yml": [
    'version: "1.0.0"',
    "enabled: true",
    "trigger_labels: [release-blocker]",
    "teams:",
    "  core:",
    "    assignees: []",
    "    labels: [team:core]",
    "    rules:",
    "      - {type: filepath, patterns: ['zz/**']}",
    "default: {assignees: [], labels: [needs-triage]}",
    "rate_limit: {max_issues_per_run: 30, cooldown_minutes: 30}",
    "",
  ].join("\n"),
} as const;

/** What came of trying strings. */
export interface Tried {
  readonly strings: number;
  readonly fields: number;
  readonly sinks: number;
  /** One sentence for each sink that hostile text broke or escaped from. */
  readonly troubles: readonly string[];
}

/** Puts strings through every field into every sink, a few dozen to a world. */
export async function tryStrings(all: readonly string[]): Promise<Tried> {
  const empty = CORPUS.filter((value) => clean(value) === "");
  const rest = all.filter((value) => clean(value) !== "");
  const control = await written(plainWords(SIZE));
  // A control that does nothing would agree with everything.
  assertEquals(control.get("first exit"), "0", control.get("first log"));
  const troubles: string[] = [];
  for (let at = 0; at < rest.length; at += SIZE) {
    const strings = rest.slice(at, at + SIZE);
    for (let more = 0; strings.length < SIZE; more++) {
      strings.push(rest[more % rest.length] as string);
    }
    troubles.push(...compare(await written(strings), control, strings));
  }
  // What is empty once it is clean has a control that is empty, too.
  const nothing = await written(empty.map(() => ""));
  troubles.push(...compare(await written(empty), nothing, empty));
  const strings = rest.length + empty.length;
  return { strings, fields: FIELDS.length, sinks: control.size, troubles };
}

function plainWords(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `word${letters(index)}`);
}

async function written(strings: readonly string[]): Promise<Written> {
  await using train = await aTrain(worldOf(strings), {
    policies: POLICIES,
    intercept: poisonedAnswers(strings),
  });
  const found = new Map<string, string>();
  const first = await cycle(train, strings);
  collect(found, "first", first);
  train.later("7h");
  train.github.intercept = hostileErrors(strings, { blind: false });
  collect(found, "failing", await cycle(train, strings));
  train.github.intercept = hostileErrors(strings, { blind: true });
  collect(found, "blind", await cycle(train, strings));
  for (const issue of Object.values(train.github.world.issues)) {
    const ours = issue.author === train.github.world.viewer.login;
    if (ours) {
      found.set(`title of #${issue.number}`, issue.title);
      found.set(`body of #${issue.number}`, issue.body);
    }
    issue.comments.filter(({ author }) => author === train.github.world.viewer.login)
      .forEach(({ body }, index) => found.set(`comment ${index} on #${issue.number}`, body));
    found.set(`labels of #${issue.number}`, issue.labels.slice(ours ? 0 : 3).join("\n"));
  }
  const messages = Object.values(train.github.world.commits)
    .filter(({ author }) => author === train.github.world.viewer.login)
    .map(({ message }) => message);
  found.set("commit messages", messages.join("\n"));
  return found;
}

async function cycle(
  train: Train,
  strings: readonly string[],
): Promise<Ran & { workflow: Written }> {
  const files = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] as const;
  const env = Object.fromEntries(files.map((name) => [name, join(train.folder, name)]));
  for (const path of Object.values(env)) await Deno.writeTextFile(path, "");
  const ran = await train.cycle(
    [
      "--force-digest",
      "--force-handoff",
      "--verbose",
      "--context",
      strings.map((value) => value.replace(/[\r\n\v\f\u0085\u2028\u2029]+/g, " ")).join(" / "),
    ],
    { env: { GITHUB_ACTIONS: "true", GITHUB_RUN_ID: "77", ...env } },
  );
  const workflow = new Map<string, string>();
  for (const [name, path] of Object.entries(env)) workflow.set(name, await Deno.readTextFile(path));
  return Object.assign(ran, { workflow });
}

function collect(
  found: Map<string, string>,
  which: string,
  ran: Ran & { workflow: Written },
): void {
  for (const [name, text] of ran.files) found.set(`${which} ${name}`, text);
  for (const [name, text] of ran.workflow) found.set(`${which} ${name}`, text);
  found.set(`${which} log`, ran.err);
  found.set(`${which} stdout`, ran.out.replace(/.*\/release-ops-/, "release-ops-"));
  found.set(`${which} exit`, String(ran.exit));
}

/** What differs, sink by sink. */
function compare(hostile: Written, control: Written, strings: readonly string[]): string[] {
  const odd = [...new Set(hostile.keys()).symmetricDifference(new Set(control.keys()))];
  assertEquals(odd, [], `sinks that only one has, of ${JSON.stringify(strings)}`);
  return [...hostile].flatMap(([sink, text]) => {
    const trouble = troubleIn(sink, { text, plain: control.get(sink) as string });
    return trouble === null ? [] : [`${sink}: ${trouble}, of ${JSON.stringify(strings)}`];
  });
}

function troubleIn(
  sink: string,
  { text, plain }: { text: string; plain: string },
): string | null {
  if (/\.md$|SUMMARY$|^body|^comment /.test(sink)) return markdownTrouble(text, plain);
  if (/\.html$/.test(sink)) {
    return difference(elementsOf(text), once(plain, "page", elementsOf)) ??
      badAddress(addressesOf(text));
  }
  if (/\.json$/.test(sink)) return JSON.parse(text) === undefined ? "is not JSON" : null;
  if (/slack\.txt$/.test(sink)) {
    return difference(slackActs(text), slackActs(plain)) ??
      difference([String(text.split("\n").length)], [String(plain.split("\n").length)]);
  }
  if (/log$/.test(sink)) {
    const own = /^::(?:group|endgroup|warning)::/;
    return logProblems(text, own)[0] ??
      difference(annotationsOf(text), annotationsOf(plain));
  }
  if (/OUTPUT$/.test(sink)) {
    const [outputs, expected] = [outputsIn(text), outputsIn(plain)];
    return difference(Object.keys(outputs), Object.keys(expected));
  }
  if (/^title/.test(sink)) return titleTrouble(text);
  return text === plain ? null : `is ${JSON.stringify(text)}, not ${JSON.stringify(plain)}`;
}

/** Reductions of the control, which every world is compared with. */
const reduced = new Map<string, Record<string, unknown>>();

/** What is known of a control's text, found out once. */
function once<T>(plain: string, kind: string, reduce: (text: string) => T): T {
  const known = reduced.get(plain) ?? {};
  reduced.set(plain, known);
  return (known[kind] ??= reduce(plain)) as T;
}

function markdownTrouble(text: string, plain: string): string | null {
  if (text.includes("The rest was cut")) return cutTrouble(text, plain);
  const expected = once(plain, "elements", markdownElements);
  for (const [renderer, found] of Object.entries(markdownElements(text))) {
    const trouble = difference(found, expected[renderer] as string[]);
    if (trouble !== null) return `${renderer}: ${trouble}`;
  }
  for (const count of [liveCounts, markersOf]) {
    const [found, allowed] = [count(text), once(plain, count.name, count)];
    if (JSON.stringify(found) !== JSON.stringify(allowed)) {
      return `live: ${JSON.stringify(found)}, not ${JSON.stringify(allowed)}`;
    }
  }
  return badAddress(markdownAddresses(text));
}

/** What was cut cannot have the same elements, but no other ones either. */
function cutTrouble(text: string, plain: string): string | null {
  const known = new Set(Object.values(markdownElements(plain)).flat());
  const odd = Object.values(markdownElements(text)).flat().find((element) => !known.has(element));
  if (odd !== undefined) return `has the element ${odd}`;
  const allowed = liveCounts(plain);
  const live = Object.entries(liveCounts(text)).find(([kind, count]) =>
    count > (allowed[kind] ?? 0)
  );
  return live === undefined ? badAddress(markdownAddresses(text)) : `live: ${live}`;
}

function badAddress(addresses: readonly string[]): string | null {
  const bad = addresses.find((address) => !/^(?:https?:\/\/|#|\.\/)/.test(address));
  return bad === undefined ? null : `leads to ${JSON.stringify(bad)}`;
}

function titleTrouble(text: string): string | null {
  return /@\w|#\d|\n/.test(text) || [...text].length > 256 ? `is ${JSON.stringify(text)}` : null;
}

/** Lines of a log that a runner acts on, without what they say. */
function annotationsOf(log: string): string[] {
  return log.split("\n").map((line) => /^::\w+/.exec(line)?.[0] ?? "line");
}

function difference(found: readonly string[], expected: readonly string[]): string | null {
  const at = expected.findIndex((value, index) => found[index] !== value);
  const first = at >= 0 ? at : found.length === expected.length ? -1 : expected.length;
  if (first < 0) return null;
  const shown = (all: readonly string[]): string =>
    all.slice(Math.max(0, first - 5), first + 6).join(" ");
  return `differs at ${first} of ${expected.length}: ${shown(found)} | expected ${shown(expected)}`;
}

if (import.meta.main) {
  const { strings, fields, sinks, troubles } = await tryStrings(CORPUS);
  const table =
    `${strings} strings × ${fields} fields × ${sinks} sinks: ${troubles.length} escapes\n`;
  await Deno.stdout.write(new TextEncoder().encode([...troubles, table].join("\n")));
  Deno.exitCode = troubles.length === 0 ? 0 : 1;
}
