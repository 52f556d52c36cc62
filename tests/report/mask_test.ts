import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { messageOf } from "../../lib/failure.ts";
import { maskOf, maskShapes } from "../../lib/report/mask.ts";

const TOKEN = "ghs_0123456789abcdefghijABCDEFGHIJ";

Deno.test("maskOf() takes a secret out in every form", () => {
  const mask = maskOf([TOKEN]);
  const bytes = new TextEncoder().encode(TOKEN);
  for (
    const form of [TOKEN, encodeURIComponent(TOKEN), bytes.toHex(), bytes.toHex().toUpperCase()]
  ) {
    assertEquals(mask(`a ${form} b ${form}`), "a *** b ***");
  }
  for (const before of ["", "u:", "x-access-token:", "abcd"]) {
    for (const alphabet of ["base64", "base64url"] as const) {
      const encoded = new TextEncoder().encode(`${before}${TOKEN}:after`).toBase64({ alphabet });
      assert(!mask(encoded).includes(encoded.slice(24, 40)), encoded);
    }
  }
});

Deno.test("maskOf() takes any secret out, whatever stands around it", () => {
  const secrets = fc.string({ minLength: 8, maxLength: 60, unit: "grapheme" });
  fc.assert(fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
    for (const form of [secret, encodeURIComponent(secret)]) {
      if (before.includes(form) || after.includes(form)) return;
      assert(!maskOf([secret])(`${before}${form}${after}`).includes(form));
    }
  }));
});

Deno.test("maskOf() leaves text alone when there is no secret, or none worth the name", () => {
  assertEquals(maskOf([undefined, "", "short"])("a short text"), "a short text");
  assertEquals(maskOf(["$& .* (x)"])("a $& .* (x) b"), "a *** b");
});

Deno.test("maskShapes() takes out what looks like a token, and no words", () => {
  for (
    const token of [
      TOKEN,
      "github_pat_11AAAAAAA0aaaaaaaaaaaaaa_bbbbbbbbbbbbbbbb",
      "ghp_0123456789abcdefghij",
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    ]
  ) assertEquals(maskShapes(`saw ${token}!`), "saw ***!");
  assertEquals(maskShapes("authorization: Bearer abc123abc123abc123"), "authorization: Bearer ***");
  for (
    const words of ["token authentication-required", "v4.2.0-rc.1", "ghs_short", "Basic checks"]
  ) {
    assertEquals(maskShapes(words), words);
  }
});

Deno.test("messageOf() sees a token behind a line break, and says the same of its own words", () => {
  const message = messageOf(
    new Error("authorization: Bearer\r\n  Zm9vYmFyMTIzNDU2Nzg5MA==\nrefused"),
  );
  assertEquals(message, "authorization: Bearer *** refused");
  assertEquals(messageOf(new Error(message)), message);
});
