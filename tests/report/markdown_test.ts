import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { clean, ZWSP } from "../../lib/report/clean.ts";
import {
  cell,
  code,
  cutLines,
  details,
  fileLink,
  heading,
  join,
  link,
  list,
  type Markdown,
  md,
  raw,
  table,
  text,
} from "../../lib/report/markdown.ts";
import { findMarkers } from "../../lib/report/marker.ts";
import { CORPUS } from "../hostile/corpus.ts";
import { liveIn, type Rendered, RENDERERS, takeApart } from "./rendered.ts";

const LINK = link("run 7", "https://ci.example/7");

/** Places where text stands in our reports. */
const PLACES: Record<string, (value: string) => Markdown> = {
  "alone": (value) => text(value),
  "inside a sentence": (value) => md`Blocked by ${value} since noon.`,
  "before a link": (value) => md`${value}${LINK}`,
  "after a link": (value) => md`${LINK}${value}`,
  "twice": (value) => md`${value} and ${value}`,
  "under a line": (value) => md`above\n${value}`,
  "in a list": (value) => list([value, md`**${value}** x`]),
  "in a numbered list": (value) => md`1. ${value}\n2. ${value}`,
  "in a heading": (value) => heading(2, value),
  "in a quote": (value) => md`> ${value}`,
  "as a link's label": (value) => link(value, "https://ci.example/7"),
  "bold": (value) => md`**A ${value} b**`,
};

/** Code in the same places, and in a table. */
const CODE_PLACES: Record<string, (value: string) => Markdown> = {
  "alone": (value) => code(value),
  "inside a sentence": (value) => md`Job ${code(value)} failed, ${code(value)} too.`,
  "in a table": (value) => table(["a", "b"], [[code(value), "x"], ["y", code(value)]]),
  "as a link's label": (value) => link(code(value), "https://ci.example/7"),
};

const HARMLESS = new Map<unknown, Map<unknown, Rendered>>();

const hostile = fc.oneof(
  fc.constantFrom(...CORPUS),
  fc.tuple(fc.constantFrom(...CORPUS), fc.constantFrom(...CORPUS)).map(([a, b]) => a + b),
  fc.string({ unit: fc.constantFrom(..."\\`*_~[]()<>!#|&;:@-+=.1a \n\t$^{}/") }),
  fc.string({ unit: "binary" }),
);

Deno.test("text() is nothing but text for every hostile string in every place", () => {
  for (const value of CORPUS) assertInert(value);
});

Deno.test("text() is nothing but text for generated strings in every place", () => {
  fc.assert(fc.property(hostile, assertInert), { numRuns: 300 });
});

Deno.test("code() shows every hostile string as it is, in every place", () => {
  for (const value of CORPUS) assertCode(value);
  fc.assert(fc.property(hostile, assertCode), { numRuns: 300 });
});

Deno.test("table() keeps its grid whatever the cells hold", () => {
  for (const value of CORPUS) {
    const source = String(table(["a", value, "c"], [[value, "x", cell(value)], ["y", value]]));
    for (const [name, render] of Object.entries(RENDERERS)) {
      const { tags, nodes } = takeApart(render(source));
      const count = (tag: string): number => tags.filter((found) => found.startsWith(tag)).length;
      const grid = [count("<table"), count("<tr"), count("<th>"), count("<td>"), tags.length];
      const whole = takeApart(render(String(table(["a", "b", "c"], [["x", "x", "x"], ["y"]]))));
      assertEquals(grid, [1, 3, 3, 6, whole.tags.length], `${name}: ${JSON.stringify(value)}`);
      assertEquals(nodes.flatMap(liveIn), [], `${name}: ${JSON.stringify(value)}`);
    }
  }
});

Deno.test("text() does hide our own markers", () => {
  for (const value of CORPUS) {
    const source = String(join([text(value), code(value), link(value, value)]));
    for (const kind of ["fingerprint", "begin", "end"]) assertEquals(findMarkers(source, kind), []);
    assertEquals(/release-ops:/i.test(source), false, JSON.stringify(value));
  }
});

Deno.test("text() does stay readable as source when the text is ordinary", () => {
  const ordinary = ["v4.2.0-rc.3", "release/4.2", "feature/add_new_thing", "build (ubuntu, 22)"];
  for (const value of [...ordinary, "1.5 h", "-1", 'it\'s 5% "more"', "std:vector, a: b"]) {
    assertEquals(String(text(value)), value);
  }
});

Deno.test("text() does cut with an ellipsis when the text is longer than allowed", () => {
  assertEquals(String(text("abcdef", { max: 4 })), "abc…");
  assertEquals(String(text("x".repeat(2_000))).length, 1_000);
  assertEquals(String(cell("x".repeat(2_000))).length, 300);
  assertEquals(String(text("👍👍👍", { max: 2 })), "👍…");
});

Deno.test("text() does break mentions and references by a zero-width space, not by entities", () => {
  assertEquals(String(text("@team")), `@${ZWSP}team`);
  assertEquals(String(text("owner/repo#12")), `owner/repo\\#${ZWSP}12`);
  assertEquals(String(text("GH-1")), `GH-${ZWSP}1`);
  assertEquals(String(text("https://a.b")), `https:${ZWSP}//a.b`);
});

Deno.test("code() does keep a mention dead when the backticks get lost", () => {
  for (const value of ["@team", "a @team", "@a/b"]) {
    assertEquals(liveIn(String(code(value)).replaceAll("`", "")), []);
  }
});

Deno.test("code() is empty when the value is", () => {
  assertEquals([String(code("")), String(code(" \u200b"))], ["", ""]);
});

Deno.test("code() does keep what one may want to copy", () => {
  const sha = "0123456789abcdef0123456789abcdef01234567";
  assertEquals(String(code(sha)), `\`${sha}\``);
  assertEquals(String(code("a`b")), "<code>a\\`b</code>");
  assertEquals(String(code("npm ci && a_b*")), "`npm ci && a_b*`");
});

Deno.test("md`` does escape strings and pass Markdown through", () => {
  assertEquals(
    String(md`**${"*x*"}** ${md`_y_`} ${7} ${link("z", "https://a.b/c")}`),
    "**\\*x\\*** _y_ 7 [z](https://a.b/c)",
  );
  assertEquals(JSON.stringify({ body: md`a ${"b"}` }), '{"body":"a b"}');
  assertEquals(`${raw("*a*")}`, "*a*");
});

Deno.test("link() does lead to the address it was given when that is http or https", () => {
  const addresses = [
    "https://ci.example/a_(b)*c*?x=1&copy=2#f",
    "https://ci.example/<b>`'\"[x]\\|!",
    "http://ci.example:8080/a b",
    "https://ci.example/&lt;/%20/%28",
  ];
  for (const address of addresses) {
    const places = [
      md`see ${link("x", address)}.`,
      table(["a", "b"], [[link("x", address), "y"]]),
    ];
    for (const source of places) {
      for (const [name, render] of Object.entries(RENDERERS)) {
        const { tags } = takeApart(render(String(source)));
        const [href = ""] = tags.flatMap((tag) => tag.match(/(?<=^<a href=")[^"]*/) ?? []);
        const there = new URL(href.replaceAll("&amp;", "&"));
        assertEquals(
          decodeURIComponent(there.href),
          decodeURIComponent(new URL(address).href),
          `${name}: ${address}`,
        );
      }
    }
  }
});

Deno.test("link() is the label alone when the address is anything else", () => {
  const refused = [
    "",
    null,
    undefined,
    "javascript:alert(1)",
    " https://a.b",
    "//a.b",
    "/a",
    "a.b",
    "data:text/html,x",
    "https://",
    "https://github.com@evil.example/",
    "https://u:p@evil.example/",
    "http://[::1]/",
    `https://a.b/${"x".repeat(3_000)}`,
  ];
  for (const address of refused) assertEquals(String(link("[x]", address)), "\\[x\\]");
});

Deno.test("link() does make at most one link for every hostile label and address", () => {
  for (const value of CORPUS) {
    for (const [name, render] of Object.entries(RENDERERS)) {
      const label = takeApart(render(String(link(value, "https://a.b/"))));
      assertEquals(label.tags, ["<p>", '<a href="https://a.b/">', "</a>", "</p>"], name + value);
      const address = takeApart(render(String(link("x", `https://a.b/${value}`))));
      assertEquals(address.text, "x", `${name}: ${JSON.stringify(value)}`);
    }
  }
});

Deno.test("fileLink() does stay inside the bundle for every hostile name", () => {
  assertEquals(
    String(fileLink("state-before/a b.json")),
    "[state-before/a b.json](./state-before/a%20b.json)",
  );
  for (const value of CORPUS.filter((name) => clean(name) !== "")) {
    const { tags } = takeApart(RENDERERS.marked?.(String(fileLink(value))) ?? "");
    assertEquals(tags.length, 4, JSON.stringify(value));
    assertEquals(tags[1]?.startsWith('<a href="./'), true, JSON.stringify(value));
  }
});

Deno.test("details() does hold its summary and its body for every hostile string", () => {
  for (const value of CORPUS) {
    const source = String(details(value, md`body ${value}`));
    for (const [name, render] of Object.entries(RENDERERS)) {
      const { tags, nodes } = takeApart(render(source));
      assertEquals(
        tags,
        ["<details>", "<summary>", "</summary>", "<p>", "</p>", "</details>"],
        `${name}: ${JSON.stringify(value)}`,
      );
      assertEquals(nodes.flatMap(liveIn), [], `${name}: ${JSON.stringify(value)}`);
    }
  }
});

Deno.test("table() does fill up short rows and refuse long ones", () => {
  assertEquals(String(table(["a", "b"], [["1"]])), "| a | b |\n| --- | --- |\n| 1 |  |");
  assertEquals(String(table(["a"], [[raw("x | y\nz")]])), "| a |\n| --- |\n| x &#124; y z |");
  assertThrows(() => table(["a"], [["1", "2"]]), RangeError, "2 cells");
});

Deno.test("list() does indent further lines of an item", () => {
  assertEquals(String(list(["a", md`b\n\n- c`])), "- a\n- b\n\n  - c");
});

Deno.test("cutLines() does nothing when the text is short enough", () => {
  assertEquals(cut("a\nb\n", 2), ["a\nb", 0]);
});

Deno.test("cutLines() does cut at the last line that fits and count the rest", () => {
  assertEquals(cut("a\n\nb\nc\nd", 4), ["a\n\nb\nc", 1]);
  assertEquals(cut("a\n\nb\nc\nd", 2), ["a", 3]);
});

Deno.test("cutLines() does keep table rows but never a header without rows", () => {
  const source = "x\n\n| a |\n| --- |\n| 1 |\n| 2 |";
  assertEquals(cut(source, 5), ["x\n\n| a |\n| --- |\n| 1 |", 1]);
  assertEquals(cut(source, 4), ["x", 4]);
  assertEquals(cut(source, 3), ["x", 4]);
});

Deno.test("cutLines() does close code blocks and collapsible blocks inside the limit", () => {
  assertEquals(cut("```js\na\nb\nc\n```\nd", 4), ["```js\na\nb\n```", 3]);
  assertEquals(
    cut("<details>\n<summary>s</summary>\n\na\nb\nc\n\n</details>\nd", 6),
    ["<details>\n<summary>s</summary>\n\na\n\n</details>", 5],
  );
  assertEquals(cut("x\n<details>\n<summary>s</summary>\n\na\n\n</details>", 4), ["x", 6]);
});

Deno.test("cutLines() does leave no heading without what it announces", () => {
  assertEquals(cut("a\n\n## b\n\nc\nd", 4), ["a", 4]);
  assertEquals(cut("a\n<!-- b\nc -->\nd", 2), ["a", 3]);
});

Deno.test("cutLines() never exceeds the limit and leaves nothing open, wherever the cut falls", () => {
  const block = fc.oneof(
    fc.constantFrom("a", "b\nc", "## h", "- i\n- j", "<!-- x\ny -->", "<!-- z -->"),
    fc.nat(3).map((rows) => table(["k", "v"], Array(rows + 1).fill(["1", "2"])).source),
    fc.constantFrom("```\na\n\n# b\n```", "~~~js\n```\n<details>\n~~~", "````\n```\n````"),
    fc.constantFrom(md`a`, md`\`\`\`\na\nb\n\`\`\``, details("in", md`a\n\nb`))
      .map((body) => details("s", body).source),
  );
  fc.assert(fc.property(fc.array(block), fc.nat(20), (blocks, max) => {
    const source = blocks.join("\n\n");
    const { text: kept, cut } = cutLines(source, max);
    const lines = String(kept) === "" ? [] : String(kept).split("\n");
    assertEquals(lines.length <= max || cut === 0, true);
    for (const [name, render] of Object.entries(RENDERERS)) {
      const page = render(`${kept}\n\nafter`).trimEnd();
      assertEquals(page.endsWith("<p>after</p>"), true, `${name}: ${page}`);
      const { tags } = takeApart(page);
      for (const tag of ["details", "table", "pre"]) {
        const count = (shape: string): number => tags.filter((found) => found === shape).length;
        assertEquals(count(`<${tag}>`), count(`</${tag}>`), `${name}: ${page}`);
      }
      const headers = tags.filter((tag) => tag === "<thead>").length;
      assertEquals(headers <= tags.filter((tag) => tag === "<tbody>").length, true, page);
    }
  }));
});

function cut(source: string, max: number): [string, number] {
  const { text: kept, cut } = cutLines(source, max);
  return [String(kept), cut];
}

/** Same tags as for a harmless word in the same place, the cleaned text to be read, nothing live. */
function assertInert(value: string): void {
  const shown = clean(value, { max: 1_000 });
  if (shown === "") return;
  for (const [place, put] of Object.entries(PLACES)) {
    const source = String(put(value));
    for (const [name, render] of Object.entries(RENDERERS)) {
      const found = takeApart(render(source));
      const harmless = harmlessIn(put, render);
      const where = `${name}, ${place}: ${JSON.stringify(value)} -> ${JSON.stringify(source)}`;
      assertEquals(found.tags.map(unnamed), harmless.tags.map(unnamed), where);
      assertEquals(visible(found.text), harmless.text.replaceAll("word", () => shown), where);
      assertEquals(found.nodes.flatMap(liveIn), [], where);
    }
  }
}

function assertCode(value: string): void {
  const shown = clean(value, { max: 300 });
  if (shown === "") return;
  for (const [place, put] of Object.entries(CODE_PLACES)) {
    for (const [name, render] of Object.entries(RENDERERS)) {
      const found = takeApart(render(String(put(value))));
      const harmless = harmlessIn(put, render);
      const where = `${name}, ${place}: ${JSON.stringify(value)} -> ${
        JSON.stringify(String(put(value)))
      }`;
      assertEquals(found.tags, harmless.tags, where);
      assertEquals(visible(found.text), harmless.text.replaceAll("word", () => shown), where);
    }
  }
}

/** A harmless word in the same place; rendered once, as it is needed for every hostile string. */
function harmlessIn(
  put: (value: string) => Markdown,
  render: (source: string) => string,
): Rendered {
  const known = HARMLESS.get(put) ?? new Map<unknown, Rendered>();
  const rendered = known.get(render) ?? takeApart(render(String(put("word"))));
  HARMLESS.set(put, known.set(render, rendered));
  return rendered;
}

/** Renderers may name a heading after its text. */
function unnamed(tag: string): string {
  return tag.replace(/ id="[^"]*"/, "");
}

function visible(shown: string): string {
  return shown.replaceAll(ZWSP, "");
}
