import { assert, assertEquals } from "@std/assert";
import { createSecrets } from "../../lib/cli/secrets.ts";
import { anAppKey } from "../github/app_keys.ts";

Deno.test("createSecrets() hides what is hidden so far, in every form of a token", () => {
  const secrets = createSecrets();
  const token = "no-known-shape-1234";
  assertEquals(secrets.mask(token), token);
  secrets.hide(`${token}\n`);
  secrets.hide(undefined);
  secrets.hide("");
  assertEquals(secrets.mask(`a ${token} b`), "a *** b");
  assertEquals(secrets.mask(encodeURIComponent(token)), "***");
  assert(!secrets.mask(btoa(token)).includes(btoa(token).slice(0, 20)));
  secrets.hide("another-secret");
  assertEquals(secrets.mask(`${token} another-secret`), "*** ***");
});

Deno.test("createSecrets() hides each line of a key, wherever it is quoted", () => {
  const secrets = createSecrets();
  const { pkcs1 } = anAppKey();
  secrets.hide(pkcs1);
  const lines = pkcs1.split("\n").slice(1, -2);
  for (const text of [pkcs1, JSON.stringify({ pkcs1 }), lines.join(""), lines[3] ?? ""]) {
    for (const line of lines) assert(!secrets.mask(text).includes(line));
  }
  assertEquals(secrets.mask("-----BEGIN RSA PRIVATE KEY-----"), "-----BEGIN RSA PRIVATE KEY-----");
});
