import { assertEquals } from "@std/assert";
import { bundleFiles, relativeHref } from "../../lib/pages/bundle_files.ts";

Deno.test("bundleFiles() lists only what exists and leaves nothing out", () => {
  assertEquals(bundleFiles(["state-before/blockers_state.json", "extra.txt", "index.html"]), [
    {
      title: "For people",
      files: [{
        name: "index.html",
        purpose: "Open this first: can we ship, what is blocked, whose it is, and every file",
      }],
    },
    {
      title: "State",
      files: [{
        name: "state-before/blockers_state.json",
        purpose: "Blockers and health: state as the cycle found it",
      }],
    },
    { title: "Other files", files: [{ name: "extra.txt", purpose: "Further file of this cycle" }] },
  ]);
});

Deno.test("relativeHref() stays inside the bundle", () => {
  assertEquals(relativeHref("a b/c#d?.json"), "./a%20b/c%23d%3F.json");
});
