/**
 * Runs the program once for each list of arguments in `Deno.args[0]` (JSON), in the folder that this
 * process was started in and with an empty environment, and prints what each came to as JSON.
 * @module
 */

import { program } from "../../lib/cli/program.ts";
import { steps } from "../../main.ts";

const calls: string[][] = JSON.parse(Deno.args[0] ?? "[]");
const ended: { code: number; out: string }[] = [];
for (const args of calls) {
  let out = "";
  const code = await program(args, {
    env: () => undefined,
    out: (text) => void (out += text),
    err: (text) => void (out += text),
    now: () => Temporal.Now.instant(),
    clock: () => performance.now(),
    wait: () => Promise.resolve(),
    version: "0.0.0-test",
    steps,
  });
  ended.push({ code, out });
}
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(ended)));
