import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Slugger } from "../../lib/pages/slug.ts";
import { singleHtml, singleMarkdown } from "../browser/render.ts";
import { HOSTILE } from "../hostile/corpus.ts";
import {
  blindDay,
  firstDay,
  greenDay,
  hardDay,
  hugeDay,
  ordinaryDay,
  partialDay,
} from "./fixtures.ts";

const OWN = [
  "release-snapshot",
  "action-queue",
  "top-blockers",
  "escalation",
  "digest",
  "on-call-handoff",
  "artifacts",
];

function anchorsOf(markdown: string): string[] {
  const slugger = new Slugger();
  return [...markdown.matchAll(/^#{1,6} (.*)$/gm)].map(([, title]) => slugger.slug(title ?? ""));
}

Deno.test("singlePageView() says in words how many reasons it does not name", () => {
  const others = singleMarkdown(hugeDay()).match(/.{3}\band \d+ more\b.{2}/g) ?? [];
  assert(others.length > 0);
  assertEquals(others.filter((text) => !/[^ ] and /.test(text)), []);
});

Deno.test("singlePageView() keeps its anchors on every kind of day", () => {
  const days = [
    ordinaryDay(),
    blindDay(),
    partialDay(),
    hugeDay(),
    greenDay(),
    firstDay(),
    hardDay(),
  ];
  for (const facts of days) {
    const markdown = singleMarkdown(facts);
    const anchors = anchorsOf(markdown);
    assertEquals(anchors.filter((anchor) => OWN.includes(anchor)), OWN);
    for (const [, target] of markdown.matchAll(/\]\(#([^)]+)\)/g)) {
      assert(anchors.includes(target ?? ""), target);
    }
    const html = singleHtml(facts);
    for (const anchor of OWN) assertStringIncludes(html, `id="${anchor}"`);
  }
});

Deno.test("singlePageView() cuts escalation at 30, digest at 100 and handoff at 80 lines, and says so", () => {
  const markdown = singleMarkdown(hugeDay());
  const items = (heading: string): number => {
    const block = markdown.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
    return block.split("\n").filter((line) => /^(?:- item|\| )/.test(line)).length;
  };
  assertEquals([items("Digest"), items("On-call handoff"), items("Escalation")], [100, 80, 30]);
  assertStringIncludes(
    markdown,
    "200 more lines in the full report: [release_ops_digest.md](./release_ops_digest.md)",
  );
  assertStringIncludes(markdown, "220 more lines in the full report: [oncall_handoff.md]");
});

Deno.test("singlePageView() shows ten blockers and says how many there are besides", () => {
  const block = singleMarkdown(hugeDay()).split("## Top blockers")[1]?.split("\n## ")[0] ?? "";
  assertEquals(block.match(/^\| P[01] /gm)?.length, 10);
  assertStringIncludes(
    block,
    "390 more: see [blocked_issues_report.md](./blocked_issues_report.md)",
  );
});

Deno.test("singlePageView() sorts the action queue into ready, blocked and pending", () => {
  const markdown = singleMarkdown(ordinaryDay());
  assertStringIncludes(markdown, "**Ready (1)**\n\n- **4.2**: ship [v4.2.0-rc.3]");
  assertStringIncludes(
    markdown,
    "**Blocked (2)**\n\n- **4.0**: find an owner, blocked 1 d 2 h",
  );
  assertStringIncludes(markdown, "- **4.1**: backend to act, blocked 3 h 20 min");
  assertStringIncludes(markdown, "**Pending (1)**\n\n- **main**: wait for [E2E Tests]");
});

Deno.test("singlePageView() says in a line that a report was not generated", () => {
  assertStringIncludes(
    singleMarkdown(ordinaryDay()),
    "## On-call handoff\n\n**Not generated:** outside its windows\n",
  );
});

Deno.test("singlePageView() is loud about gaps and concludes nothing from what is absent", () => {
  const partial = singleMarkdown(partialDay());
  assertStringIncludes(partial, "> **INCOMPLETE.** GitHub could not be read in full.");
  assertStringIncludes(partial, "> - issues, page 3: 502 Bad Gateway");
  const blind = singleMarkdown(blindDay());
  assertStringIncludes(blind, "> **INCOMPLETE.** There is no data: GitHub could not be read");
  assert(!blind.includes("Nothing is blocked."));
  assert(!blind.includes("None."));
});

Deno.test("singlePageView() gives the same bytes when the facts are the same", () => {
  assertEquals(singleMarkdown(hugeDay()), singleMarkdown(hugeDay()));
  assertEquals(singleHtml(hugeDay()), singleHtml(hugeDay()));
});

Deno.test("singlePageView() keeps the grid of every table, whatever names say", () => {
  for (const titles of Object.values(HOSTILE)) {
    const lines = singleMarkdown(hardDay(titles)).split("\n");
    let columns = 0;
    for (const line of lines) {
      if (!line.startsWith("|")) columns = 0;
      else if (columns === 0) columns = line.split("|").length;
      else assertEquals(line.split("|").length, columns, line);
    }
  }
});

Deno.test("the page for the browser holds no element and no address that names brought in", () => {
  for (const titles of Object.values(HOSTILE)) {
    const html = singleHtml(hardDay(titles));
    assertEquals(
      html.match(/<(?:script|img|iframe|object|embed|form|input|base|link|video|math)\b/gi),
      null,
    );
    for (const [, href] of html.matchAll(/ href="([^"]*)"/g)) {
      assert(/^(?:https:\/\/github\.com\/acme\/|#|\.\/)/.test(href ?? ""), href);
    }
  }
});

Deno.test("the page for the browser stays small with 40 candidates and 400 blockers", () => {
  assert(new TextEncoder().encode(singleHtml(hugeDay())).length < 300 * 1024);
});
