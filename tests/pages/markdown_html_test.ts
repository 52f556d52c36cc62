import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { markdownToHtml } from "../../lib/pages/markdown_html.ts";

Deno.test("markdownToHtml() gives headings the anchors that GitHub gives them", () => {
  const html = markdownToHtml(
    [
      "# Hello, World!",
      "## 4.2 & `code` _here_",
      "## Same",
      "## Same",
      "## Ünïcode  two",
      "## A [link](https://a.example)",
      "## snake_case-9",
    ].join("\n\n"),
  );
  assertEquals([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id), [
    "hello-world",
    "42--code-here",
    "same",
    "same-1",
    "ünïcode--two",
    "a-link",
    "snake_case-9",
  ]);
});

Deno.test("markdownToHtml() keeps collapsible blocks and tables, each table in a box that scrolls", () => {
  const html = markdownToHtml(
    "<details>\n<summary>More</summary>\n\n| A | B |\n| --- | --: |\n| 1 | 2 |\n\n</details>\n",
  );
  assertStringIncludes(html, "<details>\n<summary>More</summary>");
  assertStringIncludes(
    html,
    '<div class="scroll" tabindex="0" role="group" aria-label="Table 1"><table>',
  );
  assertStringIncludes(html, '<th align="right" scope="col">B</th>');
  assertStringIncludes(html, "</table></div>");
});

Deno.test("markdownToHtml() drops a row of headers without words", () => {
  assert(!markdownToHtml("| | |\n| --- | --- |\n| a | b |\n").includes("<thead>"));
});

Deno.test("markdownToHtml() removes what could run, load or leave the bundle", () => {
  const html = markdownToHtml(
    [
      "<script>alert(1)</script>",
      '<img src="https://evil.example/x.png" onerror="alert(1)">',
      '<p style="position:fixed" onclick="alert(1)">text</p>',
      '<a href="javascript:alert(1)">a</a> <a href="//evil.example">b</a> <a href="../up">c</a>',
      "[d](data:text/html,x) [e](file:///etc/passwd) ![f](https://evil.example/f.png)",
      '<iframe src="https://evil.example"></iframe><form action="https://evil.example"></form>',
      "[g](https://user@evil.example/)",
    ].join("\n\n"),
  );
  assertEquals(html.match(/script|img|on\w+=|style=|iframe|form|href=|evil\.example\/x/gi), null);
});

Deno.test("markdownToHtml() keeps links to the web, to anchors and to files of the bundle", () => {
  const html = markdownToHtml("[a](https://a.example/b?c=d) [e](#f) [g](./h/i.json)");
  assertEquals([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href), [
    "https://a.example/b?c=d",
    "#f",
    "./h/i.json",
  ]);
});
