import { assertEquals } from "@std/assert";
import { dirname, join, normalize } from "@std/path";
import { type Page, pageOf, pages, ROOT } from "./pages.ts";

/** Links that lead nowhere; those to other sites are not followed. */
async function brokenLinks(all: readonly Page[]): Promise<string[]> {
  const broken: string[] = [];
  for (const page of all) {
    for (const link of page.links) {
      if (/^[a-z]+:/.test(link)) continue;
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page.path : normalize(join(dirname(page.path), path));
      if (!await exists(target)) broken.push(`${page.path}: ${link}`);
      else if (anchor !== undefined && !(await anchorsOf(target, all)).has(anchor)) {
        broken.push(`${page.path}: ${link}`);
      }
    }
  }
  return broken;
}

async function anchorsOf(path: string, all: readonly Page[]): Promise<ReadonlySet<string>> {
  const known = all.find((page) => page.path === path);
  return (known ?? pageOf(path, await Deno.readTextFile(ROOT + path))).anchors;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(ROOT + path);
    return !path.startsWith("..");
  } catch {
    return false;
  }
}

Deno.test("every relative link leads to a file, and every anchor to a heading", async () => {
  assertEquals(await brokenLinks(await pages()), []);
});

Deno.test("a link to a file or a heading that is not there is found", async () => {
  const page = pageOf(
    "docs/design.md",
    "# Top `x.yml`\n[a](nowhere.md) [b](#nothing) [c](../README.md#nothing) [d](#top-xyml) [e](../..)",
  );
  assertEquals(await brokenLinks([page]), [
    "docs/design.md: nowhere.md",
    "docs/design.md: #nothing",
    "docs/design.md: ../README.md#nothing",
    "docs/design.md: ../..",
  ]);
});

Deno.test("the index names every page", async () => {
  const all = await pages();
  const index = all.find(({ path }) => path === "docs/README.md");
  const named = new Set(
    index?.links.map((link) => normalize(join("docs", link.split("#")[0] ?? ""))),
  );
  const others = all.map(({ path }) => path).filter((path) => path !== "docs/README.md");
  assertEquals(others.filter((path) => !named.has(path)), []);
});
