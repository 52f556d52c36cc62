/**
 * The emulator as a process of its own: `deno run -A tests/emulator/main.ts --world FILE.json [--port N]`.
 * The first line on stdout is its URL; it serves until it is stopped. The token is `test-token`.
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { startEmulator } from "./server.ts";
import type { World } from "./world.ts";

const flags = parseArgs(Deno.args, { string: ["world", "port"] });
if (typeof flags.world !== "string") {
  throw new Error("Cannot start the emulator: --world FILE.json is missing");
}
const world = JSON.parse(await Deno.readTextFile(flags.world)) as World;
const emulator = await startEmulator(world, { port: Number(flags.port ?? 0) });
await Deno.stdout.write(new TextEncoder().encode(`${emulator.url}\n`));
