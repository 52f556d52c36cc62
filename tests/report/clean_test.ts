import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { clean, cutText, unlinked, ZWSP } from "../../lib/report/clean.ts";
import { CORPUS } from "../hostile/corpus.ts";
import { liveIn } from "./rendered.ts";

// deno-lint-ignore no-control-regex -- control characters are what must be gone
const CONTROL = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]/;
const DECEIVING =
  /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\u{e0000}-\u{e0fff}]/u;

Deno.test("clean() does leave one line without control, bidirectional and invisible characters", () => {
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...CORPUS), fc.string({ unit: "binary" })), (value) => {
      const one = clean(value);
      assertEquals(CONTROL.test(one) || one.includes("\n") || DECEIVING.test(one), false);
      assertEquals([one.isWellFormed(), one.trim()], [true, one]);
      const many = clean(value, { lines: true });
      assertEquals(CONTROL.test(many) || DECEIVING.test(many), false);
    }),
  );
  for (const value of CORPUS) assertEquals(clean(clean(value)), clean(value));
});

Deno.test("clean() does take ANSI sequences away and show other control characters", () => {
  assertEquals(clean("\x1b[1;31mred\x1b[0m \x1b]8;;https://a.b\x1b\\x\x1b]8;;\x07"), "red x");
  assertEquals(clean("a\u0000b\u009dc\x1b"), "a\ufffdb\ufffdc\ufffd");
  assertEquals(clean("\ud800a"), "\ufffda");
});

Deno.test("clean() does keep emoji, key caps and joining scripts whole", () => {
  const whole = [
    "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
    "\u2764\ufe0f\u200d\u{1f525}",
    "\u{1f44d}\u{1f3fd}\u200d",
    "1\ufe0f\u20e3",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\u05e9\u05dc\u05d5\u05dd",
    "\u00e9 e\u0301 \u65e5\u672c",
  ];
  for (const value of whole) assertEquals(clean(value), value.replace(/\u200d$/, ""));
});

Deno.test("clean() does keep lines when told so", () => {
  assertEquals(clean("a  \r\n\tb\rc\u2028d", { lines: true }), "a\n    b\nc\nd");
  assertEquals(clean(" a\t b\r\n"), "a b");
});

Deno.test("clean() does cut piles of combining marks", () => {
  assertEquals(clean("Z" + "\u0351".repeat(50) + "a"), "Z" + "\u0351".repeat(4) + "a");
});

Deno.test("cutText() does count code points and leave no half emoji", () => {
  assertEquals(cutText("abc", 3), "abc");
  assertEquals(cutText("abcd", 3), "ab…");
  assertEquals(cutText("\u{1f468}\u200d\u{1f469}\u200d\u{1f467}", 3), "\u{1f468}…");
  assertEquals(cutText("abc", 0), "");
});

Deno.test("unlinked() does leave nothing for GitHub to link, and the same text to see", () => {
  for (const value of CORPUS.map((raw) => clean(raw))) {
    assertEquals(liveIn(unlinked(value)), [], value);
    assertEquals(unlinked(value).replaceAll(ZWSP, ""), value);
  }
});

Deno.test("unlinked() does leave ordinary text alone", () => {
  for (
    const value of [
      "v4.2.0-rc.3",
      "a # b",
      "1:2",
      "beefy 123456",
      "std::x",
      "feed/dead_beef",
      "from 2026-01-08T07:32:00Z",
      "17:00-09:00 UTC",
    ]
  ) {
    assertEquals(unlinked(value), value);
  }
});

Deno.test("clean() and unlinked() do take time that grows with the length only", () => {
  for (const unit of ["\x1b[", "\x1b]", ":a", "#", "a\u0301", "0", "@", "\u200d", " ", "\r\n"]) {
    unlinked(clean(unit.repeat(50_000)));
  }
});
