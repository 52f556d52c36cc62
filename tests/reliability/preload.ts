/**
 * The entry of a process that is to die at a file operation: counts every operation that changes a
 * file or folder and kills its own process (SIGKILL) before, half-way through, or after the one that
 * `DIE_AT` names (`12 half`). The program itself is the real one.
 * @module
 */

import { main } from "../../main.ts";

const [ordinal = "0", moment = ""] = (Deno.env.get("DIE_AT") ?? "").split(" ");
let operations = 0;
/** The operations that put a state file into its place. */
const saved: number[] = [];

function die(): void {
  Deno.kill(Deno.pid, "SIGKILL");
}

/** Runs an operation, or as much of it as there is time for. */
async function operate<T>(whole: () => Promise<T>, half: () => Promise<unknown>): Promise<T> {
  const chosen = ++operations === Number(ordinal);
  if (chosen && moment === "before") die();
  if (chosen && moment === "half") {
    await half();
    die();
  }
  const result = await whole();
  if (chosen && moment === "after") die();
  return result;
}

const nothing = (): Promise<void> => Promise.resolve();
const { mkdir, remove, rename, writeTextFile, open } = Deno;
const { write } = Deno.FsFile.prototype;

Deno.mkdir = (...args) => operate(() => mkdir(...args), nothing);
Deno.rename = (from, to) => {
  if (/_state\.json$/.test(String(to))) saved.push(operations + 1);
  return operate(() => rename(from, to), nothing);
};
Deno.remove = (...args) => operate(() => remove(...args), nothing);
Deno.open = (path, options) =>
  options?.write || options?.append
    ? operate(() => open(path, options), nothing)
    : open(path, options);
Deno.writeTextFile = (path, text, options) =>
  operate(
    () => writeTextFile(path, text, options),
    () => writeTextFile(path, String(text).slice(0, String(text).length / 2), options),
  );
Deno.FsFile.prototype.write = function (bytes): Promise<number> {
  return operate(
    () => write.call(this, bytes),
    () => write.call(this, bytes.subarray(0, bytes.length / 2)),
  );
};

const exit = await main(Deno.args);
const counts = `operations: ${operations}\nsaved: ${saved.join(" ")}\n`;
Deno.stdout.writeSync(new TextEncoder().encode(counts));
Deno.exit(exit);
