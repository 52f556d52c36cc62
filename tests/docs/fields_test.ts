import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Kind } from "../../lib/state/kinds.ts";
import { SHAPES } from "../../lib/state/shapes.ts";
import { STATE_FILES } from "../../lib/state/state.ts";
import { aTrain } from "../e2e/harness.ts";
import { blocked } from "../e2e/worlds.ts";
import { bundles, type Files } from "./cycles.ts";
import { compare, documentedFields, pathsOf } from "./fields.ts";
import { pageOf, pages, spansOf } from "./pages.ts";

const page = (await pages()).find(({ path }) => path === "docs/reports.md") ?? pageOf("", "");
const documented = documentedFields(page);
let made: Promise<Files[]> | undefined;

/** Bundles of real cycles, made once. */
async function cycles(): Promise<Files[]> {
  return await (made ??= bundles());
}

/** Paths of every file of that name, in every bundle. */
async function paths(name: string): Promise<string[][]> {
  const found = new Map<string, string[]>();
  for (const files of await cycles()) {
    const text = files.get(name);
    for (const path of text === undefined ? [] : pathsOf(JSON.parse(text))) {
      found.set(JSON.stringify(path), path);
    }
  }
  return [...found.values()];
}

for (const name of ["dashboard.json", "cycle.json", "inputs.json"]) {
  Deno.test(`every field of ${name} is documented, and every documented one is there`, async () => {
    const found = compare(documented.get(name) ?? [], await paths(name));
    assertEquals(found, { undocumented: [], unknown: [] });
  });
}

for (const [part, file] of Object.entries(STATE_FILES)) {
  Deno.test(`every field of ${file} is documented, and every documented one is known`, async () => {
    const fields = documented.get(file) ?? [];
    const known = shapePaths(SHAPES[part as keyof typeof SHAPES], []);
    assertEquals(compare(fields, known), { undocumented: [], unknown: [] });
    const real = await paths(`state-snapshot/${file}`);
    assert(real.length > 1, `no cycle left a ${file}`);
    assertEquals(compare(fields, real).undocumented, []);
  });
}

/** What a shape allows, with `*` for the keys of a map. */
function shapePaths(kind: Kind, prefix: readonly string[]): string[][] {
  switch (kind.is) {
    case "value":
      return [];
    case "list":
      return [[...prefix, "[]"], ...shapePaths(kind.of, [...prefix, "[]"])];
    case "map":
      return [[...prefix, "*"], ...shapePaths(kind.of, [...prefix, "*"])];
    case "object":
      return Object.entries(kind.fields).flatMap(([name, { of }]) => {
        const path = [...prefix, name];
        return [path, ...shapePaths(of, path)];
      });
  }
}

Deno.test("compare() finds a field that is not documented, and one that is not there", () => {
  const actual = pathsOf({
    a: 1,
    list: [{ b: 1 }],
    map: { x: { c: [1] } },
    deep: { er: { d: 1 } },
  });
  const all = ["a", "list[].b", "map.*.c[]", "deep.**"];
  assertEquals(compare(all, actual), { undocumented: [], unknown: [] });
  assertEquals(compare(all.slice(1), actual).undocumented, ["a"]);
  assertEquals(compare(["a", "list[]", "map.*.c[]", "deep.**"], actual).undocumented, ["list[].b"]);
  assertEquals(compare([...all, "list[].z", "b"], actual).unknown, ["list[].z", "b"]);
});

Deno.test("documentedFields() reads the tables of fields by their heading", () => {
  const text =
    "## x.json\n| field | type |\n| --- | --- |\n| `a[].b` | text |\n\n| other |\n| --- |\n| `c` |\n";
  assertEquals([...documentedFields(pageOf("", text))], [["x.json", ["a[].b"]]]);
});

Deno.test("every key of cycle_info.txt is documented, and every documented one is there", async () => {
  const [files] = await cycles();
  const keys = (files?.get("cycle_info.txt") ?? "").trim().split("\n").map((line) =>
    line.split(":")[0]?.replace(/^step .*/, "step NAME") ?? ""
  );
  const section = /## cycle_info\.txt\n([\s\S]*?)\n## /.exec(page.text)?.[1] ?? "";
  const told = spansOf(section).filter((span) => !span.includes(":"));
  assertEquals(told.toSorted(), [...new Set(keys)].toSorted());
});

Deno.test("every output of the workflow step is documented, and every documented one is there", async () => {
  await using train = await aTrain(blocked());
  const path = `${train.folder}/output`;
  await Deno.writeTextFile(path, "");
  await train.cycle([], { env: { GITHUB_OUTPUT: path } });
  const names = [...(await Deno.readTextFile(path)).matchAll(/^(\w+)(?:=|<<)/gm)].map(([, name]) =>
    name
  );
  const told = page.tables.filter(({ head }) => head[0] === "output").flatMap(({ rows }) =>
    rows.flatMap(([first = ""]) => spansOf(first))
  );
  assertEquals(told, names);
});

Deno.test("every file of a bundle is described", async () => {
  const names = new Set((await cycles()).flatMap((files) => [...files.keys()]));
  assert(names.size > 15);
  for (const name of names) {
    const [last = ""] = name.split("/").slice(-1);
    assertStringIncludes(page.text, last, name);
  }
});
