import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { journalLine } from "../../lib/report/journal.ts";

Deno.test("journalLine() writes the priority of sd-daemon before the message", () => {
  assertEquals(journalLine("error", "it broke"), "<3>it broke\n");
  assertEquals(journalLine("warning", "it may"), "<4>it may\n");
  assertEquals(journalLine("info", "it runs"), "<6>it runs\n");
  assertEquals(journalLine("debug", "it thinks"), "<7>it thinks\n");
});

Deno.test("journalLine() shows line breaks and takes control characters out, byte for byte", () => {
  const hostile = "a\r\nb\u2028c\n<0>forged\x1b[31m red\x1b]0;title\x07\u202e!\n";
  const bytes = new TextEncoder().encode(journalLine("info", hostile));
  assertEquals(bytes, new TextEncoder().encode("<6>a\\nb\\nc\\n<0>forged red!\n"));
});

Deno.test("journalLine() leaves one line of one priority, whatever it is given", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const line = journalLine("warning", text);
    assertMatch(line, /^<4>[^\n]*\n$/);
    // deno-lint-ignore no-control-regex -- it is what must not be there
    assert(!/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]/.test(line));
  }));
  assert(journalLine("info", "x".repeat(100_000)).length < 10_000);
});
