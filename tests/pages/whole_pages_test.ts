/**
 * Whole pages: as they are, the same each time, valid, in their bounds.
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { HtmlValidate } from "html-validate";
import { allPages, DAYS } from "../browser/days.ts";
import { indexPage, singleHtml, singleMarkdown } from "../browser/render.ts";
import { RENDERERS } from "../report/rendered.ts";
import { hugeDay } from "./fixtures.ts";

/** Bytes of a page with 40 candidates and 400 blockers. */
const LIMIT = 300 * 1024;
const KINDS = {
  "index.html": indexPage,
  "release_ops_single_page.html": singleHtml,
  "release_ops_single_page.md": singleMarkdown,
};

for (const [day, facts] of Object.entries(DAYS)) {
  for (const [file, render] of Object.entries(KINDS)) {
    Deno.test(`${file} is as reviewed, twice the same, on a day that is ${day}`, async (t) => {
      const page = render(facts);
      assertEquals(render(structuredClone(facts)), page);
      // The huge day is for bounds: nobody reviews it. The style sheet is reviewed as a file.
      if (day !== "huge") await t.assertSnapshot(withoutStyle(page));
    });
  }
}

for (const [file, render] of Object.entries(KINDS)) {
  Deno.test(`${file} stays under 300 KB with 40 candidates and 400 blockers`, () => {
    const bytes = new TextEncoder().encode(render(hugeDay())).length;
    assert(bytes < LIMIT, `${bytes} bytes`);
  });
}

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
});

for (const [name, html] of Object.entries(allPages())) {
  Deno.test(`the page is valid HTML: ${name}`, async () => {
    const { results } = await validator.validateString(html);
    assertEquals(
      results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`)
      ),
      [],
    );
  });
}

for (const [day, facts] of Object.entries(DAYS)) {
  Deno.test(`both parsers find the same tables in the single page on a day that is ${day}`, () => {
    const source = singleMarkdown(facts);
    const grids = Object.values(RENDERERS).map((render) => gridsOf(render(source)));
    assertEquals(grids[0], grids[1]);
    for (const grid of grids.flat()) {
      assert(grid.length > 1, "a table without rows");
      assertEquals(new Set(grid.map(({ length }) => length)).size, 1, JSON.stringify(grid[0]));
    }
    // Every table that the page writes is a table to its readers.
    assertEquals(grids[0]?.length, [...source.matchAll(/^\| -{3}/gm)].length);
  });
}

function withoutStyle(page: string): string {
  return page.replace(/<style>[^]*<\/style>/, "<style></style>").replace(
    /sha256-[\w+/=]+/,
    "sha256-…",
  );
}

/** Each table as rows of cells, tags left out. */
function gridsOf(html: string): string[][][] {
  return [...html.matchAll(/<table>([^]*?)<\/table>/g)].map(([, table = ""]) =>
    [...table.matchAll(/<tr>([^]*?)<\/tr>/g)].map(([, row = ""]) =>
      [...row.matchAll(/<t[hd][^>]*>([^]*?)<\/t[hd]>/g)].map(([, cell = ""]) =>
        cell.replace(/<[^>]*>/g, "").trim()
      )
    )
  );
}
