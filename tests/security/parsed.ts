/**
 * Sinks read back as their readers read them, each reduced to what hostile text could change: the
 * sequence of elements and attributes, what is live, what a runner would obey.
 * @module
 */

import { parse } from "parse5";
import { findMarkers } from "../../lib/report/marker.ts";
import { decoded, liveIn, RENDERERS, takeApart } from "../report/rendered.ts";

/** A node of parse5, as far as it is looked at. */
interface Node {
  readonly nodeName: string;
  readonly childNodes?: readonly Node[];
  readonly content?: Node;
  readonly attrs?: readonly { name: string; value: string }[];
  readonly value?: string;
}

/** Every element of a page, as `a[href]`, in order; comments and the doctype too. */
export function elementsOf(page: string): string[] {
  return [...nodesOf(page)].filter(({ nodeName }) => nodeName !== "#text").map((
    { nodeName, attrs },
  ) =>
    attrs === undefined || attrs.length === 0
      ? nodeName
      : `${nodeName}[${attrs.map(({ name }) => name).toSorted().join(" ")}]`
  );
}

/** Every address that a page leads to or loads. */
export function addressesOf(page: string): string[] {
  return [...nodesOf(page)].flatMap(({ attrs = [] }) =>
    attrs.filter(({ name }) => /^(?:href|src|action|formaction|srcset|data|xlink:href)$/.test(name))
      .map(({ value }) => value)
  );
}

function* nodesOf(page: string): Generator<Node> {
  const waiting: Node[] = [parse(page) as unknown as Node];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    waiting.push(...(node.childNodes ?? []).toReversed());
    if (node.content !== undefined) waiting.push(node.content);
  }
}

/** The elements of Markdown by each renderer. Comments are left out: see {@linkcode markersOf}. */
export function markdownElements(source: string): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(RENDERERS).map(([name, render]) => [
      name,
      elementsOf(render(source)).filter((element) => element !== "#comment"),
    ]),
  );
}

/** Addresses of the links of Markdown by each renderer. */
export function markdownAddresses(source: string): string[] {
  return Object.values(RENDERERS).flatMap((render) => addressesOf(render(source)));
}

/** What would be live in rendered Markdown, counted by kind: mentions, references, addresses, closing words. */
export function liveCounts(source: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const rendered = takeApart((RENDERERS.micromark as (text: string) => string)(source));
  for (const node of rendered.nodes) {
    for (const kind of liveIn(node)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const text = rendered.nodes.join("");
  const closing =
    /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:[\w.-]+\/[\w.-]+)?(?:#|GH-)\d/gi;
  counts["closing keyword"] = [...text.matchAll(closing)].length;
  return counts;
}

const KINDS = ["blocker", "since", "cleared", "comment", "begin", "end", "fingerprint"];

/** How many markers of each kind count, and how often our prefix stands in a comment at all. */
export function markersOf(source: string): Record<string, number> {
  return {
    ...Object.fromEntries(KINDS.map((kind) => [kind, findMarkers(source, kind).length])),
    "in any comment": [...source.matchAll(/<!--\s*release-ops:/gi)].length,
  };
}

/** What is wrong with a log, line by line. Annotations and groups of our own are fine. */
export function logProblems(log: string, own: RegExp): string[] {
  return log.split("\n").flatMap((line) => [
    ...line.trimStart().startsWith("::") && !own.test(line) ? [`obeyed: ${line}`] : [],
    ...line.includes("##[") ? [`obeyed: ${line}`] : [],
    // deno-lint-ignore no-control-regex -- what moves a cursor or breaks a line
    ...(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(line)
      ? [`control: ${JSON.stringify(line)}`]
      : []),
  ]);
}

/** A file of `GITHUB_OUTPUT` as the runner reads it. */
export function outputsIn(file: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = file.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    if (line === "") continue;
    const [, name, delimiter] = /^([^=]*?)<<(.+)$/.exec(line) ?? [];
    if (name === undefined || delimiter === undefined) {
      const equals = line.indexOf("=");
      found[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    const end = lines.indexOf(delimiter, at + 1);
    if (end < 0) throw new Error(`${name} has no end`);
    found[name] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return found;
}

/** What Slack would act on in a text: everything between angle brackets, and loud words. */
export function slackActs(text: string): string[] {
  return [
    ...[...text.matchAll(/<[^>]*>/g)].map(([found]) =>
      found.replace(/^<https?:[^|>]*\|[^>]*>$/, "<link>")
    ),
    ...[...decoded(text).matchAll(/(?:^|\W)@(?:here|channel|everyone)/g)].map(([found]) => found),
  ];
}
