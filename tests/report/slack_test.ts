import { assertEquals } from "@std/assert";
import { ZWSP } from "../../lib/report/clean.ts";
import { slackLink, slackText } from "../../lib/report/slack.ts";
import { CORPUS } from "../hostile/corpus.ts";
import { decoded, liveIn } from "./rendered.ts";

Deno.test("slackText() is nothing but text for every hostile string", () => {
  for (const value of CORPUS) {
    const shown = slackText(value);
    assertEquals(/[<>\n\r*~`]|&(?!amp;|lt;|gt;)/.test(shown), false, shown);
    assertEquals(/(?:^|[^A-Za-z0-9])_|_(?:$|[^A-Za-z0-9])/.test(shown), false, shown);
    assertEquals(shown.startsWith("&gt;"), false, shown);
    assertEquals(liveIn(decoded(shown)), [], shown);
  }
});

Deno.test("slackText() does stop announcements to everybody", () => {
  assertEquals(slackText("<!channel> & @here"), `&lt;!channel&gt; &amp; @${ZWSP}here`);
});

Deno.test("slackText() stays as it is when the text is ordinary", () => {
  for (const value of ["release/4.2", "build_and_test (ubuntu, 22)", "v4.2.0-rc.3: 3 h"]) {
    assertEquals(slackText(value), value);
  }
});

Deno.test("slackLink() does make exactly one link, or none when the address is not http", () => {
  assertEquals(slackLink("run *7*", "https://a.b/?c=1&d=2"), "<https://a.b/?c=1&amp;d=2|run ∗7∗>");
  assertEquals(slackLink("x", "javascript:alert(1)"), "x");
  assertEquals(slackLink("", "https://a.b/|c>"), "<https://a.b/%7Cc%3E|link>");
  for (const value of CORPUS) {
    const made = slackLink(value, `https://a.b/${value}`);
    assertEquals(/^<https:[^<>|\s]+\|[^<>\n]+>$/.test(made) || !made.includes("<"), true, made);
  }
});
