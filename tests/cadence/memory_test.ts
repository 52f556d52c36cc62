import { assertEquals } from "@std/assert";
import { memoryFromText } from "../../lib/cadence/memory.ts";
import { NEVER } from "./cadences.ts";

const SILENT = [
  { title: "a missing file", text: null },
  { title: "an empty file", text: " \n" },
  { title: "an object without our fields", text: "{}" },
  { title: "nulls", text: '{"last_digest_at":null,"last_occurrence":null}' },
];
for (const { title, text } of SILENT) {
  Deno.test(`memoryFromText() takes ${title} for never ran`, () => {
    assertEquals(memoryFromText("digest", text), { memory: NEVER, warnings: [] });
  });
}

for (const text of ["{", "[]", "null", "7", '"text"', "<<<<<<< HEAD"]) {
  Deno.test(`memoryFromText() warns and takes ${text} for never ran`, () => {
    const { memory, warnings } = memoryFromText("digest", text);
    assertEquals([memory, warnings.length], [NEVER, 1]);
  });
}

Deno.test("memoryFromText() reads the fields of the task that is asked for", () => {
  const text = JSON.stringify({
    version: 1,
    last_handoff_at: "2026-01-08T09:05:00Z",
    last_occurrence: "handoff@2026-01-08T09:00Z",
    last_digest_at: "2020-01-01T00:00:00Z",
  });
  assertEquals(memoryFromText("handoff", text).memory, {
    last_occurrence: "handoff@2026-01-08T09:00Z",
    last_at: "2026-01-08T09:05:00Z",
  });
});

Deno.test("memoryFromText() keeps what is no string to be warned about", () => {
  const { memory } = memoryFromText("digest", '{"last_digest_at":17,"last_occurrence":{"a":1}}');
  assertEquals(memory, { last_occurrence: '{"a":1}', last_at: "17" });
});
