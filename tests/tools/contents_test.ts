import { assertEquals } from "@std/assert";
import { packageOf, sizesByPackage } from "../../tools/contents.ts";

Deno.test("packageOf() names packages of Deno's cache with their scope, and our folders", () => {
  const cache = "../../home/me/.cache/deno/npm/registry.example";
  assertEquals(packageOf(`${cache}/marked/18.2.1/lib/marked.esm.js`), "marked");
  assertEquals(packageOf(`${cache}/@octokit/core/7.0.8/dist-src/index.js`), "@octokit/core");
  assertEquals(packageOf(`${cache}/@octokit/plugin/src/generated/endpoints.ts`), "@octokit/plugin");
  assertEquals(packageOf("../../lib/gate/gate.ts"), "lib");
  assertEquals(packageOf("main.ts"), "main.ts");
});

Deno.test("sizesByPackage() counts every character once, over lines and steps back", () => {
  // Line 1: 2 characters of the bundler's, 3 of source 0, 5 of source 1. Line 2: 4 of source 0.
  const map = { sources: ["lib/a.ts", "npm/host/marked/1.0.0/m.js"], mappings: "EAAA,GCAA;ADAA" };
  assertEquals([...sizesByPackage("..aaammmmm\naaaa", map)], [
    ["lib", 7],
    ["marked", 5],
    ["bundler", 2],
  ]);
});

Deno.test("sizesByPackage() reads steps of more than one digit, and lines without a source", () => {
  const map = { sources: ["lib/a.ts"], mappings: "gCAAA;" };
  assertEquals([...sizesByPackage(`${".".repeat(32)}aa\n...`, map)], [["bundler", 35], ["lib", 2]]);
});
