/**
 * A recorded world as a hub: the demo runs the same cycle as GitHub does, on facts that were observed
 * once. What is written changes this world, and nothing else.
 * @module
 */

import { BLOCKER_MARKER } from "../blockers/ownership.ts";
import type { Action } from "../gate/action.ts";
import { applyAction } from "../gate/apply.ts";
import type { CommitAnswer, Hub, Performed, StateCommit } from "../github/hub.ts";
import type { Observation, StateFacts } from "../observation/observation.ts";
import { contentHash } from "../report/content_hash.ts";
import { findMarkers } from "../report/marker.ts";

/** The repository as it was recorded, and as the cycle changes it. */
export class RecordedHub implements Hub {
  #world: Observation;
  readonly #now: string;
  #comments = 0;

  /** Begins with the world as it was recorded; what the cycle writes is stamped with `now`. */
  constructor(world: Observation, now: Temporal.Instant) {
    this.#world = world;
    this.#now = now.toString({ smallestUnit: "second" });
  }

  observe(): Promise<Observation> {
    return Promise.resolve(this.#world);
  }

  findOpen(fingerprint: string): Promise<readonly number[]> {
    const open = this.#world.issues.filter(({ state, body }) =>
      state === "open" && findMarkers(body, BLOCKER_MARKER).includes(fingerprint)
    );
    return Promise.resolve(open.map(({ number }) => number));
  }

  /** Comments are not recorded. */
  findComments(keys: ReadonlyMap<number, string>): Promise<ReadonlyMap<number, null>> {
    return Promise.resolve(new Map([...keys.keys()].map((number) => [number, null])));
  }

  perform(action: Action): Promise<Performed> {
    const performed = this.#answer(action);
    this.#world = applyAction(this.#world, action, { performed, now: this.#now });
    return Promise.resolve(performed);
  }

  readState(): Promise<StateFacts> {
    return Promise.resolve(this.#world.state);
  }

  commitState(commit: StateCommit): Promise<CommitAnswer> {
    const sha = contentHash(commit).slice(0, 40);
    return Promise.resolve({
      kind: "committed",
      sha,
      url: `${this.#world.repository.url}/commit/${sha}`,
    });
  }

  /** Lists of files are not recorded. */
  changedPaths(): Promise<{ files: readonly string[]; truncated: boolean }> {
    return Promise.resolve({ files: [], truncated: true });
  }

  #answer(action: Action): Performed {
    if (action.kind === "comment") return { comment_id: ++this.#comments };
    if (action.kind !== "create_issue") return {};
    const number = 1 + Math.max(0, ...this.#world.issues.map((issue) => issue.number));
    const url = `${this.#world.repository.url}/issues/${number}`;
    return { created: { number, id: `recorded-${number}`, url } };
  }
}
