import { assertEquals } from "@std/assert";
import { clean } from "../../lib/report/clean.ts";
import { html, safeUrl } from "../../lib/report/html.ts";
import { CORPUS } from "../hostile/corpus.ts";
import { decoded, takeApart } from "./rendered.ts";

Deno.test("html() is text and nothing else for every hostile string", () => {
  for (const value of CORPUS) {
    assertEquals(takeApart(html(value)).tags, []);
    assertEquals(decoded(html(value)), clean(value, { lines: true }));
  }
});

Deno.test("html() stays inside the quotes of an attribute for every hostile string", () => {
  for (const value of CORPUS) assertEquals(/["'`<>]/.test(html(value)), false, value);
});

Deno.test("html() does escape once", () => {
  assertEquals(
    html("a & <b> \"c\" 'd' `e`"),
    "a &amp; &lt;b&gt; &quot;c&quot; &#39;d&#39; &#96;e&#96;",
  );
  assertEquals(html("&amp;"), "&amp;amp;");
  assertEquals(html(7), "7");
});

Deno.test("safeUrl() does return http and https addresses in canonical form", () => {
  assertEquals(safeUrl("HTTPS://GitHub.com/a b?c=<d>"), "https://github.com/a%20b?c=%3Cd%3E");
  assertEquals(safeUrl("http://localhost:8080"), "http://localhost:8080/");
});

Deno.test("safeUrl() is null for everything else", () => {
  const refused = [
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "https:a.b",
    "//a.b",
    "ftp://a.b",
    "https://user@a.b/",
    "https://[::1]/",
    "https://",
    "",
    null,
    undefined,
  ];
  for (const value of refused) assertEquals(safeUrl(value), null);
});
