import { assertEquals } from "@std/assert";
import { loadCadence } from "../../lib/policy/load_cadence.ts";

Deno.test("loadCadence() reads one task's policy and no other", async () => {
  const files = [
    { name: "digest.yml", text: "cadence_hours: 12\n" },
    { name: "handoff.yml", text: "cadence_hours: never\n" },
  ];
  const digest = await loadCadence("digest", files);
  assertEquals([digest.cadence?.cadence_hours, digest.problems, digest.source], [
    12,
    [],
    "digest.yml",
  ]);
  const handoff = await loadCadence("handoff", files);
  assertEquals([handoff.cadence, handoff.problems.length], [null, 1]);
});

Deno.test("loadCadence() falls back to the embedded policy", async () => {
  const { cadence, source } = await loadCadence("handoff", []);
  assertEquals([cadence?.windows.length, source], [2, "handoff.yml (embedded)"]);
});
