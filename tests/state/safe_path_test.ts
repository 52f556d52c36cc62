import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { Failure } from "../../lib/failure.ts";
import { assertNoSymlink } from "../../lib/state/safe_path.ts";

async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await work(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("assertNoSymlink() returns the path when every component is plain or absent", async () => {
  await inFolder(async (dir) => {
    await Deno.mkdir(join(dir, "a"));
    await Deno.writeTextFile(join(dir, "a", "file"), "");
    assertEquals(await assertNoSymlink(dir, "a/file"), join(dir, "a", "file"));
    assertEquals(await assertNoSymlink(dir, "a/b/c.json"), join(dir, "a", "b", "c.json"));
  });
});

Deno.test("assertNoSymlink() refuses a link as target, also when it dangles", async () => {
  await inFolder(async (dir) => {
    await Deno.symlink("/etc/hostname", join(dir, "file"));
    await Deno.symlink(join(dir, "nowhere"), join(dir, "dangling"));
    for (const name of ["file", "dangling"]) {
      const failure = await assertRejects(
        () => assertNoSymlink(dir, name),
        Failure,
        "symbolic link",
      );
      assertEquals(failure.code, "symlink");
    }
  });
});

Deno.test("assertNoSymlink() refuses a link in the middle of the path", async () => {
  await inFolder(async (dir) => {
    await Deno.mkdir(join(dir, "real"));
    await Deno.symlink(join(dir, "real"), join(dir, "link"));
    await assertRejects(() => assertNoSymlink(dir, "link/file"), Failure, join(dir, "link"));
  });
});

Deno.test("assertNoSymlink() leaves a file in the place of a folder to the write that follows", async () => {
  await inFolder(async (dir) => {
    await Deno.writeTextFile(join(dir, "file"), "");
    assertEquals(await assertNoSymlink(dir, "file/below"), join(dir, "file", "below"));
  });
});

Deno.test({
  name: "assertNoSymlink() fails clearly when it may not look",
  permissions: { read: false },
  fn: async () => {
    const failure = await assertRejects(
      () => assertNoSymlink("/", "etc"),
      Failure,
      "Cannot look at",
    );
    assertEquals(failure.code, "unreadable-path");
  },
});

Deno.test("assertNoSymlink() accepts a root that is a link: the operator named it", async () => {
  await inFolder(async (dir) => {
    await Deno.mkdir(join(dir, "real"));
    await Deno.symlink(join(dir, "real"), join(dir, "root"));
    await assertNoSymlink(join(dir, "root"), "file");
  });
});

for (
  const path of [
    "",
    "/etc/passwd",
    "../up",
    "a/../../up",
    "a//b",
    "./a",
    "a\\..\\b",
    "C:\\x",
    "a\0",
  ]
) {
  Deno.test(`assertNoSymlink() refuses the path ${JSON.stringify(path)}`, async () => {
    const failure = await assertRejects(
      () => assertNoSymlink("/tmp", path),
      Failure,
      "Cannot use the path",
    );
    assertEquals(failure.code, "bad-path");
  });
}
