/**
 * A connection of its own for every write. Deno's `fetch` sends a request again, without a word and be
 * it a POST, when a kept-alive connection breaks under it, even if the server had done what was asked
 * (measured with Deno 2.9.6; a fresh connection is not retried). Issues were created twice that way.
 * @module
 */

/** Sends with a `fetch` that uses a fresh connection, and closes it. The answer must have been read by then. */
export async function onOwnConnection<T>(
  send: (fetch: typeof globalThis.fetch) => Promise<T>,
): Promise<T> {
  using client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  return await send((input, init) => fetch(input, { ...init, client }));
}
