import { assertEquals } from "@std/assert";
import { branchesSuffice, tagsSuffice } from "../../lib/candidates/sufficient.ts";
import type { TagFacts } from "../../lib/observation/observation.ts";
import { branch, NOW, policy, tag } from "./builders.ts";

const OPTIONS = { policy: policy(), now: NOW };
const OLD = tag("unrelated", { age: 91 });

function suffice(...tags: TagFacts[]): boolean {
  return tagsSuffice(tags, OPTIONS);
}

Deno.test("tagsSuffice() says no until the horizon is reached", () => {
  assertEquals(suffice(), false);
  assertEquals(suffice(tag("v4.1.0", { age: 89 })), false);
  assertEquals(suffice(tag("v4.1.0", { age: 91 })), true);
  assertEquals(suffice(tag("v4.1.0", { age: 91, made: 1 })), false, "old commit, new tag");
});

Deno.test("tagsSuffice() says no until every living RC has its base", () => {
  assertEquals(suffice(OLD, tag("v4.2.0-rc.2")), false);
  assertEquals(suffice(OLD, tag("v4.2.0-rc.2"), tag("v4.2.0-rc.1")), true);
  assertEquals(suffice(OLD, tag("v4.2.0-rc.2"), tag("v4.1.7", { age: 200 })), true);
  assertEquals(suffice(OLD, tag("v4.2.3-rc.2"), tag("v4.2.2", { age: 200 })), true);
  assertEquals(suffice(OLD, tag("v4.2.0-rc.2"), tag("v3.21.0", { age: 200 })), false);
  assertEquals(suffice(OLD, tag("v4.2.0-rc.2"), tag("v4.0.5", { age: 200 })), false);
  assertEquals(
    suffice(OLD, tag("v4.2.0-rc.2"), tag("v4.1.7"), tag("v3.21.0-rc.1")),
    false,
    "two trains",
  );
});

Deno.test("tagsSuffice() takes any release of the preceding major for x.0", () => {
  assertEquals(suffice(OLD, tag("v4.0.0-rc.1"), tag("v3.18.2")), true);
  assertEquals(suffice(OLD, tag("v4.0.0-rc.1"), tag("v2.9.0")), false);
});

Deno.test("tagsSuffice() takes no tag on the RC's own commit for its base", () => {
  assertEquals(
    suffice(OLD, tag("v4.2.0-rc.2", { on: "same" }), tag("v4.2.0-rc.1", { on: "same" })),
    false,
  );
});

Deno.test("tagsSuffice() asks nothing of dead RCs", () => {
  assertEquals(suffice(OLD, tag("v4.2.0-rc.1"), tag("v4.2.0")), true);
  assertEquals(suffice(OLD, tag("v4.2.0-rc.1", { age: 100 })), true);
});

Deno.test("tagsSuffice() reads on for a release when branches are compared with one", () => {
  const options = { policy: policy({ branch_base: "latest_ga" }), now: NOW };
  assertEquals(tagsSuffice([OLD], options), false);
  assertEquals(tagsSuffice([OLD, tag("v4.1.0", { age: 300 })], options), true);
});

Deno.test("branchesSuffice() says yes once a head is older than the horizon", () => {
  assertEquals(branchesSuffice([], OPTIONS), false);
  assertEquals(branchesSuffice([branch("release/4.2", { age: 89 })], OPTIONS), false);
  assertEquals(
    branchesSuffice([branch("release/4.2"), branch("release/4.1", { age: 91 })], OPTIONS),
    true,
  );
});
