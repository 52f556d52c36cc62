import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { redactor } from "../../lib/github/redact.ts";

const secrets = fc.string({ minLength: 8, maxLength: 60, unit: "grapheme" });

Deno.test("redactor() takes the secret out raw and as part of an address", () => {
  fc.assert(fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
    const redact = redactor(secret);
    for (const form of [secret, encodeURIComponent(secret.toWellFormed())]) {
      if (before.includes(form) || after.includes(form)) return;
      assert(!redact(`${before}${form}${after}`).includes(form));
    }
  }));
});

Deno.test("redactor() takes the secret out of Base64 whatever stands around it", () => {
  const redact = redactor("ghs_0123456789abcdef+/=");
  const encode = (text: string): string => new TextEncoder().encode(text).toBase64();
  for (const before of ["", "u", "us", "x-access-token:"]) {
    for (const after of ["", "@", "@g", "@gi"]) {
      const text = redact(`Basic ${encode(`${before}ghs_0123456789abcdef+/=${after}`)}!`);
      assert(text.includes("[redacted]") && text.length < 60, text);
    }
  }
});

Deno.test("redactor() leaves other texts alone", () => {
  assertEquals(redactor("")("a text"), "a text");
  assertEquals(redactor("ghs_0123456789")("GitHub answered 502"), "GitHub answered 502");
});
