import { assertEquals } from "@std/assert";
import { ownersOf, parseCodeowners } from "../../lib/routing/codeowners.ts";

/** The owners of a path, as words. */
function owners(file: string, path: string): string | null {
  return ownersOf(path, parseCodeowners(file))?.owners.join(" ") ?? null;
}

Deno.test("ownersOf() lets the last matching pattern win", () => {
  const file = "* @acme/all\n*.js @js\n/build/ @doctocat @acme/build # trailing\n";
  assertEquals(owners(file, "README"), "@acme/all");
  assertEquals(owners(file, "src/deep/x.js"), "@js");
  assertEquals(owners(file, "build/x.js"), "@doctocat @acme/build");
  assertEquals(owners(file, "src/build/x.c"), "@acme/all");
});

Deno.test("ownersOf() follows the examples of GitHub's documentation", () => {
  assertEquals(owners("docs/* docs@example.com", "docs/getting-started.md"), "docs@example.com");
  assertEquals(owners("docs/* docs@example.com", "docs/build-app/troubleshooting.md"), null);
  assertEquals(owners("apps/ @octocat", "src/apps/x/y.ts"), "@octocat");
  assertEquals(owners("apps/ @octocat", "apps"), null);
  assertEquals(owners("/docs/ @doctocat", "docs/a/b"), "@doctocat");
  assertEquals(owners("/docs/ @doctocat", "src/docs/a"), null);
  assertEquals(owners("/scripts @a", "scripts/run.sh"), "@a");
  assertEquals(owners("**/logs @octocat", "deeply/nested/logs/x"), "@octocat");
  assertEquals(owners("src/api @a", "lib/src/api/x"), null);
});

Deno.test("ownersOf() gives nobody when the last match names nobody", () => {
  assertEquals(owners("/apps/ @octocat\n/apps/github\n", "apps/github/x"), null);
  assertEquals(owners("/apps/ @octocat\n/apps/github\n", "apps/other/x"), "@octocat");
});

Deno.test("parseCodeowners() skips comments, blank lines and what GitHub does not support", () => {
  const rules = parseCodeowners("# a\n\n!x @a\n[ab].ts @a\n/ @a\nmy\\ file.ts @b\r\n");
  assertEquals(rules.map(({ pattern, owners }) => [pattern, owners]), [["my file.ts", ["@b"]]]);
});
