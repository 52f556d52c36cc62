import { assertEquals } from "@std/assert";
import { carries, lacking, unique, without } from "../../lib/blockers/labels.ts";

Deno.test("carries() finds a label in any case", () => {
  assertEquals(carries(["Bug"], "bug"), true);
  assertEquals(carries(["bugs"], "bug"), false);
});

Deno.test("lacking() gives what is not there, each once, as it was spelled first", () => {
  assertEquals(lacking(["A"], ["a", "B", "b", "c"]), ["B", "c"]);
});

Deno.test("without() leaves labels out in any case", () => {
  assertEquals(without(["A", "b"], ["a"]), ["b"]);
});

Deno.test("unique() keeps the order and the first spelling", () => {
  assertEquals(unique(["B", "a", "b", "A"]), ["B", "a"]);
});
