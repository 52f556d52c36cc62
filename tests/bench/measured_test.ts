import { assert, assertEquals } from "@std/assert";
import { measured } from "./measured.ts";

Deno.test("measured() tells how a process ended, and on Linux what it took", async () => {
  const code = "Deno.stderr.writeSync(new TextEncoder().encode('ouch')); Deno.exit(3)";
  const ran = await measured({ path: Deno.execPath(), args: ["eval", code] }, {
    cwd: ".",
    env: { NO_COLOR: "1" },
  });
  assertEquals([ran.exit, ran.err], [3, "ouch"]);
  assert(ran.wall_ms > 0);
  if (Deno.build.os === "linux") assert((ran.peak_mb ?? 0) > 1, String(ran.peak_mb));
});
