import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { ended } from "../../tools/command.ts";
import { commitOf } from "../../tools/commit.ts";

Deno.test("commitOf() is null outside of a repository, then the commit, then dirty", async () => {
  const folder = await Deno.makeTempDir({ prefix: "release-ops-commit-" });
  const file = join(folder, "main.ts");
  const git = async (...args: string[]): Promise<string> => {
    const who = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
    return (await ended("git", { args: [...who, ...args], cwd: folder }))?.out.trim() ?? "";
  };
  assertEquals(await commitOf(folder), null);
  await Deno.writeTextFile(file, "1");
  await git("init", "--quiet");
  assertEquals(await commitOf(folder), null);
  await git("add", ".");
  await git("commit", "--quiet", "--message=one");
  assertMatch(await commitOf(folder) ?? "", /^[0-9a-f]{7}$/);
  assertEquals(await commitOf(folder), (await git("rev-parse", "HEAD")).slice(0, 7));
  await Deno.writeTextFile(file, "2");
  assertEquals(await commitOf(folder), `${(await git("rev-parse", "HEAD")).slice(0, 7)}-dirty`);
  await Deno.remove(folder, { recursive: true });
});
