import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

/** A secret of tests, and the key in it. */
export const KEY = Buffer.from('twenty-four bytes at least');
export const SECRET = `whsec_${KEY.toString('base64')}`;

/** One call as it came in. */
export interface Received {
  headers: Record<string, string | undefined>;
  text: string;
  body: Record<string, unknown>;
}

/** What is answered: a status, with headers perhaps; no answer at all; or a connection that breaks. */
export type Reply = number | [status: number, headers: Record<string, string>] | 'hang' | 'break';

export interface Receiver {
  origin: string;
  /** Calls on a path, in the order in which they came. */
  calls(path: string): Received[];
  /** What is answered on a path, one after the other; the last one for good. Default: 204. */
  reply(path: string, ...replies: Reply[]): void;
  close(): Promise<void>;
}

function give(reply: Reply, response: ServerResponse): void {
  if (reply === 'hang') return;
  if (reply === 'break') response.destroy();
  else if (typeof reply === 'number') response.writeHead(reply).end();
  else response.writeHead(...reply).end();
}

/** An HTTP server that writes down who calls it. */
export async function createReceiver(): Promise<Receiver> {
  const calls = new Map<string, Received[]>();
  const replies = new Map<string, Reply[]>();
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const path = request.url!;
    const headers = request.headers as Received['headers'];
    calls.set(path, [...(calls.get(path) ?? []), { headers, text, body: text === '' ? {} : JSON.parse(text) }]);
    const [next = 204, ...rest] = replies.get(path) ?? [];
    if (rest.length > 0) replies.set(path, rest);
    give(next, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    calls: (path) => calls.get(path) ?? [],
    reply: (path, ...given) => void replies.set(path, given),
    async close() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

/** The signature that a call should have, worked out as receivers do. */
export function expectedSignature({ headers, text }: Received): string {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
  return `v1,${createHmac('sha256', KEY).update(signed).digest('base64')}`;
}
