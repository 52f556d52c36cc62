/**
 * The emulator's process, seen from the bench.
 * @module
 */

import { fromFileUrl } from "@std/path";
import type { Answer, Order } from "./hub.ts";
import { TextLineStream } from "./lines.ts";

/** A running emulator that obeys. */
export class HubProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #orders: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers: ReadableStreamDefaultReader<string>;

  /** Starts it. */
  constructor() {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "-q", "--no-check", HUB],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#orders = this.#child.stdin.getWriter();
    this.#answers = this.#child.stdout.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream()).getReader();
  }

  /**
   * Gives an order and waits for its answer.
   * @throws {Error} when the process has ended; it has told why on stderr
   */
  async order(order: Order): Promise<Answer> {
    await this.#orders.write(new TextEncoder().encode(`${JSON.stringify(order)}\n`));
    const { value, done } = await this.#answers.read();
    if (done) throw new Error(`The emulator ended when it was told to ${order.do}`);
    return JSON.parse(value) as Answer;
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#orders.close();
    } catch { /* it has ended already */ }
    await this.#child.status;
  }
}

const HUB = fromFileUrl(new URL("hub.ts", import.meta.url));
