import { assert, assertEquals } from "@std/assert";
import { MAX_STATE_BYTES } from "../../lib/state/prune.ts";
import { play } from "./year.ts";

Deno.test("days of hourly, late ticks miss nothing, do nothing twice and stay small", async () => {
  const tally = await play(5);
  assertEquals(
    [tally.ticks, tally.failed, tally.digests, tally.handoffs, tally.settled_twice],
    [120, 0, 5, 10, 0],
  );
  assert(tally.digest_posts >= 1 && tally.digest_posts <= 5, `${tally.digest_posts} posts`);
  assert(tally.issues_raised >= 1, "the failing check was not raised");
  assert(tally.quiet > tally.ticks / 2, `${tally.quiet} quiet ticks`);
  assert(tally.state_commits <= tally.ticks - tally.quiet, `${tally.state_commits} commits`);
  assert(tally.most_state_bytes < MAX_STATE_BYTES / 10, `${tally.most_state_bytes} bytes`);
});
