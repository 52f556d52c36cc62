/**
 * Blocks of the README that a task writes, between two markers.
 * @module
 */

/**
 * Replaces the block of the README that begins and ends with the same lines as this one.
 * @throws {Error} when it has none
 */
export async function writeReadmeBlock(block: string): Promise<void> {
  const lines = block.trimEnd().split("\n");
  const [begin, end] = [lines[0] ?? "", lines.at(-1) ?? ""];
  const path = new URL("../README.md", import.meta.url);
  const text = await Deno.readTextFile(path);
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no block from ${begin} to ${end}`);
  const rest = text.slice(to + end.length);
  await Deno.writeTextFile(path, text.slice(0, from) + block.trimEnd() + rest);
}
