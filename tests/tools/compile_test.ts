import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { join } from "@std/path";
import { Failure } from "../../lib/failure.ts";
import { ended } from "../../tools/command.ts";
import { compile, compileArguments, grantsOf, targetOf } from "../../tools/compile.ts";
import { permissionFlags } from "../../tools/permissions.ts";
import { checksums, CHECKSUMS_FILE } from "../../tools/release.ts";
import { binaryName, TARGETS } from "../../tools/targets.ts";

const LINUX = targetOf("linux-x64");
const NOTHING = { api_host: null, write: [] };

Deno.test("compileArguments() bakes in the permissions of deno.json and the runner's own files", () => {
  const args = compileArguments("in.js", { target: LINUX, output: "out", grants: NOTHING });
  const expected = permissionFlags({ write: [LINUX.runner_files] });
  assertEquals(
    args.filter((arg) => /^--(allow|deny|ignore|no-prompt|no-remote)/.test(arg)),
    expected,
  );
  assertEquals(args.slice(-3), ["--target=x86_64-unknown-linux-gnu", "--output=out", "in.js"]);
});

Deno.test("compileArguments() puts the host and the folders of the flags in", () => {
  const grants = grantsOf({ "api-host": "github.example.com", write: "/srv/a, /srv/b" });
  const args = compileArguments("in.js", { target: LINUX, output: "out", grants });
  assert(args.includes("--allow-net=github.example.com"), args.join(" "));
  const write = `--allow-write=artifacts,state,/srv/a,/srv/b,${LINUX.runner_files}`;
  assert(args.includes(write), args.join(" "));
});

Deno.test("grantsOf() takes hosts with and without ports, and refuses everything else", () => {
  for (const host of ["github.example.com", "10.0.0.1:8443", "[::1]:80", "ghes"]) {
    assertEquals(grantsOf({ "api-host": host }).api_host, host);
  }
  for (const host of ["https://github.example.com", "a.example.com/api", "a,b", "", "*", "a:b"]) {
    const error = assertThrows(() => grantsOf({ "api-host": host }), Failure);
    assertStringIncludes(error.message, JSON.stringify(host));
  }
});

Deno.test("targetOf() knows names and triples, and this machine", () => {
  assertEquals(targetOf("macos-arm64").triple, "aarch64-apple-darwin");
  assertEquals(targetOf("x86_64-pc-windows-msvc").name, "windows-x64");
  assertEquals(targetOf(null).triple, Deno.build.target);
  assertThrows(() => targetOf("sparc"), Failure, "allowed is linux-x64, linux-arm64, macos-x64");
});

Deno.test("binaryName() is one name for each machine", () => {
  assertEquals(TARGETS.map(binaryName), [
    "release-ops-linux-x64",
    "release-ops-linux-arm64",
    "release-ops-macos-x64",
    "release-ops-macos-arm64",
    "release-ops-windows-x64.exe",
  ]);
});

Deno.test("compile() names DENORT_BIN and the single file when the runtime is missing", async () => {
  const folder = await Deno.makeTempDir({ prefix: "release-ops-compile-" });
  const source = join(folder, "in.js");
  await Deno.writeTextFile(source, "");
  const before = Deno.env.get("DENORT_BIN");
  Deno.env.set("DENORT_BIN", join(folder, "missing"));
  try {
    const error = await assertRejects(
      () => compile(source, { target: LINUX, output: join(folder, "out"), grants: NOTHING }),
      Failure,
      "the runtime that goes into the binary is missing",
    );
    assertEquals([error.code, error.exit], ["no-base", 2]);
    assertStringIncludes(error.remedy, "Set DENORT_BIN to the denort of Deno");
    assertStringIncludes(error.remedy, "deno task bundle makes dist/release-ops.js");
    const left = await Array.fromAsync(Deno.readDir(folder));
    assertEquals(left.map(({ name }) => name), ["in.js"]);
  } finally {
    if (before === undefined) Deno.env.delete("DENORT_BIN");
    else Deno.env.set("DENORT_BIN", before);
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("checksums() writes what sha256sum --check reads, by name", async () => {
  const folder = await Deno.makeTempDir({ prefix: "release-ops-sums-" });
  await Deno.writeTextFile(join(folder, "b"), "abc");
  await Deno.writeTextFile(join(folder, "a"), "");
  assertEquals(
    await checksums(folder, ["b", "a"]),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n" +
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b\n",
  );
  await Deno.writeTextFile(join(folder, CHECKSUMS_FILE), await checksums(folder, ["b", "a"]));
  const check = { args: ["--check", "--strict", CHECKSUMS_FILE], cwd: folder };
  const checked = await ended("sha256sum", check);
  assertEquals(checked?.out, "a: OK\nb: OK\n", checked?.err);
  await Deno.remove(folder, { recursive: true });
});
