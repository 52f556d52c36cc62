/**
 * The program's source, to look for words in.
 * @module
 */

import { ROOT } from "./pages.ts";

/** The program's source as one text, string literals over several lines joined. */
export async function sourceText(): Promise<string> {
  const texts = await Promise.all(["lib", "steps"].map((folder) => textsIn(ROOT + folder)));
  return texts.flat().join("\n").replaceAll(/["`] \+\s*["`]/g, "");
}

async function textsIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const texts = await Promise.all(
    entries.map(async ({ name, isDirectory }) =>
      isDirectory
        ? await textsIn(`${folder}/${name}`)
        : [await Deno.readTextFile(`${folder}/${name}`)]
    ),
  );
  return texts.flat();
}
