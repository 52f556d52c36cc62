import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { carriedContext, leftContext, notesOf } from "../../lib/facts/context.ts";

/** What is carried on after a shift gave this on 8 January. */
function carried(previous: string | null, given: string | null): string | null {
  return carriedContext(previous, { left: leftContext(given), on: "2026-01-08" });
}

Deno.test("carriedContext() adds a note with its day before those that were left", () => {
  assertEquals(carried(null, "RC waits for a fix"), "2026-01-08: RC waits for a fix");
  assertEquals(
    carried("2026-01-07: RC waits for a fix", "keys expire"),
    "2026-01-08: keys expire\n2026-01-07: RC waits for a fix",
  );
});

Deno.test("carriedContext() keeps what was left when nothing is added, without a day too", () => {
  assertEquals(carried("2026-01-07: one\ntwo", null), "2026-01-07: one\ntwo");
  assertEquals(carried(null, null), null);
  assertEquals(carried("", "  "), null);
});

Deno.test("carriedContext() adds the same note once, with the day on which it was first left", () => {
  const before = "2026-01-07: two\n2026-01-06: one\nundated";
  assertEquals(carried(before, "two"), before);
  assertEquals(carried(before, "one"), "2026-01-06: one\n2026-01-07: two\nundated");
  assertEquals(carried(before, "undated"), "undated\n2026-01-07: two\n2026-01-06: one");
});

Deno.test("carriedContext() makes one note of several lines", () => {
  assertEquals(
    carried("old", "first line\r\n\r\nsecond line"),
    "2026-01-08: first line second line\nold",
  );
});

Deno.test("carriedContext() drops everything on the word drop, which is no note", () => {
  assertEquals(carried("2026-01-07: two\none", "drop"), null);
  assertEquals(carried("2026-01-07: two\none", " Drop\n"), null);
  assertEquals(leftContext("drop"), { note: null, drops: true });
  assertEquals(leftContext("drop the RC"), { note: "drop the RC", drops: false });
  assertEquals(leftContext(null), { note: null, drops: false });
});

Deno.test("carriedContext() drops the oldest notes, and cuts a note that is too long alone", () => {
  assertEquals(carried("5\n4\n3\n2\n1", "6"), "2026-01-08: 6\n5\n4\n3\n2");
  const fits = "x".repeat(1_998 - "2026-01-08: ".length);
  assertEquals(carried("old", fits), `2026-01-08: ${fits}`);
  const cut = carried("old", "😀".repeat(3_000)) ?? "";
  assertEquals(Array.from(cut).length, 2_000);
  assert(cut.endsWith("😀…"));
});

Deno.test("carriedContext() stays bounded whatever shifts leave, and the same note changes nothing", () => {
  const note = fc.string({ maxLength: 900, unit: "binary" });
  fc.assert(fc.property(fc.array(note), (given) => {
    let context: string | null = null;
    for (const each of given) {
      context = carried(context, each);
      assertEquals(carried(context, each), context);
    }
    assert(notesOf(context).length <= 5);
    assert(Array.from(context ?? "").length <= 2_000);
  }));
});
