import { assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { contentHash } from "../../lib/report/content_hash.ts";

Deno.test("contentHash() is SHA-256 of the JSON", () => {
  assertEquals(
    contentHash({}),
    "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
  );
  assertEquals(contentHash(undefined), contentHash(null));
});

Deno.test("contentHash() does not depend on the order of keys, at any depth", () => {
  assertEquals(
    contentHash({ b: [{ d: 1, c: 2 }], a: null, 10: 1, 9: 2 }),
    contentHash({ 9: 2, a: null, 10: 1, b: [{ c: 2, d: 1 }] }),
  );
  assertEquals(contentHash({ a: undefined, b: 1 }), contentHash({ b: 1 }));
});

Deno.test("contentHash() does depend on the order of a list and on every value", () => {
  assertNotEquals(contentHash([1, 2]), contentHash([2, 1]));
  assertNotEquals(contentHash({ a: "1" }), contentHash({ a: 1 }));
});

Deno.test("contentHash() is the same after a round trip through JSON", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    assertEquals(contentHash(JSON.parse(JSON.stringify(value))), contentHash(value));
  }));
});
