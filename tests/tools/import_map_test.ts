import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import config from "../../deno.json" with { type: "json" };
import home from "../../jsr.import_map.json" with { type: "json" };
import { ROOT } from "../../tools/command.ts";

/** What the program imports by name; `lib/std` stands in for a part of it here, and is not needed there. */
async function imported(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory && path !== join(ROOT, "lib/std")) names.push(...await imported(path));
    if (!/(?<!\.d)\.ts$/.test(name)) continue;
    const text = await Deno.readTextFile(path);
    for (const [, specifier = ""] of text.matchAll(/ from "([@a-z][^"]*)"/g)) names.push(specifier);
  }
  return names;
}

Deno.test("jsr.import_map.json maps what the program imports and nothing else, npm's packages as deno.json does", async () => {
  const used = new Set([
    ...await imported(join(ROOT, "lib")),
    ...await imported(join(ROOT, "steps")),
    "@std/assert", // of the tests, as far as somebody wants to run them there
  ]);
  assertEquals(Object.keys(home.imports).toSorted(), [...used].toSorted());
  const here: Record<string, string> = config.imports;
  for (const [name, target] of Object.entries(home.imports)) {
    if (target.startsWith("npm:")) assertEquals(here[name], target);
  }
});
