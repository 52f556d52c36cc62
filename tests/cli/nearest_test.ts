import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { nearest } from "../../lib/cli/nearest.ts";

const FLAGS = ["dry-run", "threshold-minutes", "enable-routing", "enable-escalation", "out"];

Deno.test("nearest() finds what was meant by a missing, extra, wrong or swapped letter", () => {
  assertEquals(nearest("dryrun", FLAGS), "dry-run");
  assertEquals(nearest("dry-runn", FLAGS), "dry-run");
  assertEquals(nearest("dry-ran", FLAGS), "dry-run");
  assertEquals(nearest("dyr-run", FLAGS), "dry-run");
  assertEquals(nearest("treshold-minute", FLAGS), "threshold-minutes");
  assertEquals(nearest("Dry-Run", FLAGS), "dry-run");
});

Deno.test("nearest() counts a swap of neighbours as one error", () => {
  assertEquals(nearest("otu", FLAGS), "out");
});

Deno.test("nearest() gives the nearer of two", () => {
  assertEquals(nearest("enable-routng", FLAGS), "enable-routing");
});

Deno.test("nearest() gives nothing rather than something far away", () => {
  assertEquals(nearest("verbose", FLAGS), null);
  assertEquals(nearest("x", FLAGS), null);
  assertEquals(nearest("", FLAGS), null);
  assertEquals(nearest("anything", []), null);
});

Deno.test("nearest() finds any word that is in the list", () => {
  fc.assert(fc.property(fc.stringMatching(/^[a-z-]{1,20}$/), (word) => {
    assertEquals(nearest(word, [...FLAGS, word]), word);
  }));
});
