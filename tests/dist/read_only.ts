/**
 * A machine whose every file system is read-only, but for the two folders that the program writes to.
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { blocked } from "../e2e/worlds.ts";
import { startEmulator } from "../emulator/server.ts";
import { emptyFolder, type Shape } from "./programs.ts";

/** Makes all mounts read-only in a mount namespace of its own, proves it, and becomes the program. */
const SCRIPT = `set -e
for folder in artifacts state; do mount --bind "$folder" "$folder"; done
while read -r _ point type _; do
  case "$point" in "$PWD/artifacts" | "$PWD/state") continue ;; esac
  case "$type" in proc | sysfs | cgroup* | devpts) continue ;; esac
  mount -o remount,bind,ro "$point" 2> /dev/null || true
done < /proc/self/mounts
for folder in . .. / /tmp /var/tmp /dev/shm "$HOME"; do
  if touch "$folder/.written" 2> /dev/null; then
    rm "$folder/.written"
    echo "$folder can be written" >&2
    exit 9
  fi
done
unset HOME
exec "$@"`;

/** Ways to a mount namespace: as root, and as anybody. */
const WAYS = [["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]];

/**
 * What has to stand before a program and its arguments, to run it on such a machine. Null where that is
 * not allowed; a test of that name says so among the results then.
 */
export function readOnlyMachine(): readonly string[] | null {
  for (const way of WAYS) {
    const prefix = [...way, "sh", "-c", SCRIPT, "sh"];
    if (works(prefix)) return prefix;
  }
  const words = "this user may not mount: nothing was run on a read-only machine. Run as root.";
  Deno.test({ name: `SKIPPED, ${words}`, ignore: true, fn: () => {} });
  return null;
}

function works([program = "", ...args]: readonly string[]): boolean {
  const cwd = Deno.makeTempDirSync({ prefix: "release-ops-dist-" });
  try {
    for (const name of ["artifacts", "state"]) Deno.mkdirSync(join(cwd, name));
    return new Deno.Command(program, { args: [...args, "true"], cwd }).outputSync().success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  } finally {
    Deno.removeSync(cwd, { recursive: true });
  }
}

/** The demo and a cycle need nothing to write to but `artifacts` and `state`: no home, no cache. */
export async function assertWritesNowhereElse(
  shape: Shape,
  script: string,
  machine: readonly string[],
): Promise<void> {
  const builder = blocked();
  await using github = await startEmulator(builder.world);
  await using folder = await emptyFolder();
  const cwd = folder.path;
  for (const name of ["artifacts", "state"]) await Deno.mkdir(join(cwd, name));
  const run = await shape.program(script, new URL(github.url).host, { prefix: machine });

  const shown = await run(["demo"], { cwd });
  assertEquals(shown.exit, 0, shown.err);
  const cycle = await run(
    ["run", "--run-id", "1", "--state-dir", "state", "--now", builder.world.now],
    {
      cwd,
      env: {
        GITHUB_TOKEN: "test-token",
        GITHUB_REPOSITORY: "acme/widgets",
        GITHUB_API_URL: github.url,
        GITHUB_GRAPHQL_URL: github.graphqlUrl,
        RELEASE_OPS_WRITE_INTERVAL_MS: "0",
      },
    },
  );
  assertEquals(cycle.exit, 0, cycle.err);
  const bundles = (await Array.fromAsync(Deno.readDir(join(cwd, "artifacts"))))
    .map(({ name }) => name).toSorted();
  assertEquals(bundles, ["release-ops-cycle-1", "release-ops-cycle-demo"]);
  assert((await Deno.stat(join(cwd, "state", "blockers_state.json"))).isFile);
}
