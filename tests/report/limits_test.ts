import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { BODY_LIMIT, cutBody, cutTitle, TITLE_LIMIT } from "../../lib/report/limits.ts";
import { extractSection, findMarkers, marker, section } from "../../lib/report/marker.ts";
import { CORPUS } from "../hostile/corpus.ts";

const note = "_The rest is in the bundle._";

Deno.test("cutTitle() is one line of at most 256 code points for every hostile string", () => {
  for (const value of [...CORPUS, "🎉".repeat(300)]) {
    const title = cutTitle(value);
    assert(Array.from(title).length <= TITLE_LIMIT && title.isWellFormed());
    assertEquals(/[\r\n]/.test(title), false);
  }
  assertEquals(cutTitle("[4.2] build failed"), "[4.2] build failed");
});

Deno.test("cutBody() does nothing when the body fits", () => {
  const body = "x\n".repeat(BODY_LIMIT / 2);
  assertEquals(cutBody(body, { note }), body);
});

Deno.test("cutBody() does cut at a line and say so", () => {
  const body = cutBody("a line of text 🎉\n".repeat(10_000), { note });
  assert(body.length <= BODY_LIMIT && body.length > BODY_LIMIT - 30);
  assert(body.endsWith(`🎉\n\n${note}`));
});

Deno.test("cutBody() does keep markers that are lines of their own", () => {
  const first = marker("fingerprint", "4.2/build");
  const last = marker("comment", "digest@2026-01-08T08:00Z");
  const body = cutBody(`${first}\n${"text\n".repeat(20_000)}\n${last}`, { note });
  assert(body.length <= BODY_LIMIT);
  assertEquals(findMarkers(body, "fingerprint"), ["4.2/build"]);
  assertEquals(findMarkers(body, "comment"), ["digest@2026-01-08T08:00Z"]);
});

Deno.test("cutBody() does cut the longest section of ours, not what people wrote", () => {
  const people = "people's text\n".repeat(1_000);
  const small = section("small", "| a |\n| --- |\n| 1 |");
  const large = section("large", "| a |\n| --- |\n" + "| row |\n".repeat(20_000));
  const body = cutBody(`${people}\n${large}\n${small}\n${people}`, { note });
  assert(body.length <= BODY_LIMIT && body.length > BODY_LIMIT - 50);
  assert(body.startsWith(people) && body.endsWith(people));
  assertEquals(extractSection(body, "small"), "| a |\n| --- |\n| 1 |");
  assert(extractSection(body, "large")?.endsWith(`| row |\n\n${note}`));
});

Deno.test("cutBody() does cut several sections when one is not enough", () => {
  const large = (id: string): string => section(id, "row\n".repeat(20_000));
  const body = cutBody(`${large("a")}\n\n${large("b")}`, { note });
  assert(body.length <= BODY_LIMIT);
  assert(extractSection(body, "a")?.endsWith(note));
  assert(extractSection(body, "b")?.endsWith(note));
});

Deno.test("cutBody() never takes people's text from a body with a section of ours", () => {
  const people = "p\n".repeat(BODY_LIMIT / 2);
  const body = cutBody(`${people}\n${section("a", "row\n".repeat(100))}`, { note });
  assert(body.startsWith(people) && body.length > BODY_LIMIT);
});

Deno.test("cutBody() is stable and well-formed for hostile bodies", () => {
  const parts = fc.array(fc.constantFrom(...CORPUS, section("a", "x\n".repeat(40))), {
    maxLength: 20,
  });
  fc.assert(fc.property(parts, (texts) => {
    const body = texts.join("\n").toWellFormed();
    const cut = cutBody(body, { note, max: 400 });
    assert(cut.isWellFormed());
    assert(cut.length <= 400 || body.includes("release-ops:"));
    if (cut.length <= 400) assertEquals(cutBody(cut, { note, max: 400 }), cut);
  }));
});
