import { assert, assertEquals } from "@std/assert";
import { emptyState } from "../../lib/state/defaults.ts";

Deno.test("emptyState() is fresh each time, so that no caller can spoil another's", () => {
  const first = emptyState();
  first.triage.routing_stats.by_team.core = 1;
  first.handoff.last_blocker_snapshot.push({
    number: 1,
    title: "",
    labels: [],
    createdAt: "",
    url: "",
  });
  const second = emptyState();
  assertEquals(second.triage.routing_stats.by_team, {});
  assertEquals(second.handoff.last_blocker_snapshot, []);
});

Deno.test("emptyState() carries a version in every file", () => {
  for (const part of Object.values(emptyState())) assert(part.version === "1.0.0");
});
