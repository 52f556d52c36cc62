import { assert, assertEquals } from "@std/assert";
import { labelLook } from "../../lib/gate/label_look.ts";

Deno.test("labelLook() knows the labels of the shipped policies, in any case", () => {
  const plain = labelLook("something else").color;
  for (
    const name of [
      "release-blocker",
      "P0",
      "p1",
      "escalation:warn",
      "escalation:escalate",
      "escalation:page",
      "needs-triage",
      "team:core",
      "priority/high",
    ]
  ) {
    assert(labelLook(name).color !== plain, name);
  }
  assertEquals(labelLook("Release-Blocker"), labelLook("release-blocker"));
});

Deno.test("labelLook() gives every label a colour and a description that GitHub takes", () => {
  for (
    const name of ["P0", "P1", "page", "escalated", "warn", "triage", "team/x", "priority:1", ""]
  ) {
    const { color, description } = labelLook(name);
    assert(/^[0-9a-f]{6}$/.test(color));
    assert(description.length > 0 && description.length <= 100);
  }
});
