import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { Failure } from "../../lib/failure.ts";
import { raw } from "../../lib/report/markdown.ts";
import { HTML_TEMPLATES, MARKDOWN_TEMPLATES } from "../../lib/report/template_files.ts";
import { faultOf } from "../../lib/report/template_fault.ts";
import {
  renderHtml,
  renderMarkdown,
  styleSheet,
  TEMPLATE_NAMES,
  Templates,
  useTemplates,
} from "../../lib/report/templates.ts";

const VIEW = { text: "*words*", url: "https://github.com/acme/rocket?a=1&b=2" };

Deno.test("Templates puts a person's own in front of the shipped ones, and the rest stays", () => {
  const own = new Templates({ "linked.html.eta": "[<%= it.text %>]" });
  assertEquals(own.html("linked", { text: "<b>" }), "[&lt;b&gt;]");
  const page = { more: 3, report: "./dashboard.md" };
  assertEquals(own.html("more", page), new Templates().html("more", page));
});

Deno.test("Templates escapes in a person's own as in the shipped ones", () => {
  const own = new Templates({ "handoff.md.eta": "<%= it.text %> <%= it.said %>" });
  const view = { text: VIEW.text, said: raw("**said**") };
  assertEquals(own.markdown("handoff", view), "\\*words\\* **said**\n");
});

Deno.test("Templates lets a person's own include shipped ones, and shipped ones include theirs", () => {
  const outer = new Templates({ "more.html.eta": 'A <%~ include("@linked", it) %>' });
  assertStringIncludes(outer.html("more", { ...VIEW, report: null }), "A <a href=");
  const inner = new Templates({ "linked.html.eta": "MINE" });
  const failed = { title: "t", why: "w", repository: "r", files: [VIEW] };
  assertStringIncludes(inner.html("failed", failed), "<li>MINE");
});

Deno.test("Templates takes a person's own style sheet", () => {
  assertEquals(new Templates({ "style.css": "b{}" }).style, "b{}");
});

Deno.test("Templates refuses a broken template with its file and line before anything is rendered", () => {
  const source = "# Digest\n\n<% if (it.lead { %>\n<%= it.lead %>\n<% } %>\n";
  const error = assertThrows(() => new Templates({ "digest.md.eta": source }, "mine/"), Failure);
  assertEquals(
    error.message,
    "Cannot use the template mine/digest.md.eta, line 3: missing ) after argument list"
      .replace("missing ) after argument list", faultOf(source, [])?.why ?? ""),
  );
  assertEquals(error.exit, 2);
});

Deno.test("Templates names file and line when a template fails while it is rendered", () => {
  const own = new Templates({ "linked.html.eta": "\n<p>\n<%= it.nothing.deep %>" }, "mine");
  const direct = assertThrows(() => own.html("linked", {}), Failure);
  assertStringIncludes(
    direct.message,
    "Cannot use the template mine/linked.html.eta, line 3: Cannot read properties of undefined",
  );
  const failed = { title: "t", why: "w", repository: "r", files: [VIEW] };
  const included = assertThrows(() => own.html("failed", failed), Failure);
  assertEquals(included.message, direct.message);
});

Deno.test("useTemplates() chooses what is rendered, but what says that something failed is shipped", () => {
  const shipped = renderHtml("linked", VIEW);
  try {
    useTemplates(
      new Templates({
        "linked.html.eta": "MINE",
        "handoff.md.eta": "MINE",
        "style.css": "mine{}",
      }),
    );
    assertEquals(renderHtml("linked", VIEW), "MINE");
    assertEquals(renderMarkdown("handoff", {}), "MINE\n");
    assertEquals(styleSheet(), "mine{}");
    assertEquals(renderHtml("linked", VIEW, { shipped: true }), shipped);
    assertEquals(styleSheet({ shipped: true }), new Templates().style);
  } finally {
    useTemplates(null);
  }
  assertEquals(renderHtml("linked", VIEW), shipped);
});

const FAULTS: Record<string, [source: string, line: number]> = {
  "a tag that is not closed": ["a\nb <%= it.x\nc\n", 2],
  "a string that is not closed": ["a\n\n<%= 'x %>\n", 3],
  "a comment that is not closed": ["a\n<% /* x %>\n", 2],
  "an expression that does not parse": ["a\n<%= it..x %>\n<%= it.y %>", 2],
  "an empty expression": ["a\n\n\n<%= %>", 4],
  "a condition without its bracket": ["<% if (it.x { %>\na\n<% } %>", 1],
  "a block that ends twice": ["<% if (it.x) { %>\n<% } %>\n<% } %>\n", 3],
  "a block that never ends": ["a\n<% for (const a of it.x) { %>\n<% if (a) { %>\nb\n<% } %>", 2],
  "an else without its if": ["a\n<% } else { %>\n<% } %>", 2],
  "a part that does not exist": ['a\n<%~ include("@linkd", {}) %>', 2],
  "waiting, which a template cannot do": ["a\n<%= await it.x %>", 2],
};

for (const [what, [source, line]] of Object.entries(FAULTS)) {
  Deno.test(`faultOf() names the line of ${what}`, () => {
    assertEquals(faultOf(source, ["@linked"])?.line, line, faultOf(source, ["@linked"])?.why);
  });
}

Deno.test("faultOf() finds no fault in brackets that are words, nor in the shipped templates", () => {
  const source =
    "<% /* ( */ const a = '}'; // { \n %><%= `[${a}` %><% it.x.forEach((y) => { %>z<% }) %>";
  assertEquals(faultOf(source, []), null);
  for (const shipped of [MARKDOWN_TEMPLATES, HTML_TEMPLATES]) {
    const known = Object.keys(shipped).map((name) => `@${name}`);
    for (const text of Object.values(shipped)) assertEquals(faultOf(text, known), null);
  }
});

Deno.test("TEMPLATE_NAMES holds every file of templates/ but the sample of the demo", async () => {
  const folder = new URL("../../templates/", import.meta.url);
  const files = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  assertEquals(TEMPLATE_NAMES, files.filter((name) => name !== "sample.json").toSorted());
});
