/**
 * Settles a write: sends it, and when nobody can tell whether it took effect, looks before it is sent
 * again. Sending blindly is how two issues come from one blocker.
 * @module
 */

import { Failure, messageOf } from "../failure.ts";
import { AnswerError, isUncertain } from "./answers.ts";
import type { Client } from "./client.ts";
import { WRITE_CAPPED } from "./hub.ts";
import { remedyFor } from "./remedies.ts";

/** A write and how to find out about it. */
export interface Write<T> {
  /** For messages: `create the issue "…"`. */
  readonly what: string;
  /** What the token needs for it: `issues: write`. */
  readonly permission: string;
  /** Sends it once; called again only when it is sure that nothing happened. */
  send(): Promise<T>;
  /**
   * What the write came to if it took effect; null when it did not. Throws when it cannot tell. Left out
   * for a read, which the client has tried again already.
   */
  look?(): Promise<T | null>;
  /** True when it is about something that was just made: GitHub may not know it everywhere yet. */
  readonly fresh?: boolean;
  /** See the client's option of this name. */
  readonly final?: boolean;
}

/** How often a write is sent at most. */
const SENDS = 3;
/** How often something that was just made is given time to appear. */
const FRESH_TRIES = 4;
/** First pause before looking, in milliseconds: what was written needs a moment to be seen. */
const LOOK_PAUSE_MS = 2_000;

/**
 * Settles a write.
 * @throws {Failure} exit 1: code `write-refused` when it surely did not take effect, `write-capped` when
 * it was not sent because the cycle may write no more, `write-uncertain` when that could not be found
 * out. The message names the remedy.
 */
export async function settle<T>(client: Client, write: Write<T>): Promise<T> {
  const { what, permission, final = false } = write;
  for (let sent = 1, missed = 0;;) {
    let trouble: AnswerError;
    try {
      return await write.send();
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error;
      trouble = error;
    }
    if (trouble.trouble === "missing" && write.fresh === true && ++missed < FRESH_TRIES) {
      client.log(`GitHub does not know yet what was just made (${trouble.message}); trying again.`);
      await held(client.pause(1_000 * 2 ** (missed - 1), { final }), { what, trouble });
      continue;
    }
    if (!isUncertain(trouble) || write.look === undefined) {
      throw refused(trouble, { what, permission });
    }
    client.log(`It is not known whether GitHub did ${what} (${trouble.message}); looking.`);
    await held(client.pause(LOOK_PAUSE_MS * sent, { final }), { what, trouble });
    const found = await held(write.look(), { what, trouble });
    if (found !== null) return found;
    if (++sent > SENDS) {
      throw new Failure(
        "write-refused",
        `Cannot ${what}: sent ${SENDS} times, and it took no effect (${trouble.message}). ${PASSES}`,
        { remedy: PASSES, exit: 1 },
      );
    }
  }
}

const PASSES = "The next cycle tries again; see GitHub's status page if it persists.";
const NEXT_LOOKS = "The next cycle looks before it writes.";

/** Without an answer to "did it happen?" nothing is sent again. */
async function held<T>(
  looking: Promise<T>,
  { what, trouble }: { what: string; trouble: AnswerError },
): Promise<T> {
  try {
    return await looking;
  } catch (error) {
    throw new Failure(
      "write-uncertain",
      `Cannot tell whether GitHub did ${what}: ${trouble.message}, and looking failed: ${
        messageOf(error)
      }. ${NEXT_LOOKS}`,
      { remedy: NEXT_LOOKS, exit: 1 },
    );
  }
}

/** A failure in words for a write that surely did not take effect. */
export function refused(
  error: AnswerError,
  { what, permission }: { what: string; permission: string },
): Failure {
  const remedy = remedyFor(error, permission);
  const code = error.trouble === "capped" ? WRITE_CAPPED : "write-refused";
  return new Failure(code, `Cannot ${what}: ${error.message}. ${remedy}`, { remedy, exit: 1 });
}
