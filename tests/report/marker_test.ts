import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  extractSection,
  findMarkers,
  findSections,
  marker,
  neutralise,
  replaceSection,
  section,
} from "../../lib/report/marker.ts";
import { CORPUS } from "../hostile/corpus.ts";
import { RENDERERS, takeApart } from "./rendered.ts";

const BEGIN = "<!-- release-ops:begin status -->";
const END = "<!-- release-ops:end status -->";

/** Lines that people and forgers write, and line ends. */
const bodies = fc.array(
  fc.tuple(
    fc.oneof(
      fc.constantFrom(BEGIN, END, "```", "```js", "~~~", "text", "", "> " + BEGIN, "  " + END),
      fc.constantFrom(
        marker("begin", "other"),
        marker("end", "other"),
        BEGIN + " x",
        "---",
        "<!--",
      ),
      fc.constantFrom(...CORPUS),
    ),
    fc.constantFrom("\n", "\r\n"),
  ),
  { maxLength: 14 },
).map((lines) => lines.flat().join(""));

const contents = fc.oneof(
  bodies,
  fc.constantFrom("", "a", "a\n\nb", "```\na\n```", "```\nopen", "| a |\n| - |\n| b |"),
);

Deno.test("marker() does carry every hostile value and never ends early", () => {
  for (const value of CORPUS) {
    const made = marker("fingerprint", value);
    assertEquals(findMarkers(made, "fingerprint"), [value.toWellFormed()]);
    assertEquals(made.indexOf("--", 4), made.length - 3, made);
    for (const render of Object.values(RENDERERS)) {
      assertEquals(takeApart(render(`a\n\n${made}\n\nb`)).text, "ab");
    }
  }
});

Deno.test("marker() stays readable for ordinary values", () => {
  assertEquals(marker("comment", "routed/123"), "<!-- release-ops:comment routed/123 -->");
  assertEquals(marker("line", "release-4.2"), "<!-- release-ops:line release-4.2 -->");
  assertThrows(() => marker("a b", ""), RangeError, "kebab-case");
});

Deno.test("findMarkers() does find all markers of the kind in their order", () => {
  const text = `${marker("a", "1")} ${marker("b", "2")}\r\nx\r\n${marker("a", "3 4")}`;
  assertEquals(findMarkers(text, "a"), ["1", "3 4"]);
  assertEquals(findMarkers(text, "b"), ["2"]);
  assertEquals(findMarkers(text, "c"), []);
});

Deno.test("findMarkers() does ignore quoted, fenced, inline and edited markers", () => {
  const made = marker("a", "1");
  const forged = [
    `> ${made}`,
    `\`\`\`\n${made}\n\`\`\``,
    `~~~html\n${made}\n~~~`,
    `    ${made}`,
    `see ${made}`,
    "<!--release-ops:a 1-->",
    "<!-- release-ops:a  1 -->",
    "<!-- release-ops:a %31 -->",
    "<!-- release-ops:a %zz -->",
    "<!-- release-ops:A 1 -->",
    neutralise(made),
  ];
  for (const text of forged) assertEquals(findMarkers(text, "a"), [], text);
});

Deno.test("neutralise() does leave no marker in any text", () => {
  for (const value of CORPUS) {
    for (const kind of ["fingerprint", "begin", "end"]) {
      assertEquals(findMarkers(neutralise(value), kind), []);
    }
  }
});

Deno.test("replaceSection() does append after two newlines when there is no section", () => {
  assertEquals(replaceSection("people", "status", "new"), `people\n\n${BEGIN}\nnew\n${END}`);
  assertEquals(replaceSection("", "status", "new"), `${BEGIN}\nnew\n${END}`);
});

Deno.test("replaceSection() does replace the content and nothing else", () => {
  const body = `a\r\n---\r\n${BEGIN}\r\nold\r\n${END}\r\nb\r\n`;
  assertEquals(
    replaceSection(body, "status", "new"),
    `a\r\n---\r\n${BEGIN}\r\nnew\n${END}\r\nb\r\n`,
  );
});

Deno.test("replaceSection() does return the very body when only line ends differ", () => {
  const body = `a\r\n${BEGIN}\r\none\r\ntwo\r\n${END}\r\nb`;
  assertEquals(replaceSection(body, "status", "one\ntwo"), body);
  assertEquals(extractSection(body, "status"), "one\ntwo");
});

Deno.test("replaceSection() does leave text alone when the end marker is lost", () => {
  const body = `${BEGIN}\nold\n\npeople`;
  const once = replaceSection(body, "status", "new");
  assertEquals(once, `${body}\n\n${BEGIN}\nnew\n${END}`);
  assertEquals(replaceSection(once, "status", "newer"), `${body}\n\n${BEGIN}\nnewer\n${END}`);
});

Deno.test("replaceSection() does leave text alone when the begin marker is lost", () => {
  const once = replaceSection(`people\n${END}\nmore`, "status", "new");
  assertEquals(once, `people\n${END}\nmore\n\n${BEGIN}\nnew\n${END}`);
  assertEquals(replaceSection(once, "status", "newer"), once.replace("new", "newer"));
});

Deno.test("replaceSection() does use the first of several and the inner of nested ones", () => {
  const one = `${BEGIN}\n1\n${END}`;
  assertEquals(
    replaceSection(`${one}\n\n${one}`, "status", "2"),
    `${BEGIN}\n2\n${END}\n\n${one}`,
  );
  assertEquals(
    replaceSection(`${BEGIN}\na\n${one}\nb\n${END}`, "status", "2"),
    `${BEGIN}\na\n${BEGIN}\n2\n${END}\nb\n${END}`,
  );
});

Deno.test("replaceSection() does not take a section that is shown in a code block for its own", () => {
  const shown = `How it works:\n\`\`\`\n${BEGIN}\nx\n${END}\n\`\`\``;
  assertEquals(replaceSection(shown, "status", "new"), `${shown}\n\n${BEGIN}\nnew\n${END}`);
  const mixed = `${BEGIN}\nold\npeople\n~~~\n${END}\n~~~`;
  assertEquals(replaceSection(mixed, "status", "new"), `${mixed}\n\n${BEGIN}\nnew\n${END}`);
});

Deno.test("replaceSection() does close a code block that was left open above", () => {
  const once = replaceSection("```js\npeople", "status", "```\nlog\n```");
  assertEquals(once, `\`\`\`js\npeople\n\`\`\`\n\n${BEGIN}\n\`\`\`\nlog\n\`\`\`\n${END}`);
  assertEquals(replaceSection(once, "status", "```\nlog\n```"), once);
});

Deno.test("extractSection() is null when there is no complete section", () => {
  for (const body of ["", "a", BEGIN, END, `${END}\n${BEGIN}`, `> ${BEGIN}\n> ${END}`]) {
    assertEquals(extractSection(body, "status"), null);
  }
});

Deno.test("section() does survive markers of its own in the content", () => {
  const content = `a\n${END}\nb\n${BEGIN}\nc`;
  const made = section("status", content);
  assertEquals(findSections(made).length, 1);
  assertEquals(extractSection(made, "status"), neutralise(content));
});

Deno.test("sections of every hostile name do not meet one another", () => {
  for (const id of CORPUS) {
    const body = replaceSection(section("status", "mine"), id, "x");
    assertEquals(extractSection(body, id), "x");
    assertEquals(extractSection(body, "status"), "mine");
  }
});

Deno.test("replaceSection() never loses a character outside of the section", () => {
  fc.assert(
    fc.property(bodies, contents, (body, content) => {
      const after = replaceSection(body, "status", content);
      const span = findSections(body).find((found) => found.id === "status");
      if (span === undefined) assert(after.startsWith(body));
      else {
        assert(after.startsWith(body.slice(0, span.begin)));
        assert(after.endsWith(body.slice(span.end)));
      }
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("replaceSection() does put the content where extractSection() finds it, once", () => {
  fc.assert(
    fc.property(bodies, contents, contents, (body, content, other) => {
      const once = replaceSection(body, "status", content);
      assertEquals(
        extractSection(once, "status"),
        extractSection(section("status", content), "status"),
      );
      assertEquals(replaceSection(once, "status", content), once);
      const grown = replaceSection(replaceSection(once, "status", other), "status", content);
      assert(findSections(grown).length <= findSections(once).length);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("replaceSection() does keep people's text around a section of ours for every hostile text", () => {
  for (const before of CORPUS.filter((text) => !text.includes("release-ops:"))) {
    for (const after of ["", "\n\nbelow", "\r\n> quote\r\n"]) {
      const body = `${before}\n\n${section("status", "old")}${after}`;
      assertEquals(
        replaceSection(body, "status", "new"),
        `${before}\n\n${section("status", "new")}${after}`,
      );
    }
  }
});
