import { assert, assertEquals, assertThrows } from "@std/assert";
import { clean } from "../../lib/report/clean.ts";
import {
  endgroup,
  fitSummary,
  group,
  logLine,
  outputFile,
  SUMMARY_BYTES,
  warning,
} from "../../lib/report/workflow_log.ts";
import { CORPUS } from "../hostile/corpus.ts";

Deno.test("logLine() is one line without a command for every hostile string", () => {
  for (const value of CORPUS) {
    const line = logLine(value);
    // deno-lint-ignore no-control-regex -- control characters are what must be gone
    assertEquals(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(line), false, line);
    assertEquals(commandIn(line), null, line);
  }
});

Deno.test("logLine() stays as it is when the text is ordinary", () => {
  for (const value of ["Done: digest (3 h) at 08:15", "a :: b", "C# ## d", "50% [x]"]) {
    assertEquals(logLine(value), value);
  }
});

Deno.test("warning() does carry every hostile message in one command", () => {
  for (const value of CORPUS) {
    const line = warning(value);
    assertEquals(line.split(/[\r\n]/).length, 1);
    assertEquals(commandIn(line)?.name, "warning");
    const message = clean(value, { lines: true }).replace(/##(?=\[)/g, "# #");
    assertEquals(commandIn(line)?.data, message);
  }
});

Deno.test("warning() does keep the words that people grep for", () => {
  const words = "Dashboard generation failed, creating minimal dashboard";
  assertEquals(warning(words), `::warning::${words}`);
  assertEquals(warning("50%\nb"), "::warning::50%25%0Ab");
});

Deno.test("group() and endgroup() do frame lines", () => {
  assertEquals([group("Digest\n::error::x"), endgroup()], [
    "::group::Digest ::error::x",
    "::endgroup::",
  ]);
});

Deno.test("outputFile() is read back as it was for every hostile value", () => {
  for (const value of CORPUS) {
    const written = outputFile("result", value) + outputFile("next", "1");
    assertEquals(readOutputs(written), { result: value.toWellFormed(), next: "1" });
    assertEquals(outputFile("result", value), outputFile("result", value));
  }
});

Deno.test("outputFile() does refuse a name that could forge another output", () => {
  for (const name of ["", "a b", "a<<b", "a=b", "a\nb", "1a"]) {
    assertThrows(() => outputFile(name, "x"), RangeError, "name");
  }
});

Deno.test("fitSummary() does nothing when the summary fits", () => {
  assertEquals(fitSummary("é\n", 3, "cut"), "é\n");
});

Deno.test("fitSummary() does count bytes of UTF-8 and end with the note", () => {
  const source = "# Title\n\n" + "ééé 🎉\n".repeat(200_000);
  const shown = fitSummary(source, SUMMARY_BYTES, "The rest is in the bundle.");
  const bytes = new TextEncoder().encode(shown).length;
  assert(bytes <= SUMMARY_BYTES && bytes > SUMMARY_BYTES - 20);
  assert(shown.endsWith("🎉\n\nThe rest is in the bundle."));
});

Deno.test("fitSummary() does cut a single line between code points", () => {
  assertEquals(fitSummary("é".repeat(50), 20, "cut"), "éééééé…\n\ncut");
});

/** The command that the runner would see in a line, after its documentation and behaviour. */
function commandIn(line: string): { name: string; data: string } | null {
  const [, name, data] = line.trimStart().match(/^::([\w-]+)[^:]*::(.*)$/) ?? [];
  if (name !== undefined && data !== undefined) return { name, data: decodeData(data) };
  const [, old] = line.match(/##\[([^\]]*)\]?/) ?? [];
  return old === undefined ? null : { name: old, data: "" };
}

function decodeData(data: string): string {
  return data.replace(/%0D/g, "\r").replace(/%0A/g, "\n").replace(/%25/g, "%");
}

/** The output file as the runner reads it. */
function readOutputs(file: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = file.split("\n");
  for (let at = 0; at < lines.length - 1; at++) {
    const [, name = "", delimiter = ""] = lines[at]?.match(/^([^<=]+)<<(.+)$/) ?? [];
    const end = lines.indexOf(delimiter, at + 1);
    assert(end > at, "no end of the value");
    outputs[name] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return outputs;
}
