import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { renderIndex } from "../../lib/pages/index_page.ts";
import { INDEX_BOUNDS, indexView } from "../../lib/pages/index_view.ts";
import type { StepResult } from "../../lib/cycle/cycle.ts";
import { HOSTILE } from "../hostile/corpus.ts";
import {
  blindDay,
  FILES,
  firstDay,
  greenDay,
  hardDay,
  hugeDay,
  ordinaryDay,
  partialDay,
} from "./fixtures.ts";

const LIMIT = 300 * 1024;

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

Deno.test("indexView() lists what comes due by time when blockers and windows mix", () => {
  const due = indexView(ordinaryDay()).due.shown.map(({ at_words, in_words, what }) =>
    `${at_words} (${in_words}): ${what.text}`
  );
  assertEquals(due, [
    "2026-01-08 08:55 UTC (in 40 min): #431 reaches escalate",
    "2026-01-08 09:00 UTC (in 45 min): On-call handoff",
    "2026-01-08 10:40 UTC (in 2 h 25 min): #398 reaches warn",
    "2026-01-09 08:00 UTC (in 23 h 45 min): Digest",
  ]);
});

Deno.test("indexView() puts what is nobody's first among the owners", () => {
  const owners = indexView(ordinaryDay()).owners.shown.map(({ name, p0, p1 }) => [name, p0, p1]);
  assertEquals(owners, [[null, 1, 0], ["backend", 1, 0], ["@ada, @grace", 0, 1]]);
});

Deno.test("indexView() links only files that the bundle holds, and all of them", () => {
  const view = indexView(ordinaryDay());
  const listed = view.files.flatMap(({ files }) => files.map(({ text }) => text));
  assertEquals(listed.toSorted(), FILES.toSorted());
  const few = indexView(firstDay());
  assertEquals(few.steps.flatMap(({ reports }) => reports.map(({ text }) => text)), [
    "dashboard.json",
    "dashboard.md",
  ]);
  assertEquals(few.reports["escalation_report.md"], null);
});

Deno.test("indexView() cuts long lists and says how much is left", () => {
  const { blockers, changes, due, open_blockers } = indexView(hugeDay());
  assertEquals([blockers.shown.length, blockers.more], [INDEX_BOUNDS.blockers, 370]);
  assertEquals([changes.shown.length, changes.more], [INDEX_BOUNDS.changes, 385]);
  assertEquals([due.shown.length, due.more], [INDEX_BOUNDS.due, 390]);
  assertEquals(open_blockers, 400);
});

Deno.test("indexView() gives names to what has no visible character", () => {
  const [line] = indexView(hardDay(["\u200b\u2066"])).lines;
  assertEquals([line?.line, line?.candidates[0]?.text], ["(no name)", "(no name)"]);
});

Deno.test("renderIndex() says loudly that it is incomplete when GitHub was down or answered in part", () => {
  for (const facts of [blindDay(), partialDay()]) {
    const page = renderIndex(indexView(facts));
    assertStringIncludes(page, '<h2 id="incomplete">Incomplete</h2>');
    assert(!page.includes("Nothing is blocked."));
    assert(!page.includes("Nothing changed."));
    assert(!page.includes("nobody has to do anything"));
  }
  assertStringIncludes(renderIndex(indexView(blindDay())), "GitHub answered 503");
});

Deno.test("renderIndex() tells once why GitHub could not be read, and what else is missing", () => {
  const why = "GitHub answered 503 to the overview";
  const gaps = [{ what: "everything", why }, { what: "state", why: "502 Bad Gateway" }];
  const page = renderIndex(indexView({ ...blindDay(), blind: why, gaps, steps: [] }));
  assertEquals(page.split(why).length - 1, 1);
  assertStringIncludes(page, "<li>state: 502 Bad Gateway</li>");
});

Deno.test("renderIndex() names the steps that failed, unless nothing could be read anyway", () => {
  const steps = ordinaryDay().steps.map((it) =>
    it.name === "digest" ? { ...it, outcome: "failed" as const } : it
  );
  assertStringIncludes(
    renderIndex(indexView(ordinaryDay({ steps }))),
    "Failed in this cycle: Generate digest. See",
  );
  assertEquals(indexView(blindDay()).failed, []);
});

Deno.test("renderIndex() shows the level of a line as a badge, in words", () => {
  const page = renderIndex(indexView(ordinaryDay()));
  assertStringIncludes(page, 'blocked 1 d 2 h</span> <span class="tag page">page</span> by');
  assertEquals(indexView(ordinaryDay()).lines.map(({ line, level }) => [line, level]), [
    ["4.0", "page"],
    ["4.1", "warn"],
    ["main", null],
    ["4.2", null],
  ]);
});

Deno.test("renderIndex() says that nothing is blocked when nothing is", () => {
  const page = renderIndex(indexView(greenDay()));
  assertStringIncludes(page, "All 3 lines can ship");
  assertStringIncludes(page, "Nothing is blocked.");
});

Deno.test("renderIndex() says that there is nothing to compare with when it is the first cycle", () => {
  assertStringIncludes(renderIndex(indexView(firstDay())), "This is the first cycle");
});

Deno.test("renderIndex() marks a dry run", () => {
  const page = renderIndex(indexView(ordinaryDay({ mode: "dry_run" })));
  assertStringIncludes(page, "Dry run: nothing was written");
});

Deno.test("indexView() says how long each step took in a unit that suits", () => {
  const day = ordinaryDay();
  const steps = [0, 12, 1_249].map((duration_ms) => ({
    ...day.steps[0] as StepResult,
    duration_ms,
  }));
  assertEquals(
    indexView({ ...day, steps }).steps.map(({ took }) => took),
    ["< 1 ms", "12 ms", "1.2 s"],
  );
});

Deno.test("renderIndex() stays small with 40 candidates and 400 blockers", () => {
  assert(bytes(renderIndex(indexView(hugeDay()))) < LIMIT);
});

/** Tags and their attributes; a value never holds a raw `<` or `>`. */
function markupOf(page: string): string[] {
  return [...page.matchAll(/<([a-z][^\s>]*)([^<>]*)>/gi)].flatMap(([, tag = "", rest = ""]) => [
    tag,
    ...[...rest.matchAll(/([^\s="]+)(?:="[^"]*")?/g)].map(([, name]) => `${tag}@${name}`),
  ]);
}

Deno.test("renderIndex() writes no tag and no attribute that is not its own, whatever names say", () => {
  const own = [ordinaryDay(), partialDay(), hugeDay()].flatMap((day) =>
    markupOf(renderIndex(indexView(day)))
  );
  const known = new Set(own);
  for (const titles of Object.values(HOSTILE)) {
    const page = renderIndex(indexView(hardDay(titles)));
    assertEquals([...new Set(markupOf(page))].filter((it) => !known.has(it)), []);
    for (const [, href] of page.matchAll(/ href="([^"]*)"/g)) {
      assert(/^(?:https:\/\/|#|\.\/)/.test(href ?? ""), href);
    }
  }
});
