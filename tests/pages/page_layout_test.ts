import { assertEquals, assertMatch } from "@std/assert";
import { createHash } from "node:crypto";
import { pageHtml } from "../../lib/pages/page_layout.ts";

const page = pageHtml({ title: "a < b", body: '<main id="content"></main>' });

Deno.test("pageHtml() allows its own style sheet by hash and nothing else", () => {
  const [, style = ""] = page.match(/<style>([\s\S]*?)<\/style>/) ?? [];
  const hash = createHash("sha256").update(style).digest("base64");
  const [, policy = ""] = page.match(/Content-Security-Policy" content="([^"]*)"/) ?? [];
  assertEquals(
    policy.replaceAll("&#39;", "'"),
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  );
});

Deno.test("pageHtml() refers to nothing outside of itself", () => {
  assertEquals(page.match(/url\(|@import|<script|<link|src=/g), null);
});

Deno.test("pageHtml() escapes its title", () => {
  assertMatch(page, /<title>a &lt; b<\/title>/);
});
