import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { createHash } from "node:crypto";
import { sha256 } from "../../lib/report/sha256.ts";

Deno.test("sha256() is what Node computes of the same UTF-8, whatever the text and its length", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({ unit: "grapheme" }),
  );
  fc.assert(fc.property(text, fc.constantFrom("hex", "base64"), (text, encoding) => {
    assertEquals(sha256(text, encoding), createHash("sha256").update(text).digest(encoding));
  }));
});
