import { assertEquals } from "@std/assert";
import { Slugger } from "../../lib/pages/slug.ts";

Deno.test("slug() does as GitHub does with punctuation, blanks, symbols and repetition", () => {
  const slugger = new Slugger();
  const cases = [
    ["On-call handoff", "on-call-handoff"],
    ["What's new? 50% (v4.2)", "whats-new-50-v42"],
    ["🚀 Ready", "-ready"],
    ["a_b — c", "a_b--c"],
    ["Äpfel & Öl", "äpfel--öl"],
    ["On-call handoff", "on-call-handoff-1"],
    ["On-call handoff", "on-call-handoff-2"],
  ] as const;
  for (const [heading, slug] of cases) assertEquals(slugger.slug(heading), slug);
});
