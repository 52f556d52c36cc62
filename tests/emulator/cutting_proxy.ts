/**
 * A proxy on the TCP level that cuts connections: an HTTP server cannot end one before the headers of
 * its answer.
 * @module
 */

/** A running proxy. */
export interface CuttingProxy extends AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:…`. */
  readonly url: string;
  /** Cuts every open connection. */
  cut(): void;
}

/** Listens on 127.0.0.1 and hands everything on to the address. */
export function cuttingProxy(target: string): CuttingProxy {
  const { hostname, port } = new URL(target);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const running = serve();

  async function serve(): Promise<void> {
    const pairs: Promise<void>[] = [];
    for await (const client of listener) pairs.push(connect(client));
    await Promise.all(pairs);
  }

  async function connect(client: Deno.Conn): Promise<void> {
    open.add(client);
    const server = await Deno.connect({ hostname, port: Number(port) });
    open.add(server);
    // Where one direction ends, by a cut or not, so does the other.
    const ended = Promise.allSettled([
      client.readable.pipeTo(server.writable, { preventCancel: true }).finally(() => close(server)),
      server.readable.pipeTo(client.writable, { preventCancel: true }).finally(() => close(client)),
    ]);
    await ended;
    close(client);
    close(server);
  }

  function close(connection: Deno.Conn): void {
    if (!open.delete(connection)) return;
    try {
      connection.close();
    } catch {
      // The pipe has closed it already.
    }
  }

  return {
    url: `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    cut: () => open.forEach(close),
    async [Symbol.asyncDispose](): Promise<void> {
      listener.close();
      open.forEach(close);
      await running;
    },
  };
}
