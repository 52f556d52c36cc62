import { assertEquals } from "@std/assert";
import { embedded } from "../../lib/pages/embedded.ts";

Deno.test("embedded() drops the title, lowers headings and leaves code blocks alone", () => {
  const source = "# Title\n\ntext\n\n## One\n\n```\n# code\n```\n\n###### Six\n";
  assertEquals(
    embedded(source).source,
    "text\n\n### One\n\n```\n# code\n```\n\n###### Six",
  );
});
