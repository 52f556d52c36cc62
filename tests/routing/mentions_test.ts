import { assertEquals } from "@std/assert";
import { pathsIn, visibleText } from "../../lib/routing/mentions.ts";

const REPOSITORY = "https://github.com/acme/app";

Deno.test("pathsIn() finds paths in prose, code spans, links and stack traces, each once", () => {
  const body = [
    "Broken since `src/api/x.ts:12:3`, see ./docs/guide.md and (infra/main.tf).",
    "    at run (src/worker/run.ts:4:1)",
    "[the file](src/api/x.ts) and package.json, `.github/workflows/ci.yml`, `app/[id]/page.tsx`",
  ].join("\n");
  assertEquals(pathsIn(body, REPOSITORY), [
    "src/api/x.ts",
    ".github/workflows/ci.yml",
    "app/[id]/page.tsx",
    "docs/guide.md",
    "infra/main.tf",
    "src/worker/run.ts",
    "package.json",
  ]);
});

Deno.test("pathsIn() takes files from links into the same repository only", () => {
  assertEquals(
    pathsIn(
      [
        "https://github.com/acme/app/blob/main/src/api/my%20file.ts#L3",
        "https://github.com/other/app/blob/main/src/other.ts",
        "https://example.com/src/site.ts",
        "https://github.com/acme/app/actions/runs/1",
      ].join("\n"),
      REPOSITORY,
    ),
    ["src/api/my file.ts"],
  );
});

Deno.test("pathsIn() takes versions, mentions, packages and hidden comments for no paths", () => {
  assertEquals(
    pathsIn("4.2.0 @acme/api `@std/path` ... <!-- src/a.ts --> either, etc.", REPOSITORY),
    [],
  );
});

Deno.test("pathsIn() undoes Markdown's escapes and reads Windows paths", () => {
  assertEquals(pathsIn("src/my\\_file.ts and `src\\api\\x.ts`", REPOSITORY), [
    "src/api/x.ts",
    "src/my_file.ts",
  ]);
});

Deno.test("pathsIn() is bounded and quick on hostile text", () => {
  const started = performance.now();
  const many = Array.from({ length: 9_000 }, (_, index) => `a/${index}`).join(" ");
  assertEquals(pathsIn(many, REPOSITORY).length, 200);
  assertEquals(pathsIn(`${"a/".repeat(30_000)}`, REPOSITORY), []);
  pathsIn("<!--".repeat(16_000), REPOSITORY);
  pathsIn("`".repeat(65_000), REPOSITORY);
  pathsIn("https://".repeat(8_000), REPOSITORY);
  visibleText("a://".repeat(16_000));
  visibleText("a".repeat(65_000));
  assertEquals(performance.now() - started < 1_500, true);
});

Deno.test("visibleText() drops hidden comments and addresses, keeps words", () => {
  assertEquals(
    visibleText("A <!-- secret -->\n[run](https://github.com/a/b/actions/runs/1)  b <!-- open"),
    "A [run]( ) b <!-- open",
  );
});
