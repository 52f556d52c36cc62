import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { carriedContext, notesOf } from "../../lib/facts/context.ts";

Deno.test("carriedContext() adds a note before those that were left", () => {
  assertEquals(carriedContext(null, "RC waits for a fix"), "RC waits for a fix");
  assertEquals(
    carriedContext("RC waits for a fix", "keys expire"),
    "keys expire\nRC waits for a fix",
  );
});

Deno.test("carriedContext() keeps what was left when nothing is added", () => {
  assertEquals(carriedContext("one\ntwo", null), "one\ntwo");
  assertEquals(carriedContext(null, null), null);
  assertEquals(carriedContext("", "  "), null);
});

Deno.test("carriedContext() adds the same note once, and puts it first", () => {
  assertEquals(carriedContext("two\none", "two"), "two\none");
  assertEquals(carriedContext("two\none", "one"), "one\ntwo");
});

Deno.test("carriedContext() makes one note of several lines", () => {
  assertEquals(
    carriedContext("old", "first line\r\n\r\nsecond line"),
    "first line second line\nold",
  );
});

Deno.test("carriedContext() drops the oldest notes, and cuts a note that is too long alone", () => {
  assertEquals(carriedContext("5\n4\n3\n2\n1", "6"), "6\n5\n4\n3\n2");
  assertEquals(carriedContext("old", "x".repeat(1_998)), "x".repeat(1_998));
  const cut = carriedContext("old", "😀".repeat(3_000)) ?? "";
  assertEquals(Array.from(cut).length, 2_000);
  assert(cut.endsWith("😀…"));
});

Deno.test("carriedContext() stays bounded whatever shifts leave", () => {
  fc.assert(fc.property(fc.array(fc.string({ maxLength: 900, unit: "binary" })), (left) => {
    let context: string | null = null;
    for (const note of left) context = carriedContext(context, note);
    assert(notesOf(context).length <= 5);
    assert(Array.from(context ?? "").length <= 2_000);
  }));
});
