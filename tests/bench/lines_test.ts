import { assertEquals } from "@std/assert";
import { TextLineStream } from "./lines.ts";

Deno.test("TextLineStream puts lines together again, wherever they were cut", async () => {
  const lines = ReadableStream.from(["a", "b\nc\n", "\nd"]).pipeThrough(new TextLineStream());
  assertEquals(await Array.fromAsync(lines), ["ab", "c", "", "d"]);
});
