import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { appJwt, readPrivateKey } from "../../lib/github/app_key.ts";
import { Failure } from "../../lib/failure.ts";
import { anAppKey } from "./app_keys.ts";

const KEY = anAppKey();
const NOW = Temporal.Instant.from("2026-01-08T08:15:00.750Z");
const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

Deno.test("appJwt() signs with RS256 what the public key verifies, from PKCS#1 and from PKCS#8", async () => {
  const spki = Uint8Array.fromBase64(KEY.public_key);
  const verifier = await crypto.subtle.importKey("spki", spki, ALGORITHM, false, ["verify"]);
  const signed: string[] = [];
  const crlf = KEY.pkcs1.replaceAll("\n", "\r\n");
  for (const pem of [KEY.pkcs1, KEY.pkcs8, `Bag attributes\n${KEY.pkcs8}\n\n`, crlf]) {
    const jwt = await appJwt("123", { key: await readPrivateKey(pem, "key.pem"), now: NOW });
    const [head = "", claims = "", signature = ""] = jwt.split(".");
    const bytes = Uint8Array.fromBase64(signature, { alphabet: "base64url" });
    const text = new TextEncoder().encode(`${head}.${claims}`);
    assert(await crypto.subtle.verify(ALGORITHM.name, verifier, bytes, text));
    signed.push(jwt);
  }
  assertEquals(new Set(signed).size, 1);
});

Deno.test("appJwt() is issued a minute ago and ends within GitHub's ten minutes", async () => {
  const key = await readPrivateKey(KEY.pkcs8, "key.pem");
  const parts = (await appJwt("Iv1.abc", { key, now: NOW })).split(".").slice(0, 2).map((part) =>
    JSON.parse(atob(part.replaceAll("-", "+").replaceAll("_", "/")))
  );
  const at = Date.parse("2026-01-08T08:15:00Z") / 1_000;
  assertEquals(parts, [
    { alg: "RS256", typ: "JWT" },
    { iat: at - 60, exp: at + 540, iss: "Iv1.abc" },
  ]);
});

const damaged = KEY.pkcs1.replace(/\n(.{20})/, "\n");
const BAD: [what: string, text: string, says: string][] = [
  ["nothing", "", "it holds no such key"],
  [
    "a public key",
    `-----BEGIN PUBLIC KEY-----\n${KEY.public_key}\n-----END PUBLIC KEY-----`,
    "no such",
  ],
  ["a damaged key", damaged, "the key is damaged"],
  ["an encrypted key", KEY.encrypted, "the key is encrypted"],
  [
    "an old encrypted key",
    KEY.pkcs1.replace("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"),
    "the key is encrypted",
  ],
];

for (const [what, text, says] of BAD) {
  Deno.test(`readPrivateKey() refuses ${what}, and quotes none of it`, async () => {
    const error = await assertRejects(() => readPrivateKey(text, "/etc/key.pem"), Failure);
    assertEquals([error.code, error.exit], ["bad-key", 2]);
    assertStringIncludes(error.message, `Cannot use /etc/key.pem as a private key: `);
    assertStringIncludes(error.message, says);
    for (const line of text.split("\n").filter((each) => each.length > 40)) {
      assert(!`${error.message} ${error.remedy} ${error.stack}`.includes(line));
    }
  });
}
