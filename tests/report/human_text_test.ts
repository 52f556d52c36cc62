import { assertEquals } from "@std/assert";
import { humanText } from "../../lib/report/human_text.ts";
import { findMarkers } from "../../lib/report/marker.ts";
import { Templates, useTemplates } from "../../lib/report/templates.ts";

const VIEW = { older: "*it*" };

Deno.test("humanText() renders a template and escapes what it prints, without a line break at the end", () => {
  assertEquals(
    humanText("comment_duplicate", VIEW).source,
    "This doubles \\*it\\*, which tracks the same blocker.",
  );
});

Deno.test("humanText() lets no marker through that a template of a person's own prints", () => {
  try {
    useTemplates(
      new Templates({
        "comment_duplicate.md.eta":
          "<!-- ours -->\n<!-- release-ops:closed x -->\n<!--\trelease-ops:end status -->",
      }),
    );
    const { source } = humanText("comment_duplicate", VIEW);
    assertEquals(findMarkers(source, "closed"), []);
    assertEquals(source.match(/<!--/g)?.length, 1, "a comment of theirs stays");
  } finally {
    useTemplates(null);
  }
});
