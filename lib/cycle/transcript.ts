/**
 * The transcript: what a cycle asked of the world, in order, and what came back. The same cycle can run
 * again on it, without GitHub and without its state folder.
 * @module
 */

import { Failure, messageOf } from "../failure.ts";
import type { Action } from "../gate/action.ts";
import type { Hub } from "../github/hub.ts";
import type { StateFolder } from "../state/local_store.ts";

/** Everything outside of the cycle that it asks and writes to. */
export interface World {
  /** GitHub, or a recorded repository. */
  readonly hub: Hub;
  /** Where the state is kept instead of a branch; null for the branch. */
  readonly folder: StateFolder | null;
}

/** One question and what came back. */
export interface Exchange {
  /** Which question. */
  readonly asked: keyof Hub | "readFolder" | "writeFolder";
  /** What it was about, in a few words: `edit_issue #12`. */
  readonly about: string;
  /** As the cycle got it; absent when nothing came back. */
  readonly answer?: unknown;
  /** Why nothing came back; absent when something did. */
  readonly failed?: {
    /** The code of a failure, by which the cycle tells some from others; null for any other error. */
    readonly code: string | null;
    /** Its words. */
    readonly message: string;
  };
}

/** Finds the answer to a question, in the world or elsewhere. */
type Ask = <Answer>(
  question: Pick<Exchange, "asked" | "about">,
  inWorld: () => Promise<Answer>,
) => Promise<Answer>;

/** The same world; what it is asked is written down at the end of a transcript. */
export function recorded(world: World, transcript: Exchange[]): World {
  return asking(world, async (question, inWorld) => {
    try {
      const answer = await inWorld();
      transcript.push({ ...question, answer });
      return answer;
    } catch (error) {
      const code = error instanceof Failure ? error.code : null;
      transcript.push({ ...question, failed: { code, message: messageOf(error) } });
      throw error;
    }
  });
}

/**
 * The world of a transcript. Each question takes the next answer to the same question; where there is
 * none it fails, because nobody knows what the world would have said.
 * @param local whether the state was kept in a folder
 */
export function replayed(
  transcript: readonly Exchange[],
  { local }: { local: boolean },
): World {
  let next = 0;
  return asking({ hub: NOBODY, folder: local ? NOWHERE : null }, ({ asked, about }) => {
    const at = transcript.findIndex((exchange, index) =>
      index >= next && exchange.asked === asked && exchange.about === about
    );
    const exchange = transcript[at];
    if (exchange === undefined) {
      return Promise.reject(
        new Failure("not-recorded", `The transcript does not say what ${asked} ${about} came to`, {
          remedy: "Another version decided that cycle, or its files were changed.",
          exit: 1,
        }),
      );
    }
    next = at + 1;
    const { failed } = exchange;
    if (failed === undefined) return Promise.resolve(exchange.answer as never);
    if (failed.code === null) return Promise.reject(new Error(failed.message));
    const remedy = "That is what the cycle was told when it ran.";
    return Promise.reject(new Failure(failed.code, failed.message, { remedy, exit: 1 }));
  });
}

/** Stand where a transcript answers: nothing but the lock is ever asked of them. */
const NOBODY = {} as Hub;
const NOWHERE = {
  lock: () => Promise.resolve({ [Symbol.asyncDispose]: () => Promise.resolve() }),
} as unknown as StateFolder;

function asking({ hub, folder }: World, ask: Ask): World {
  return {
    hub: {
      observe: (request) =>
        ask({ asked: "observe", about: String(request.now) }, () => hub.observe(request)),
      findOpen: (fingerprint, labels) =>
        ask({ asked: "findOpen", about: fingerprint }, () => hub.findOpen(fingerprint, labels)),
      findComments: async (keys) =>
        new Map(
          await ask(
            { asked: "findComments", about: numbersOf(keys.keys()) },
            async () => [...await hub.findComments(keys)],
          ),
        ),
      perform: (action) =>
        ask({ asked: "perform", about: aboutAction(action) }, () => hub.perform(action)),
      readState: (request) =>
        ask(
          { asked: "readState", about: request.state_path },
          () => hub.readState(request),
        ),
      commitState: (commit) =>
        ask(
          { asked: "commitState", about: `${commit.branch} after ${commit.expected_head}` },
          () => hub.commitState(commit),
        ),
      changedPaths: (base, head) =>
        ask(
          { asked: "changedPaths", about: `${base}...${head}` },
          () => hub.changedPaths(base, head),
        ),
    },
    folder: folder === null ? null : {
      lock: (holder) => folder.lock(holder),
      read: () => ask({ asked: "readFolder", about: "" }, () => folder.read()),
      write: (texts) =>
        ask(
          { asked: "writeFolder", about: Object.keys(texts).join(", ") },
          () => folder.write(texts),
        ),
    },
  };
}

function aboutAction(action: Action): string {
  return `${action.kind} ${"issue" in action ? `#${action.issue}` : action.fingerprint}`;
}

function numbersOf(issues: Iterable<number>): string {
  return [...issues].map((number) => `#${number}`).join(", ");
}
