import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP hop before a Redis server, to make the way to it slow or cut it. */
export interface RedisProxy {
  url: string;
  /** Delays every chunk in each direction, ms. */
  setDelay(delay_ms: number): void;
  /** Swallows everything, without closing a connection, like a network that is cut. */
  setCut(cut: boolean): void;
  /** Leads new connections to another server, like an address after a fail-over. */
  setPort(port: number): void;
  close(): Promise<void>;
}

export async function createRedisProxy(firstPort: number): Promise<RedisProxy> {
  let port = firstPort;
  let delay_ms = 0;
  let cut = false;
  const sockets = new Set<Socket>();
  const pipe = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (chunk) => {
      if (cut) return;
      if (delay_ms === 0) to.write(chunk);
      else setTimeout(() => !cut && !to.destroyed && to.write(chunk), delay_ms);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    pipe(client, upstream);
    pipe(upstream, client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as { port: number }).port}`,
    setDelay(value) {
      delay_ms = value;
    },
    setCut(value) {
      cut = value;
      // What was lost cannot come back on the same connection: a healed network resets it.
      if (!cut) for (const socket of sockets) socket.destroy();
    },
    setPort(value) {
      port = value;
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
