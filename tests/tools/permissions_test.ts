import { assert, assertEquals } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { COMMANDS } from "../../lib/cli/commands.ts";
import { permissionFlags } from "../../tools/permissions.ts";

/** The value of a flag, in parts. */
function listed(flags: readonly string[], name: string): string[] | undefined {
  return flags.find((flag) => flag.startsWith(`${name}=`))?.slice(name.length + 1).split(",");
}

Deno.test("permissionFlags() grants exactly what deno.json's default set grants", () => {
  const set = config.permissions.default;
  assertEquals(permissionFlags(), [
    "--no-prompt",
    "--no-remote",
    "--allow-read",
    `--allow-write=${set.write.join(",")}`,
    `--allow-net=${set.net.join(",")}`,
    `--allow-env=${set.env.allow.join(",")}`,
    "--ignore-env",
    "--deny-run",
    "--deny-ffi",
    "--deny-sys",
  ]);
});

Deno.test("permissionFlags() puts another API host in place of GitHub's", () => {
  const flags = permissionFlags({ api_host: "github.example.com:8443" });
  assertEquals(listed(flags, "--allow-net"), ["github.example.com:8443"]);
});

Deno.test("permissionFlags() adds folders to write to, and keeps those of deno.json", () => {
  const flags = permissionFlags({ write: ["/var/lib/release-ops"] });
  assertEquals(listed(flags, "--allow-write"), ["artifacts", "state", "/var/lib/release-ops"]);
});

Deno.test("permissionFlags() names every variable that the program's flags read", () => {
  const granted = listed(permissionFlags(), "--allow-env");
  for (const { name, flags } of COMMANDS) {
    for (const variable of flags.flatMap(({ env }) => env)) {
      assert(granted?.includes(variable), `${variable}, which ${name} reads`);
    }
  }
});

Deno.test("permissionFlags() names every variable that is read by name", async () => {
  const granted = listed(permissionFlags(), "--allow-env");
  const folder = new URL("../../lib/", import.meta.url);
  for await (const subject of Deno.readDir(folder)) {
    if (!subject.isDirectory) continue;
    for await (const file of Deno.readDir(new URL(`${subject.name}/`, folder))) {
      if (!file.name.endsWith(".ts")) continue;
      const source = await Deno.readTextFile(new URL(`${subject.name}/${file.name}`, folder));
      for (const [, name = ""] of source.matchAll(/\benv(?:\.get)?\("([A-Z_]+)"\)/g)) {
        assert(granted?.includes(name), `${name}, which lib/${subject.name}/${file.name} reads`);
      }
    }
  }
});
